"""What a payload can say, and how its fields are read: anything may be missing or forged."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from bot.ports.outside import Caller, Heard, Profile
from handlers.slack.forms import Opened
from handlers.slack.text import Json

PLATFORM = "slack"
_BROKEN = re.compile("[\x00\ud800-\udfff]")
SAY = "say"  # action_id of the button that says its value as words, with a trigger for a form


class Malformed(ValueError):
    """Not a payload that Slack sends."""


class Kind(StrEnum):
    """How something reached us: one Bolt listener for each."""

    COMMAND = "command"
    PRESS = "press"
    FORM = "form"
    DIRECT = "direct"
    MENTION = "mention"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said, and by which of Slack's ways an answer can be given there."""

    channel: str = ""
    thread: str = ""
    message: str = ""  # ts of the message whose button was pressed
    ephemeral: bool = False  # that message is visible to the caller only
    response_url: str = ""  # 30 minutes, 5 uses
    trigger_id: str = ""  # 3 seconds, 1 use
    view: Json | None = None  # the modal or App Home in which it happened
    opened: Opened = field(default_factory=Opened)  # of a form: where it was opened

    @property
    def in_modal(self) -> bool:
        """A form, or a card shown in a dialog."""
        return self.view is not None and self.view.get("type") == "modal"

    @property
    def in_home(self) -> bool:
        """On the app's own page."""
        return self.view is not None and self.view.get("type") == "home"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something for bot.answer."""

    kind: Kind
    caller: Caller
    heard: Heard
    place: Place


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A profile changed, or a user was deactivated."""

    workspace: str
    profile: Profile
    once: str


@dataclass(frozen=True, slots=True)
class WorkspaceLost:
    """The app was uninstalled, or its bot token revoked; either may come first, or both."""

    workspace: str
    once: str


@dataclass(frozen=True, slots=True)
class Handshake:
    """Slack asks whether the address is ours: Bolt answers."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing for us; acknowledged, so that Slack does not send it again."""


Payload: TypeAlias = Asked | PersonChanged | WorkspaceLost | Handshake | Nothing


_NO_NAMES = ("directmessage", "privategroup")


def make_caller(team: str, user: str, channel: str, once: str, called: str = "") -> Caller:
    """`once` is unique in the workspace; a slash command's D channel may be another's.

    `called`: the channel's name, which Slack tells of public ones only.
    """
    direct = channel.startswith("D")
    name = "" if called in _NO_NAMES else called
    key = f"{PLATFORM}:{team}:{once}"
    return Caller(PLATFORM, team, user, channel, direct, once=key, channel_name=name)


def team_of(body: Json) -> str:
    """Where the app is installed, which is not always where the person is at home."""
    view = body.get("view")
    installed = view.get("app_installed_team_id") if isinstance(view, dict) else None
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else {}
    team = body.get("team")
    user = body.get("user")
    for found in (
        installed,
        team.get("id") if isinstance(team, dict) else team,
        first.get("team_id"),
        body.get("team_id"),
        user.get("team_id") if isinstance(user, dict) else None,
    ):
        if isinstance(found, str) and found:
            return _whole(found, "workspace")
    raise Malformed("no workspace")


def required(body: Any, name: str) -> str:
    """A field that must be there, with some text. Raises Malformed."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"no {name}")
    return _whole(value, name)


def _whole(value: str, name: str) -> str:
    """Raises Malformed for what JSON can spell and no database can look for."""
    if not is_whole(value):
        raise Malformed(f"{name} is no text")
    return value


def is_whole(value: str) -> bool:
    """No NUL and no half of a surrogate pair."""
    return not _BROKEN.search(value)


def optional(body: Any, name: str) -> str:
    """A field that may be missing: "" then. Raises Malformed if it is no text."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value


def digest(body: Json) -> str:
    """A key for a payload without one of its own."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
