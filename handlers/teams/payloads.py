"""What an activity can say, and how its fields are read: anything may be missing or forged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeAlias

from bot.ports.outside import Caller, Heard
from handlers.teams.opened import Opened

Json: TypeAlias = dict[str, Any]

PLATFORM = "teams"
CHANNEL = "msteams"  # channelId of everything that comes from Teams
HOME = "h"  # name in the data of a home card's buttons
LONGEST_ID = 512  # characters; what the database keeps
_BROKEN = re.compile("[\x00\ud800-\udfff]")


class Malformed(ValueError):
    """Not an activity that Teams sends."""


class Kind(StrEnum):
    """How something reached us, which decides how it can be answered."""

    DIRECT = "direct"  # words in the private chat
    MENTION = "mention"  # words after @Muster in a room, or a slash command there
    PRESS = "press"  # Action.Execute: the invoke's answer may carry a card
    SUBMIT = "submit"  # Action.Submit: a message with a value and no words
    FETCH = "fetch"  # a button that opens a dialog: answered with one
    FORM = "form"  # what was filled in there, or a button within: answered too
    REFRESH = "refresh"  # a card asks for itself anew: answered with it


class Chat(StrEnum):
    """What kind of conversation it is, in Teams' own words."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where somebody or a room can be spoken to: all that has to be kept of it.

    `conversation` is "" for a person who was never met in the private chat.
    """

    service_url: str
    tenant: str
    conversation: str
    kind: Chat
    user: str = ""  # 29:…, as this bot knows the person
    aad: str = ""  # their id in the company's directory
    email: str = ""
    name: str = ""

    def of_room(self, name: str = "") -> Reference:
        """The room's alone: without whoever was met there."""
        return replace(self, user="", aad="", email="", name=name)

    @property
    def person(self) -> str:
        """The person's id, as callers have it; "" for a room."""
        return self.aad or self.user

    def plain(self) -> Json:
        """As plain JSON, for bot.ports.references."""
        kept = {name: str(getattr(self, name)) for name in self.__dataclass_fields__}
        return {name: value for name, value in kept.items() if value}

    @staticmethod
    def read(kept: Mapping[str, Any]) -> Reference:
        """What `plain` gave."""
        known = {n: str(v) for n, v in kept.items() if n in Reference.__dataclass_fields__}
        return Reference(
            **{"conversation": ""} | known | {"kind": Chat(known.get("kind", Chat.PERSONAL))}  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said, and by which of Teams' ways an answer can be given there."""

    reference: Reference
    thread: str = ""  # conversation id with the thread, where answers go in a channel
    activity: str = ""  # id of what came in
    message: str = ""  # id of the message whose button was pressed
    bot: str = ""  # 28:…, our own id
    targeted: bool = False  # what came in is seen by the person and us alone
    home: bool = False  # the card that was pressed is the home card
    zone: str = ""  # IANA, of the person's device
    opened: Opened = field(default_factory=Opened)  # of a dialog: where it was opened

    @property
    def direct(self) -> bool:
        """In the private chat."""
        return self.reference.kind is Chat.PERSONAL


@dataclass(frozen=True, slots=True)
class Asked:
    """Something for bot.answer."""

    kind: Kind
    caller: Caller
    heard: Heard
    place: Place


@dataclass(frozen=True, slots=True)
class Arrived:
    """Muster was added to a conversation. `is_news`: not a newer version of it."""

    place: Place
    once: str
    is_news: bool = True
    name: str = ""  # of the room, if Teams says


@dataclass(frozen=True, slots=True)
class PeopleCame:
    """People were added to a room: who they are has to be asked."""

    place: Place
    users: tuple[str, ...]  # 29:…
    once: str


@dataclass(frozen=True, slots=True)
class ConversationLost:
    """Muster was removed from a conversation: nothing can be said there any more."""

    workspace: str
    whose: str  # under what its reference is kept: a person's id, or the conversation's
    once: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing for us; answered with 200, so that Teams does not send it again.

    `kind`: of an invoke that asks for nothing, and waits for a body all the same.
    """

    kind: Kind | None = None


Payload: TypeAlias = Asked | Arrived | PeopleCame | ConversationLost | Nothing


def section(body: Any, name: str) -> Json:
    """An object that may be missing: {} then. Raises Malformed if it is something else."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed(f"{name} is no object")
    return value


def required(body: Any, name: str) -> str:
    """A field that must be there, with some text. Raises Malformed."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"no {name}")
    if len(value) > LONGEST_ID or not is_whole(value):
        raise Malformed(f"{name} is no id")
    return value


def optional(body: Any, name: str) -> str:
    """A field that may be missing: "" then. Raises Malformed if it is no text."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value


def optional_id(body: Any, name: str) -> str:
    """An id that may be missing: "" then. Raises Malformed if it is none."""
    return required(body, name) if body.get(name) else ""


def is_whole(value: str) -> bool:
    """No NUL and no half of a surrogate pair."""
    return not _BROKEN.search(value)
