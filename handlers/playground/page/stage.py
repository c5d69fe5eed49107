"""What every part of the page works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from handlers.playground.crowd import Crowd
from handlers.playground.faults import Faults
from handlers.playground.objects import Message, User
from handlers.playground.page.completion import Verb
from handlers.playground.page.travel import Traveller
from handlers.playground.people import People
from handlers.playground.state import Workspace
from handlers.playground.touch import Touch


@dataclass(slots=True)
class Marks:
    """How far each person has read each channel; shared by all who look at the page."""

    greeted: bool = False  # somebody has read what the page is, and put it away
    _read: dict[tuple[str, str], str] = field(default_factory=dict)  # (user, channel) → ts

    def read(self, user: str, channel: str, ts: str) -> None:
        """The person has seen everything up to `ts`."""
        self._read[user, channel] = max(ts, self._read.get((user, channel), ""))

    def unread(self, workspace: Workspace, user: str, channel: str) -> int:
        """How many messages of others the person has not seen there."""
        seen = self._read.get((user, channel), "")
        return sum(
            message.ts > seen and message.user != user
            for message in workspace.visible(user, channel)
        )


@dataclass(frozen=True, slots=True)
class Stage:
    """Handed to each part of the page."""

    workspace: Workspace
    people: People
    touch: Touch
    faults: Faults
    traveller: Traveller
    verbs: Sequence[Verb]
    zone: ZoneInfo
    others: Crowd | None = None  # who act by themselves
    marks: Marks = field(default_factory=Marks)

    def humans(self) -> list[User]:
        """Everyone but bots, by name; leavers are among them."""
        users = (user for user in self.workspace.users.values() if not user.is_bot)
        return sorted(users, key=lambda user: user.name)


def replies(workspace: Workspace, user: str, message: Message) -> list[Message]:
    """What this user sees in the thread under a message, oldest first."""
    return [m for m in workspace.visible(user, message.channel) if m.thread_ts == message.ts]
