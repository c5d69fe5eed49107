"""The store: short transactions, each within one task force."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from bot.model import TaskForce, Workspace
from bot.ports.deliveries import Outbox, Record, Rooms, Timetable
from bot.ports.hours import Aways, Hours
from bot.ports.lanes import Lanes
from bot.ports.people import People
from bot.ports.references import References
from bot.ports.roster import Claims, Roster


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
    def roster(self) -> Roster: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def hours(self) -> Hours: ...
    @property
    def aways(self) -> Aways: ...
    @property
    def rooms(self) -> Rooms: ...
    @property
    def timetable(self) -> Timetable: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def record(self) -> Record: ...


class Store(Protocol):
    """Commit on leaving, rollback on error. Never held across the network."""

    @property
    def lanes(self) -> Lanes: ...
    @property
    def references(self) -> References: ...

    def read(self, task_force_id: int) -> AbstractContextManager[Transaction]:
        """A consistent view; changes made in it are an error."""
        ...

    def write(
        self, task_force_id: int, once: str = "", now: datetime | None = None
    ) -> AbstractContextManager[Transaction]:
        """With `once`, raises bot.errors.Repeated if a request with this key committed before."""
        ...

    def write_several(self, now: datetime) -> AbstractContextManager[Callable[[int], Transaction]]:
        """One commit for several task forces, all or none: what is given opens one of them."""
        ...

    def find_workspace(self, platform: str, external_id: str) -> Workspace | None: ...

    def task_forces(self) -> list[TaskForce]: ...

    def create_task_force(self, name: str, zone: str, now: datetime) -> int: ...

    def add_workspace(
        self, task_force_id: int, platform: str, external_id: str, bot_user: str
    ) -> int: ...
