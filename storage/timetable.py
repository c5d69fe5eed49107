"""The timetable of one task force."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.model import Member, TimetableKind, TimetableRow
from storage.columns import Utc
from storage.members import MEMBERS, members_in
from storage.scope import AnyRow, Scope, of_task_force
from storage.tables import members, timetable

row_columns = (
    timetable.c.id,
    timetable.c.kind,
    timetable.c.weekday,
    timetable.c.minute,
    timetable.c.enabled,
    timetable.c.grace_minutes,
    timetable.c.next_run_at,
)
ROW_WIDTH = len(row_columns)
# A newer version has others, and does them itself while it takes the place of this one.
known_kinds = timetable.c.kind.in_([literal_column(f"'{kind}'") for kind in TimetableKind])
_ALL = (
    select(*row_columns)
    .where(timetable.c.task_force_id == of_task_force())
    .order_by(timetable.c.id)
)
_ROWS = _ALL.where(known_kinds)
_FIND = _ALL.where(timetable.c.kind == bindparam("kind"))
# On SQLite a write transaction has the database to itself, and FOR UPDATE is left out.
_TAKE_DUE = _FIND.where(
    timetable.c.next_run_at <= bindparam("now"), timetable.c.enabled
).with_for_update(skip_locked=True)
_REPLACED = ("weekday", "minute", "enabled", "grace_minutes", "next_run_at")
_INSERT = upsert(timetable).values(task_force_id=of_task_force())
_PUT = _INSERT.on_conflict_do_update(
    index_elements=[timetable.c.task_force_id, timetable.c.kind],
    set_={name: _INSERT.excluded[name] for name in _REPLACED},
)
_SET_NEXT = (
    update(timetable)
    .where(timetable.c.task_force_id == of_task_force(), timetable.c.kind == bindparam("of_kind"))
    .values(next_run_at=bindparam("next"))
)
# Whoever runs a row has it FOR UPDATE, and is waited for; who else wants it soon is not.
_WAIT_FOR_RUNNERS = (
    _ALL.with_only_columns(timetable.c.id)
    .where(timetable.c.kind.in_(bindparam("kinds", expanding=True)))
    .with_for_update(read=True, key_share=True)
)
_BRING_FORWARD = (
    update(timetable)
    .where(
        timetable.c.task_force_id == of_task_force(),
        timetable.c.kind == bindparam("of_kind"),
        timetable.c.enabled,
        timetable.c.next_run_at.is_(None) | (timetable.c.next_run_at > bindparam("at", type_=Utc)),
    )
    .values(next_run_at=bindparam("at", type_=Utc))
)

_ACTIVE = (members.c.task_force_id == of_task_force(), members.c.state == "active")
_ZONES = select(members.c.zone).where(*_ACTIVE).distinct()
_PAGE = MEMBERS.where(
    members.c.id.in_(
        select(members.c.id)
        .where(
            *_ACTIVE,
            members.c.zone.in_(bindparam("zones", expanding=True)),
            members.c.id > bindparam("after"),
        )
        .order_by(members.c.id)
        .limit(bindparam("most"))
        .correlate(None)
    )
)


class Timetable:
    """bot.ports.deliveries.Timetable."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def rows(self) -> Sequence[TimetableRow]:
        return [row_of(row) for row in self._scope.run(_ROWS)]

    def find(self, kind: TimetableKind) -> TimetableRow | None:
        return _only(self._scope.run(_FIND, kind=kind.value).first())

    def take_due(self, kind: TimetableKind, now: datetime) -> TimetableRow | None:
        """The row if it is due and nobody else is running it; nobody will until this ends."""
        return _only(self._scope.run(_TAKE_DUE, kind=kind.value, now=now).first())

    def put(self, row: TimetableRow) -> None:
        """Insert or replace by kind."""
        values = {name: getattr(row, name) for name in _REPLACED}
        self._scope.run(_PUT, kind=row.kind.value, **values)

    def set_next(self, kind: TimetableKind, next_run_at: datetime | None) -> None:
        self._scope.run(_SET_NEXT, of_kind=kind.value, next=next_run_at)

    def bring_forward(self, instants: Mapping[TimetableKind, datetime]) -> None:
        # in one order: else two wait for each other
        rows = [{"of_kind": kind.value, "at": instants[kind]} for kind in sorted(instants)]
        if not self._scope.is_sqlite:  # there, whoever writes is alone
            self._scope.run(_WAIT_FOR_RUNNERS, kinds=[row["of_kind"] for row in rows])
        self._scope.run_many(_BRING_FORWARD, rows)

    def zones(self) -> Collection[str]:
        """Of the active members."""
        return frozenset(self._scope.run(_ZONES).scalars())

    def members(self, zones: Collection[str], after: int, most: int) -> Sequence[Member]:
        """The first active members in these zones whose id is greater, ordered by id."""
        return members_in(self._scope.run(_PAGE, zones=list(zones), after=after, most=most))


def _only(row: AnyRow | None) -> TimetableRow | None:
    return None if row is None else row_of(row)


def row_of(row: AnyRow) -> TimetableRow:
    """From the first columns of a row that begins with `row_columns`."""
    return TimetableRow(
        id=row[0],
        kind=TimetableKind(row[1]),
        weekday=row[2],
        minute=row[3],
        enabled=row[4],
        grace_minutes=row[5],
        next_run_at=row[6],
    )
