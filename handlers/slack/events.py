"""Events: words in the private chat, mentions, App Home, people and workspaces that change."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports.outside import Heard
from handlers.slack.payloads import (
    Asked,
    Kind,
    Malformed,
    Nothing,
    Payload,
    PersonChanged,
    Place,
    WorkspaceLost,
    digest,
    make_caller,
    optional,
    required,
    team_of,
)
from handlers.slack.profiles import profile_of
from handlers.slack.spoken import after_mention, plain_words
from handlers.slack.text import Json

# what a person wrote; other subtypes are edits, joins, deletions.
# https://docs.slack.dev/reference/events/message
WRITTEN = frozenset({None, "file_share", "thread_broadcast"})


@dataclass(frozen=True, slots=True)
class Event:
    """An event in its envelope."""

    data: Json
    team: str
    once: str
    bot_user: str


def read_event(body: Json, bot_user: str) -> Payload:
    """What this event says. Raises Malformed."""
    data = body.get("event")
    if not isinstance(data, dict):
        raise Malformed("no event")
    reader = _READERS.get(required(data, "type"))
    if reader is None:
        return Nothing()
    once = optional(body, "event_id") or digest(body)
    return reader(Event(data, team_of(body), once, bot_user))


def _message(event: Event) -> Payload:
    """Plain words in the private chat."""
    if event.data.get("channel_type") != "im" or not _written(event):
        return Nothing()
    return _words(Kind.DIRECT, event)


def _mention(event: Event) -> Payload:
    """Words after @Muster in a room; in the private chat they are a message already."""
    if not _written(event) or required(event.data, "channel").startswith("D"):
        return Nothing()
    return _words(Kind.MENTION, event)


def _words(kind: Kind, event: Event) -> Asked:
    channel = required(event.data, "channel")
    caller = make_caller(event.team, required(event.data, "user"), channel, event.once)
    text = after_mention(optional(event.data, "text"), event.bot_user)
    place = Place(channel, optional(event.data, "thread_ts"))
    return Asked(kind, caller, Heard(words=plain_words(text)), place)


def _written(event: Event) -> bool:
    """By a person, just now: no bot's, no edit, no system message, not our own."""
    data, user = event.data, event.data.get("user")
    own = data.get("bot_id") or data.get("bot_profile") or user == event.bot_user
    return isinstance(user, str) and not own and data.get("subtype") in WRITTEN


def _home(event: Event) -> Payload:
    if event.data.get("tab", "home") != "home":
        return Nothing()
    caller = make_caller(event.team, required(event.data, "user"), "", event.once)
    return Asked(Kind.HOME, caller, Heard(home=True), Place())


def _user_change(event: Event) -> Payload:
    user = event.data.get("user")
    if not isinstance(user, dict):
        raise Malformed("no user")
    return PersonChanged(event.team, profile_of(user, event.team), event.once)


def _uninstalled(event: Event) -> Payload:
    return WorkspaceLost(event.team, event.once)


def _revoked(event: Event) -> Payload:
    """Users' tokens come and go; only the bot's own matters."""
    tokens = event.data.get("tokens")
    lost = isinstance(tokens, dict) and tokens.get("bot")
    return WorkspaceLost(event.team, event.once) if lost else Nothing()


_READERS = {
    "message": _message,
    "app_mention": _mention,
    "app_home_opened": _home,
    "user_change": _user_change,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
}
HEARD_EVENTS = frozenset(_READERS)  # manifest.yml subscribes to these; a test compares
