"""How much people carried: sums over weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Table,
    bindparam,
    case,
    distinct,
    func,
    literal_column,
    select,
    union_all,
)

from bot.model import MemberState, Turn
from bot.ports.covers import AskState
from bot.ports.loads import Covered, DepartmentSums, HeldDuty, HeldSpan, Since, Sums
from bot.weeks import Span
from storage import figures
from storage.scope import Scope, of_task_force
from storage.tables import claims, cover_asks, covers, logged, members, pledges, turns
from storage.turns import LONGEST, WANTING, turns_of

_KINDS = Sums._fields
# a claim lies within its turn, and that begins in its week: so the index of instants is of use
_HELD = (
    claims.c.task_force_id == of_task_force(),
    claims.c.released_at.is_(None),
    claims.c.starts_at >= bindparam("at0"),
    claims.c.starts_at < bindparam("late"),
    turns.c.task_force_id == of_task_force(),
    turns.c.week >= bindparam("week0"),
    turns.c.week < bindparam("until"),
)
_TURNS = turns.join(claims, claims.c.turn_id == turns.c.id)
_SPANS = (
    select(turns.c.week, claims.c.starts_at, claims.c.ends_at, claims.c.member_id, claims.c.minutes)
    .select_from(_TURNS)
    .where(*_HELD)
    .order_by(claims.c.starts_at, claims.c.ends_at, turns.c.week)
)
_SPANS_OF = _SPANS.where(claims.c.member_id.in_(bindparam("members", expanding=True)))
_DUTIES = (
    select(
        turns.c.duty_id,
        claims.c.member_id,
        func.sum(claims.c.minutes),
        func.count(distinct(turns.c.week)),
    )
    .select_from(_TURNS)
    .where(*_HELD)
    .group_by(turns.c.duty_id, claims.c.member_id)
)
_PEOPLE = (
    members.c.task_force_id == of_task_force(),
    members.c.department_id == bindparam("department"),
    members.c.state == MemberState.ACTIVE.value,
)
_each = (
    select(claims.c.member_id, func.sum(claims.c.minutes).label("minutes"))
    .select_from(_TURNS)
    .where(*_HELD, claims.c.member_id.in_(select(members.c.id).where(*_PEOPLE)))
    .group_by(claims.c.member_id)
    .cte("each")
)
_counts = select(
    select(func.count()).select_from(members).where(*_PEOPLE).scalar_subquery().label("people"),
    select(func.count()).select_from(_each).scalar_subquery().label("holders"),
).cte("counts")
_place = func.row_number().over(order_by=_each.c.minutes).label("place")
_ranked = select(_each.c.minutes, _place).subquery()
_nothings = _counts.c.people - _counts.c.holders
_gone = bindparam("out", type_=Integer)
_out = case((_nothings < _gone, _nothings), else_=_gone)
_left = _counts.c.people - _out
# none: the one in the middle is one of those who hold nothing
_MIDDLE = select(_left, _ranked.c.minutes).select_from(
    _counts.outerjoin(_ranked, _ranked.c.place == _out + (_left + 1) // 2 - _nothings)
)
_TIME = itemgetter(0, 1, 2)


class Loads:
    """bot.ports.loads.Loads."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def sums(
        self, since: Sequence[Since], until: Since, member_ids: Collection[int] | None = None
    ) -> Mapping[int, Sums]:
        """By member, of everybody (of these) who has any; up to and without the week `until`."""
        ordered = sorted(since, key=lambda one: one.week)  # the first one reaches furthest back
        values = _bounds(ordered[0], until)
        for number, one in enumerate(ordered):
            values |= {f"week{number}": one.week, f"at{number}": one.instant}
        if member_ids is not None:
            values["members"] = list(member_ids)
        statement = _sums(len(ordered), some=member_ids is not None)
        none = (0,) * len(since)
        found: dict[int, list[tuple[int, ...]]] = defaultdict(lambda: [none] * len(_KINDS))
        place = [2 + ordered.index(one) for one in since]  # in a row, behind kind and member
        for row in self._scope.run(statement, **values).all():
            found[row[1]][row[0]] = tuple([int(row[i]) for i in place])
        return {key: Sums(*of) for key, of in found.items()}

    def held_spans(
        self, since: Since, until: Since, member_ids: Collection[int] | None = None
    ) -> Iterator[HeldSpan]:
        """Claims held of turns of these weeks, up to and without the week `until`."""
        values = _bounds(since, until)
        if member_ids is None:
            rows = self._scope.run(_SPANS, **values).all()
        else:
            rows = self._scope.run(_SPANS_OF, members=list(member_ids), **values).all()
        for (week, start, end), of in groupby(rows, _TIME):
            yield HeldSpan(week, Span(start, end), tuple((row[3], row[4]) for row in of))

    def middle_held(
        self, department_id: int, since: Since, until: Since, out: int = 0
    ) -> tuple[int, int] | None:
        """Of how many active members of a department half held so many minutes or less.

        Without so many of those who held nothing, `out`. None where nobody is left.
        """
        values = {"department": department_id, "out": out, **_bounds(since, until)}
        people, minutes = self._scope.run(_MIDDLE, **values).one()
        return (people, int(minutes or 0)) if people else None

    def held_duties(self, since: Since, until: Since) -> Sequence[HeldDuty]:
        """The same summed by duty and member."""
        rows = self._scope.run(_DUTIES, **_bounds(since, until))
        return [
            HeldDuty(duty, member, int(minutes), weeks) for duty, member, minutes, weeks in rows
        ]

    def coverage(self, weeks: Collection[date]) -> Mapping[date, Covered]:
        """By week, of each that has turns."""
        rows = self._scope.run(figures.COVERAGE, weeks=list(weeks))
        return {week: Covered(*(int(figure) for figure in sums)) for week, *sums in rows}

    def departments(self, week: date) -> Mapping[int, DepartmentSums]:
        """By department, of each that has any."""
        found: dict[int, list[int]] = defaultdict(lambda: [0] * len(DepartmentSums._fields))
        for kind, department_id, minutes in self._scope.run(figures.DEPARTMENTS, weeks=[week]):
            found[department_id][kind] = int(minutes)
        return {key: DepartmentSums(*sums) for key, sums in found.items()}

    def holders(self, week: date) -> int:
        """How many different people hold a turn of the week."""
        return int(self._scope.run(figures.HOLDERS, weeks=[week]).scalar_one())

    def untouched(self, span: Span, since: datetime, weeks: Collection[date]) -> Collection[int]:
        """Duties with turns in the span that nobody held or logged an hour for, by their ids.

        Held: turns that end after `since`; logged: for one of the weeks. Without a turn that
        begins by then, a duty is too new to tell, and is left out.
        """
        worked = {key for (key,) in self._scope.run(figures.WORKED, weeks=list(weeks))}
        values = {"before": span.start, "until": span.end, "earliest": span.start - LONGEST}
        rows = self._scope.run(figures.UNTOUCHED, since=since, **values)
        return frozenset(key for (key,) in rows) - worked

    def wanting(self, first: date, last: date, now: datetime, listed: date) -> Sequence[Turn]:
        """Planned turns of these weeks that are not over and short of minutes or people.

        With the claims held, ordered by start. There may be no place in one: see bot.held. After
        the week `listed` without those that nobody holds.
        """
        weeks = {"first": first, "last": last, "listed": listed}
        return turns_of(self._scope.run(WANTING, now=now, **weeks))


