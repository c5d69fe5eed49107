"""Claims: who holds a turn, whole or in part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from bot.model import Claim, Turn
from bot.weeks import Span
from storage.scope import Scope, gone, of_task_force
from storage.tables import claims, turns
from storage.turns import CLAIM_COLUMNS, LONGEST, TURN_COLUMNS, claim_of, turn_of

_WIDTH = len(TURN_COLUMNS)
_ADD = insert(claims).values(task_force_id=of_task_force())
_FIND = select(*CLAIM_COLUMNS).where(
    claims.c.task_force_id == of_task_force(), claims.c.id == bindparam("claim")
)
_HELD = update(claims).where(
    claims.c.task_force_id == of_task_force(),
    claims.c.id == bindparam("claim"),
    claims.c.released_at.is_(None),
)
_RELEASE = _HELD.values(released_at=bindparam("released"))
_END_EARLY = _HELD.values(ends_at=bindparam("ended"), minutes=bindparam("kept_minutes"))
_OVERLAPPING = (
    select(*TURN_COLUMNS, *CLAIM_COLUMNS)
    .select_from(
        claims.join(
            turns, (turns.c.id == claims.c.turn_id) & (turns.c.task_force_id == of_task_force())
        )
    )
    .where(
        claims.c.task_force_id == of_task_force(),
        claims.c.released_at.is_(None),
        claims.c.starts_at < bindparam("until"),
        claims.c.ends_at > bindparam("since"),
        claims.c.starts_at > bindparam("earliest"),
    )
    .order_by(claims.c.starts_at, turns.c.duty_id, claims.c.id)
)
_OF_MEMBER = _OVERLAPPING.where(claims.c.member_id == bindparam("member"))
_OF_MEMBERS = _OVERLAPPING.where(claims.c.member_id.in_(bindparam("members", expanding=True)))
_WEEKS = (
    select(claims.c.member_id, turns.c.week)
    .distinct()
    .join_from(claims, turns, turns.c.id == claims.c.turn_id)
    .where(
        claims.c.task_force_id == of_task_force(),
        turns.c.task_force_id == of_task_force(),
        claims.c.released_at.is_(None),
        claims.c.member_id.in_(bindparam("members", expanding=True)),
        claims.c.id.not_in(bindparam("besides", expanding=True)),
        turns.c.week.between(bindparam("first"), bindparam("last")),
    )
)


class Claims:
    """bot.ports.roster.Claims."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def find(self, claim_id: int) -> Claim | None:
        """Also a released one."""
        row = self._scope.run(_FIND, claim=claim_id).first()
        return claim_of(row) if row else None

    def add(self, claim: Claim) -> int:
        """The new claim's id; `claim.id` is not looked at.

        Raises Refusal with code `taken` if the database says there is no place, `held` if the
        member holds a part of it then already, `retired` if the duty is, and `past` if it is over.
        """
        return self._scope.added(
            _ADD,
            turn_id=claim.turn_id,
            member_id=claim.member_id,
            minutes=claim.minutes,
            starts_at=claim.span.start,
            ends_at=claim.span.end,
            created_at=claim.created_at,
        )

    def release(self, claim_id: int, at: datetime) -> bool:
        """False if it was released already. Raises Refusal `past` if it has ended."""
        return bool(self._scope.changed(_RELEASE, claim=claim_id, released=at))

    def end_early(self, claim_id: int, at: datetime, minutes: int) -> None:
        """The claim's past stays: it now ends at `at` with `minutes` of the turn's hours."""
        if not self._scope.changed(_END_EARLY, claim=claim_id, ended=at, kept_minutes=minutes):
            raise gone("claim")

    def of_member(self, member_id: int, span: Span) -> Sequence[tuple[Turn, Claim]]:
        """Claims held whose own span overlaps, with the turn (without its other claims)."""
        return self._overlapping(_OF_MEMBER, span, member=member_id)

    def of_members(
        self, member_ids: Collection[int], span: Span
    ) -> Mapping[int, Sequence[tuple[Turn, Claim]]]:
        """The same of several members, by their ids; those who hold nothing are left out."""
        found: dict[int, list[tuple[Turn, Claim]]] = defaultdict(list)
        for turn, claim in self._overlapping(_OF_MEMBERS, span, members=list(member_ids)):
            found[claim.member_id].append((turn, claim))
        return dict(found)

    def _overlapping(
        self, statement: Select[Any], span: Span, **whose: int | list[int]
    ) -> list[tuple[Turn, Claim]]:
        rows = self._scope.run(
            statement,
            since=span.start,
            until=span.end,
            earliest=span.start - LONGEST,
            **whose,
        )
        return [(turn_of(row), claim_of(row[_WIDTH:])) for row in rows]

    def weeks_held(
        self,
        member_ids: Collection[int],
        first: date,
        last: date,
        besides: Collection[int] = (),
    ) -> Mapping[int, frozenset[date]]:
        """Weeks, of these, in which each member holds something, by their ids.

        `besides`: claims that do not count.
        """
        rows = self._scope.run(
            _WEEKS, members=list(member_ids), besides=list(besides), first=first, last=last
        )
        found: dict[int, set[date]] = defaultdict(set)
        for member_id, week in rows:
            found[member_id].add(week)
        return {member_id: frozenset(weeks) for member_id, weeks in found.items()}
