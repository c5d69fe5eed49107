"""What is owed is said once, whichever process says it, and whichever ends."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.model import DeliveryState
from storage.tables import workspaces
from tests.many.fleet import STOP_SECONDS

pytestmark = pytest.mark.postgres

OPEN = (
    DeliveryState.DUE,
    DeliveryState.TAKEN,
    DeliveryState.PUT_OFF,
    DeliveryState.IN_DOUBT,
)


def texts(fleet, occasion="news"):
    return sorted(message.text for message in fleet.arrived(occasion))


def expected(fleet, many, occasion="news"):
    return sorted(f"{occasion} for {name}" for name in fleet.names[:many])


def leases(fleet):
    """Under which name somebody has the lane."""
    holds = select(workspaces.c.lease_owner).where(workspaces.c.lease_owner.is_not(None))
    with fleet.store.database.read() as connection:
        asked = holds.execution_options(across_task_forces=True)
        return connection.execute(asked).scalars().all()


async def test_a_fan_out_survives_the_end_of_any_two_processes(enlist):
    """One machine becomes four processes; the one that speaks is killed, and one that hears."""
    fleet = await enlist(300)
    (alone,) = await fleet.start("serve", paced=False)
    fleet.owe(50, "first")
    await fleet.until(lambda: texts(fleet, "first") == expected(fleet, 50, "first"))
    web, other_web, *workers = await fleet.start("web", "web", "work", "work", paced=False)
    fleet.balancer.ports.remove(alone.port)
    assert await alone.stop() < STOP_SECONDS

    fleet.owe(300)
    await fleet.until(lambda: len(fleet.arrived()) > 40)
    speaker = max(workers, key=lambda worker: len(worker.did("delivery.said")))
    await asyncio.gather(speaker.kill(), web.kill())
    ada = fleet.playground.person(fleet.names[1])
    await ada.command("/muster", "claim facebook")
    await ada.hears("You hold")
    await fleet.until(lambda: not fleet.deliveries(*OPEN))
    assert texts(fleet) == expected(fleet, 300)
    assert other_web.running


async def test_a_worker_that_is_told_to_stop_hands_its_lane_over(enlist):
    """Nobody waits for its lease to end, and nothing is said twice."""
    fleet = await enlist(60)
    first, second = await fleet.start("work", "work --port 0")
    fleet.owe(60)
    await fleet.until(lambda: len(first.did("delivery.said") + second.did("delivery.said")) > 5)
    speaker = max(first, second, key=lambda one: len(one.did("delivery.said")))
    (lease,) = leases(fleet)
    assert await speaker.stop() < STOP_SECONDS
    assert lease not in leases(fleet)  # nobody's now, or the heir's already
    await fleet.until(lambda: not fleet.deliveries(*OPEN))
    assert texts(fleet) == expected(fleet, 60)


async def test_slack_asks_one_process_for_patience_and_all_are_patient(enlist):
    fleet = await enlist(60)
    await fleet.start("work", "work", paced=False)
    fleet.playground.faults.limit("chat.postMessage", retry_after=16, times=4)
    fleet.owe(60)
    blocks = fleet.store.lanes.blocks
    await fleet.until(blocks)
    await asyncio.sleep(2)  # for what was under way beside it

    def calls():
        return len(fleet.playground.calls("chat.postMessage"))

    before = calls()
    fleet.owe(60, "more")  # a wake changes nothing
    await asyncio.sleep(4)  # two sweeps
    assert calls() == before
    await fleet.until(lambda: not fleet.deliveries(*OPEN))
    assert texts(fleet) + texts(fleet, "more") == expected(fleet, 60) + expected(fleet, 60, "more")
