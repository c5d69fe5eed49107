"""Slack's user object → Profile.

https://docs.slack.dev/reference/objects/user-object
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.ports.outside import Profile, Status
from handlers.slack.payloads import is_whole, required
from handlers.slack.text import Json

SLACKBOT = "USLACKBOT"  # its is_bot is false
LATEST = 2**33  # seconds since 1970: the year 2242; nothing ends later


def profile_of(user: Json, workspace: str) -> Profile:
    """Raises ValueError if this is no user object."""
    user_id = required(user, "id")
    details = user.get("profile")
    details = details if isinstance(details, dict) else {}
    names = (details.get("real_name"), user.get("real_name"), details.get("display_name"))
    name = next(
        (n for n in (*names, user.get("name")) if isinstance(n, str) and n.strip()), user_id
    )
    # who has not confirmed an address may have written anybody's
    email = details.get("email") if user.get("is_email_confirmed") is not False else None
    zone = user.get("tz")
    return Profile(
        user=user_id,
        name=name.strip(),
        email=email if isinstance(email, str) and email and is_whole(email) else None,
        zone=zone if isinstance(zone, str) else "",
        is_bot=bool(user.get("is_bot")) or user_id == SLACKBOT,
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=_is_stranger(user, workspace),
        deactivated=bool(user.get("deleted")),
        status=_status(details),
    )


def _status(details: Json) -> Status:
    """No status is one of nothing. https://docs.slack.dev/apis/web-api/user-presence-and-status."""
    emoji, text = details.get("status_emoji"), details.get("status_text")
    expires = details.get("status_expiration")
    ends = isinstance(expires, int) and 0 < expires < LATEST
    return Status(
        emoji=emoji.strip(":").partition("::")[0] if isinstance(emoji, str) else "",
        text=text if isinstance(text, str) and is_whole(text) else "",
        until=datetime.fromtimestamp(expires, UTC) if ends and expires else None,
    )


def _is_stranger(user: Json, workspace: str) -> bool:
    """Of another company. On Enterprise Grid a colleague's home may be a sister workspace."""
    if user.get("is_stranger"):
        return True
    team: Any = user.get("team_id")
    grid = user.get("enterprise_user")
    sisters = grid.get("teams") if isinstance(grid, dict) else None
    at_home = not team or team == workspace
    return not at_home and not (isinstance(sisters, list) and workspace in sisters)
