"""Several task forces with one commit; their due rows are taken and planned together.

What costs is the round trip: three for each row (take it, its task force, its next instant) are
two for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.model import TaskForce, TimetableRow
from bot.ports.lanes import DueRow
from storage.page import Page
from storage.tables import task_forces, timetable
from storage.timetable import ROW_WIDTH, row_columns, row_of
from storage.transaction import SqlTransaction, task_force_columns

_ACROSS = {"across_task_forces": True}
_TAKE_DUE = (
    select(*row_columns, *task_force_columns)
    .join_from(timetable, task_forces, task_forces.c.id == timetable.c.task_force_id)
    .where(
        timetable.c.id.in_(bindparam("ids", expanding=True)),
        timetable.c.next_run_at <= bindparam("now"),
        timetable.c.enabled,
    )
    .order_by(timetable.c.next_run_at, timetable.c.id)
    .with_for_update(of=timetable, skip_locked=True)
    .execution_options(**_ACROSS)
)
_SET_NEXT = (
    update(timetable)
    .where(timetable.c.id == bindparam("row"))
    .values(next_run_at=bindparam("next"))
    .execution_options(**_ACROSS)
)


class Several:
    """bot.ports.store.Several. `opened`: a transaction for each task force or row."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._page: Page | None = None
        self.opened: list[SqlTransaction] = []

    def __call__(self, task_force_id: int) -> SqlTransaction:
        self.opened.append(SqlTransaction(self._connection, task_force_id, self._now))
        return self.opened[-1]

    def take_due(self, rows: Collection[DueRow]) -> Sequence[tuple[SqlTransaction, TimetableRow]]:
        """Those still due that nobody else is running; nobody will until this ends."""
        values = {"ids": [row.id for row in rows], "now": self._now}
        taken = self._connection.execute(_TAKE_DUE, values).all()
        ours = [TaskForce(*row[ROW_WIDTH:]) for row in taken]
        self._page = page = Page(self._connection, [one.id for one in ours])
        opened = [
            SqlTransaction(self._connection, one.id, self._now, one, page=page) for one in ours
        ]
        self.opened += opened
        return [(tx, row_of(row)) for tx, row in zip(opened, taken, strict=True)]

    def set_next(self, instants: Mapping[int, datetime | None]) -> None:
        """By the row's id."""
        if instants:
            rows = [{"row": row, "next": instant} for row, instant in instants.items()]
            self._connection.execute(_SET_NEXT, rows)

    def settle(self) -> None:
        """What was to be done by the end of it."""
        if self._page is not None:
            self._page.settle()

    def afterwards(self) -> Sequence[Callable[[], None]]:
        """What is to be called after the commit."""
        return [then for one in self.opened for then in one.afterwards]
