"""A small task force to ask questions of. Monday morning, in Berlin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from bot.model import Claim, Duty, Identity, Member, Role, Turn
from bot.weeks import Span, week_span
from storage.store import SqlStore

ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WEEK = date(2026, 11, 23)
SPAN = week_span(WEEK, ZONE)
HOUR = timedelta(hours=1)

_numbers = count(1)


def part(first: float, last: float) -> Span:
    """Hours of the week, counted from its beginning."""
    return Span(SPAN.start + first * HOUR, SPAN.start + last * HOUR)


@dataclass(frozen=True)
class Stage:
    store: SqlStore
    id: int
    workspace: int
    department: int

    def write(self, **options: Any) -> Any:
        return self.store.write(self.id, **options)

    def read(self) -> Any:
        return self.store.read(self.id)

    def member(self, **fields: Any) -> int:
        number = next(_numbers)
        plain = Member(
            0, f"Member {number}", f"m{number}@example.com", self.department, Role.MEMBER, ZONE
        )
        with self.write() as tx:
            member = tx.people.add(replace(plain, **fields), NOW)
            tx.people.link(member, Identity(self.workspace, f"U{number}"), NOW)
        return member

    def duty(self, **fields: Any) -> int:
        plain = Duty(0, f"Duty {next(_numbers)}", "moderate", 600, 1, 1)
        with self.write() as tx:
            return tx.roster.add_duty(replace(plain, **fields))

    def turn(self, duty: int | None = None, most: int = 1, span: Span = SPAN) -> int:
        duty = duty or self.duty()
        with self.write() as tx:
            tx.roster.add_turns([Turn(0, duty, WEEK, span, 600, 1, most)])
            return next(t.id for t in tx.roster.turns(span, duty_ids=[duty]) if t.span == span)

    def claim(self, turn: int, member: int, span: Span = SPAN, at: datetime = NOW) -> int:
        with self.write() as tx:
            return tx.claims.add(Claim(0, turn, member, 60, span, at))

    def held(self, turn: int) -> tuple[Claim, ...]:
        with self.read() as tx:
            found = tx.roster.find_turn(turn)
        assert found is not None
        return found.claims


def set_stage(store: SqlStore, name: str = "Ours", external_id: str = "T1") -> Stage:
    """A new task force with one workspace and one department."""
    task_force = store.create_task_force(name, ZONE, NOW)
    workspace = store.add_workspace(task_force, "slack", external_id, "UBOT")
    with store.write(task_force) as tx:
        department = tx.people.add_department("Marketing")
    return Stage(store, task_force, workspace, department)
