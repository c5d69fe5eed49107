"""Pledged hours and logged hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.model import Logged, Pledge
from storage.scope import Scope, fitting, of_task_force
from storage.tables import logged as logged_hours
from storage.tables import pledges

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
