"""A task force to act on: who says, presses and sends what, and what everybody is told.

It starts on Monday 23 November 2026, 09:00 in Berlin, with nobody in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot import catalog, installing
from bot.answer import answer
from bot.app import Bot
from bot.buttons import encode
from bot.cards import Button, Card, Controls, Form, Menu, Reply, Request, Row
from bot.model import (
    Claim,
    DeliveryState,
    Duty,
    Identity,
    Member,
    MemberState,
    Recipient,
    Role,
    Turn,
    Workspace,
)
from bot.plain import plain_text
from bot.ports.outside import Caller, Heard, Profile, WhoIsThis
from bot.turns import make_turns
from storage import open_store
from storage.migrate import migrate
from tests import parity

ZONE = "Europe/Berlin"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_numbers = count(1)


class FakeClock:
    def __init__(self) -> None:
        self.instant = MONDAY

    def now(self) -> datetime:
        return self.instant

    def forward(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass
class Cast:
    bot: Bot
    clock: FakeClock
    id: int
    workspace: Workspace
    profiles: dict[str, Profile] = field(default_factory=dict)  # the platform's users

    # ---- people -----------------------------------------------------------------------------

    def user(self, user: str, **fields: Any) -> str:
        """A user of the platform, whom Muster has not met yet."""
        plain = Profile(user, user.capitalize(), f"{user}@example.com".lower(), ZONE)
        self.profiles[user] = replace(plain, **fields)
        return user

    def department(self, name: str = "Marketing") -> int:
        with self.write() as tx:
            known = {d.name: d.id for d in tx.people.departments()}
            return known.get(name) or tx.people.add_department(name)

    def member(
        self, user: str, role: Role = Role.MEMBER, *, met: bool = True, **fields: Any
    ) -> int:
        """A member; `met`: with their user linked. Their address is that of the user's profile."""
        self.user(user)
        department = fields.pop("department_id", None) or self.department()
        plain = Member(0, user.capitalize(), f"{user}@example.com".lower(), department, role, ZONE)
        with self.write() as tx:
            member_id = tx.people.add(replace(plain, **fields), self.clock.now())
            if met:
                identity = Identity(self.workspace.id, user)
                tx.people.link(member_id, identity, self.clock.now())
        return member_id

    def find(self, member_id: int) -> Member:
        with self.read() as tx:
            member = tx.people.find(member_id)
        assert member is not None
        return member

    def members(self, *states: MemberState) -> list[Member]:
        with self.read() as tx:
            return list(tx.people.all(states or (MemberState.ACTIVE,)))

    def by_user(self, user: str) -> Member | None:
        with self.read() as tx:
            return tx.people.find_by_identity(self.workspace.id, user)

    # ---- duties -----------------------------------------------------------------------------

    def duty(self, name: str = "", **fields: Any) -> Duty:
        plain = Duty(0, name or f"Duty {next(_numbers)}", "moderate", 360, 1, 2)
        with self.write() as tx:
            duty = replace(plain, **fields)
            duty = replace(duty, id=tx.roster.add_duty(duty))
            make_turns(tx, self.clock.now(), duty)
        return duty

    def turns(self, duty: Duty | int, weeks: int = 14) -> list[Turn]:
        """From the beginning of the running week."""
        from bot.ending import ahead

        duty_id = duty if isinstance(duty, int) else duty.id
        with self.read() as tx:
            return list(tx.roster.turns(ahead(self.clock.now()), duty_ids=[duty_id]))

    def hold(self, member_id: int, turn: Turn, minutes: int = 60, span: Any = None) -> int:
        with self.write() as tx:
            now = self.clock.now()
            claim = Claim(0, turn.id, member_id, minutes, span or turn.span, now)
            return tx.claims.add(claim)

    def held_by(self, member_id: int) -> list[tuple[Turn, Claim]]:
        from bot.ending import ahead

        with self.read() as tx:
            return list(tx.claims.of_member(member_id, ahead(self.clock.now())))

    # ---- acting -----------------------------------------------------------------------------

    def say(self, user: str, words: str) -> Reply:
        return self._heard(user, Heard(words=words))

    def press(self, user: str, request: Request) -> Reply:
        return self._heard(user, Heard(pressed=encode(request)))

    def push(self, user: str, reply: Reply | Card, label: str, which: int = 0) -> Reply:
        """Press the button with this label on the card."""
        card = reply.card if isinstance(reply, Reply) else reply
        assert card is not None
        found = [b for b in buttons(card) if b.label == label]
        assert len(found) > which, f"no button {label!r} on:\n{plain_text(card)}"
        return self.press(user, found[which].request)

    def submit(self, user: str, form: Form | Reply, **answers: Any) -> Reply:
        """Send the form, its inputs as they came unless said otherwise."""
        shown = form.form if isinstance(form, Reply) else form
        assert shown is not None
        names = {one.name for one in shown.inputs}
        assert answers.keys() <= names, f"no such inputs: {answers.keys() - names}"
        given = {one.name: _initial(one) for one in shown.inputs} | answers
        heard = Heard(submitted=encode(shown.request), answers=given)
        return self._heard(user, heard)

    def home(self, user: str) -> Reply:
        return self._heard(user, Heard(home=True))

    def _heard(self, user: str, heard: Heard) -> Reply:
        caller = Caller("slack", self.workspace.external_id, user, direct=True)
        reply = answer(self.bot, caller, heard)
        if isinstance(reply, WhoIsThis):
            reply = answer(self.bot, replace(caller, profile=self.profiles[user]), heard)
        assert isinstance(reply, Reply)
        if reply.card is not None:
            assert not reply.card.title.startswith("Something went wrong"), "see the log"
        if shown := reply.card or reply.form:
            parity.check(shown)
        return reply

    # ---- looking ----------------------------------------------------------------------------

    def told(self, member_id: int) -> list[Card]:
        """Every private message that is owed to the member, the oldest first."""
        to = Recipient(member_id=member_id)
        return [self.card(d.content) for d in self.owed() if d.recipient == to and d.content]

    def owed(self, *states: DeliveryState) -> list[Any]:
        with self.read() as tx:
            found = tx.outbox.in_state(states or (DeliveryState.DUE,), MONDAY - timedelta(days=99))
        return sorted(found, key=lambda delivery: delivery.id)

    def card(self, content: dict[str, Any]) -> Card:
        card = catalog.CODEC.card_from_data(content)
        parity.check(card)
        return card

    def recorded(self, subject: str) -> list[str]:
        with self.read() as tx:
            return [change.action for change in tx.record.of_subject(subject)]

    def read(self) -> Any:
        return self.bot.store.read(self.id)

    def write(self) -> Any:
        return self.bot.store.write(self.id, now=self.clock.now())


