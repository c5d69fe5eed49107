"""A filled database: one task force, as large as it is wanted, with a room and its panel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from bot import catalog
from bot.answer import answer
from bot.app import Bot
from bot.cards import Card
from bot.installing import found
from bot.model import Claim, Duty, Identity, Member, Role, Room
from bot.plain import plain_text
from bot.ports.outside import Caller, Heard
from bot.turns import make_turns
from bot.weeks import Span
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from tests import postgres

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday
ZONE = "Europe/Berlin"
TEAM = "T1"
HOURS = 180  # minutes a week of each duty
# tests.postgres does without what the disk promises; here it is measured
DURABLE = ("fsync = on", "synchronous_commit = on", "full_page_writes = on", "autovacuum = on")


class StandingClock:
    """It is always Monday morning."""

    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True, slots=True)
class Stage:
    bot: Bot
    store: SqlStore
    task_force: int

    def ask(self, person: int, words: str, once: str = "") -> Card | None:
        """What a person types, answered."""
        caller = Caller("slack", TEAM, f"U{person}", once=once)
        reply = answer(self.bot, caller, Heard(words=words))
        card = getattr(reply, "card", None)
        return card if isinstance(card, Card) else None

    def change(self, person: int, words: str, once: str = "") -> Card:
        """What a person types to change something. Raises RuntimeError if nothing was changed."""
        card = self.ask(person, words, once)
        said = plain_text(card) if card else "nothing"
        if card is None or "[Undo]" not in said:
            raise RuntimeError(f"{words}: {said}")
        return card


def set_stage(url: str, people: int, duties: int, places: int = 2) -> None:
    """A new database at the address, filled; person 0 is the chair.

    Somebody who is not spoken to holds this week's turns, and there are so many places beside:
    what is claimed is not missed when it is released, and is free again at once.
    """
    migrate(url)
    store = open_store(url)
    try:
        task_force = found(store, "Bench", ZONE, NOW)
        workspace = store.add_workspace(task_force, "slack", TEAM, "UBOT")
        with store.write(task_force, now=NOW) as tx:
            department = tx.people.add_department("Marketing")
            tx.rooms.add(Room(0, workspace, "C1"))
            for n in range(people):
                role = Role.CHAIR if n == 0 else Role.MEMBER
                address = f"p{n}@example.com"
                person = Member(0, f"Person {n}", address, department, role, ZONE)
                tx.people.link(tx.people.add(person, NOW), Identity(workspace, f"U{n}"), NOW)
            for n in range(duties):
                tx.roster.add_duty(Duty(0, f"Duty number {n}", "moderate", HOURS, 1, places + 1))
            make_turns(tx, NOW)
            keeper = Member(0, "Keeper", "keeper@example.com", department, Role.MEMBER, ZONE)
            holder = tx.people.add(keeper, NOW)
            for turn in tx.roster.turns(Span(NOW, NOW + timedelta(minutes=1))):
                tx.claims.add(Claim(0, turn.id, holder, turn.minutes, turn.span, NOW))
    finally:
        store.close()


@contextmanager
def on_stage(url: str) -> Iterator[Stage]:
    """The database that `set_stage` filled, with Muster in this process."""
    store = open_store(url)
    try:
        task_force = store.task_forces()[0].id
        yield Stage(Bot(store, StandingClock(), catalog.CODEC), store, task_force)
    finally:
        store.close()


class Databases:
    """Hands out addresses of empty databases, of each kind that this machine has."""

    def __init__(self, folder: Path, cluster: postgres.Cluster | None) -> None:
        self._folder = folder
        self._cluster = cluster
        self._made = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        return ("SQLite", "PostgreSQL") if self._cluster else ("SQLite",)

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The address of one, gone afterwards."""
        self._made += 1
        if kind == "PostgreSQL":
            assert self._cluster is not None
            with self._cluster.database() as url:
                yield url
            return
        file = self._folder / f"bench{self._made}.db"
        try:
            yield f"sqlite:///{file}"
        finally:
            for part in self._folder.glob(f"{file.name}*"):
                part.unlink()


@contextmanager
def open_databases(folder: Path) -> Iterator[Databases]:
    """SQLite always, PostgreSQL where its programs are installed."""
    programs = postgres.find_programs()
    with postgres.run_cluster(programs) if programs else nullcontext() as cluster:
        if cluster:
            with psycopg.connect(cluster.url(), autocommit=True) as connection:
                for setting in DURABLE:
                    connection.execute(f"ALTER SYSTEM SET {setting}".encode())
                connection.execute("SELECT pg_reload_conf()")
        yield Databases(folder, cluster)
