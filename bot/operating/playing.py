"""The playground: Muster with the sample company, in a workspace of its own on loopback."""

from __future__ import annotations

import asyncio
import csv
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.console import Console

from bot import catalog
from bot.errors import Fault
from bot.exchange.applying import apply_import, plan_import
from bot.installing import adopt, found
from bot.model import Room
from bot.notify import refresh_panels
from bot.operating.composition import Muster
from bot.operating.exchanging import read_folder
from bot.settings import Settings
from handlers.pacing import UNPACED
from handlers.playground.clock import MovableClock
from handlers.playground.crowd import Crowd
from handlers.playground.objects import Row
from handlers.playground.server import Playground
from storage import open_store
from storage.migrate import migrate

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "handlers" / "playground" / "sample"
NAME, ZONE, ROOM = "Acme", "Europe/Berlin", "#task-force"
GROUP = "on-duty"  # a user group in the workspace, which can be made to follow a duty
BREATH = 5.0  # seconds of real time between looks at what the others want to do


@dataclass(frozen=True, slots=True)
class Stage:
    """A workspace with Muster in it, and the clock that both go by."""

    playground: Playground
    muster: Muster
    clock: MovableClock
    crowd: Crowd | None = None  # the other people, if they live by themselves

    async def settle(self) -> None:
        """Until nothing that was set going is under way any more."""
        await self.playground.settled()
        await self.muster.settled()

    async def travel(self, until: datetime) -> None:
        """Let time pass, stopping wherever something falls due."""
        await self.muster.clock_door.travel(self.clock, until, self.live)

    async def live(self) -> None:
        """What falls due now is done, and the others do what they want to."""
        await self.settle()
        if self.crowd is not None and await self.crowd.live(self.settle):
            await self.settle()

    async def tick(self) -> datetime | None:
        """After the clock was moved; the next instant at which something is due."""
        await self.muster.clock_door.tick()
        await self.live()
        now = self.clock.now()
        due = await asyncio.to_thread(self.muster.store.lanes.next_instant, now)
        wanted = self.crowd.next_instant() if self.crowd else None
        return min((at for at in (due, wanted) if at is not None), default=None)


def company() -> list[Row]:
    """The sample company's people as users of the workspace."""
    return [
        Row(name=row["name"], email=row["email"], tz=row["time_zone"]) for row in _sample_members()
    ]


def usual_hours() -> dict[str, float]:
    """How many hours a week they usually give, by e-mail address."""
    return {row["email"]: float(row["usual_hours"]) for row in _sample_members()}


def _sample_members() -> list[dict[str, str]]:
    with (SAMPLE / "members.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@asynccontextmanager
async def set_up(
    database_url: str,
    clock: MovableClock,
    playground: Playground,
    crowd: Crowd | None = None,
    **settings: Any,
) -> AsyncIterator[Stage]:
    """Muster beside a playground that has started, with the company imported and one room.

    `settings`: more of bot.settings.Settings, by field.
    """
    playground.workspace.groups.add(GROUP, "On duty now")
    migrate(database_url)
    _import_company(database_url, clock.now(), playground)
    here = Settings.model_construct(
        database_url=database_url,
        host="127.0.0.1",
        port=0,
        slack_bot_token=SecretStr(playground.bot_token),
        slack_signing_secret=SecretStr(playground.signing_secret),
        slack_app_token=None,
        slack_api_url=playground.api_url,
        zone=ZONE,
        chair_email="",
        secret_key=SecretStr(secrets.token_urlsafe(48)),
        **settings,
    )
    muster = Muster(here, clock=clock, pacing={"slack": UNPACED, "teams": UNPACED})
    await muster.start()
    playground.app_url = muster.reached_at = f"http://127.0.0.1:{muster.port}"
    try:
        yield Stage(playground, muster, clock, crowd)
    finally:
        await muster.stop()


def _import_company(database_url: str, now: datetime, playground: Playground) -> None:
    """Unless it is there from an earlier run."""
    workspace = playground.workspace
    store = open_store(database_url)
    try:
        if store.task_forces():
            return
        tenant = found(store, NAME, ZONE, now)
        here = adopt(store, "slack", workspace.team_id, workspace.bot.id, ZONE, now)
        with store.write(tenant, now=now) as tx:
            apply_import(tx, plan_import(tx, read_folder(SAMPLE)), None, now)
            tx.rooms.add(Room(0, here.id, workspace.channel(ROOM).id, name=ROOM.lstrip("#")))
            refresh_panels(tx, now)
    finally:
        store.close()


async def play(port: int, database: str, out: Console, *, teams: bool = False) -> None:
    """Until it is interrupted. Raises Fault if the port is in use.

    `teams`: the same task force in Microsoft's Agents Playground, too.
    """
    from bot.operating.playing_teams import beside, make_place
    from handlers.playground.page import mount_page

    clock = MovableClock()
    stages: list[Stage] = []  # the page is mounted before there is one

    async def tick() -> datetime | None:
        return await stages[0].tick() if stages else None

    with tempfile.TemporaryDirectory(prefix="muster-") as folder:
        url = database or f"sqlite:///{folder}/playground.db"
        playground = Playground(clock, ROOT / "manifest.yml", people=company(), name=NAME)
        crowd = Crowd(playground, usual=usual_hours())
        mount_page(
            playground,
            verbs=[(line.name, line.usage, line.summary) for line in catalog.LINES],
            clock=clock,
            on_clock_moved=tick,
            zone=ZONE,
            first=("Farah Okafor", "Ada Brandt"),
            others=crowd,
        )
        try:
            await playground.start(port=port)
        except OSError as error:
            raise Fault(f"Port {port} is in use; choose another with --port.") from error
        try:
            async with AsyncExitStack() as stack:
                setting = set_up(url, clock, playground, crowd, teams="open" if teams else "")
                stages.append(await stack.enter_async_context(setting))
                out.print(f"Muster is playing at {playground.url}", style="bold")
                if teams:
                    place = make_place(NAME, company())
                    agents = await stack.enter_async_context(beside(stages[0].muster, place))
                    out.print(f"and in Teams at {agents.url}", style="bold")
                out.print("Open it in a browser; Ctrl+C ends it.")
                stack.callback(asyncio.create_task(_live_on(stages[0])).cancel)
                await stages[0].muster.wait()
        finally:
            await playground.close()


async def _live_on(stage: Stage) -> None:
    """While the clock runs by itself, so do the others' lives."""
    while True:
        await asyncio.sleep(BREATH)
        await stage.live()
