from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.app import Bot
from bot.buttons import Codec
from bot.cards import Card
from bot.model import Delivery, DeliveryState, Identity, Recipient, Room, Workspace
from bot.ports.lanes import LEASE, RENEWAL
from bot.ports.outside import Profile
from handlers.pacing import UNPACED, Pacing
from handlers.playground.clock import MovableClock
from handlers.postman import Postman, Tools
from storage import open_store
from storage.store import SqlStore
from tests.handlers.postman.platform import Platform
from tests.storage.conftest import (
    migrated_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_template,
    migrated_url,
)
from tests.storage.stage import NOW, Stage, set_stage
from tests.unhurried import LONG

__all__ = [
    "migrated_file",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_template",
    "migrated_url",
]


@dataclass
class Office:
    """A task force, a platform and a postman between them."""

    ours: Stage
    clock: MovableClock
    platform: Platform
    tools: Tools = field(init=False)
    postman: Postman = field(init=False)
    met: list[tuple[str, str | None]] = field(default_factory=list)
    composed: dict[str, Card | Exception | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tools = Tools(
            bot=Bot(self.store, self.clock, Codec(())),
            messengers={"slack": self.platform},
            compose=self._compose,
            met=self._met,
            pacing={"slack": UNPACED},
            random=Even(),
        )
        self.postman = Postman(self.tools)

    @property
    def store(self) -> SqlStore:
        return self.ours.store

    @property
    def lane(self) -> int:
        return self.ours.workspace

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def member(self, **fields: Any) -> Recipient:
        return Recipient(member_id=self.ours.member(**fields))

    def stranger(self, email: str | None) -> Recipient:
        """A member who was not met on the platform yet."""
        member = self.ours.member(email=email)
        with self.ours.write() as tx:
            tx.people.unlink(member, self.lane)
        return Recipient(member_id=member)

    def room(self, channel: str = "C1") -> Recipient:
        with self.ours.write() as tx:
            return Recipient(room_id=tx.rooms.add(Room(0, self.lane, channel)))

    def owe(
        self, to: Recipient, title: str | None = "Hello", kind: str = "prompt", **changes: Any
    ) -> Recipient:
        times = {"due_at": self.now, "now": self.now} | changes
        card = Card(title) if title else None
        with self.ours.write() as tx:
            assert tx.outbox.owe(kind, "w", to, card, **times)
        return to

    def owe_many(self, count: int) -> list[Recipient]:
        return [self.owe(self.member(), str(number)) for number in range(count)]

    def states(self, members: list[Recipient]) -> set[DeliveryState]:
        return {self.state(member) for member in members}

    def owe_anew(self, to: Recipient, title: str | None, kind: str = "prompt") -> None:
        card = Card(title) if title else None
        with self.ours.write() as tx:
            tx.outbox.owe_anew(kind, "w", to, card, due_at=self.now, now=self.now)

    def find(self, to: Recipient, kind: str = "prompt") -> Delivery:
        with self.ours.read() as tx:
            delivery = tx.outbox.find(kind, "w", to)
        assert delivery is not None
        return delivery

    def state(self, to: Recipient, kind: str = "prompt") -> DeliveryState:
        return self.find(to, kind).state

    async def run(self) -> None:
        await asyncio.wait_for(self.postman.run_lane(self.lane), LONG)

    async def later(self, **by: float) -> None:
        self.clock.move_to(self.now + timedelta(**by))
        await self.run()

    async def take_over(self) -> None:
        """The lease of a dead postman ends; then he is sure to be silent."""
        await self.later(seconds=LEASE.total_seconds())
        await self.later(seconds=RENEWAL.total_seconds())

    def die_with(self, count: int = 1) -> list[Delivery]:
        """A postman who takes so many deliveries and is never seen again."""
        desk = self.store.lanes
        assert desk.take(self.lane, "dead", self.now)
        return [taken.delivery for taken in desk.take_batch(self.lane, "dead", self.now, count)]

    def restart(self, pacing: Pacing = UNPACED, **tools: Any) -> None:
        """Another postman with other tools."""
        self.tools = replace(self.tools, pacing={"slack": pacing}, **tools)
        self.postman = Postman(self.tools)

    def _compose(self, delivery: Delivery) -> Card | None:
        words = self.composed[delivery.kind]
        if isinstance(words, Exception):
            raise words
        return words

    def _met(self, workspace: Workspace, profile: Profile) -> str | None:
        user = None if profile.is_bot else profile.user
        self.met.append((profile.user, user))
        if user:
            with self.ours.write() as tx:
                member = tx.people.find_by_email(profile.email or "")
                assert tx.people.link(member.id, Identity(workspace.id, user), self.now)
        return user


class Even:
    """Chance without jitter."""

    def random(self) -> float:
        return 0.0


def open_office(store: SqlStore) -> Office:
    return Office(set_stage(store), MovableClock(NOW, running=False), Platform())


@pytest.fixture
def sqlite_store(migrated_sqlite: str) -> Iterator[SqlStore]:
    store = open_store(migrated_sqlite)
    yield store
    store.close()


@pytest.fixture
def either_store(migrated_url: str) -> Iterator[SqlStore]:
    store = open_store(migrated_url)
    yield store
    store.close()


@pytest.fixture
async def office(sqlite_store: SqlStore) -> AsyncIterator[Office]:
    office = open_office(sqlite_store)
    yield office
    await office.postman.stop()


@pytest.fixture
async def either_office(either_store: SqlStore) -> AsyncIterator[Office]:
    """The same on both databases."""
    office = open_office(either_store)
    yield office
    await office.postman.stop()
