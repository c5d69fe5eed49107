"""The clock's door is opened and closed."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import Bot
from bot.buttons import Codec
from bot.jobs import Job
from bot.occasions import Occasion
from handlers import clock as clock_module
from handlers.clock import ClockDoor
from tests.handlers.clock.conftest import DIGEST, House
from tests.unhurried import LONG

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Berlin
HOUR = timedelta(hours=1)


async def test_starting_runs_what_came_due_while_muster_was_down(house: House):
    house.clock.move_to(MONDAY + 3 * HOUR)
    await house.door.start()
    assert house.ran == [(house.office.ours.id, MONDAY)]
    await house.door.stop()


async def test_it_can_be_stopped_without_having_been_started(house: House):
    await house.door.stop()


async def test_apscheduler_runs_the_sweeps(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock_module, "TIMETABLE_SECONDS", 0.01)
    monkeypatch.setattr(clock_module, "LANES_SECONDS", 0.01)
    done = asyncio.Event()
    post, loop = house._post, asyncio.get_running_loop()

    def noting(tx, occasion: Occasion, now: datetime) -> None:
        post(tx, occasion, now)
        loop.call_soon_threadsafe(done.set)

    bot = Bot(house.office.store, house.clock, Codec(()))
    door = ClockDoor(bot, {DIGEST: Job(noting)})
    await door.start()
    assert house.ran == []
    house.clock.move_to(MONDAY)
    async with asyncio.timeout(LONG):
        await done.wait()
    await door.stop()
    assert house.ran == [(house.office.ours.id, MONDAY)]


async def test_who_stops_waits_for_a_sweep_under_way(house: House, monkeypatch, caplog):
    monkeypatch.setattr(clock_module, "TIMETABLE_SECONDS", 0.01)
    begun, go_on = asyncio.Event(), threading.Event()
    post, loop = house._post, asyncio.get_running_loop()

    def slowly(tx, occasion: Occasion, now: datetime) -> None:
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(LONG)
        post(tx, occasion, now)

    door = ClockDoor(Bot(house.office.store, house.clock, Codec(())), {DIGEST: Job(slowly)})
    await door.start()
    house.clock.move_to(MONDAY)
    async with asyncio.timeout(LONG):
        await begun.wait()
    stopping = asyncio.create_task(door.stop())
    await asyncio.sleep(0)  # it has begun to wait
    assert not stopping.done()
    go_on.set()
    await stopping
    assert house.ran == [(house.office.ours.id, MONDAY)]
    assert [entry for entry in caplog.records if entry.levelname == "ERROR"] == []
