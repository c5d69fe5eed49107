"""What lies beyond the process: time, and the chat platforms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias

from bot.cards import Card
from bot.model import Address, Workspace


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Status:
    """What a user says beside their name. `emoji`: its name, `palm_tree`; `until` None: no end."""

    emoji: str = ""
    text: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A user as the platform describes them, fetched when they are met."""

    user: str
    name: str
    email: str | None
    zone: str  # IANA; "" if the platform does not say
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False  # of another company, through a shared channel
    deactivated: bool = False
    status: Status | None = None  # None: the platform does not say


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or where a message goes on one platform: a user id or a channel id."""

    workspace: Workspace
    user: str = ""
    channel: str = ""


class Sealer(Protocol):
    """Keeps what people entrust so that the database alone does not show it."""

    def seal(self, text: str) -> str: ...

    def unseal(self, sealed: str) -> str | None:
        """None: it was sealed with another secret."""
        ...


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A user group is to have these members, by the platform's ids; maybe none.

    `group`: the platform's id, or the group's @handle.
    """

    group: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicShown:
    """A channel's topic is to say this, beside what people have written there.

    `texts`: the same in ever fewer words, for as little room as there is; none: nothing any more.
    """

    channel: str
    texts: tuple[str, ...]


Shown: TypeAlias = GroupShown | TopicShown


class Messenger(Protocol):
    """A platform's mouth. Every method may raise DeliveryFailed, and nothing else.

    `delivery_id` travels with the message as metadata, so that `find` can ask for it.
    `plain`: leave out native blocks (charts, tables), keep their content as text.
    """

    async def post(
        self, target: Target, card: Card, delivery_id: str, *, plain: bool = False
    ) -> Address: ...

    async def edit(
        self,
        workspace: Workspace,
        at: Address,
        card: Card,
        delivery_id: str,
        *,
        plain: bool = False,
    ) -> Address: ...

    async def delete(self, workspace: Workspace, at: Address) -> None: ...

    async def find(self, target: Target, delivery_id: str, since: datetime) -> Address | None:
        """Where the message with this id stands, or None if the platform does not have it."""
        ...

    async def show(self, workspace: Workspace, what: Shown, at: Address | None) -> Address:
        """Doing it twice is seen once. `at`: what this gave when it was shown there before."""
        ...

    async def profile(self, workspace: Workspace, user: str) -> Profile: ...

    async def look_up(self, workspace: Workspace, email: str) -> Profile | None:
        """The user with this address, or None; never a listing of everybody."""
        ...


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, where. `profile` is filled only when the identity is not known yet."""

    platform: str
    workspace: str  # the platform's id of the workspace
    user: str
    channel: str = ""
    direct: bool = False  # in the private chat with Muster
    once: str = ""  # unique key of the request: a second one with it is a retry or a replay
    profile: Profile | None = None
    channel_name: str = ""  # as the platform says it beside the id, where it does


@dataclass(frozen=True, slots=True)
class WhoIsThis:
    """bot.answer's answer to a caller it does not know: ask again with the caller's profile."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a door hands to bot.answer: exactly one of words, pressed, submitted, opened."""

    words: str | None = None
    pressed: str | None = None  # an encoded request, from a button or menu
    submitted: str | None = None  # an encoded request, from a form …
    answers: dict[str, Any] | None = None  # … and the inputs' answers by name
    home: bool = False  # App Home was opened
    again: bool = False  # only to have its form once more: whatever else it would do is not done
