from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.app import Bot
from bot.buttons import Codec
from bot.cards import Card
from bot.errors import DeliveryFailed, Outcome
from bot.jobs import Job
from bot.model import DeliveryState, Recipient, Room
from bot.occasions import Occasion
from handlers import clock as clock_module
from handlers.clock import ClockDoor
from handlers.playground.clock import MovableClock
from handlers.postman import Postman
from storage import open_store
from tests.handlers.clock.conftest import DIGEST, FRIDAY, House
from tests.storage.stage import set_stage
from tests.unhurried import LONG

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Berlin
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


async def test_a_tick_runs_what_is_due_to_the_end_and_says_what_it_ran(house: House):
    theirs = house.plan(set_stage(house.office.store, "Theirs", "T2"))
    assert await house.door.tick() == []
    house.clock.move_to(MONDAY)
    ran = await house.door.tick()
    assert [(one.task_force_id, one.kind) for one in ran] == [
        (house.office.ours.id, DIGEST),
        (theirs.id, DIGEST),
    ]
    assert {one.next_run_at for one in ran} == {MONDAY + WEEK}
    assert await house.door.tick() == []


async def test_more_task_forces_than_a_page_are_all_run(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clock_module, "PAGE", 2)
    for number in range(4):
        house.plan(set_stage(house.office.store, f"Number {number}", f"T{number + 2}"))
    house.clock.move_to(MONDAY)
    assert len(await house.door.tick()) == 5


async def test_where_one_row_is_enough_for_a_commit_all_are_run_once(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clock_module, "COMMIT_SECONDS", 0.0)
    for number in range(6):
        house.plan(set_stage(house.office.store, f"Number {number}", f"T{number + 2}"))
    house.clock.move_to(MONDAY)
    assert len(await house.door.tick()) == 7
    assert len(house.ran) == len(set(house.ran)) == 7


async def test_one_task_force_that_fails_holds_no_other_up(house: House):
    theirs = house.plan(set_stage(house.office.store, "Theirs", "T2"))
    house.broken = {house.office.ours.id}
    house.clock.move_to(MONDAY)
    ran = await house.door.tick()
    assert [one.task_force_id for one in ran] == [theirs.id]


async def test_nothing_that_ran_beside_a_failure_is_done_twice(house: House):
    theirs = house.plan(set_stage(house.office.store, "Theirs", "T2"))
    house.broken = {house.office.ours.id}
    member = Recipient(member_id=theirs.member())
    post = house._post

    def owing(tx, occasion: Occasion, now: datetime) -> None:
        if tx.task_force.id == theirs.id:
            assert tx.outbox.owe("digest", "w", member, Card("x"), due_at=now, now=now)
        post(tx, occasion, now)

    bot = Bot(house.office.store, house.clock, Codec(()))
    house.clock.move_to(MONDAY)
    [ran] = await ClockDoor(bot, {DIGEST: Job(owing)}).tick()
    assert ran.task_force_id == theirs.id


async def test_one_that_fails_in_a_page_leaves_all_others_their_message_once(house: House):
    """What they owe together is owed by the end of the page, which does not come."""
    store = house.office.store
    others = [set_stage(store, f"Number {n}", f"T{n + 2}") for n in range(4)]
    stages = [house.office.ours, *map(house.plan, others)]
    house.broken = {stages[2].id}
    rooms = {}
    for stage in stages:
        with stage.write() as tx:
            rooms[stage.id] = Recipient(room_id=tx.rooms.add(Room(0, stage.workspace, "C1")))

    def owing(tx, occasion: Occasion, now: datetime) -> None:
        to = rooms[tx.task_force.id]
        tx.outbox.owe_anew("panel", "roster", to, Card("x"), due_at=now, now=now)
        house._post(tx, occasion, now)

    door = ClockDoor(Bot(store, house.clock, Codec(())), {DIGEST: Job(owing)})
    house.clock.move_to(MONDAY)
    ran = await door.tick()
    assert {one.task_force_id for one in ran} == rooms.keys() - house.broken
    found = {}
    for stage in stages:
        with stage.read() as tx:
            found[stage.id] = tx.outbox.find("panel", "roster", rooms[stage.id])
            planned = tx.timetable.find(DIGEST)
        assert planned.next_run_at == (MONDAY if stage.id in house.broken else MONDAY + WEEK)
    assert [key for key, owed in found.items() if owed is None] == list(house.broken)
    assert {owed.revision for owed in found.values() if owed} == {1}


