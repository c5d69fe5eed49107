"""conversations.*: https://docs.slack.dev/reference/methods?family=conversations."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from handlers.playground.api import Api, Method
from handlers.playground.content import flag
from handlers.playground.errors import Refused
from handlers.playground.objects import Channel, Json, Kind, Message, User
from handlers.playground.payloads import SCOPE_OF_KIND, channel_object, message_object

PAGE_MOST = 999  # things a page: conversations.history
TOPIC_MOST = 250  # characters: conversations.setTopic
_TOPIC_SCOPES: dict[Kind, tuple[str, ...]] = {
    Kind.PUBLIC: ("channels:write.topic", "channels:manage"),
    Kind.PRIVATE: ("groups:write.topic", "groups:write"),
}
USERS_MOST = 8  # people in a direct message beside the bot: conversations.open


def find_channel(api: Api, name: object) -> Channel:
    """The channel with this id (or "#name") that the bot may know of. Raises Refused."""
    try:
        channel = api.ws.channel(str(name or ""))
    except KeyError:
        raise Refused("channel_not_found") from None
    if channel.kind is not Kind.PUBLIC and api.ws.bot.id not in channel.members:
        raise Refused("channel_not_found")
    return channel


def find_user(api: Api, user_id: object) -> User:
    """The user with this id. Raises Refused("user_not_found")."""
    user = api.ws.users.get(str(user_id or ""))
    if user is None:
        raise Refused("user_not_found")
    return user


def open_direct(api: Api, users: Sequence[User]) -> Channel:
    """The direct message between the bot and these people. Raises Refused."""
    for user in users:
        if user.is_bot:
            raise Refused("cannot_dm_bot")
        if user.deleted:
            raise Refused("user_disabled")
        if user.is_stranger and not _shares_room(api, user):
            raise Refused("user_not_visible")
    return api.ws.direct_between({api.ws.bot.id, *(user.id for user in users)})


def _shares_room(api: Api, user: User) -> bool:
    rooms = api.ws.channels.values()
    return any({user.id, api.ws.bot.id} <= room.members for room in rooms)


def _seen(api: Api, args: Json, what: str) -> Channel:
    """The channel of the arguments, if the token may read `what` ("read", "history") of it."""
    channel = find_channel(api, args.get("channel"))
    api.need(f"{SCOPE_OF_KIND[channel.kind]}:{what}")
    return channel


def _scopes(what: str) -> tuple[str, ...]:
    return tuple(f"{family}:{what}" for family in SCOPE_OF_KIND.values())


def page(args: Json, things: Sequence[Any], default: int = 100) -> tuple[list[Any], Json]:
    """One page by `limit` and `cursor`, and the response_metadata with the next cursor."""
    try:
        start = int(base64.b64decode(str(args.get("cursor") or "MA==")).decode())
        limit = int(str(args.get("limit") or default))
    except ValueError:
        raise Refused("invalid_cursor" if args.get("cursor") else "invalid_limit") from None
    if start < 0:
        raise Refused("invalid_cursor")
    if not 1 <= limit <= PAGE_MOST + 1:
        raise Refused("invalid_limit")
    end = start + limit
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(things) else ""
    return list(things[start:end]), {"response_metadata": {"next_cursor": cursor}}


# ---- methods ------------------------------------------------------------------------------------


def _open(api: Api, args: Json) -> Json:
    if args.get("channel"):
        channel = find_channel(api, args["channel"])
    else:
        ids = [part for part in str(args.get("users") or "").split(",") if part]
        if not ids:
            raise Refused("users_list_not_supplied")
        if len(ids) > USERS_MOST:
            raise Refused("too_many_users")
        if len(ids) > 1:
            api.need("mpim:write")
        known = api.ws.find_direct({api.ws.bot.id, *ids})
        if known is None and flag(args, "prevent_creation"):
            raise Refused("channel_not_found")
        channel = open_direct(api, [find_user(api, user_id) for user_id in ids])
        if channel is known:
            shown = _brief(api, channel, args)
            return {"no_op": True, "already_open": True, "channel": shown}
    return {"channel": _brief(api, channel, args)}


def _brief(api: Api, channel: Channel, args: Json) -> Json:
    whole = flag(args, "return_im")
    return channel_object(api.ws, channel) if whole else {"id": channel.id}


def _info(api: Api, args: Json) -> Json:
    return {"channel": channel_object(api.ws, _seen(api, args, "read"))}


def _set_topic(api: Api, args: Json) -> Json:
    """Slack writes a line about it, whoever sets it."""
    channel = find_channel(api, args.get("channel"))
    if channel.kind not in _TOPIC_SCOPES:
        raise Refused("method_not_supported_for_channel_type")
    api.need(*_TOPIC_SCOPES[channel.kind])
    if channel.archived:
        raise Refused("is_archived")
    if api.ws.bot.id not in channel.members:
        raise Refused("not_in_channel")
    topic = str(args.get("topic") or "")
    if len(topic) > TOPIC_MOST:
        raise Refused("too_long")
    channel.topic = topic
    line = f"set the channel topic: {topic}" if topic else "cleared the channel topic"
    api.ws.post(Message(channel.id, api.ws.next_ts(), api.ws.bot.id, line, bot=True))
    api.ws.changed("channel", channel.id)
    return {"channel": channel_object(api.ws, channel)}


def _members(api: Api, args: Json) -> Json:
    channel = _seen(api, args, "read")
    found, more = page(args, sorted(channel.members))
    return {"members": found, **more}


def _history(api: Api, args: Json) -> Json:
    channel = _seen(api, args, "history")
    if api.ws.bot.id not in channel.members:
        raise Refused("not_in_channel")
    top = [m for m in channel.messages.values() if _public(m) and m.thread_ts is None]
    return _said(api, args, list(reversed(_between(args, top))))


def _replies(api: Api, args: Json) -> Json:
    channel = _seen(api, args, "history")
    parent = str(args.get("ts") or "")
    if api.ws.message(channel.id, parent) is None:
        raise Refused("thread_not_found")
    thread = [m for m in channel.messages.values() if _public(m) and parent in {m.ts, m.thread_ts}]
    return _said(api, args, _between(args, thread))


def _public(message: Message) -> bool:
    return not message.deleted and message.ephemeral_for is None


def _between(args: Json, messages: list[Message]) -> list[Message]:
    try:
        oldest = float(str(args.get("oldest") or 0))
        latest = float(str(args.get("latest") or "inf"))
    except ValueError:
        raise Refused("invalid_ts_latest") from None
    whole = flag(args, "inclusive")
    return [
        m
        for m in messages
        if (oldest <= float(m.ts) <= latest if whole else oldest < float(m.ts) < latest)
    ]


def _said(api: Api, args: Json, messages: list[Message]) -> Json:
    found, more = page(args, messages)
    metadata = flag(args, "include_all_metadata")
    shown = [message_object(api.ws, m, metadata=metadata) for m in found]
    return {
        "messages": shown,
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        "pin_count": 0,
        **more,
    }


def _join(api: Api, args: Json) -> Json:
    channel = find_channel(api, args.get("channel"))
    if channel.kind is not Kind.PUBLIC:
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if api.ws.bot.id not in channel.members:
        api.ws.set_member(api.ws.bot.id, channel.id, inside=True)
        api.events.member(api.ws.bot, channel, joined=True)
    return {"channel": channel_object(api.ws, channel)}


def _list(api: Api, args: Json, *, mine: bool = False) -> Json:
    asked = str(args.get("types") or "public_channel").split(",")
    names = {
        "public_channel": Kind.PUBLIC,
        "private_channel": Kind.PRIVATE,
        "im": Kind.DIRECT,
        "mpim": Kind.GROUP,
    }
    if not set(asked) <= set(names):
        raise Refused("invalid_types")
    for name in asked:
        api.need(f"{SCOPE_OF_KIND[names[name]]}:read")
    kinds = {names[name] for name in asked}
    hidden = flag(args, "exclude_archived")
    found = [
        channel
        for channel in api.ws.channels.values()
        if channel.kind in kinds
        and not (hidden and channel.archived)
        and (api.ws.bot.id in channel.members or (channel.kind is Kind.PUBLIC and not mine))
    ]
    shown, more = page(args, found)
    return {"channels": [channel_object(api.ws, channel) for channel in shown], **more}


def _mine(api: Api, args: Json) -> Json:
    return _list(api, args, mine=True)


METHODS = {
    "conversations.open": Method(_open, ("im:write", "mpim:write")),
    "conversations.info": Method(_info, _scopes("read")),
    "conversations.setTopic": Method(_set_topic, sum(_TOPIC_SCOPES.values(), ())),
    "conversations.members": Method(_members, _scopes("read")),
    "conversations.history": Method(_history, _scopes("history")),
    "conversations.replies": Method(_replies, _scopes("history")),
    "conversations.join": Method(_join, ("channels:join",)),
    "conversations.list": Method(_list, _scopes("read")),
    "users.conversations": Method(_mine, _scopes("read")),
}
