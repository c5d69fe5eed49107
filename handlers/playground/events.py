"""Events: what Slack tells the app by itself, if its manifest subscribes to it.

https://docs.slack.dev/apis/events-api and the pages of each event under
https://docs.slack.dev/reference/events
"""

from __future__ import annotations

import asyncio
import secrets

from handlers.playground.manifest import Manifest
from handlers.playground.objects import Channel, Json, Kind, Message, User, View
from handlers.playground.payloads import event_envelope, message_object, user_object, view_object
from handlers.playground.state import Workspace
from handlers.playground.wire import Wire

# A message's event by the kind of its channel: docs.slack.dev/reference/events/message
MESSAGE_EVENT = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.DIRECT: "message.im",
    Kind.GROUP: "message.mpim",
}


class Events:
    """Tells Muster what happened. Each method returns once Muster has been tried once."""

    def __init__(self, ws: Workspace, manifest: Manifest, wire: Wire) -> None:
        self._ws = ws
        self._manifest = manifest
        self._wire = wire

    def tell(self, subscription: str, event: Json) -> asyncio.Future[bool] | None:
        """Send the event, unless the manifest does not subscribe to it (None)."""
        if subscription not in self._manifest.events:
            return None
        event_id = "Ev" + secrets.token_hex(5).upper()
        stamped = event | {"event_ts": event.get("event_ts") or self._ws.next_ts()}
        return self._wire.tell(event_envelope(self._ws, stamped, event_id))

    def posted(self, message: Message) -> list[asyncio.Future[bool]]:
        """A message was posted; the app is told of its own messages, too."""
        told = self._about(message, message_object(self._ws, message))
        mention = f"<@{self._ws.bot.id}"
        if mention in message.text and not message.bot and self._overheard(message):
            event = message_object(self._ws, message) | {
                "type": "app_mention",
                "channel": message.channel,
            }
            told.append(self.tell("app_mention", event))
        return [future for future in told if future is not None]

    def changed(self, message: Message) -> None:
        """A message was edited."""
        inner = message_object(self._ws, message)
        self._about(message, {"type": "message", "subtype": "message_changed", "message": inner})

    def deleted(self, message: Message) -> list[asyncio.Future[bool]]:
        """A message was deleted."""
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "deleted_ts": message.ts,
            "previous_message": message_object(self._ws, message),
        }
        return [future for future in self._about(message, event) if future is not None]

    def _about(self, message: Message, event: Json) -> list[asyncio.Future[bool] | None]:
        channel = self._ws.channels[message.channel]
        if not self._overheard(message):
            return []
        more: Json = {"channel": channel.id, "channel_type": str(channel.kind)}
        if "subtype" in event:
            more |= {"hidden": True, "ts": self._ws.next_ts()}
        return [self.tell(MESSAGE_EVENT[channel.kind], event | more)]

    def _overheard(self, message: Message) -> bool:
        """Whether the app is there: Slack tells it nothing of other rooms, and no ephemerals."""
        channel = self._ws.channels[message.channel]
        return self._ws.bot.id in channel.members and message.ephemeral_for is None

    def member(self, user: User, channel: Channel, *, joined: bool) -> None:
        """Somebody came into a room or left it; the app itself counts, too."""
        about_app = user.id == self._ws.bot.id
        if not about_app and self._ws.bot.id not in channel.members:
            return
        kind = "member_joined_channel" if joined else "member_left_channel"
        event: Json = {
            "type": kind,
            "user": user.id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
            "team": self._ws.team_id,
        }
        self.tell(kind, event)
        if about_app and not joined:
            left = "channel_left" if channel.kind is Kind.PUBLIC else "group_left"
            self.tell(left, {"type": left, "channel": channel.id})

    def user_changed(self, user: User) -> asyncio.Future[bool] | None:
        """A profile changed, or the person was deactivated. Needs users:read."""
        if "users:read" not in self._manifest.scopes:
            return None
        email = "users:read.email" in self._manifest.scopes
        shown = user_object(self._ws, user, email=email)
        return self.tell("user_change", {"type": "user_change", "user": shown})

    def team_joined(self, user: User) -> asyncio.Future[bool] | None:
        """Somebody is new in the workspace. Needs users:read."""
        if "users:read" not in self._manifest.scopes:
            return None
        email = "users:read.email" in self._manifest.scopes
        shown = user_object(self._ws, user, email=email)
        return self.tell("team_join", {"type": "team_join", "user": shown})

    def opened(self, user: User, channel: str, tab: str) -> asyncio.Future[bool] | None:
        """A person looks at the app: `tab` is "home" or "messages"."""
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": channel,
            "tab": tab,
        }
        view: View | None = user.home
        if tab == "home" and view is not None:
            event["view"] = view_object(self._ws, view)
        return self.tell("app_home_opened", event)

    def channel_fate(self, channel: Channel, kind: str) -> None:
        """A room was archived, unarchived, deleted or renamed: `kind` is the event's name."""
        self.tell(kind, {"type": kind, "channel": channel.id})

    def uninstalled(self) -> asyncio.Future[bool] | None:
        """The app was removed from the workspace; its tokens with it."""
        revoked = {"oauth": [], "bot": [self._ws.bot.id]}
        self.tell("tokens_revoked", {"type": "tokens_revoked", "tokens": revoked})
        return self.tell("app_uninstalled", {"type": "app_uninstalled"})
