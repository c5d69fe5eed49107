"""One task force, two platforms: who says what on which side, and what is said where.

Users of Slack are called U-ada, those of Teams aad-ada; `ada` on both sides has one address.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.answer import answer
from bot.app import Bot
from bot.buttons import encode
from bot.cards import Card, Form, Reply, Request
from bot.model import Delivery, DeliveryState, Member, MemberState, Role, Workspace
from bot.ports.outside import Caller, Heard, Profile, WhoIsThis
from tests import parity
from tests.bot.cast import ZONE, Cast, FakeClock, _initial, buttons, text

SLACK, TEAMS = ("slack", "T1"), ("teams", "tenant-1")
PREFIX = {"slack": "U-", "teams": "aad-"}


@dataclass
class Side:
    """One platform's workspace, its users, and what they do there."""

    bot: Bot
    platform: str
    external_id: str
    profiles: dict[str, Profile] = field(default_factory=dict)

    def knows(self, who: str, **fields: Any) -> str:
        """A user of the platform, whether Muster met them or not. Their id."""
        user = f"{PREFIX[self.platform]}{who}"
        plain = Profile(user, who.capitalize(), f"{who}@example.com", ZONE)
        self.profiles[user] = replace(plain, **fields)
        return user

    def say(self, name: str, words: str, *, room: str = "") -> Reply:
        return self._heard(name, Heard(words=words), room)

    def press(self, name: str, request: Request, *, room: str = "") -> Reply:
        return self._heard(name, Heard(pressed=encode(request)), room)

    def push(self, name: str, shown: Reply | Card, label: str) -> Reply:
        """Press the button with this label on the card."""
        card = shown.card if isinstance(shown, Reply) else shown
        assert card is not None
        [found] = [b for b in buttons(card) if b.label == label]
        return self.press(name, found.request)

    def submit(self, name: str, form: Form | Reply, **answers: Any) -> Reply:
        shown = form.form if isinstance(form, Reply) else form
        assert shown is not None, text(form) if isinstance(form, Reply) else form
        given = {one.name: _initial(one) for one in shown.inputs} | answers
        return self._heard(name, Heard(submitted=encode(shown.request), answers=given))

    def _heard(self, name: str, heard: Heard, room: str = "") -> Reply:
        user = name if name.startswith(PREFIX[self.platform]) else PREFIX[self.platform] + name
        if user not in self.profiles:
            self.knows(name)
        channel, direct = (room, False) if room else (f"D-{user}", True)
        caller = Caller(self.platform, self.external_id, user, channel, direct)
        reply = answer(self.bot, caller, heard)
        if isinstance(reply, WhoIsThis):
            reply = answer(self.bot, replace(caller, profile=self.profiles[user]), heard)
        assert isinstance(reply, Reply)
        if reply.card is not None:
            assert not reply.card.title.startswith("Something went wrong"), "see the log"
        if shown := reply.card or reply.form:
            parity.check(shown)
        return reply

    @property
    def workspace(self) -> Workspace:
        found = self.bot.store.find_workspace(self.platform, self.external_id)
        assert found is not None
        return found


@dataclass
class Both:
    """A task force that lives on Slack, its chair cara there, and Teams beside it."""

    cast: Cast
    slack: Side
    teams: Side

    @property
    def clock(self) -> FakeClock:
        return self.cast.clock

    def member(self, name: str, role: Role = Role.MEMBER, **fields: Any) -> int:
        """Of the list, met on Slack."""
        self.slack.knows(name)
        member_id = self.cast.member(f"U-{name}", role, **fields)
        with self.cast.write() as tx:
            tx.people.change(member_id, name=name.capitalize(), email=f"{name}@example.com")
        return member_id

    def find(self, member_id: int) -> Member:
        return self.cast.find(member_id)

    def who(self, side: Side, name: str) -> Member | None:
        """The active member that this user is."""
        with self.cast.read() as tx:
            user = f"{PREFIX[side.platform]}{name}"
            found = tx.people.find_by_identity(side.workspace.id, user)
        return found if found and found.state is MemberState.ACTIVE else None

    def is_nobody(self, side: Side, name: str) -> bool:
        """Whether this user is no active member."""
        return self.who(side, name) is None

    @property
    def chair(self) -> Member:
        [found] = [m for m in self.cast.members() if m.role is Role.CHAIR]
        return found

    def owed(self, member_id: int, *states: DeliveryState) -> list[Delivery]:
        return [d for d in self.cast.owed(*states) if d.recipient.member_id == member_id]

    def told(self, member_id: int, side: Side) -> list[Card]:
        """What is owed to the member on this side, the oldest first."""
        return [
            self.cast.card(d.content)
            for d in self.owed(member_id)
            if d.workspace_id == side.workspace.id and d.content
        ]

    def connect_teams(self) -> None:
        """As if somebody had typed the chair's code there."""
        self.cast.bot.store.add_workspace(self.cast.id, *TEAMS, "")

    def code(self, reply: Reply) -> str:
        """The one that a card shows."""
        assert reply.card is not None, text(reply)
        _, colon, code = reply.card.title.partition(": ")
        assert colon, text(reply)
        return code


def both_sides(cast: Cast) -> Both:
    """Teams is not connected yet; Slack has its chair."""
    both = Both(cast, Side(cast.bot, *SLACK), Side(cast.bot, *TEAMS))
    both.member("cara", Role.CHAIR)
    return both


@pytest.fixture
def apart(cast: Cast) -> Both:
    """A task force on Slack, and a Teams tenant that knows nothing of it."""
    return both_sides(cast)


@pytest.fixture
def both(apart: Both) -> Both:
    """A task force on Slack and Teams."""
    apart.connect_teams()
    return apart


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def apart_on_each(request: pytest.FixtureRequest) -> Both:
    """`apart` on SQLite and on PostgreSQL."""
    name = "cast" if request.param == "sqlite" else "cast_on_postgres"
    return both_sides(request.getfixturevalue(name))


@pytest.fixture
def both_on_each(apart_on_each: Both) -> Both:
    """`both` on SQLite and on PostgreSQL."""
    apart_on_each.connect_teams()
    return apart_on_each
