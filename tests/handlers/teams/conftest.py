"""Fixtures of the Teams door's tests: a fake Teams at one end, a listener at the other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cards import Card, Reply, Text
from bot.model import Workspace
from bot.ports.outside import Caller, Heard, Profile, WhoIsThis
from handlers.ears import Ears
from handlers.playground.clock import MovableClock
from handlers.teams.account import Account
from handlers.teams.activities import TeamsDoor
from handlers.teams.api import Api, open_session
from handlers.teams.http import PATH, TeamsEndpoint
from handlers.teams.messenger import TeamsMessenger
from handlers.teams.payloads import Chat, Reference
from handlers.teams.signatures import Signatures
from handlers.web import port_of, web_app, web_server
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from tests.handlers.teams.connector import Person, Teams
from tests.handlers.teams.said import CARD
from tests.unhurried import LONG

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    """Stands still, unless it is moved."""
    return MovableClock(NOW, running=False)


@pytest.fixture
async def teams(clock: MovableClock) -> AsyncIterator[Teams]:
    async with Teams(clock) as running:
        yield running


@pytest.fixture
def account(teams: Teams) -> Account:
    """Muster's registration there."""
    return Account(teams.app_id, teams.password, teams.tenant, api_url=teams.url)


@dataclass
class Naps:
    """Sleeps without sleeping, and remembers for how long."""

    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def api(account: Account, clock: MovableClock, naps: Naps) -> AsyncIterator[Api]:
    """The line to it."""
    line = Api(account, open_session(account), clock, naps)
    yield line
    await line.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once, copied for each test."""
    path = tmp_path_factory.mktemp("teams") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def store(empty_database: Path, tmp_path: Path) -> Iterator[SqlStore]:
    path = tmp_path / "muster.db"
    path.write_bytes(empty_database.read_bytes())
    opened = open_store(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def workspace(store: SqlStore, teams: Teams) -> Workspace:
    """The tenant's."""
    task_force = store.create_task_force("Tidewater", "Europe/Berlin", NOW)
    store.add_workspace(task_force, "teams", teams.tenant, f"28:{teams.app_id}")
    found = store.find_workspace("teams", teams.tenant)
    assert found is not None
    return found


class Listener:
    """Plays bot.answer: says what it is told to say, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[Caller, Heard]] = []
        self.people: list[Profile] = []
        self.lost: list[str] = []
        self.listed: set[str] = set()  # ids of who is on the task force's list
        self.home = Card("Home", (Text(("Your week",)),))
        self.says: Callable[[Caller, Heard], Reply | WhoIsThis] = lambda caller, heard: Reply()

    def will(self, reply: Reply) -> None:
        self.says = lambda caller, heard: reply

    def will_when_let(self, reply: Reply) -> threading.Event:
        """Says it once this is set."""
        ready = threading.Event()

        def slowly(caller: Caller, heard: Heard) -> Reply:
            ready.wait(LONG)
            return reply

        self.says = slowly
        return ready

    def answer(self, caller: Caller, heard: Heard) -> Reply | WhoIsThis:
        self.heard.append((caller, heard))
        return Reply(card=self.home, home=True) if heard.home else self.says(caller, heard)

    def workspace_lost(self, platform: str, workspace: str) -> None:
        self.lost.append(workspace)

    def people_seen(
        self, platform: str, workspace: str, profiles: Sequence[Profile]
    ) -> Collection[str]:
        self.people.extend(profiles)
        return [profile.user for profile in profiles if profile.user in self.listed]

    @property
    def words(self) -> list[str | None]:
        return [heard.words for _, heard in self.heard]


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def door(
    api: Api, listener: Listener, store: SqlStore, workspace: Workspace
) -> AsyncIterator[TeamsDoor]:
    ears = Ears(listener.answer, lambda *_: None, listener.workspace_lost, listener.people_seen)
    door = TeamsDoor(api, ears, store)
    yield door
    await door.drain(5)


@pytest.fixture
def messenger(api: Api, store: SqlStore, workspace: Workspace) -> TeamsMessenger:
    return TeamsMessenger(api, store)


@asynccontextmanager
async def serving(endpoint: TeamsEndpoint) -> AsyncIterator[str]:
    """The endpoint on a port of the system's choice; its address."""
    server = web_server(web_app(lambda: (), {PATH: endpoint}), "127.0.0.1", 0)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells nobody
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port_of(server)}"
    server.should_exit = True
    await task


@pytest.fixture
async def signatures(account: Account, clock: MovableClock) -> AsyncIterator[Signatures]:
    checked = Signatures(account, clock)
    yield checked
    await checked.close()


@pytest.fixture
async def wired(door: TeamsDoor, signatures: Signatures, teams: Teams) -> AsyncIterator[Teams]:
    """Teams, with Muster's door at the other end of the wire."""
    async with serving(TeamsEndpoint(door.receive, signatures)) as address:
        teams.app_url = address
        yield teams


@pytest.fixture
async def ada(wired: Teams, door: TeamsDoor) -> Person:
    """Somebody who has Muster among her apps."""
    person = wired.person("Ada Brandt")
    await person.installs()
    await door.settled()
    return person


def room_of(teams: Teams, name: str, **more: Any) -> Reference:
    """How a room of the fake's is addressed."""
    room = teams.room(name)
    return Reference(teams.service_url, teams.tenant, room.id, Chat(room.kind), **more)


def chat_of(teams: Teams, person: Person) -> Reference:
    """How somebody's private chat is addressed."""
    room = teams.world.personal(person.user)
    return Reference(
        teams.service_url,
        teams.tenant,
        room.id,
        Chat.PERSONAL,
        user=person.user.id,
        aad=person.user.aad,
    )


# ---- what is on their screens -------------------------------------------------------------------


@pytest.fixture
async def held(wired, ada, listener):
    """She sees a card with buttons in her private chat."""
    listener.will(Reply(card=CARD))
    return await ada.asks("claim")


@pytest.fixture
async def bert(wired, ada):
    return wired.person("Bert Curie")


@pytest.fixture
async def panel(wired, ada, bert, door, listener):
    """Both see a card with buttons in a room."""
    await wired.add_to_chat("Launch", [ada, bert])
    await door.settled()
    listener.will(Reply(card=CARD, private=False))
    return await ada.asks("panel", "Launch")


@contextmanager
def hurried() -> Iterator[None]:
    """Invokes wait but a moment: what is answered meanwhile is to be late."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("handlers.teams.limits.INVOKE_SECONDS", 0.05)
        yield
