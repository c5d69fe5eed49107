"""A task force as large as the sample company: 65 people, 22 duties, two places in each turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot import catalog
from bot.answer import answer
from bot.app import Bot
from bot.model import Duty, Identity, Member, Role
from bot.plain import plain_text
from bot.ports.outside import Caller, Heard
from bot.turns import make_turns
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday
PEOPLE = 65
DUTIES = 22


class StandingClock:
    """It is always Monday morning."""

    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True)
class Stage:
    bot: Bot
    store: SqlStore
    task_force: int

    def ask(self, person: int, words: str) -> str:
        """What a person types, answered; the answer as plain text."""
        reply = answer(self.bot, Caller("slack", "T1", f"U{person}"), Heard(words=words))
        return plain_text(reply.card)

    def change(self, person: int, words: str) -> None:
        """What a person types to change something. Raises RuntimeError if nothing was changed."""
        said = self.ask(person, words)
        if "[Undo]" not in said:
            raise RuntimeError(f"{words}: {said}")


def set_stage(url: str) -> Stage:
    """A new database at the address, filled."""
    migrate(url)
    store = open_store(url)
    task_force = store.create_task_force("Bench", "Europe/Berlin", NOW)
    workspace = store.add_workspace(task_force, "slack", "T1", "UBOT")
    with store.write(task_force) as tx:
        department = tx.people.add_department("Marketing")
        for n in range(PEOPLE):
            role = Role.CHAIR if n == 0 else Role.MEMBER
            person = Member(
                0, f"Person {n}", f"p{n}@example.com", department, role, "Europe/Berlin"
            )
            tx.people.link(tx.people.add(person, NOW), Identity(workspace, f"U{n}"), NOW)
        for n in range(DUTIES):
            tx.roster.add_duty(Duty(0, f"Duty number {n}", "moderate", 180, 1, 2))
        make_turns(tx, NOW)
    return Stage(Bot(store, StandingClock(), catalog.CODEC), store, task_force)
