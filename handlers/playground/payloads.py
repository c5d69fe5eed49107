"""The JSON shapes that Slack sends and answers with, made from the workspace's state.

Shapes: https://docs.slack.dev/reference/objects and
https://docs.slack.dev/reference/interaction-payloads, and the models of slack_sdk and Bolt.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from handlers.playground.objects import Channel, File, Json, Kind, Message, User, View
from handlers.playground.state import Workspace
from handlers.playground.statuses import status_of

SCOPE_OF_KIND = {
    Kind.PUBLIC: "channels",
    Kind.PRIVATE: "groups",
    Kind.DIRECT: "im",
    Kind.GROUP: "mpim",
}


def user_object(ws: Workspace, user: User, *, email: bool) -> Json:
    """A user as users.info answers. `email`: the token has users:read.email.

    Slack leaves zone and rank out of deactivated users, and shows no address of a stranger.
    """
    shown: Json = {
        "id": user.id,
        "team_id": team_of(ws, user),
        "name": user.handle,
        "deleted": user.deleted,
        "real_name": user.name,
        "profile": _profile(ws, user, email=email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.is_stranger:
        shown["is_stranger"] = True
    if user.deleted:
        return shown
    now: datetime = ws.clock.now().astimezone(ZoneInfo(user.tz))
    offset = now.utcoffset()
    return shown | {
        "tz": user.tz,
        "tz_label": now.tzname() or user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
    }


def _profile(ws: Workspace, user: User, *, email: bool) -> Json:
    first, _, last = user.name.partition(" ")
    profile: Json = {
        "title": user.title,
        "real_name": user.name,
        "real_name_normalized": user.name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "team": team_of(ws, user),
        **status_of(user, ws.seconds()),
    }
    if email and user.email and not user.is_stranger and not user.is_bot:
        profile["email"] = user.email
    return profile


def team_of(ws: Workspace, user: User) -> str:
    """The user's own team: a stranger has another one."""
    return f"T{ws.team_id[1:][::-1]}" if user.is_stranger else ws.team_id


def channel_object(ws: Workspace, channel: Channel) -> Json:
    """A channel as conversations.info answers."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": channel.kind is Kind.PRIVATE,
        "is_im": channel.kind is Kind.DIRECT,
        "is_mpim": channel.kind is Kind.GROUP,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_org_shared": False,
        "is_shared": any(ws.users[u].is_stranger for u in channel.members),
        "context_team_id": ws.team_id,
        "updated": channel.created * 1000,
    }
    if channel.kind is Kind.DIRECT:
        other = next((u for u in sorted(channel.members) if u != ws.bot.id), ws.bot.id)
        return shown | {"user": other, "is_user_deleted": ws.users[other].deleted}
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": ws.bot.id in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": escape(channel.topic, quote=False), "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_object(ws: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message as conversations.history answers and events carry it."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": ws.team_id,
    }
    if message.bot:
        shown |= {"bot_id": ws.bot_id, "app_id": ws.app_id, "bot_profile": bot_object(ws)}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.attachments:
        shown["attachments"] = message.attachments
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata and metadata:
        shown["metadata"] = message.metadata
    if message.files:
        shown["files"] = [file_object(file) for file in message.files]
    return shown | _thread(ws, message)


def _thread(ws: Workspace, message: Message) -> Json:
    room = ws.channels[message.channel].messages
    if message.thread_ts:
        parent = room.get(message.thread_ts)
        return {"thread_ts": message.thread_ts, "parent_user_id": parent.user if parent else ""}
    replies = [
        m
        for m in room.values()
        if m.thread_ts == message.ts and not m.deleted and m.ephemeral_for is None
    ]
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": sorted({m.user for m in replies}),
        "latest_reply": replies[-1].ts,
    }


def bot_object(ws: Workspace) -> Json:
    """Muster's own bot, as bots.info answers."""
    return {
        "id": ws.bot_id,
        "deleted": False,
        "name": ws.bot.name,
        "updated": ws.bot.updated,
        "app_id": ws.app_id,
        "user_id": ws.bot.id,
        "team_id": ws.team_id,
    }


def view_object(ws: Workspace, view: View) -> Json:
    """A view with its state, as it comes in payloads and out of views.*."""
    content = view.content
    return {
        "id": view.id,
        "team_id": ws.team_id,
        "type": content["type"],
        "title": content.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "blocks": view.blocks,
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": content.get("external_id", ""),
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "state": {"values": view.values},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root or view.id,
        "app_id": ws.app_id,
        "app_installed_team_id": ws.team_id,
        "bot_id": ws.bot_id,
    }


def file_object(file: File) -> Json:
    """An uploaded file."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "size": len(file.data),
        "user": file.owner,
        "mimetype": "text/csv" if file.name.endswith(".csv") else "application/octet-stream",
        "filetype": file.name.rpartition(".")[2],
        "url_private": file.url,
        "url_private_download": file.url,
    }


def event_envelope(ws: Workspace, event: Json, event_id: str) -> Json:
    """The outer part of an event, as the Events API sends it."""
    return {
        "token": "deprecated",
        "team_id": ws.team_id,
        "context_team_id": ws.team_id,
        "context_enterprise_id": None,
        "api_app_id": ws.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": ws.seconds(),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": ws.team_id,
                "user_id": ws.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def interaction(ws: Workspace, kind: str, user: User) -> Json:
    """What every interactive payload begins with; `kind` is its type."""
    return {
        "type": kind,
        "team": {"id": ws.team_id, "domain": ws.domain},
        "user": {
            "id": user.id,
            "username": user.handle,
            "name": user.handle,
            "team_id": team_of(ws, user),
        },
        "api_app_id": ws.app_id,
        "token": "deprecated",
        "enterprise": None,
        "is_enterprise_install": False,
    }


def place(channel: Channel) -> Json:
    """A channel as interactive payloads name it."""
    names = {Kind.DIRECT: "directmessage", Kind.GROUP: "privategroup", Kind.PRIVATE: "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}
