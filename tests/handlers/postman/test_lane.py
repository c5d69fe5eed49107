"""A lane: leases, blocks, pacing, stopping, and postmen who die or freeze."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model import DeliveryState
from bot.ports.lanes import RENEWAL
from handlers import postman as postman_module
from handlers.engines.local import LocalEngine
from handlers.pacing import UNPACED, Pacing
from handlers.postman import Postman
from storage import open_store
from tests.handlers.postman.conftest import Office, open_office
from tests.handlers.postman.platform import After


class Watch:
    """Time that passes only while somebody sleeps, and remembers how long."""

    def __init__(self) -> None:
        self.time = 100.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


# ---- all of it, once ----------------------------------------------------------------------------


async def test_everything_due_is_said_in_order_whatever_the_batch(either_office: Office):
    office = either_office
    office.restart(replace(UNPACED, in_flight=1))
    members = office.owe_many(45)
    await office.run()
    assert office.platform.titles == [str(number) for number in range(45)]
    assert office.states(members) == {DeliveryState.SAID}


async def test_a_few_are_under_way_at_once_and_no_more(office: Office):
    office.owe_many(30)
    office.restart(replace(UNPACED, in_flight=3))
    await office.run()
    assert office.platform.most_at_once == 3


async def test_two_postmen_never_serve_one_lane(either_office: Office):
    office = either_office
    office.owe_many(30)
    others = [Postman(office.tools) for _ in range(3)]
    await asyncio.gather(*(postman.run_lane(office.lane) for postman in [office.postman, *others]))
    assert office.platform.posted == 30
    assert office.platform.most_at_once <= UNPACED.in_flight
    for postman in others:
        await postman.stop()


async def test_a_commit_is_said_without_a_sweep(migrated_sqlite: str):
    engine = LocalEngine()
    store = open_store(migrated_sqlite, engine)
    office = open_office(store)
    await engine.start(office.postman.run_lane)
    office.owe(office.member())
    await engine.idle()
    assert office.platform.titles == ["Hello"]
    await asyncio.gather(engine.stop(), office.postman.stop())
    store.close()


# ---- pacing -------------------------------------------------------------------------------------


async def test_messages_into_one_conversation_keep_their_distance(office: Office):
    watch = Watch()
    office.restart(
        Pacing(apart=1, spaced=0, in_flight=1, patience=0),
        sleep=watch.sleep,
        monotonic=watch.monotonic,
    )
    room = office.room()
    for kind in ("digest", "panel", "change"):
        office.owe(room, kind, kind=kind)
    await office.run()
    assert office.platform.titles == ["digest", "panel", "change"]
    assert watch.slept == [1.0, 1.0]


async def test_messages_into_one_workspace_are_spaced(office: Office):
    watch = Watch()
    office.restart(
        Pacing(apart=1, spaced=0.25, in_flight=1, patience=0),
        sleep=watch.sleep,
        monotonic=watch.monotonic,
    )
    office.owe_many(5)
    await office.run()
    assert watch.slept == [0.25] * 4
    office.owe(office.member(), "next round")
    await office.run()
    assert watch.slept == [0.25] * 5  # the distance is kept from round to round


async def test_people_not_met_yet_do_not_wait_for_each_other(office: Office):
    """Where they will be spoken to is not known: that is not one conversation of all of them."""
    watch = Watch()
    office.restart(
        Pacing(apart=1, spaced=0.25, in_flight=1, patience=0),
        sleep=watch.sleep,
        monotonic=watch.monotonic,
    )
    for number in range(4):
        office.owe(office.stranger(f"s{number}@example.com"))
    await office.run()
    assert watch.slept == [0.25] * 3


async def test_a_lane_is_given_back_for_fairness_and_served_again(office: Office):
    watch = Watch()
    office.restart(
        Pacing(apart=0, spaced=1, in_flight=1, patience=0),
        sleep=watch.sleep,
        monotonic=watch.monotonic,
    )
    members = office.owe_many(30)
    await office.run()
    assert 15 <= office.platform.posted <= 21
    assert office.states(members) == {DeliveryState.SAID, DeliveryState.DUE}
    assert office.store.lanes.take(office.lane, "somebody else", office.now)
    office.store.lanes.give_back(office.lane, "somebody else", [], office.now)
    for _ in range(2):
        await office.run()
    assert office.platform.titles == [str(number) for number in range(30)]


# ---- stopping and dying -------------------------------------------------------------------------


async def test_stopping_finishes_what_is_under_way_and_leaves_the_rest(office: Office):
    members = office.owe_many(30)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        begun.set()
        await go_on.wait()

    office.platform.during = lambda call: hold()
    running = asyncio.create_task(office.run())
    await begun.wait()
    stopping = asyncio.create_task(office.postman.stop())
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(running, stopping)
    assert office.platform.posted <= UNPACED.in_flight
    assert office.states(members) == {DeliveryState.SAID, DeliveryState.DUE}
    office.platform.during = lambda call: None
    office.restart()
    await office.run()
    assert office.platform.posted == 30  # the lease was handed back; nothing was said twice


async def test_what_does_not_end_is_broken_off_and_in_doubt(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postman_module, "STOP_SECONDS", 0.01)
    members = office.owe_many(6)
    begun = asyncio.Event()

    async def hang() -> None:
        begun.set()
        await asyncio.Event().wait()

    office.platform.during = lambda call: hang()
    running = asyncio.create_task(office.postman.run_lane(office.lane))
    await begun.wait()
    await office.postman.stop()
    await asyncio.gather(running, return_exceptions=True)
    office.platform.during = lambda call: None
    office.restart()
    await office.take_over()
    assert office.platform.posted == 6
    assert office.platform.calls.count("find") == UNPACED.in_flight
    assert office.states(members) == {DeliveryState.SAID}


async def test_a_postman_who_stopped_serves_nobody(office: Office):
    await office.postman.stop()
    office.owe(office.member())
    await office.run()
    assert not office.platform.calls


async def test_a_frozen_postman_wakes_up_to_find_that_nothing_is_his(either_office: Office):
    office = either_office
    office.restart(replace(UNPACED, in_flight=1))
    members = office.owe_many(3)
    frozen, thaw = asyncio.Event(), asyncio.Event()

    async def freeze() -> None:
        office.platform.during = lambda call: None  # the others are not
        frozen.set()
        await thaw.wait()

    office.platform.during = lambda call: freeze()
    old = asyncio.create_task(office.postman.run_lane(office.lane))
    await frozen.wait()
    heir = Postman(office.tools)
    office.clock.move_to(office.now + timedelta(seconds=26))
    await heir.run_lane(office.lane)
    assert office.platform.titles == []  # he may be thawing
    office.clock.move_to(office.now + RENEWAL)
    await heir.run_lane(office.lane)
    assert sorted(office.platform.titles) == ["0", "1", "2"]
    thaw.set()
    await old
    await heir.stop()
    assert office.states(members) == {DeliveryState.SAID}
    assert office.platform.posted <= 4  # the one that was frozen on the wire, at most


async def test_a_lease_is_renewed_while_a_message_is_under_way(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postman_module, "RENEW_SECONDS", 0)
    office.owe(office.member())
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        begun.set()
        await go_on.wait()

    office.platform.during = lambda call: hold()
    running = asyncio.create_task(office.run())
    await begun.wait()
    renewed, loop, renew = asyncio.Event(), asyncio.get_running_loop(), office.store.lanes.renew

    def watched(lane: int, owner: str, now: datetime):
        lease = renew(lane, owner, now)
        if now == later:
            loop.call_soon_threadsafe(renewed.set)
        return lease

    monkeypatch.setattr(office.store.lanes, "renew", watched)
    later = office.now + timedelta(seconds=14)
    office.clock.move_to(later)
    await renewed.wait()
    assert not office.store.lanes.take(office.lane, "other", later + timedelta(seconds=2))
    go_on.set()
    await running
    assert office.platform.posted == 1


async def test_a_lane_that_fails_unforeseen_hurts_nobody_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(office.store.lanes, "take", lambda *_: 1 / 0)
    await office.run()  # logged, not raised: the engine goes on


# ---- kill -9, again and again -------------------------------------------------------------------


@pytest.mark.parametrize("moment", range(6))
async def test_whenever_a_postman_dies_every_message_arrives_exactly_once(
    office: Office, moment: int
):
    """Dies with its Nth message accepted by the platform, its answer not yet recorded."""
    office.restart(replace(UNPACED, in_flight=2))
    members = office.owe_many(6)

    class Killed(BaseException):
        pass

    office.platform.fail("post", *[None] * moment, After(Killed()))
    with pytest.raises(BaseException):  # noqa: B017, PT011  # it takes the task group with it
        await office.run()
    office.restart(replace(UNPACED, in_flight=2))
    await office.take_over()
    assert sorted(office.platform.titles) == [str(number) for number in range(6)]
    assert office.states(members) == {DeliveryState.SAID}
