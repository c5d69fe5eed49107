"""The stage of plays in two parts: one task force in Slack and in Teams, on one database."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from pydantic import SecretStr

from bot.model import Room
from bot.operating import playing
from handlers.playground.clock import MovableClock
from handlers.playground.server import Playground
from storage import open_store
from tests.handlers.teams.connector import Control, Person, Seen, Teams
from tests.handlers.teams.fake.seen import see_post
from tests.scenarios.stage import Play, make_playground

CHANNEL = "task-force"
FOREVER = 10**9  # seconds a token is good for: a play leaps over weeks


class BothPlay(Play):
    """A play in two places. `person` is somebody in Slack, `colleague` somebody in Teams."""

    def __init__(self, url: str, clock: MovableClock, playground: Playground, teams: Teams) -> None:
        super().__init__(url, clock, playground, None)
        self.teams = teams
        self.settings = {
            "microsoft_app_id": teams.app_id,
            "microsoft_app_password": SecretStr(teams.password),
            "microsoft_app_tenant_id": teams.tenant,
            "teams_api_url": teams.url + "/",
        }

    async def up(self) -> None:
        """As in one place; Teams learns where Muster listens."""
        await super().up()
        self.teams.app_url = f"http://127.0.0.1:{self.muster.port}"

    async def settle(self) -> None:
        """Until everything that was set going is done, in both places."""
        await self.teams.settled()
        await super().settle()

    # ---- Teams ---------------------------------------------------------------------------------

    def colleague(self, name: str) -> Person:
        """Somebody of the company in Teams, whether or not they have installed Muster."""
        email = next((row.email for row in playing.company() if row.name == name), "")
        return self.teams.person(name, email)

    async def arrives(self, name: str) -> Person:
        """Somebody of the company installs Muster in Teams."""
        person = self.colleague(name)
        await person.installs()
        await self.settle()
        return person

    async def open_channel(self, *names: str) -> None:
        """Muster is added to a channel with these people, which is a room of the task force."""
        people = [self.colleague(name) for name in names]
        room = await self.teams.add_to_team("Acme", CHANNEL, people)
        await self.settle()
        store, now = self.muster.store, self.clock.now()
        here = store.find_workspace("teams", self.teams.tenant)
        assert here is not None
        with store.write(here.task_force_id, now=now) as tx:
            tx.rooms.add(Room(0, here.id, room.id, name=CHANNEL))
            playing.refresh_panels(tx, now)
        await self.settle()

    def teams_panel(self) -> Seen:
        """The one roster panel in the channel."""
        anybody = next(iter(self.teams.room(CHANNEL).members.values()))
        shown = self.teams.person(anybody.name).room(CHANNEL)
        (found,) = [seen for seen in shown if seen.says("Roster,")]
        return found


async def insist(person: Person, label: str, on: Seen) -> None:
    """Press a button; where it only asks whether that is meant, say yes to what it asks."""
    asks_first = on.control(label).kind == "Action.ToggleVisibility"
    await person.press(label, on=on)
    if asks_first and on.post is not None:
        asked, there = see_post(on.post, person.user), Counter(map(_look, on.controls))
        fresh = [c for c in asked.controls if c.is_button and not there[_look(c)]]
        yes = fresh[0]  # it may be called as the button that asked
        kept = (c for c in asked.controls if c is yes or not c.is_button)
        await person.press(yes.label, on=replace(asked, controls=tuple(kept)))


def _look(control: Control) -> tuple[str, str]:
    return control.label, control.kind


@asynccontextmanager
async def begin_both(url: str, start: datetime, *, connected: bool) -> AsyncIterator[BothPlay]:
    """The curtain rises in both places. `connected`: the tenant is the task force's already."""
    clock = MovableClock(start, running=False)
    async with make_playground(clock) as playground, Teams(clock) as teams:
        teams.identity.life = FOREVER
        if connected:
            connect(url, teams)
        play = BothPlay(url, clock, playground, teams)
        try:
            await play.up()
            yield play
        finally:
            await play.down()


def connect(url: str, teams: Teams) -> None:
    """Teams belongs to the task force that there is."""
    store = open_store(url)
    try:
        (task_force,) = store.task_forces()
        store.add_workspace(task_force.id, "teams", teams.tenant, f"28:{teams.app_id}")
    finally:
        store.close()