async def test_what_failed_is_tried_again_less_and_less_often_and_then_runs_as_due(house: House):
    house.broken = {house.office.ours.id}
    house.clock.move_to(MONDAY)
    for _ in range(60):
        await house.door.tick()
        house.clock.move_to(house.clock.now() + timedelta(minutes=1))
    assert 8 <= house.tries / 2 <= 12  # once among others, once alone
    house.broken = set()
    house.clock.move_to(house.clock.now() + timedelta(minutes=10))
    await house.door.tick()
    assert house.ran == [(house.office.ours.id, MONDAY)]


async def test_a_database_that_fails_does_not_end_the_clock(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    house.clock.move_to(MONDAY)
    with monkeypatch.context() as patched:
        patched.setattr(house.office.store.lanes, "due_rows", lambda *_: 1 / 0)
        patched.setattr(house.office.store.lanes, "waiting", lambda *_: 1 / 0)
        assert await house.door.tick() == []
    assert len(await house.door.tick()) == 1


async def test_a_lane_whose_wake_was_lost_is_found_by_the_sweep(house: House):
    office = house.office
    member = office.member()
    silent = open_store(office.store.database.url.render_as_string(hide_password=False))
    dying = replace(office.ours, store=silent)  # a process that dies right after the commit
    with dying.write() as tx:
        tx.outbox.owe("prompt", "w", member, None, due_at=office.now, now=office.now)
    silent.close()
    office.composed["prompt"] = None
    await house.settle()
    assert office.state(member) is DeliveryState.DUE
    await house.door.sweep_lanes()
    await house.settle()
    assert office.state(member) is DeliveryState.DROPPED


async def test_a_lane_that_fails_rests_until_the_sweep(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    tries: list[int] = []

    def fail(lane: int, *_: object) -> None:
        tries.append(lane)
        raise ZeroDivisionError

    monkeypatch.setattr(house.office.store.lanes, "take_batch", fail)
    house.office.owe(house.office.member())
    await asyncio.wait_for(house.settle(), LONG)
    assert len(tries) == 1
    await house.door.sweep_lanes()
    await house.settle()
    assert len(tries) == 2


async def test_very_many_lanes_are_woken_some_at_a_sweep_and_none_that_fails_holds_others_up(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """No lane is ever served here: each sweep goes on where the last one ended, and begins anew."""
    stages = [set_stage(house.office.store, f"Number {n}", f"T{n + 2}") for n in range(5)]
    await house.engine.stop()
    for stage in stages:
        member = stage.member()
        with stage.write() as tx:
            to, now = Recipient(member_id=member), house.clock.now()
            tx.outbox.owe("prompt", "w", to, Card("x"), due_at=now, now=now)
    desk, woken = house.office.store.lanes, []
    monkeypatch.setattr(desk, "wake", woken.append)
    monkeypatch.setattr(clock_module, "SWEPT", 2)
    monkeypatch.setattr(desk, "waiting", partial(desk.waiting, most=2))
    for _ in range(4):
        await house.door.sweep_lanes()
    lanes = [stage.workspace for stage in stages]
    assert woken == [lanes[:2], lanes[2:4], lanes[4:], lanes[:2]]


async def test_travelling_stops_at_everything_on_the_way(house: House):
    office = house.office
    member = office.owe(office.member(), due_at=FRIDAY + 5 * HOUR)
    ran = await house.door.travel(house.clock, FRIDAY + 3 * WEEK, house.settle)
    assert house.clock.now() == FRIDAY + 3 * WEEK
    assert [one.occasion.due_at for one in ran] == [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK]
    assert [one.missed for one in ran] == [None] * 3
    assert office.state(member) is DeliveryState.SAID


async def test_a_single_jump_finds_all_but_the_newest_missed(house: House):
    house.clock.move_to(MONDAY + 2 * WEEK)
    [ran] = await house.door.tick()
    assert ran.occasion.due_at == MONDAY + 2 * WEEK
    assert ran.missed.count == 2


async def test_what_is_old_is_forgotten_at_night(house: House, monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []

    def tidy(now: datetime, after: int = 0) -> int | None:
        seen.append(after)
        return after + 10 if after < 20 else None

    monkeypatch.setattr(house.office.store, "tidy", tidy)
    for hour in range(24):
        house.clock.move_to(MONDAY.replace(hour=hour) + WEEK)
        await house.door.tidy_at_night()
    assert seen == [0, 10, 20]


@pytest.mark.postgres
async def test_two_processes_that_sweep_at_once_run_each_row_once(migrated_postgres: str):
    stores = [open_store(migrated_postgres) for _ in range(3)]
    stages = [set_stage(stores[0], f"Number {n}", f"T{n}") for n in range(12)]
    ran: list[int] = []
    together = threading.Barrier(3, timeout=LONG)

    def note(tx, occasion: Occasion, now: datetime) -> None:
        ran.append(tx.task_force.id)

    clock = MovableClock(FRIDAY, running=False)
    doors = [ClockDoor(Bot(store, clock, Codec(())), {DIGEST: Job(note)}) for store in stores]
    for stage in stages:
        House.plan(_Planner(clock), stage)
    clock.move_to(MONDAY)

    def sweep(door: ClockDoor) -> None:
        together.wait()
        asyncio.run(door.tick())

    await asyncio.gather(*(asyncio.to_thread(sweep, door) for door in doors))
    assert sorted(ran) == sorted(stage.id for stage in stages)
    for store in stores:
        store.close()


@dataclass
class _Planner:
    clock: MovableClock


async def test_slack_is_down_on_monday_morning(house: House):
    """The digest is owed in time, waits for Slack, and is said once when Slack is back."""
    office = house.office
    room = office.room("C1")

    def post(tx, occasion: Occasion, now: datetime) -> None:
        for one in tx.rooms.all():
            recipient = Recipient(room_id=one.id)
            tx.outbox.owe("digest", "w", recipient, Card("Digest"), due_at=now, now=now)

    bot = Bot(office.store, house.clock, Codec(()))
    door = ClockDoor(bot, {DIGEST: Job(post)})
    office.platform.fail("post", *[DeliveryFailed(Outcome.LATER, "Down.")] * 1000)
    await door.travel(house.clock, MONDAY + 4 * HOUR, house.settle)
    assert office.state(room, "digest") is DeliveryState.PUT_OFF
    office.platform.faults.clear()
    await door.travel(house.clock, MONDAY + 5 * HOUR, house.settle)
    assert office.platform.titles == ["Digest"]
    assert office.state(room, "digest") is DeliveryState.SAID


async def test_killed_and_restarted_on_monday_morning_everything_is_said_once(house: House):
    """A postman dies with messages taken; the next process finishes without doubling any."""
    office = house.office
    members = [office.owe(office.member(), str(number)) for number in range(3)]
    office.die_with(2)
    office.postman = Postman(office.tools)
    for minutes in (1, 2):  # his lease has ended; he is sure to be silent
        until = FRIDAY + timedelta(minutes=minutes)
        await house.door.travel(house.clock, until, house.settle)
    assert sorted(office.platform.titles) == ["0", "1", "2"]
    assert {office.state(member) for member in members} == {DeliveryState.SAID}
