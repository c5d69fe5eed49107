"""Muster with the sample company behind a real door to the fake Teams, for those who attack it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot import catalog
from bot.answer import answer
from bot.app import Bot
from bot.exchange.applying import apply_import, plan_import
from bot.installing import adopt, found
from bot.model import Role
from bot.operating.exchanging import read_folder
from bot.operating.playing import NAME, SAMPLE, ZONE
from handlers.ears import Ears
from handlers.playground.clock import MovableClock
from handlers.teams.account import Account
from handlers.teams.activities import TeamsDoor
from handlers.teams.api import open_api
from handlers.teams.http import PATH, TeamsEndpoint
from handlers.teams.signatures import Signatures
from handlers.web import port_of, web_app, web_server
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from tests.handlers.teams.connector import Json, Person, Room, Teams

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
CHAIR, MEMBER = "Farah Okafor", "Ada Brandt"
ROOM = "task-force"


class Attacked:
    """Everything an attacker could get at, and everything that must not have changed."""

    def __init__(self, teams: Teams, store: SqlStore, door: TeamsDoor) -> None:
        self.teams = teams
        self.store = store
        self.door = door
        (task_force,) = store.task_forces()
        self.tenant = task_force.id  # the company's, in the database
        self.before = 0

    @property
    def chair(self) -> Person:
        return self.teams.person(CHAIR)

    @property
    def member(self) -> Person:
        return self.teams.person(MEMBER)

    @property
    def room(self) -> Room:
        return self.teams.room(ROOM)

    def spoken(self, words: str = "who", by: Person | None = None) -> Json:
        """An activity as Teams would send it: somebody's words in the private chat."""
        who = by or self.member
        return self.teams.activities.message(who.user, who.where(""), words)

    def sent(self, data: Json, by: Person | None = None, room: str = "") -> Json:
        """A dialog that is sent, with any data at all in it."""
        who = by or self.member
        value = {"data": data, "context": {"theme": "default"}}
        return self.teams.activities.invoke(who.user, who.where(room), "task/submit", value)

    def pressed(self, data: Json, by: Person | None = None, room: str = "", **more: Any) -> Json:
        """A pressed button, with any data at all in it."""
        who = by or self.member
        value = {"action": {"type": "Action.Execute", "verb": "press", "data": data}}
        name = "adaptiveCard/action"
        return self.teams.activities.invoke(who.user, who.where(room), name, value, **more)

    async def heard(self, activity: Json | bytes, token: str | None = None) -> int:
        """HTTP's status; whatever it set going is done."""
        found = await self.teams.wire.post(activity, token)
        await self.settled()
        return found.status

    async def settled(self) -> None:
        await self.door.settled()
        await self.teams.settled()

    def trace(self) -> int:
        """How many changes are on record that were not there before the attack."""
        with self.store.read(self.tenant) as tx:
            return len(tx.record.since(*EVER)) - self.before

    def role_of(self, name: str) -> Role:
        with self.store.read(self.tenant) as tx:
            return next(member.role for member in tx.people.all() if member.name == name)

    def said(self) -> str:
        """All that Muster has asked of Teams, as JSON."""
        return json.dumps([call.body for call in self.teams.calls()], ensure_ascii=False)


def make_company(database: Path) -> None:
    """The sample company in an SQLite file, which knows no platform yet."""
    url = f"sqlite:///{database}"
    migrate(url)
    store = open_store(url)
    tenant = found(store, NAME, ZONE, MONDAY)
    with store.write(tenant, now=MONDAY) as tx:
        apply_import(tx, plan_import(tx, read_folder(SAMPLE)), None, MONDAY)
    store.close()


@asynccontextmanager
async def attacked(database: Path, kind: str = "SingleTenant") -> AsyncIterator[Attacked]:
    """The company, a chair and a member who have met Muster, and a channel with both.

    `kind`: of the bot's registration.
    """
    clock = MovableClock(MONDAY)
    clock.pause()
    store = open_store(f"sqlite:///{database}")
    async with Teams(clock) as teams, opened_door(teams, store, clock, kind) as door:
        adopt(store, "teams", teams.tenant, teams.activities.bot["id"], ZONE, MONDAY)
        stage = Attacked(teams, store, door)
        people = [
            teams.person(CHAIR, "farah.okafor@example.com"),
            teams.person(MEMBER, "ada.brandt@example.com"),
        ]
        for one in people:
            await one.installs()
            await one.asks("home")
        await teams.add_to_team("Marketing", ROOM, people)
        await stage.settled()
        stage.before = stage.trace()
        yield stage
    store.close()


@asynccontextmanager
async def opened_door(
    teams: Teams, store: SqlStore, clock: MovableClock, kind: str
) -> AsyncIterator[TeamsDoor]:
    """From HTTP to bot.answer."""
    account = Account(teams.app_id, teams.password, teams.tenant, kind, api_url=teams.url)
    api, signatures = await open_api(account, clock), Signatures(account, clock)
    nobody: Any = lambda *_: ()  # noqa: E731
    ears = Ears(partial(answer, Bot(store, clock, catalog.CODEC)), nobody, nobody, nobody)
    door = TeamsDoor(api, ears, store)
    try:
        async with serving(TeamsEndpoint(door.receive, signatures)) as teams.app_url:
            yield door
    finally:
        await door.drain(5)
        await signatures.close()
        await api.close()


@asynccontextmanager
async def serving(endpoint: TeamsEndpoint) -> AsyncIterator[str]:
    """The endpoint on a port of the system's choice; the server's address."""
    server = web_server(web_app(lambda: (), {PATH: endpoint}), "127.0.0.1", 0)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells nobody
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port_of(server)}"
    finally:
        server.should_exit = True
        await task
