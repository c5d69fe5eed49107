"""chat.*: https://docs.slack.dev/reference/methods?family=chat."""

from __future__ import annotations

import re

from handlers.playground.api import Api, Method
from handlers.playground.api_rooms import find_channel, open_direct
from handlers.playground.content import UPDATE_MOST, Content, read_content
from handlers.playground.errors import Refused
from handlers.playground.objects import Channel, Json, Message
from handlers.playground.payloads import message_object

TS = re.compile(r"\d+\.\d{6}")


def writable(api: Api, name: object) -> Channel:
    """Where the bot may post: a channel, or a user's direct message by their id.

    A direct message that exists is accepted for a deactivated user, too:
    github.com/slackapi/python-slack-sdk/issues/1156. Raises Refused.
    """
    if not name:
        raise Refused("channel_not_found")
    user = api.ws.users.get(str(name))
    if user is not None:
        return api.ws.find_direct({user.id, api.ws.bot.id}) or open_direct(api, [user])
    channel = find_channel(api, name)
    if channel.archived:
        raise Refused("is_archived")
    outside = api.ws.bot.id not in channel.members
    if outside and "chat:write.public" not in api.manifest.scopes:
        raise Refused("not_in_channel")
    return channel


def _message(api: Api, channel: Channel, content: Content, args: Json) -> Message:
    thread = args.get("thread_ts")
    if thread is not None and not TS.fullmatch(str(thread)):
        raise Refused("invalid_thread_ts")
    return Message(
        channel.id,
        api.ws.next_ts(),
        api.ws.bot.id,
        content.text,
        content.blocks or [],
        bot=True,
        thread_ts=str(thread) if thread else None,
        metadata=content.metadata,
        attachments=content.attachments,
    )


def _post(api: Api, args: Json) -> Json:
    channel = writable(api, args.get("channel"))
    content = read_content(args, api.faults)
    message = api.ws.post(_message(api, channel, content, args))
    api.events.posted(message)
    shown = message_object(api.ws, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _post_ephemeral(api: Api, args: Json) -> Json:
    channel = writable(api, args.get("channel"))
    content = read_content(args, api.faults)
    user = api.ws.users.get(str(args.get("user") or ""))
    if user is None or user.deleted or user.id not in channel.members:
        raise Refused("user_not_in_channel")
    message = _message(api, channel, content, args)
    message.ephemeral_for = user.id
    api.ws.post(message)
    return {"message_ts": message.ts}


def _own(api: Api, args: Json, error: str) -> Message:
    """The bot's own message at `channel` and `ts`. Raises Refused, with `error` for others'."""
    channel = find_channel(api, args.get("channel"))
    message = api.ws.message(channel.id, str(args.get("ts") or ""))
    if message is None or message.ephemeral_for is not None:
        raise Refused("message_not_found")
    if not message.bot:
        raise Refused(error)
    if channel.archived:
        raise Refused("is_archived")
    return message


def _update(api: Api, args: Json) -> Json:
    message = _own(api, args, "cant_update_message")
    text = args.get("text")
    if isinstance(text, str) and len(text) > UPDATE_MOST:
        raise Refused("msg_too_long")
    content = read_content(args, api.faults)
    if content.metadata is not None:
        message.metadata = content.metadata
    message.attachments = content.attachments
    # Text without blocks takes the blocks away; blocks without text leave the text.
    new_text = content.text if text is not None or args.get("markdown_text") else None
    api.ws.rewrite(message, new_text, content.blocks or [])
    api.events.changed(message)
    shown = message_object(api.ws, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def _delete(api: Api, args: Json) -> Json:
    message = _own(api, args, "cant_delete_message")
    api.ws.delete(message)
    api.events.deleted(message)
    return {"channel": message.channel, "ts": message.ts}


def _permalink(api: Api, args: Json) -> Json:
    channel = find_channel(api, args.get("channel"))
    message = api.ws.message(channel.id, str(args.get("message_ts") or ""))
    if message is None:
        raise Refused("message_not_found")
    stamp = message.ts.replace(".", "")
    link = f"{api.ws.base}/archives/{channel.id}/p{stamp}"
    return {"channel": channel.id, "permalink": link}


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(_post, _WRITE),
    "chat.postEphemeral": Method(_post_ephemeral, _WRITE),
    "chat.update": Method(_update, _WRITE),
    "chat.delete": Method(_delete, _WRITE),
    "chat.getPermalink": Method(_permalink),
}
