"""The store: short transactions, each within one task force."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bot.errors import Repeated
from bot.model import TaskForce, Workspace
from bot.ports.codes import CodeKind, IssuedCode
from bot.ports.engine import Engine
from storage import codes
from storage.calendars import CalendarDesk
from storage.engine import Database
from storage.feeds import FeedDesk
from storage.lanes import Lanes
from storage.people import workspace_columns
from storage.plans import PlanDesk
from storage.references import References
from storage.refusals import refusal_for
from storage.scope import fitting, new_id
from storage.several import Several
from storage.tables import heard, task_forces, workspaces
from storage.tidying import FORGET_HEARD, forget_deliveries
from storage.transaction import SqlTransaction, task_force_columns

HEARD_FOR = timedelta(days=1)  # Slack retries for an hour; a day covers replays after an outage
SWEEP_AFTER = 500  # keyed requests; each sweep forgets up to twice as many, so it always catches up

_HEAR = upsert(heard).on_conflict_do_nothing()
# These look across task forces: a workspace says which one it belongs to, the clock serves all.
_FIND_WORKSPACE = (
    select(*workspace_columns)
    .where(
        workspaces.c.platform == bindparam("platform"),
        workspaces.c.external_id == bindparam("external_id"),
    )
    .execution_options(across_task_forces=True)
)
_ENTER = (
    select(*workspace_columns, *task_force_columns)
    .join_from(workspaces, task_forces, task_forces.c.id == workspaces.c.task_force_id)
    .where(
        workspaces.c.platform == bindparam("platform"),
        workspaces.c.external_id == bindparam("external_id"),
    )
    .execution_options(across_task_forces=True)
)
_WIDTH = len(workspace_columns)
_ALL_TASK_FORCES = (
    select(*task_force_columns)
    .order_by(task_forces.c.id)
    .execution_options(across_task_forces=True)
)


Entered = tuple[Workspace, SqlTransaction]


class SqlStore:
    """bot.ports.store.Store on SQLite or PostgreSQL; used from many threads at once."""

    def __init__(self, database: Database, engine: Engine | None = None) -> None:
        self.database = database
        self.lanes = Lanes(database, engine)
        self.references = References(database)
        self.plans = PlanDesk(database)
        self.feeds = FeedDesk(database)
        self.calendars = CalendarDesk(database)
        self._engine = engine
        self._heard = 0
        self._guard = threading.Lock()

    @contextmanager
    def read(self, task_force_id: int) -> Iterator[SqlTransaction]:
        """A consistent view; changes made in it are an error."""
        with self.database.read() as connection:
            yield SqlTransaction(connection, task_force_id, None, reads=True)

    @contextmanager
    def write(
        self, task_force_id: int, once: str = "", now: datetime | None = None
    ) -> Iterator[SqlTransaction]:
        """Commit on leaving, rollback on error; hooks and lanes run after the commit only.

        With `once` (which needs `now`), raises bot.errors.Repeated if a request with this key
        committed before; one that is under way is waited for.
        """
        with self.database.write() as connection:
            if once:
                self._hear(connection, task_force_id, once, now)
            transaction = SqlTransaction(connection, task_force_id, now)
            yield transaction
            self._settle([transaction])
        for then in transaction.afterwards:
            then()

    @contextmanager
    def read_in(self, platform: str, external_id: str) -> Iterator[Entered | None]:
        """As `read`, in a workspace's task force; None: it belongs to none."""
        with self.database.read() as connection:
            found = _enter(connection, platform, external_id)
            if found is None:
                yield None
                return
            here, ours = found
            yield here, SqlTransaction(connection, ours.id, None, ours, reads=True)

    @contextmanager
    def write_in(
        self, platform: str, external_id: str, once: str = "", now: datetime | None = None
    ) -> Iterator[Entered | None]:
        """As `write`, in a workspace's task force; None: it belongs to none."""
        with self.database.write() as connection:
            found = _enter(connection, platform, external_id)
            if found is None:
                yield None
                return
            here, ours = found
            if once:
                self._hear(connection, ours.id, once, now)
            transaction = SqlTransaction(connection, ours.id, now, ours)
            yield here, transaction
            self._settle([transaction])
        for then in transaction.afterwards:
            then()

    @contextmanager
    def write_both(
        self, first: int, second: int, now: datetime
    ) -> Iterator[tuple[SqlTransaction, SqlTransaction]]:
        """One commit for two task forces, both or neither."""
        with self.database.write() as connection:
            both = (
                SqlTransaction(connection, first, now),
                SqlTransaction(connection, second, now),
            )
            yield both
            self._settle(both)
        for one in both:
            for then in one.afterwards:
                then()

    @contextmanager
    def write_several(self, now: datetime) -> Iterator[Several]:
        """One commit for several task forces, all or none."""
        with self.database.write() as connection:
            several = Several(connection, now)
            yield several
            several.settle()
            self._settle(several.opened)
        for then in several.afterwards():
            then()

    def _settle(self, opened: Sequence[SqlTransaction]) -> None:
        """The last thing before the commit: who wakes the same lanes elsewhere waits for it."""
        for one in opened:
            one.end()
        lanes = frozenset().union(*(one.lanes for one in opened))
        if self._engine is not None and lanes:
            self._engine.wake(opened[0], lanes)

    def _hear(
        self, connection: Connection, task_force_id: int, once: str, now: datetime | None
    ) -> None:
        if now is None:
            raise ValueError("a request that happens once needs the instant it happens at")
        key = f"{task_force_id}:{once}"
        if len(key) > heard.c.key.type.length or not key.isprintable():  # type: ignore[attr-defined]
            key = f"{task_force_id}:{hashlib.sha256(once.encode('utf-8', 'replace')).hexdigest()}"
        if connection.execute(_HEAR, {"key": key, "at": now}).rowcount == 0:
            raise Repeated(key)
        with self._guard:
            self._heard += 1
            due = self._heard % SWEEP_AFTER == 0
        if due:
            connection.execute(FORGET_HEARD, {"before": now - HEARD_FOR})

    def find_workspace(self, platform: str, external_id: str) -> Workspace | None:
        with self.database.read() as connection:
            values = {"platform": platform, "external_id": external_id}
            row = connection.execute(_FIND_WORKSPACE, values).first()
        return Workspace(*row) if row else None

    def task_forces(self) -> list[TaskForce]:
        """All of them, the oldest first."""
        with self.database.read() as connection:
            return [TaskForce(*row) for row in connection.execute(_ALL_TASK_FORCES)]

    def create_task_force(self, name: str, zone: str, now: datetime) -> int:
        """The id of a new, empty task force. Raises Refusal for a name that is too long."""
        values = fitting(task_forces, {"name": name, "zone": zone})
        with self.database.write() as connection:
            return new_id(connection.execute(insert(task_forces), {**values, "created_at": now}))

    def add_workspace(
        self, task_force_id: int, platform: str, external_id: str, bot_user: str
    ) -> int:
        """The workspace's id. Raises Refusal if it belongs to a task force already."""
        values = {
            "task_force_id": task_force_id,
            "platform": platform,
            "external_id": external_id,
            "bot_user": bot_user,
        }
        with self.database.write() as connection:
            try:
                return new_id(connection.execute(insert(workspaces), values))
            except IntegrityError as error:
                raise refusal_for(error) or error from error

    def connect_codes(self) -> Sequence[tuple[int, IssuedCode]]:
        """Of every task force, with its id."""
        return codes.issued_everywhere(self.database, CodeKind.CONNECT)

    def count_attempt(self, caller: str, now: datetime, window: timedelta) -> int:
        """Which one it is of this caller's within the window."""
        return codes.count_attempt(self.database, caller, now, window)

    def tidy(self, now: datetime, after: int = 0) -> int | None:
        """Forget some of what is old: deliveries behind this one, and keys of requests.

        The delivery to go on behind; None: that was all.
        """
        with self.database.write() as connection:
            connection.execute(FORGET_HEARD, {"before": now - HEARD_FOR})
            return forget_deliveries(connection, now, after)

    def close(self) -> None:
        self.database.close()


def _enter(
    connection: Connection, platform: str, external_id: str
) -> tuple[Workspace, TaskForce] | None:
    values = {"platform": platform, "external_id": external_id}
    row = connection.execute(_ENTER, values).first()
    return (Workspace(*row[:_WIDTH]), TaskForce(*row[_WIDTH:])) if row else None
