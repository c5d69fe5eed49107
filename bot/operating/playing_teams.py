"""The playground's other half: the same task force in Microsoft's Agents Playground."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

from bot.errors import Fault
from bot.model import Room, Workspace
from bot.notify import refresh_panels
from bot.operating.composition import Muster
from handlers.playground.agents import BOT, PORT, AgentsPlayground, NotThere, Place
from handlers.playground.objects import Row

PLATFORM = "teams"
LOOKS = "Ada Brandt"  # whose Teams it is; Farah Okafor is the chair
MOST = 6  # people, no more and no fewer: the Agents Playground wants it so
CHANNEL = "task-force"
BREATH = 0.5  # seconds of real time between looks at whether the channel was opened


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
        here = await asyncio.to_thread(_join, muster, agents.place)
        opening = asyncio.create_task(_when_opened(muster, agents.place, here))
        try:
            yield agents
        finally:
            opening.cancel()


def _join(muster: Muster, place: Place) -> Workspace:
    """The tenant belongs to the one task force there is."""
    store = muster.store
    (task_force,) = store.task_forces()
    if store.find_workspace(PLATFORM, place.tenant) is None:
        store.add_workspace(task_force.id, PLATFORM, place.tenant, BOT)
    here = store.find_workspace(PLATFORM, place.tenant)
    assert here is not None
    store.references.forget(here.id, place.channel)  # of an earlier run, at another port
    return here


async def _when_opened(muster: Muster, place: Place, here: Workspace) -> None:
    """The channel becomes a room once somebody opens it: the page shows nothing older than that."""
    opened = partial(muster.store.references.find, here.id, place.channel)
    while True:
        if await asyncio.to_thread(opened) is not None:
            break
        await asyncio.sleep(BREATH)
    await asyncio.to_thread(_make_room, muster, place, here)
    await muster.settled()


def _make_room(muster: Muster, place: Place, here: Workspace) -> None:
    now = muster.clock.now()
    with muster.store.write(here.task_force_id, now=now) as tx:
        if place.channel not in {room.channel for room in tx.rooms.all()}:
            tx.rooms.add(Room(0, here.id, place.channel, name=place.channel_name))
        refresh_panels(tx, now)
