"""The stage of the plays: the sample company, Muster and a Slack-like workspace, over the wire.

Time stands still until a play moves it. A play says, hears, lets time pass, and hears again.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.model import Delivery, DeliveryState
from bot.operating import playing
from bot.operating.composition import Muster
from handlers.playground.clock import MovableClock
from handlers.playground.crowd import Crowd
from handlers.playground.objects import Message
from handlers.playground.person import Person
from handlers.playground.seen import Seen, see_message
from handlers.playground.server import Playground
from storage.migrate import migrate
from tests.unhurried import PATIENT

BERLIN = "Europe/Berlin"
ROOM = "#task-force"
CHAIR = "Farah Okafor"


def at(local: str, zone: str = BERLIN) -> datetime:
    """The instant, UTC, of a local time such as "2026-11-23 09:00"."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def said_at(seen: Seen, zone: str = BERLIN) -> str:
    """When a message was said, as local time such as "Mon 2026-11-23 09:00"."""
    assert isinstance(seen.source, Message)
    said = datetime.fromtimestamp(float(seen.source.ts), UTC).astimezone(ZoneInfo(zone))
    return f"{said:%a %Y-%m-%d %H:%M}"


def make_playground(clock: MovableClock) -> Playground:
    """Not started yet. Slack's repetitions come at once: nobody waits in a play."""
    return Playground(
        clock,
        playing.ROOT / "manifest.yml",
        people=playing.company(),
        name=playing.NAME,
        patience=PATIENT,
    )


class Play:
    """A play under way: everything that a test may do to the world besides being somebody in it."""

    def __init__(
        self, url: str, clock: MovableClock, playground: Playground, crowd: Crowd | None
    ) -> None:
        self.url = url
        self.began = clock.now()
        self.crowd = crowd
        self.clock = clock
        self.playground = playground
        self.stage: playing.Stage | None = None
        self.settings: dict[str, Any] = {}  # more of Muster's, by field
        self._running = AsyncExitStack()

    @property
    def muster(self) -> Muster:
        assert self.stage is not None, "Muster is down"
        return self.stage.muster

    # ---- Muster's own life ---------------------------------------------------------------------

    async def up(self) -> None:
        """Muster starts, on the database as it is."""
        where = (self.url, self.clock, self.playground, self.crowd)
        setting = playing.set_up(*where, **self.settings)
        self.stage = await self._running.enter_async_context(setting)
        await self.settle()

    async def down(self) -> None:
        """Muster stops, as on SIGTERM."""
        await self._running.aclose()
        self.stage = None

    # ---- time ----------------------------------------------------------------------------------

    async def until(self, local: str, zone: str = BERLIN) -> None:
        """Live on until then, stopping wherever something falls due."""
        await self.on(at(local, zone) - self.clock.now())

    async def on(self, span: timedelta) -> None:
        """Live on for so long; without Muster, the time just passes."""
        if self.stage is None:
            self.clock.move_to(self.clock.now() + span)
        else:
            await self.stage.travel(self.clock.now() + span)

    async def settle(self) -> None:
        """Until everything that was set going is done."""
        assert self.stage is not None
        await self.stage.settle()

    # ---- the people ----------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        return self.playground.person(name)

    @property
    def chair(self) -> Person:
        return self.person(CHAIR)

    async def set_up(self, *path: str) -> None:
        """The chair types `/muster setup` and presses on: a label, or "label|words beside it"."""
        await self.chair.command("/muster", "setup")
        for step in path:
            label, _, beside = step.partition("|")
            await self.chair.press(label, beside=beside)
            await self.settle()

    def everyone(self) -> list[Person]:
        """All people of the company, in the order of its list."""
        return [self.person(row.name) for row in playing.company()]

    def room(self, name: str = ROOM) -> list[Seen]:
        """What stands in a room for everybody, oldest first."""
        channel = self.playground.workspace.channel(name)
        kept = (m for m in channel.messages.values() if not (m.deleted or m.ephemeral_for))
        return [see_message(self.playground.workspace, message) for message in kept]

    def panel(self) -> Seen:
        """The one roster panel."""
        (found,) = [seen for seen in self.room() if seen.says("Roster,")]
        return found

    # ---- what Muster remembers -----------------------------------------------------------------

    def deliveries(self, *states: DeliveryState) -> list[Delivery]:
        """What is or was to be said, in these states (in any, if none is given)."""
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)
        with self.muster.store.read(1) as tx:
            return list(tx.outbox.in_state(states or tuple(DeliveryState), long_ago))


@asynccontextmanager
async def begin(
    url: str, start: datetime, usual: dict[str, float] | None = None
) -> AsyncIterator[Play]:
    """The curtain rises at this instant; with `usual` hours, people live by themselves."""
    clock = MovableClock(start, running=False)
    async with make_playground(clock) as playground:
        crowd = None if usual is None else Crowd(playground, usual=usual)
        play = Play(url, clock, playground, crowd)
        try:
            await play.up()
            yield play
        finally:
            await play.down()


class Templates:
    """Databases with the company in them: each made once a start, and copied for each play."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[datetime, Path] = {}

    def copy(self, start: datetime, to: Path) -> str:
        """The address of a fresh copy in the folder `to`."""
        if start not in self._made:
            self._made[start] = self._make(start)
        shutil.copy(self._made[start], to / "muster.db")
        return f"sqlite:///{to / 'muster.db'}"

    def _make(self, start: datetime) -> Path:
        path = self._folder / f"{start:%Y%m%d%H%M}.db"
        fill(f"sqlite:///{path}", start)
        return path


def fill(url: str, start: datetime) -> None:
    """Bring the company into an empty database."""
    migrate(url)
    playing._import_company(url, start, make_playground(MovableClock(start, running=False)))


async def all_of(*doings: object) -> list[object]:
    """Done at the same instant."""
    return list(await asyncio.gather(*doings))  # type: ignore[call-overload]
