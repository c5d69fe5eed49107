"""`house`: task forces with a timetable, a clock that stands still, a platform."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.app import Bot
from bot.buttons import Codec
from bot.jobs import Job, reschedule
from bot.model import TimetableKind
from bot.occasions import Occasion, default_rows
from handlers.clock import ClockDoor
from handlers.engines.local import LocalEngine
from handlers.playground.clock import MovableClock
from storage import open_store
from tests.handlers.postman.conftest import Office
from tests.handlers.postman.platform import Platform
from tests.storage.conftest import (
    migrated_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_template,
)
from tests.storage.stage import Stage, set_stage

__all__ = ["migrated_file", "migrated_postgres", "migrated_sqlite", "migrated_template"]

DIGEST = TimetableKind.DIGEST
FRIDAY = datetime(2026, 11, 20, 11, tzinfo=UTC)


@dataclass
class House:
    """Task forces with a weekly digest, a clock, a platform; every part is Muster's own."""

    engine: LocalEngine
    office: Office
    ran: list[tuple[int, datetime]] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    tries: int = 0

    def __post_init__(self) -> None:
        bot = Bot(self.office.store, self.office.clock, Codec(()))
        self.door = ClockDoor(bot, {DIGEST: Job(self._post)})

    @property
    def clock(self) -> MovableClock:
        return self.office.clock

    def _post(self, tx, occasion: Occasion, now: datetime) -> None:
        self.tries += 1
        if tx.task_force.id in self.broken:
            raise ZeroDivisionError
        self.ran.append((tx.task_force.id, occasion.due_at))

    def plan(self, stage: Stage) -> Stage:
        with stage.write() as tx:
            for row in default_rows():
                if row.kind is DIGEST:
                    tx.timetable.put(row)
            reschedule(tx, self.clock.now())
        return stage

    async def settle(self) -> None:
        await self.engine.idle()


@pytest.fixture
async def house(migrated_sqlite: str) -> AsyncIterator[House]:
    engine = LocalEngine()
    store = open_store(migrated_sqlite, engine)
    office = Office(set_stage(store), MovableClock(FRIDAY, running=False), Platform())
    house = House(engine, office)
    house.plan(office.ours)
    await engine.start(office.postman.run_lane)
    yield house
    await asyncio.gather(engine.stop(), office.postman.stop())
    store.close()
