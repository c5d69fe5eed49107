"""What lies beyond the process: a chat platform that does as a test orders."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import Card
from bot.errors import DeliveryFailed, Outcome
from bot.model import Address, Workspace
from bot.ports.outside import Profile, Shown, Target


@dataclass
class Message:
    where: str
    title: str
    delivery: str
    plain: bool
    edits: int = 0


@dataclass
class Platform:
    """bot.ports.outside.Messenger. Faults are used up one per call, in order."""

    messages: dict[str, Message] = field(default_factory=dict)  # by the platform's id
    people: dict[str, Profile] = field(default_factory=dict)  # by e-mail
    faults: dict[str, deque] = field(default_factory=dict)  # by the name of the call
    calls: list[str] = field(default_factory=list)
    during: Callable[[str], object] = lambda call: None  # while a call is under way
    most_at_once: int = 0
    at_once: int = 0
    posted: int = 0
    signs: list[Shown] = field(default_factory=list)  # what was shown, the latest last

    def fail(self, call: str, *faults: DeliveryFailed | BaseException | None) -> None:
        """None lets a call through; the fault `after(x)` is raised once the message is there."""
        self.faults.setdefault(call, deque()).extend(faults)

    @property
    def titles(self) -> list[str]:
        return [message.title for message in self.messages.values()]

    def said_to(self, where: str) -> list[str]:
        return [message.title for message in self.messages.values() if message.where == where]

    async def _call(self, name: str) -> After | None:
        self.calls.append(name)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            waiting = self.during(name)
            if asyncio.iscoroutine(waiting):
                await waiting
        finally:
            self.at_once -= 1
        faults = self.faults.get(name)
        fault = faults.popleft() if faults else None
        if isinstance(fault, After):
            return fault
        if fault is not None:
            raise fault
        return None

    async def post(self, target: Target, card: Card, delivery_id: str, *, plain: bool = False):
        after = await self._call("post")
        self.posted += 1
        where = target.channel or target.user
        at = Address(where, f"{self.posted}.0")
        self.messages[at.message] = Message(where, card.title, delivery_id, plain)
        if after:
            raise after.fault
        return at

    async def edit(
        self,
        workspace: Workspace,
        at: Address,
        card: Card,
        delivery_id: str,
        *,
        plain: bool = False,
    ):
        after = await self._call("edit")
        message = self.messages[at.message]
        message.title, message.plain = card.title, plain
        message.edits += 1
        if after:
            raise after.fault
        return at

    async def delete(self, workspace: Workspace, at: Address) -> None:
        await self._call("delete")
        del self.messages[at.message]

    async def find(self, target: Target, delivery_id: str, since: datetime) -> Address | None:
        await self._call("find")
        for message_id, message in self.messages.items():
            if message.delivery == delivery_id:
                return Address(message.where, message_id)
        return None

    async def show(self, workspace: Workspace, what: Shown, at: Address | None) -> Address:
        after = await self._call("show")
        self.signs.append(what)
        if after:
            raise after.fault
        return at or Address("S1", "usergroup")

    async def profile(self, workspace: Workspace, user: str) -> Profile:
        raise NotImplementedError

    async def look_up(self, workspace: Workspace, email: str) -> Profile | None:
        await self._call("look_up")
        return self.people.get(email)


@dataclass(frozen=True)
class After:
    """The platform has accepted it; the answer does not arrive."""

    fault: BaseException


def fails(outcome: Outcome, reason: str = "No.", **more: datetime) -> DeliveryFailed:
    return DeliveryFailed(outcome, reason, **more)


BROKE = fails(Outcome.IN_DOUBT, "The line broke.")
