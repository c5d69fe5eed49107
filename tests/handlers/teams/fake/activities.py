"""Activities as Teams sends them: somebody speaks, presses, joins, installs.

Fields: learn.microsoft.com/microsoftteams/platform, pages bots/how-to/get-teams-context and
bots/how-to/conversations/subscribe-to-conversation-events.
"""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from tests.handlers.teams.fake.world import Json, Room, User, World


class Activities:
    """Composes them."""

    def __init__(self, world: World, app_id: str, name: str) -> None:
        self.service_url = ""
        self.bot = {"id": f"28:{app_id}", "name": name}
        self._world = world

    def base(self, kind: str, by: User, room: Room, root: str = "", **more: Any) -> Json:
        """What every activity has."""
        now = self._world.clock.now()
        return {
            "type": kind,
            "id": self._world.next_id(),
            "timestamp": _stamp(now),
            "localTimestamp": now.astimezone(ZoneInfo(by.zone)).isoformat(),
            "localTimezone": by.zone,
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "from": by.account(),
            "recipient": dict(self.bot),
            "conversation": self._conversation(room, root),
            "channelData": self._channel_data(room),
            "locale": "en-GB",
            "entities": [self._client(by)],
            **more,
        }

    def message(self, by: User, room: Room, text: str, root: str = "") -> Json:
        """Somebody speaks. `@Muster` and `@Name` in the text are mentions."""
        written, mentions = self._mentions(text)
        activity = self.base("message", by, room, root)
        activity |= {"text": written, "textFormat": "plain"}
        activity["entities"] += mentions
        html = {"contentType": "text/html", "content": f"<p>{escape(text)}</p>"}
        return activity | {"attachments": [html]}

    def submitted(self, by: User, room: Room, reply_to: str, value: Json, root: str) -> Json:
        """An Action.Submit: a message without text."""
        return self.base("message", by, room, root, value=value, replyToId=reply_to)

    def invoke(self, by: User, room: Room, name: str, value: Json, **more: Any) -> Json:
        return self.base("invoke", by, room, **more) | {"name": name, "value": value}

    def members(self, by: User, room: Room, *, added: list[Json], removed: list[Json]) -> Json:
        """conversationUpdate: people, or Muster, come or go."""
        activity = self.base("conversationUpdate", by, room)
        del activity["localTimestamp"], activity["localTimezone"], activity["entities"]
        if added:
            activity["membersAdded"] = added
        if removed:
            activity["membersRemoved"] = removed
        if room.kind == "channel":
            kind = "teamMemberAdded" if added else "teamMemberRemoved"
            activity["channelData"]["eventType"] = kind
        return activity

    def installation(self, by: User, room: Room, action: str) -> Json:
        """installationUpdate: add, remove, add-upgrade, remove-upgrade."""
        return self.base("installationUpdate", by, room, action=action)

    def _mentions(self, text: str) -> tuple[str, list[Json]]:
        entities: list[Json] = []
        accounts = [self.bot, *(user.account() for user in self._world.users.values())]
        for account in sorted(accounts, key=lambda one: -len(one["name"])):
            at = f"<at>{account['name']}</at>"
            text, count = re.subn(rf"(?<!\S)@{re.escape(account['name'])}(?!\w)", at, text)
            mentioned = {"id": account["id"], "name": account["name"]}
            entities += [{"type": "mention", "mentioned": mentioned, "text": at}] * count
        return text, entities

    def _conversation(self, room: Room, root: str) -> Json:
        found = {"id": room.id, "conversationType": room.kind, "tenantId": self._world.tenant}
        if room.kind != "personal":
            found["isGroup"] = True
        if root:
            found["id"] = f"{room.id};messageid={root}"
        return found

    def _channel_data(self, room: Room) -> Json:
        data: Json = {"tenant": {"id": self._world.tenant}}
        if room.team:
            data["team"] = {"id": room.team[0], "name": room.team[1]}
            data["channel"] = {"id": room.id, "name": room.name}
            data["teamsChannelId"], data["teamsTeamId"] = room.id, room.team[0]
        return data

    def _client(self, by: User) -> Json:
        return {
            "type": "clientInfo",
            "locale": "en-GB",
            "country": "GB",
            "platform": "Web",
            "timezone": by.zone,
        }


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