def _initial(one: Any) -> Any:
    """What a platform sends for an input that nobody touched."""
    initial = one.initial
    if isinstance(initial, tuple) and not getattr(one, "many", False):
        return initial[0] if initial else None
    return initial or None


def buttons(card: Card) -> list[Button]:
    """All of a card's buttons, in order; the options of a menu count as buttons."""
    found: list[Button] = []
    for element in card.body:
        controls: tuple[Any, ...] = ()
        if isinstance(element, Controls):
            controls = element.items
        elif isinstance(element, Row) and element.control is not None:
            controls = (element.control,)
        for control in controls:
            if isinstance(control, Button):
                found.append(control)
            elif isinstance(control, Menu):
                found += [Button(o.label, o.request) for o in control.options]
    return found


def labels(reply: Reply | Card) -> list[str]:
    card = reply.card if isinstance(reply, Reply) else reply
    assert card is not None
    return [button.label for button in buttons(card)]


def text(reply: Reply | Card | Form) -> str:
    """What the person reads, whatever came back."""
    if isinstance(reply, Card):
        return plain_text(reply)
    assert isinstance(reply, Reply)
    if reply.errors:
        return "\n".join(f"{name}: {sentence}" for name, sentence in reply.errors.items())
    if reply.form is not None:
        return reply.form.title
    assert reply.card is not None
    return plain_text(reply.card)


def set_stage(url: str) -> Iterator[Cast]:
    store = open_store(url)
    clock = FakeClock()
    task_force = installing.found(store, "Acme social", ZONE, MONDAY)
    store.add_workspace(task_force, "slack", "T1", "UBOT")
    workspace = store.find_workspace("slack", "T1")
    assert workspace is not None
    yield Cast(Bot(store, clock, catalog.CODEC), clock, task_force, workspace)
    store.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "muster.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def cast(migrated_file: Path, tmp_path: Path) -> Iterator[Cast]:
    shutil.copy(migrated_file, tmp_path / "muster.db")
    yield from set_stage(f"sqlite:///{tmp_path / 'muster.db'}")


@pytest.fixture
def cast_on_postgres(postgres_url: str) -> Iterator[Cast]:
    migrate(postgres_url)
    yield from set_stage(postgres_url)
