"""Pledged hours, logged hours, and periods away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, delete, exists, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.model import Away, Logged, Pledge
from bot.weeks import Span
from storage.scope import AnyRow, Scope, fitting, gone, of_task_force
from storage.tables import aways, pledges
from storage.tables import logged as logged_hours

_PLEDGE = (
    pledges.c.member_id,
    pledges.c.week,
    pledges.c.minutes,
    pledges.c.answered_at,
    pledges.c.late,
)
_PLEDGES = select(*_PLEDGE).where(
    pledges.c.task_force_id == of_task_force(), pledges.c.week == bindparam("of_week")
)
_FIND_PLEDGE = _PLEDGES.where(pledges.c.member_id == bindparam("member"))
_ALL_PLEDGES = _PLEDGES.order_by(pledges.c.member_id)
_PLEDGES_OF = _ALL_PLEDGES.where(pledges.c.member_id.in_(bindparam("members", expanding=True)))
_EARLIER = select(*_PLEDGE).where(
    pledges.c.task_force_id == of_task_force(), pledges.c.week < bindparam("before")
)
_LAST_PLEDGE = (
    _EARLIER.where(pledges.c.member_id == bindparam("member"))
    .order_by(pledges.c.week.desc())
    .limit(1)
)
_newer = pledges.alias("newer")
_LAST_PLEDGES = _EARLIER.where(
    pledges.c.member_id.in_(bindparam("members", expanding=True)),
    ~exists().where(
        _newer.c.task_force_id == of_task_force(),
        _newer.c.member_id == pledges.c.member_id,
        _newer.c.week < bindparam("before"),
        _newer.c.week > pledges.c.week,
    ),
)
_GIVE = upsert(pledges).values(task_force_id=of_task_force())
_PUT_PLEDGE = _GIVE.on_conflict_do_update(
    index_elements=[pledges.c.task_force_id, pledges.c.member_id, pledges.c.week],
    set_={name: _GIVE.excluded[name] for name in ("minutes", "answered_at", "late")},
)
_DROP_PLEDGE = delete(pledges).where(
    pledges.c.task_force_id == of_task_force(),
    pledges.c.member_id == bindparam("member"),
    pledges.c.week == bindparam("of_week"),
)

_LOGGED_IN = (
    select(
        logged_hours.c.id,
        logged_hours.c.member_id,
        logged_hours.c.week,
        logged_hours.c.minutes,
        logged_hours.c.duty_id,
        logged_hours.c.note,
    )
    .where(
        logged_hours.c.task_force_id == of_task_force(),
        logged_hours.c.week == bindparam("of_week"),
    )
    .order_by(logged_hours.c.member_id, logged_hours.c.id)
)
_LOGGED = _LOGGED_IN.where(logged_hours.c.member_id == bindparam("member"))
_LOGGED_IN_OF = _LOGGED_IN.where(logged_hours.c.member_id.in_(bindparam("members", expanding=True)))
_LOG = upsert(logged_hours).values(task_force_id=of_task_force())
_PUT_LOGGED = _LOG.on_conflict_do_update(
    index_elements=[
        logged_hours.c.task_force_id,
        logged_hours.c.member_id,
        logged_hours.c.week,
        text("coalesce(duty_id, 0)"),
    ],
    set_={name: _LOG.excluded[name] for name in ("minutes", "note", "logged_at")},
).returning(logged_hours.c.id)
_DROP_LOGGED = delete(logged_hours).where(
    logged_hours.c.task_force_id == of_task_force(), logged_hours.c.id == bindparam("entry")
)

_AWAY = (
    aways.c.id,
    aways.c.member_id,
    aways.c.starts_at,
    aways.c.ends_at,
    aways.c.first_day,
    aways.c.last_day,
    aways.c.reason,
)
_AWAYS = select(*_AWAY).where(
    aways.c.task_force_id == of_task_force(), aways.c.cancelled_at.is_(None)
)
_FIND_AWAY = _AWAYS.where(aways.c.id == bindparam("away"))
_OVERLAPPING = _AWAYS.where(
    aways.c.starts_at < bindparam("until"), aways.c.ends_at > bindparam("since")
).order_by(aways.c.starts_at, aways.c.id)
_OVERLAPPING_OF = _OVERLAPPING.where(aways.c.member_id.in_(bindparam("members", expanding=True)))
_ADD_AWAY = insert(aways).values(task_force_id=of_task_force())
_STANDING = update(aways).where(
    aways.c.task_force_id == of_task_force(),
    aways.c.id == bindparam("away"),
    aways.c.cancelled_at.is_(None),
)
_CANCEL = _STANDING.values(cancelled_at=bindparam("cancelled"))
_RESTORE = (
    update(aways)
    .where(aways.c.task_force_id == of_task_force(), aways.c.id == bindparam("away"))
    .values(cancelled_at=None, last_day=bindparam("last"), ends_at=bindparam("until"))
)
_SHORTEN = _STANDING.values(last_day=bindparam("last"), ends_at=bindparam("until"))


class Hours:
    """bot.ports.hours.Hours."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def pledge(self, member_id: int, week: date) -> Pledge | None:
        row = self._scope.run(_FIND_PLEDGE, member=member_id, of_week=week).first()
        return Pledge(*row) if row else None

    def pledges(self, week: date, member_ids: Collection[int] | None = None) -> Sequence[Pledge]:
        """Of everybody (of these), ordered by member."""
        if member_ids is None:
            rows = self._scope.run(_ALL_PLEDGES, of_week=week)
        else:
            rows = self._scope.run(_PLEDGES_OF, of_week=week, members=list(member_ids))
        return [Pledge(*row) for row in rows]

    def last_pledge(self, member_id: int, before: date) -> Pledge | None:
        """The most recent one for a week before `before`."""
        row = self._scope.run(_LAST_PLEDGE, member=member_id, before=before).first()
        return Pledge(*row) if row else None

    def last_pledges(self, member_ids: Collection[int], before: date) -> Mapping[int, Pledge]:
        """The same of several members, by their ids."""
        values = {"members": list(member_ids), "before": before}
        return {row[0]: Pledge(*row) for row in self._scope.run(_LAST_PLEDGES, **values)}

    def put_pledge(self, pledge: Pledge) -> None:
        """Given or given anew: one per member and week."""
        self._scope.run(
            _PUT_PLEDGE,
            member_id=pledge.member_id,
            week=pledge.week,
            minutes=pledge.minutes,
            answered_at=pledge.answered_at,
            late=pledge.late,
        )

    def drop_pledge(self, member_id: int, week: date) -> None:
        self._scope.run(_DROP_PLEDGE, member=member_id, of_week=week)

    def logged(self, member_id: int, week: date) -> Sequence[Logged]:
        """In the order in which they were first said."""
        return [Logged(*row) for row in self._scope.run(_LOGGED, member=member_id, of_week=week)]

    def logged_in(self, week: date, member_ids: Collection[int] | None = None) -> Sequence[Logged]:
        """Of all members (of these)."""
        if member_ids is None:
            rows = self._scope.run(_LOGGED_IN, of_week=week)
        else:
            rows = self._scope.run(_LOGGED_IN_OF, of_week=week, members=list(member_ids))
        return [Logged(*row) for row in rows]

    def put_logged(self, logged: Logged, at: datetime) -> int:
        """One per member, week and duty (or none): replaces what was said before. The entry's id.

        Raises Refusal for a note that is too long.
        """
        values = fitting(logged_hours, {"note": logged.note})
        entry: int = self._scope.run(
            _PUT_LOGGED,
            member_id=logged.member_id,
            week=logged.week,
            duty_id=logged.duty_id,
            minutes=logged.minutes,
            logged_at=at,
            **values,
        ).scalar_one()
        return entry

    def drop_logged(self, logged_id: int) -> None:
        self._scope.run(_DROP_LOGGED, entry=logged_id)


