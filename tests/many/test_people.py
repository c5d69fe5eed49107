"""What people see does not depend on which of several processes hears them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.weeks import Span

pytestmark = pytest.mark.postgres

PLACE = "claim facebook"  # the sheet gives it a single place


def holders(fleet):
    """Whoever holds something from now on, by name."""
    span = Span(datetime.now(UTC), datetime.now(UTC) + timedelta(days=8))
    with fleet.store.read(fleet.task_force) as tx:
        members = tx.people.all()
        return [m.name for m in members if tx.claims.of_member(m.id, span)]


async def test_two_hundred_people_claim_the_last_place_at_once(enlist):
    fleet = await enlist(200)
    await fleet.start(*["serve --no-worker"] * 3)
    people = [fleet.playground.person(name) for name in fleet.names]
    room = fleet.playground.workspace.channel("#task-force")
    type_it = fleet.playground.people.command
    await asyncio.gather(*(type_it(one.user, room, "/muster", PLACE) for one in people))

    def answered():
        return [one for one in people if any(s.private for s in one.room("#task-force"))]

    await fleet.until(lambda: len(answered()) == 200)
    winners = [one.user.name for one in people if one.sees("You hold")]
    assert len(winners) == 1
    assert holders(fleet) == winners
    assert all(len(process.did("repeated")) == 0 for process in fleet.processes)
    assert not [
        entry for p in fleet.processes for entry in p.lines if entry.get("level") == "error"
    ]


async def test_a_request_that_comes_again_anywhere_is_handled_once(enlist):
    """Slack repeats what it thinks was not heard, and the balancer sends that elsewhere."""
    fleet = await enlist(3)
    processes = await fleet.start(*["serve --no-worker"] * 3)
    ada = fleet.playground.person(fleet.names[1])
    await ada.command("/muster", "claim support")
    sent = fleet.playground.wire.log[-1]
    await asyncio.gather(*(fleet.playground.wire.replay(sent) for _ in range(30)))
    assert holders(fleet) == [ada.user.name]
    # the answers are there: the logs come by another way
    await fleet.until(lambda: sum(len(p.did("repeated")) for p in processes) == 30)
    assert all(process.did("repeated") for process in processes)

    before = len(ada.inbox)
    await ada.say("hours 3")
    await ada.hears("3 h")
    event = fleet.playground.wire.log[-1]
    await asyncio.gather(*(fleet.playground.wire.replay(event) for _ in range(9)))
    await fleet.until(lambda: sum(len(p.did("repeated")) for p in processes) == 39)
    assert len(ada.inbox) == before + 2  # her words and one answer
