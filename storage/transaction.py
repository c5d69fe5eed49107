"""One open transaction of one task force: all that can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select, update

from bot.model import TaskForce
from storage.aways import Aways
from storage.calendars import Calendars
from storage.claims import Claims
from storage.codes import Codes
from storage.covers import Covers
from storage.feeds import Feeds
from storage.handovers import Handovers
from storage.hours import Hours
from storage.loads import Loads
from storage.outbox import Outbox
from storage.page import Page, SharingScope
from storage.people import People
from storage.plans import Plans
from storage.record import Record
from storage.rooms import Rooms
from storage.roster import Roster
from storage.scope import Scope, fitting, known, of_task_force
from storage.signs import Signs
from storage.swaps import Swaps
from storage.tables import task_forces
from storage.timetable import Timetable
from storage.workspaces import Workspaces, remove_empty

task_force_columns = (
    task_forces.c.id,
    task_forces.c.name,
    task_forces.c.zone,
    task_forces.c.first_weekday,
    task_forces.c.joining_open,
    task_forces.c.deadline_weekday,
    task_forces.c.deadline_minute,
    task_forces.c.country,
    task_forces.c.rest_minutes,
    task_forces.c.weeks_in_a_row,
    task_forces.c.feed_names,
)
_CHANGEABLE = frozenset(column.name for column in task_force_columns) - {"id"}
_FIND = select(*task_force_columns).where(task_forces.c.id == of_task_force())
# NO KEY: rows that belong to the task force can still be added by others meanwhile
_LOCK = (
    select(task_forces.c.id)
    .where(task_forces.c.id == of_task_force())
    .with_for_update(key_share=True)
)
_CHANGE = update(task_forces).where(task_forces.c.id == of_task_force())


class SqlTransaction:
    """Everything that can be asked of one task force (bot.ports.store.Transaction)."""

    def __init__(
        self,
        connection: Connection,
        task_force_id: int,
        now: datetime | None,
        task_force: TaskForce | None = None,
        *,
        reads: bool = False,
        page: Page | None = None,
    ) -> None:
        self._scope = (
            Scope(connection, task_force_id, now, reads=reads)
            if page is None
            else SharingScope(page, task_force_id, now)
        )
        self._afterwards: list[Callable[[], None]] = []
        if task_force is not None:  # read together with others'
            self.__dict__["task_force"] = task_force

    @property
    def connection(self) -> Connection:
        """For an engine: what it does here commits or rolls back with the transaction."""
        return self._scope.connection

    @property
    def lanes(self) -> set[int]:
        """Workspaces whose messages are to be said once this has committed."""
        return self._scope.lanes

    def after_commit(self, then: Callable[[], None]) -> None:
        """Call `then` once the transaction has committed; never if it rolls back."""
        self._afterwards.append(then)

    @cached_property
    def task_force(self) -> TaskForce:
        """Raises LookupError if there is no such task force."""
        row = self._scope.run(_FIND).first()
        if row is None:
            raise LookupError(f"there is no task force {self._scope.task_force_id}")
        return TaskForce(*row)

    def change_task_force(self, **fields: Any) -> None:
        """Set columns by their names in bot.model.TaskForce."""
        values = fitting(task_forces, known(fields, _CHANGEABLE))
        self._scope.run(_CHANGE.values(values))
        self.__dict__.pop("task_force", None)

    def lock(self) -> None:
        """Nobody else has the lock until this transaction ends; SQLite's writer is alone anyway."""
        self._scope.run(_LOCK)
        self.__dict__.pop("task_force", None)

    @cached_property
    def people(self) -> People:
        return People(self._scope)

    @cached_property
    def workspaces(self) -> Workspaces:
        return Workspaces(self._scope)

    @cached_property
    def codes(self) -> Codes:
        return Codes(self._scope)

    @cached_property
    def roster(self) -> Roster:
        return Roster(self._scope)

    @cached_property
    def claims(self) -> Claims:
        return Claims(self._scope)

    @cached_property
    def hours(self) -> Hours:
        return Hours(self._scope)

    @cached_property
    def aways(self) -> Aways:
        return Aways(self._scope)

    @cached_property
    def loads(self) -> Loads:
        return Loads(self._scope)

    @cached_property
    def rooms(self) -> Rooms:
        return Rooms(self._scope)

    @cached_property
    def timetable(self) -> Timetable:
        return Timetable(self._scope)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._scope)

    @cached_property
    def record(self) -> Record:
        return Record(self._scope)

    @cached_property
    def plans(self) -> Plans:
        return Plans(self._scope)

    @cached_property
    def covers(self) -> Covers:
        return Covers(self._scope)

    @cached_property
    def swaps(self) -> Swaps:
        return Swaps(self._scope)

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars(self._scope)

    @cached_property
    def handovers(self) -> Handovers:
        return Handovers(self._scope)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self._scope)

    @cached_property
    def signs(self) -> Signs:
        return Signs(self._scope)

    def remove_empty(self) -> None:
        remove_empty(self._scope)

    def end(self) -> None:
        """The last thing before the commit. Raises what ended it but the caller swallowed."""
        self._scope.end()

    @property
    def afterwards(self) -> Sequence[Callable[[], None]]:
        """What is to be called after the commit."""
        return self._afterwards
