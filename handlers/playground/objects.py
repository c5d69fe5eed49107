"""What a workspace consists of: users, channels, messages, views. Plain data, nothing decided here.

Ids look like Slack's (T… team, U… user, B… bot, A… app, C… channel, D… direct message, V… view,
F… file, S… user group). Blocks are plain dicts, as they came over the wire, with block_id and
action_id filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
# What a person has entered: block_id → action_id → {"type": …, "value" | "selected_date" | …: …}
Values: TypeAlias = dict[str, dict[str, Json]]

SLACKBOT = "USLACKBOT"


class Kind(StrEnum):
    """What a channel is. Slack's names for them in events: channel, group, im, mpim."""

    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"
    GROUP = "mpim"


@dataclass(frozen=True, slots=True)
class Row:
    """One person as given to `Workspace.seed`. `tz` is an IANA name."""

    name: str
    email: str = ""
    tz: str = "Europe/Berlin"
    is_bot: bool = False
    is_restricted: bool = False  # a guest
    is_stranger: bool = False  # of another company, met through a shared channel
    deleted: bool = False  # deactivated
    title: str = ""


@dataclass(slots=True)
class User:
    """A person or a bot of the workspace, with what is open on their screen."""

    id: str
    name: str
    email: str
    tz: str
    is_bot: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    title: str = ""
    status_emoji: str = ""  # ":palm_tree:"
    status_text: str = ""
    status_until: int = 0  # seconds since 1970; 0: it has no end
    updated: int = 0  # seconds since 1970, by the workspace's clock
    home: View | None = None  # App Home as last published for this person
    modals: list[View] = field(default_factory=list)  # the last one is on top

    @property
    def handle(self) -> str:
        """The old short name, as Slack still sends it in `user_name`."""
        return self.name.lower().replace(" ", ".")


@dataclass(slots=True)
class Channel:
    """A room or a direct message. `messages` by ts, oldest first; deleted ones stay, marked."""

    id: str
    name: str  # without "#"; "" for a direct message
    kind: Kind
    members: set[str] = field(default_factory=set)
    archived: bool = False
    created: int = 0  # seconds since 1970
    topic: str = ""  # as it was written
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass(slots=True)
class UserGroup:
    """A group of users that can be mentioned, `@handle`."""

    id: str
    handle: str  # without "@"
    name: str
    users: list[str] = field(default_factory=list)
    created: int = 0  # seconds since 1970
    disabled: int = 0  # since when; 0: it is not
    admins_only: bool = False  # the workspace's settings let no bot change it


@dataclass(slots=True)
class Message:
    """One message. An ephemeral one has `ephemeral_for` (a user id) and is seen by nobody else."""

    channel: str  # channel id
    ts: str  # "1764576000.000001": unique and increasing in the workspace
    user: str  # author: a user id, the bot's user id, or SLACKBOT for Slack's own notices
    text: str
    blocks: list[Json] = field(default_factory=list)
    bot: bool = False  # said by Muster
    thread_ts: str | None = None  # ts of the thread's first message, if this is a reply
    metadata: Json | None = None  # {"event_type": …, "event_payload": {…}}
    edited: str | None = None  # ts of the last change of text
    deleted: bool = False
    ephemeral_for: str | None = None
    touched: str = ""  # ts of the last change of any kind
    files: list[File] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)  # Slack's older way; may hold blocks
    entered: dict[str, Values] = field(default_factory=dict)  # by user id, in the message's inputs
    trouble: dict[str, str] = field(default_factory=dict)  # by user id: why their press failed


@dataclass(slots=True)
class View:
    """A modal or an App Home. `content` is the view as the app sent it, ids filled in."""

    id: str
    owner: str  # user id of the person who sees it
    content: Json  # type, title, blocks, submit, close, callback_id, private_metadata …
    hash: str  # changes with each update
    previous: str | None = None  # id of the view below it on the stack
    root: str = ""  # id of the lowest view of the stack
    values: Values = field(default_factory=dict)  # what the person has entered so far
    errors: dict[str, str] = field(default_factory=dict)  # block_id → what the app had against it
    trouble: str = ""  # Slack's own sentence when the app did not answer
    room: str = ""  # id of the channel it was opened from, "" if unknown
    touched: str = ""  # ts of the last change by the app

    @property
    def blocks(self) -> list[Json]:
        """The view's blocks."""
        return list(self.content.get("blocks") or [])


@dataclass(slots=True)
class File:
    """An uploaded document; `data` is empty until the upload has happened."""

    id: str
    name: str
    owner: str
    title: str = ""
    data: bytes = b""
    url: str = ""  # where it can be fetched, with the bot's token
    shared: bool = False  # in a channel or handed in with a form
    declared: int = 0  # bytes announced when the upload address was asked for


@dataclass(frozen=True, slots=True)
class Change:
    """Told to subscribers. `what`: message, modal, home, user, channel, group; `where`: its id.

    message and channel: the channel's id; modal, home and user: the user's id.
    """

    what: str
    where: str
