"""The sample company at work: sixty-six people, their duties, one room, and a clock that moves.

It starts as a cast does, on Monday 23 November 2026, 09:00 in Berlin; everybody is known by their
first name in small letters, and is met when they first say something.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot import catalog, installing
from bot.app import Bot
from bot.cards import Card, Reply
from bot.exchange.applying import apply_import, plan_import
from bot.model import Claim, Delivery, DeliveryState, Member, Recipient, Room, TimetableKind, Turn
from bot.notify import refresh_panels
from bot.operating.exchanging import read_folder
from bot.operating.playing import SAMPLE
from bot.ports.outside import Profile
from bot.timetable import run_due
from bot.weeks import Span, to_local, week_span
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from tests import parity
from tests.bot.cast import MONDAY, ZONE, Cast, FakeClock, text

WEEK = date(2026, 11, 23)
ROOM = "C1"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
EVER = Span(LONG_AGO, datetime(2030, 1, 1, tzinfo=UTC))


def berlin(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """In November 2026, of which 31 is the first of December; one hour ahead of UTC."""
    first = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
    return datetime.fromtimestamp(first + (day - 1) * 86400 + (hour - 1) * 3600 + minute * 60, UTC)


@dataclass
class Company(Cast):
    ids: dict[str, int] = field(default_factory=dict)  # member ids by user
    room: int = 0

    def at(self, day: int, hour: int = 9, minute: int = 0) -> None:
        """It is now this time in Berlin (see `berlin`); nothing is done that fell due meanwhile."""
        self.clock.instant = berlin(day, hour, minute)

    def only(self, *kinds: TimetableKind) -> None:
        """Turns are made and this is done, nothing else: weeks pass in a quarter of the time."""
        with self.write() as tx:
            for row in tx.timetable.rows():
                if row.kind not in (TimetableKind.TURNS, *kinds):
                    tx.timetable.put(replace(row, enabled=False, next_run_at=None))

    def travel(self, day: int, hour: int = 9, minute: int = 0) -> None:
        """Let time pass: whatever falls due meanwhile is done at its instant."""
        until = berlin(day, hour, minute)
        while True:
            due = self.bot.store.lanes.due_rows(self.clock.now(), 100)
            for row in due:
                run_due(self.bot.store, catalog.JOBS, row.task_force_id, row.kind, self.clock.now())
            upcoming = self._next_row()
            if upcoming is None or upcoming > until:
                break
            self.clock.instant = upcoming
        self.clock.instant = until

    def _next_row(self) -> datetime | None:
        with self.read() as tx:
            instants = [row.next_run_at for row in tx.timetable.rows() if row.next_run_at]
        return min(instants, default=None)

    def says(self, user: str, words: str) -> str:
        """What the person then reads."""
        return text(self.say(user, words))

    def me(self, user: str) -> Member:
        return self.find(self.ids[user])

    def change(self, user: str, **fields: Any) -> None:
        with self.write() as tx:
            tx.people.change(self.ids[user], **fields)

    def duty_id(self, part: str) -> int:
        """Of the one duty in whose name this is."""
        with self.read() as tx:
            [found] = [d.id for d in tx.roster.duties(retired=True) if part in d.name]
        return found

    def change_duty(self, part: str, **fields: Any) -> None:
        """The duty, and its turns of now and later."""
        duty = self.duty_id(part)
        of_turns = {k: v for k, v in fields.items() if k in ("people_least", "people_most")}
        with self.write() as tx:
            tx.roster.change_duty(duty, **fields)
            for turn in self.turns(duty) if of_turns else ():
                tx.roster.change_turn(turn.id, **of_turns)

    def turn(self, part: str, week: int = 0) -> Turn:
        """The duty's first turn in this week, or in one so many weeks later."""
        days = week_span(date.fromordinal(WEEK.toordinal() + 7 * week), ZONE)
        with self.read() as tx:
            return tx.roster.turns(days, duty_ids=[self.duty_id(part)])[0]

    def claims_of(self, user: str) -> list[Claim]:
        """All that the person holds, past and future."""
        with self.read() as tx:
            turns = [t for t in tx.roster.turns(EVER) if t.claims]
        return [c for t in turns for c in t.claims if c.member_id == self.ids[user]]

    # ---- what is owed -----------------------------------------------------------------------

    def deliveries(self, kind: TimetableKind | str) -> list[Delivery]:
        with self.read() as tx:
            found = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
        return sorted((d for d in found if d.kind == str(kind)), key=lambda d: d.id)

    def asked(self, kind: TimetableKind | str) -> dict[str, list[Delivery]]:
        """Messages of a kind by the user whom they are for."""
        users = {member_id: user for user, member_id in self.ids.items()}
        found: dict[str, list[Delivery]] = {}
        for delivery in self.deliveries(kind):
            if delivery.recipient.member_id:
                found.setdefault(users[delivery.recipient.member_id], []).append(delivery)
        return found

    def last(self, kind: TimetableKind | str, user: str) -> Card:
        """The latest message of a kind to a person, as it would be said now."""
        return self.shown(self.asked(kind)[user][-1])

    def shown(self, delivery: Delivery) -> Card:
        """The card of a delivery, composed where that is done as it is said."""
        if delivery.content is not None:
            return self.card(delivery.content)
        card = catalog.make_compose(self.bot.store, self.clock)(delivery)
        assert card is not None
        parity.check(card)
        return card

    def in_room(self, kind: TimetableKind | str) -> list[Delivery]:
        to = Recipient(room_id=self.room)
        return [d for d in self.deliveries(kind) if d.recipient == to]

    def local(self, user: str, instant: datetime) -> datetime:
        return to_local(instant, self.me(user).zone)


def cards_of(reply: Reply) -> Card:
    assert reply.card is not None
    return reply.card


def _users(store: SqlStore, task_force: int) -> tuple[dict[str, Profile], dict[str, int]]:
    with store.read(task_force) as tx:
        members = tx.people.all()
    names = {member.name.split()[0].lower(): member for member in members}
    assert len(names) == len(members), "two people have one first name"
    profiles = {u: Profile(u, m.name, m.email, m.zone) for u, m in names.items()}
    return profiles, {user: member.id for user, member in names.items()}


def found_company(url: str) -> None:
    """A migrated database with the company in it, in a workspace with one room."""
    migrate(url)
    store = open_store(url)
    tenant = installing.found(store, "Acme", ZONE, MONDAY)
    workspace = store.add_workspace(tenant, "slack", "T1", "UBOT")
    with store.write(tenant, now=MONDAY) as tx:
        apply_import(tx, plan_import(tx, read_folder(SAMPLE)), None, MONDAY)
        tx.rooms.add(Room(0, workspace, ROOM))
        refresh_panels(tx, MONDAY)
    store.close()


@contextmanager
def company_in(url: str) -> Iterator[Company]:
    store = open_store(url)
    workspace = store.find_workspace("slack", "T1")
    assert workspace is not None
    tenant = workspace.task_force_id
    profiles, ids = _users(store, tenant)
    with store.read(tenant) as tx:
        [room] = tx.rooms.all()
    clock = FakeClock()
    bot = Bot(store, clock, catalog.CODEC)
    yield Company(bot, clock, tenant, workspace, profiles, ids, room.id)
    store.close()


@contextmanager
def company_copied(template: Path, folder: Path) -> Iterator[Company]:
    shutil.copy(template, folder / "muster.db")
    with company_in(f"sqlite:///{folder / 'muster.db'}") as company:
        yield company
