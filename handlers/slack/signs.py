"""User groups and channel topics that follow the roster.

https://docs.slack.dev/reference/methods/usergroups.users.update: Slack refuses an empty list, and
says to disable the group instead, and to enable it when it is needed again. A bot may change
groups only where the workspace's settings let everybody.
https://docs.slack.dev/reference/methods/conversations.setTopic: plain text, from within the room.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from bot.errors import Outcome
from bot.model import Address
from bot.ports.outside import GroupShown, Shown, TopicShown
from handlers.characters import clean, units
from handlers.slack import limits
from handlers.slack.api import Api
from handlers.slack.errors import SlackFailed
from handlers.slack.text import Json

GROUP_ADDRESS, TOPIC_ADDRESS = "usergroup", "topic"  # stand where a message has its ts

_GROUPS_OFF = "This workspace's plan has no user groups."
_ADMINS_ONLY = (
    "The workspace lets only some people change user groups; an admin opens it to everyone, under "
    "Permissions, User groups."
)
_NO_GROUP = "There is no such user group (any more)."
_NOT_IN_IT = "Muster is not in this channel. Invite it there with /invite @Muster."
_ARCHIVED = "This channel is archived."
_NO_ROOM = "People's own topic leaves no room for it: shorten it."
_WRONG_CHANNEL = "This channel cannot have a topic."

# What Slack says of these methods alone; everything else is in handlers.slack.errors.
_REASONS: Final = {
    "plan_upgrade_required": _GROUPS_OFF,
    "paid_teams_only": _GROUPS_OFF,
    "upgrade_required": _GROUPS_OFF,
    "permission_denied": _ADMINS_ONLY,
    "restricted_action": _ADMINS_ONLY,
    "no_such_subteam": _NO_GROUP,
    "subteam_not_found": _NO_GROUP,
    "invalid_usergroup": _NO_GROUP,
    "invalid_users": "Slack takes no guests and no bots into a user group.",
    "invalid_user": "Slack takes no guests and no bots into a user group.",
    "single_channel_guests_cannot_be_added": "Slack takes no guests into a user group.",
    "failed_for_some_users": "Somebody on duty is not in this workspace any more.",
    "channel_not_found": "Muster cannot see this channel. Invite it there with /invite @Muster.",
    "not_in_channel": _NOT_IN_IT,
    "no_permission": _NOT_IN_IT,
    "is_archived": _ARCHIVED,
    "too_long": _NO_ROOM,
    "user_is_restricted": "Slack lets Muster change no topic in this channel.",
    "method_not_supported_for_channel_type": _WRONG_CHANNEL,
}
# The rights that an admin may decline, by what it takes them for (manifest.yml).
_SCOPES: Final = {
    "usergroups.list": "usergroups:read (or write the group's id instead of its handle)",
    "usergroups.users.update": "usergroups:write",
    "usergroups.enable": "usergroups:write",
    "usergroups.disable": "usergroups:write",
    "conversations.info": "channels:read, and groups:read for private channels",
    "conversations.setTopic": "channels:write.topic, and groups:write.topic for private channels",
}
_OFF = frozenset({"already_disabled", "subteam_already_disabled"})
_ON = frozenset({"already_enabled", "subteam_already_enabled"})
_PLAIN = str.maketrans("[]<>", "()()")
_PART = re.compile(r"\s*\[Muster:[^\]]*\]")
_LINK = re.compile(r"<(https?://[^|>\s]+|mailto:[^|>\s]+)(?:\|([^>]*))?>")
_ROOM = re.compile(r"<#C[A-Z0-9]+\|([^>]+)>")


async def show(api: Api, what: Shown, at: Address | None) -> Address:
    """Doing it twice is seen once. Raises SlackFailed."""
    if isinstance(what, GroupShown):
        return await _show_group(api, what, at)
    return await _show_topic(api, what)


async def _show_group(api: Api, what: GroupShown, at: Address | None) -> Address:
    if at is not None:
        try:
            return await _set_group(api, at.channel, what)
        except SlackFailed as failure:
            if failure.reason != _NO_GROUP or not what.group.startswith("@"):
                raise
    return await _set_group(api, await _find_group(api, what.group), what)


async def _set_group(api: Api, group: str, what: GroupShown) -> Address:
    if not what.users:
        await _call(api, "usergroups.disable", {"usergroup": group}, fine=_OFF)
        return Address(group, GROUP_ADDRESS)
    arguments = {"usergroup": group, "users": ",".join(what.users)}
    answer = await _call(api, "usergroups.users.update", arguments)
    found = answer.get("usergroup")
    if isinstance(found, dict) and found.get("date_delete"):  # it is switched off
        await _call(api, "usergroups.enable", {"usergroup": group}, fine=_ON)
    return Address(group, GROUP_ADDRESS)


async def _find_group(api: Api, named: str) -> str:
    """Its id, by its handle; a switched off one too."""
    if not named.startswith("@"):
        return named
    answer = await _call(api, "usergroups.list", {"include_disabled": "true"})
    for group in answer.get("usergroups") or ():
        if isinstance(group, dict) and group.get("handle") == named[1:] and group.get("id"):
            return str(group["id"])
    raise SlackFailed(Outcome.UNREACHABLE, f"There is no user group {named[:80]}.")


async def _show_topic(api: Api, what: TopicShown) -> Address:
    answer = await _call(api, "conversations.info", {"channel": what.channel})
    channel = answer.get("channel")
    channel = channel if isinstance(channel, dict) else {}
    if channel.get("is_archived"):
        raise SlackFailed(Outcome.UNREACHABLE, _ARCHIVED, "is_archived")
    topic = channel.get("topic")
    before = as_typed(str(topic.get("value") or "") if isinstance(topic, dict) else "")
    after = with_part(before, what.texts)
    if after is None:
        raise SlackFailed(Outcome.UNREACHABLE, _NO_ROOM, "too_long")
    if after != before:  # each call is a line in the channel
        arguments = {"channel": what.channel, "topic": after}
        await _call(api, "conversations.setTopic", arguments)
    return Address(what.channel, TOPIC_ADDRESS)


def as_typed(value: str) -> str:
    """A topic as Slack gives it (escaped, its links in brackets), as a person would type it."""
    linked = _LINK.sub(lambda found: found[1].removeprefix("mailto:"), value)
    return html.unescape(_ROOM.sub(r"#\1", linked))


def with_part(topic: str, texts: Sequence[str]) -> str | None:
    """The topic with Muster's part in its place, else at its end; without texts, without it.

    The first text that there is room for; None if there is none even for the last.
    """
    if not texts:
        return _PART.sub("", topic).strip()
    found = _PART.search(topic)
    at = found.start() if found else len(topic.rstrip())
    rest = _PART.sub("", topic[found.end() :] if found else "")
    for text in texts:
        part = f"[Muster: {_inside(text)}]"
        whole = f"{topic[:at]} {part}{rest}".strip()
        if units(whole) <= limits.TOPIC:
            return whole
    return None


def _inside(text: str) -> str:
    """Nothing that ends the part, or that Slack reads as a mention or a link."""
    return clean(text).translate(_PLAIN)


async def _call(
    api: Api, method: str, arguments: Json, *, fine: frozenset[str] = frozenset()
) -> Json:
    """Slack's answer, or its refusal in the chair's words; never a silence of the workspace.

    `fine`: refusals that say that it is so already.
    """
    try:
        return await api.call(method, arguments, form=True)
    except SlackFailed as failure:
        if failure.code in fine:
            return {}
        raise _said(method, failure) from failure


def _said(method: str, failure: SlackFailed) -> SlackFailed:
    if failure.code in ("ratelimited", "rate_limited"):  # of this method, not of what is posted
        return SlackFailed(Outcome.LATER, failure.reason, failure.code, retry_at=failure.retry_at)
    if failure.code == "missing_scope":
        reason = f"Muster lacks a right in Slack: an admin grants {_SCOPES[method]}."
        return SlackFailed(Outcome.UNREACHABLE, reason, failure.code)
    if failure.code in _REASONS:
        return SlackFailed(Outcome.UNREACHABLE, _REASONS[failure.code], failure.code)
    return failure
