"""A task force, its timetable and the sweeps over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.cards import Card
from bot.jobs import Job, find_due, reschedule
from bot.model import Delivery, Recipient, Role, TimetableKind
from bot.occasions import Occasion, default_rows
from bot.ports.store import Transaction
from bot.timetable import run_due
from tests.storage.stage import Stage

MONDAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)
BERLIN = "Europe/Berlin"
PROMPT, DIGEST, NUDGE = TimetableKind.PROMPT, TimetableKind.DIGEST, TimetableKind.NUDGE


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026. The 23rd is a Monday; Berlin is one hour ahead of UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - HOUR


@dataclass
class Times:
    """A task force whose jobs owe one plain message, and the sweeps over it."""

    ours: Stage
    ran: list[Occasion] = field(default_factory=list)

    @property
    def jobs(self) -> dict[TimetableKind, Job]:
        return {
            TimetableKind.TURNS: Job(self._note),
            PROMPT: Job(self._ask),
            NUDGE: Job(self._ask),
            TimetableKind.REMINDER: Job(self._ask),
            DIGEST: Job(self._post),
            TimetableKind.STATUS: Job(self._note),
        }

    def _note(self, tx: Transaction, occasion: Occasion, now: datetime) -> None:
        self.ran.append(occasion)

    def _post(self, tx: Transaction, occasion: Occasion, now: datetime) -> None:
        self.ran.append(occasion)
        for room in tx.rooms.all():
            self._owe(tx, occasion.kind, occasion.key, Recipient(room_id=room.id), now)

    def _ask(self, tx: Transaction, occasion: Occasion, now: datetime) -> None:
        for due in find_due(tx, occasion, now):
            self._owe(tx, occasion.kind, due.key, Recipient(member_id=due.member.id), now)

    def _owe(self, tx, kind: TimetableKind, key: date, to: Recipient, now: datetime) -> None:
        tx.outbox.owe(kind.value, key.isoformat(), to, Card(kind.value), due_at=now, now=now)

    def begin(self, now: datetime, *kinds: TimetableKind) -> None:
        with self.ours.write() as tx:
            for row in default_rows():
                if row.kind in kinds:
                    tx.timetable.put(row)
            reschedule(tx, now)

    def sweep(self, now: datetime) -> None:
        for row in self.ours.store.lanes.due_rows(now, 100):
            run_due(self.ours.store, self.jobs, row.task_force_id, row.kind, now)

    def sweep_through(self, start: datetime, end: datetime, step: timedelta = HOUR) -> None:
        while start <= end:
            self.sweep(start)
            start += step

    def owed(self, kind: TimetableKind, key: date) -> set[int]:
        with self.ours.read() as tx:
            return set(tx.outbox.recipients(kind.value, key.isoformat()))

    def due(self, kind: TimetableKind) -> datetime | None:
        with self.ours.read() as tx:
            row = tx.timetable.find(kind)
        return row.next_run_at if row else None

    def move(self, member: int, zone: str, now: datetime) -> None:
        with self.ours.write() as tx:
            tx.people.change(member, zone=zone)
            reschedule(tx, now)

    def chair(self) -> int:
        return self.ours.member(role=Role.CHAIR)

    def told(self, member: int, kind: TimetableKind, day: date) -> Delivery | None:
        with self.ours.read() as tx:
            return tx.outbox.find("missed", f"{kind.value}:{day}", Recipient(member_id=member))
