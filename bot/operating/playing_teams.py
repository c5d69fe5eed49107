"""The playground's other half: the same task force in Microsoft's Agents Playground."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.errors import Fault
from bot.model import Room
from bot.notify import refresh_panels
from bot.operating.composition import Muster
from handlers.playground.agents import BOT, PORT, AgentsPlayground, NotThere, Place
from handlers.playground.objects import Row

PLATFORM = "teams"
LOOKS = "Ada Brandt"  # whose Teams it is; Farah Okafor is the chair
MOST = 6  # people, no more and no fewer: the Agents Playground wants it so
CHANNEL = "task-force"


def make_place(name: str, people: Sequence[Row]) -> Place:
    """The sample company's own Teams, with as many of its people as there may be."""
    first = [row for row in people if row.name == LOOKS]
    others = [row for row in people if row.name != LOOKS]
    return Place(name, tuple([*first, *others][:MOST]), CHANNEL)


@asynccontextmanager
async def beside(muster: Muster, place: Place, port: int = PORT) -> AsyncIterator[AgentsPlayground]:
    """The Agents Playground beside a Muster that serves, in one task force with it.

    Raises Fault if it is not installed or does not start.
    """
    async with AgentsPlayground(place) as agents:
        try:
            await agents.start(f"http://127.0.0.1:{muster.port}", port)
        except NotThere as error:
            raise Fault(str(error)) from error
        await asyncio.to_thread(_join, muster, agents)
        yield agents


def _join(muster: Muster, agents: AgentsPlayground) -> None:
    """The tenant belongs to the one task force there is; its channel is one of its rooms."""
    store, place, now = muster.store, agents.place, muster.clock.now()
    (task_force,) = store.task_forces()
    here = store.find_workspace(PLATFORM, place.tenant)
    if here is None:
        store.add_workspace(task_force.id, PLATFORM, place.tenant, BOT)
        here = store.find_workspace(PLATFORM, place.tenant)
    assert here is not None
    reference = {
        "service_url": agents.service_url,
        "tenant": place.tenant,
        "conversation": place.channel,
        "kind": "channel",
        "name": place.channel_name,
    }
    store.references.keep(here.id, place.channel, reference, now)
    with store.write(task_force.id, now=now) as tx:
        if place.channel not in {room.channel for room in tx.rooms.all()}:
            tx.rooms.add(Room(0, here.id, place.channel, name=place.channel_name))
        refresh_panels(tx, now)