class Aways:
    """bot.ports.hours.Aways."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, away: Away) -> int:
        """The new period's id; `away.id` is not looked at. Raises Refusal for too long a reason."""
        return self._scope.added(
            _ADD_AWAY,
            member_id=away.member_id,
            first_day=away.first_day,
            last_day=away.last_day,
            starts_at=away.span.start,
            ends_at=away.span.end,
            **fitting(aways, {"reason": away.reason}),
        )

    def find(self, away_id: int) -> Away | None:
        """None for a cancelled one too."""
        row = self._scope.run(_FIND_AWAY, away=away_id).first()
        return _away(row) if row else None

    def overlapping(self, span: Span, member_ids: Collection[int] | None = None) -> Sequence[Away]:
        """Periods not cancelled that overlap, ordered by start."""
        values = {"since": span.start, "until": span.end}
        if member_ids is None:
            rows = self._scope.run(_OVERLAPPING, **values)
        else:
            rows = self._scope.run(_OVERLAPPING_OF, members=list(member_ids), **values)
        return [_away(row) for row in rows]

    def cancel(self, away_id: int, at: datetime) -> bool:
        """False if it was cancelled already."""
        return bool(self._scope.changed(_CANCEL, away=away_id, cancelled=at))

    def restore(self, away_id: int, last_day: date, until: datetime) -> None:
        """It stands again, cancelled or shortened as it was, and ends at `until`."""
        if not self._scope.changed(_RESTORE, away=away_id, last=last_day, until=until):
            raise gone("absence")

    def shorten(self, away_id: int, last_day: date, until: datetime) -> None:
        if not self._scope.changed(_SHORTEN, away=away_id, last=last_day, until=until):
            raise gone("absence")


def _away(row: AnyRow) -> Away:
    return Away(row[0], row[1], Span(row[2], row[3]), row[4], row[5], row[6])
