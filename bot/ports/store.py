"""The store: short transactions, each within one task force."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.model import TaskForce, TimetableRow, Workspace
from bot.ports.aways import Aways
from bot.ports.calendars import CalendarDesk, Calendars
from bot.ports.codes import Codes, IssuedCode
from bot.ports.covers import Covers
from bot.ports.deliveries import Outbox, Record, Rooms, Timetable
from bot.ports.feeds import FeedDesk, Feeds
from bot.ports.handovers import Handovers
from bot.ports.hours import Hours
from bot.ports.lanes import DueRow, Lanes
from bot.ports.loads import Loads
from bot.ports.people import People
from bot.ports.plans import PlanDesk, Plans
from bot.ports.references import References
from bot.ports.roster import Claims, Roster
from bot.ports.signs import Signs
from bot.ports.swaps import Swaps
from bot.ports.workspaces import Workspaces


class Transaction(Protocol):
    """Everything that can be asked of one task force; no query can cross it."""

    @property
    def task_force(self) -> TaskForce: ...
    def change_task_force(self, **fields: Any) -> None: ...

    def lock(self) -> None:
        """Until this transaction ends, nobody else has the lock: who waited reads anew after it.

        Taken by whatever decides about people and settings as a whole: the last chair, joining.
        """
        ...

    @property
    def people(self) -> People: ...
    @property
    def workspaces(self) -> Workspaces: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def hours(self) -> Hours: ...
    @property
    def aways(self) -> Aways: ...
    @property
    def loads(self) -> Loads: ...
    @property
    def rooms(self) -> Rooms: ...
    @property
    def timetable(self) -> Timetable: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def record(self) -> Record: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def calendars(self) -> Calendars: ...
    @property
    def covers(self) -> Covers: ...
    @property
    def swaps(self) -> Swaps: ...
    @property
    def handovers(self) -> Handovers: ...

    @property
    def signs(self) -> Signs: ...

    def remove_empty(self) -> None:
        """The task force itself; fails if anything but its timetable is in it."""
        ...


class Several(Protocol):
    """One commit for several task forces."""

    def __call__(self, task_force_id: int) -> Transaction:
        """Open one of them."""
        ...

    def take_due(self, rows: Collection[DueRow]) -> Sequence[tuple[Transaction, TimetableRow]]:
        """Those still due that nobody else is running, oldest first; nobody will until it ends.

        Each with a transaction of its own task force.
        """
        ...

    def set_next(self, instants: Mapping[int, datetime | None]) -> None:
        """When they are due again, by the row's id."""
        ...


class Store(Protocol):
    """Commit on leaving, rollback on error. Never held across the network."""

    @property
    def lanes(self) -> Lanes: ...
    @property
    def references(self) -> References: ...
    @property
    def plans(self) -> PlanDesk: ...
    @property
    def feeds(self) -> FeedDesk: ...
    @property
    def calendars(self) -> CalendarDesk: ...

    def read(self, task_force_id: int) -> AbstractContextManager[Transaction]:
        """A consistent view; changes made in it are an error."""
        ...

    def write(
        self, task_force_id: int, once: str = "", now: datetime | None = None
    ) -> AbstractContextManager[Transaction]:
        """With `once`, raises bot.errors.Repeated if a request with this key committed before."""
        ...

    def read_in(
        self, platform: str, external_id: str
    ) -> AbstractContextManager[tuple[Workspace, Transaction] | None]:
        """As `read`, in the task force of a workspace, found in the same view; None: it has none.

        Looked up each time: it may have joined a task force, or left one, in any process.
        """
        ...

    def write_in(
        self, platform: str, external_id: str, once: str = "", now: datetime | None = None
    ) -> AbstractContextManager[tuple[Workspace, Transaction] | None]:
        """As `write`, in the same way."""
        ...

    def write_both(
        self, first: int, second: int, now: datetime
    ) -> AbstractContextManager[tuple[Transaction, Transaction]]:
        """One commit for two task forces, both or neither."""
        ...

    def write_several(self, now: datetime) -> AbstractContextManager[Several]:
        """One commit for several task forces, all or none."""
        ...

    def find_workspace(self, platform: str, external_id: str) -> Workspace | None: ...

    def task_forces(self) -> list[TaskForce]: ...

    def create_task_force(self, name: str, zone: str, now: datetime) -> int: ...

    def connect_codes(self) -> Sequence[tuple[int, IssuedCode]]:
        """Of every task force, with its id: who types one is in none of them yet."""
        ...

    def count_attempt(self, caller: str, now: datetime, window: timedelta) -> int:
        """Which one it is of this caller's within the window; counted whatever comes of it.

        `caller`: a digest. A short transaction of its own.
        """
        ...

    def add_workspace(
        self, task_force_id: int, platform: str, external_id: str, bot_user: str
    ) -> int: ...

    def tidy(self, now: datetime, after: int = 0) -> int | None:
        """Forget some of what is old: deliveries behind this one, and keys of requests.

        The delivery to go on behind; None: that was all.
        """
        ...
