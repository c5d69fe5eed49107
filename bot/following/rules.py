"""How a user group is named by whoever sets it up. Pure."""

from __future__ import annotations

import re

from bot.errors import Refusal

PLATFORMS = frozenset({"slack"})  # where there are groups and topics that a bot may set
GROUP, TOPIC = "group", "topic"
_MENTION = re.compile(r"<!subteam\^(S[A-Z0-9]{2,40})(?:\|@?([^>]*))?>")
_ID = re.compile(r"S[A-Z0-9]{7,40}")  # as the platform's client copies it
# https://docs.slack.dev/reference/methods/usergroups.create: as channel names, without "@"
_HANDLE = re.compile(r"@?([a-z0-9][a-z0-9._-]{0,79})")


def read_group(text: str) -> tuple[str, str]:
    """What a group is addressed by (its id, or `@handle`), and what it is called.

    Raises Refusal where that is neither.
    """
    said = text.strip().strip("`'\"“”")
    if found := _MENTION.fullmatch(said):
        return found[1], f"@{found[2]}" if found[2] else found[1]
    if _ID.fullmatch(said):
        return said, said
    if found := _HANDLE.fullmatch(said.lower()):
        handle = f"@{found[1]}"
        return handle, handle
    raise Refusal(
        "bad_group",
        "This is no user group.",
        "A group is named by its handle, such as @support-now, or by its id, such as S0614TZR7."
        if said
        else "To follow the roster, a group has to be named.",
        "Write it as it is mentioned; or take away its tick.",
        field="group",
    )