def _bounds(since: Since, until: Since) -> dict[str, Any]:
    return {
        "week0": since.week,
        "at0": since.instant,
        "until": until.week,
        "ends": until.instant,
        "late": until.instant + LONGEST,
    }


@lru_cache(maxsize=16)
def _sums(number: int, *, some: bool) -> CompoundSelect[Any]:
    """A row for each kind and member that there is, with so many sums."""
    by_week, by_start = ("week", "until"), ("at", "ends")
    taken = covers.join(cover_asks, cover_asks.c.cover_id == covers.c.id)
    took = (
        cover_asks.c.task_force_id == of_task_force(),
        cover_asks.c.state == AskState.TOOK.value,
    )
    # in the order of the kinds: from where, whose, when, and what else is to be true
    sources: tuple[tuple[FromClause, Table, ColumnElement[Any], tuple[str, str], Any], ...] = (
        (pledges, pledges, pledges.c.week, by_week, ()),
        (_TURNS, claims, turns.c.week, by_week, _HELD),
        (logged, logged, logged.c.week, by_week, ()),
        (taken, cover_asks, covers.c.starts_at, by_start, (_ours(covers), *took)),
    )
    return union_all(
        *(
            select(
                literal_column(str(kind)), whose.c.member_id, *_since(when, whose, names, number)
            )
            .select_from(rows)
            .where(
                _ours(whose),
                when >= bindparam(f"{names[0]}0"),
                when < bindparam(names[1]),
                *also,
                *((whose.c.member_id.in_(bindparam("members", expanding=True)),) if some else ()),
            )
            .group_by(whose.c.member_id)
            for kind, (rows, whose, when, names, also) in enumerate(sources)
        )
    )


def _ours(table: Table) -> ColumnElement[bool]:
    return table.c.task_force_id == of_task_force()


def _since(
    when: ColumnElement[Any], whose: Table, names: tuple[str, str], number: int
) -> list[ColumnElement[int]]:
    """The sums, each from its own beginning."""
    return [
        func.sum(case((when >= bindparam(f"{names[0]}{i}"), whose.c.minutes), else_=0))
        for i in range(number)
    ]
