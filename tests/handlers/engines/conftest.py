"""One suite for every engine: an implementation is one more line in ENGINES."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg.rows import DictRow, dict_row

from bot.ports.engine import Engine
from handlers.engines.local import LocalEngine
from handlers.engines.procrastinate.engine import ProcrastinateEngine
from storage import open_store
from storage.engine import postgres_arguments
from storage.store import SqlStore
from tests.storage.conftest import (
    migrated_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_template,
)
from tests.storage.stage import set_stage
from tests.unhurried import LONG

__all__ = ["migrated_file", "migrated_postgres", "migrated_sqlite", "migrated_template"]


@dataclass
class Case:
    """An engine on a real store. `transaction()` is woken on, and commits or rolls back."""

    engine: Engine
    store: SqlStore
    task_force_id: int
    runs: list[int] = field(default_factory=list)
    ran: asyncio.Condition = field(default_factory=asyncio.Condition)

    def transaction(self) -> AbstractContextManager:
        return self.store.write(self.task_force_id)

    def wake(self, *lanes: int) -> None:
        with self.transaction() as tx:
            self.engine.wake(tx, lanes)

    async def run(self, lane: int) -> None:
        """What the engine is given to run: it writes down what it was told."""
        async with self.ran:
            self.runs.append(lane)
            self.ran.notify_all()

    async def until(self, enough: Callable[[list[int]], bool]) -> None:
        async with asyncio.timeout(LONG), self.ran:
            await self.ran.wait_for(lambda: enough(self.runs))


def local(_url: str) -> Engine:
    return LocalEngine()


def procrastinate(url: str, at_once: int = 4) -> ProcrastinateEngine:
    arguments = postgres_arguments(url)
    assert arguments is not None
    return ProcrastinateEngine(arguments, at_once)


# an engine, and the fixture of the database that it runs on
ENGINES = {
    "local": (local, "migrated_sqlite"),
    "procrastinate": (procrastinate, "migrated_postgres"),
}
MARKS = {"procrastinate": pytest.mark.postgres}


@pytest.fixture(params=[pytest.param(name, marks=MARKS.get(name, ())) for name in ENGINES])
async def case(request: pytest.FixtureRequest) -> AsyncIterator[Case]:
    make, database = ENGINES[request.param]
    url = request.getfixturevalue(database)
    engine = make(url)
    store = open_store(url, engine)
    yield Case(engine, store, set_stage(store).id)
    await engine.stop()
    store.close()


@pytest.fixture
def db(migrated_postgres: str) -> Iterator[psycopg.Connection[DictRow]]:
    """A look at procrastinate's queue from outside."""
    with psycopg.connect(migrated_postgres, autocommit=True, row_factory=dict_row) as connection:
        yield connection
