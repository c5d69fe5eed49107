"""What people say beside their name: `/status :palm_tree: Vacationing`, as Slack's own command.

Slack chooses the end in a dialog; here it is said: `/status :palm_tree: Away until 2026-12-07`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.playground.objects import User

COMMAND = "/status"
MOST = 100  # characters: https://docs.slack.dev/apis/web-api/user-presence-and-status
SPEECH = ":speech_balloon:"  # Slack's own for words without an emoji
_WRITTEN = re.compile(
    r"(?P<emoji>:[\w+-]+:)?\s*(?P<text>.*?)(?:\s*\buntil\s+(?P<day>\d{4}-\d\d-\d\d))?\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Said:
    emoji: str
    text: str
    until: int  # seconds since 1970; 0: no end


NOTHING = Said("", "", 0)


def read_status(written: str, user: User) -> Said:
    """What the words after /status mean. The last day is included, in the person's own zone."""
    if written.strip() in ("", "clear"):
        return NOTHING
    found = _WRITTEN.fullmatch(written.strip())
    assert found is not None  # its text takes whatever there is
    text, until = found["text"].strip()[:MOST], 0
    if found["day"]:
        try:
            after = date.fromisoformat(found["day"]) + timedelta(days=1)
        except ValueError:
            text = written.strip()[:MOST]
        else:
            zone = ZoneInfo(user.tz)
            until = int(datetime(after.year, after.month, after.day, tzinfo=zone).timestamp())
    return Said(found["emoji"] or SPEECH, text, until)


def status_of(user: User, seconds: int) -> dict[str, object]:
    """Of a profile, at this instant: what is over is cleared."""
    over = 0 < user.status_until <= seconds
    return {
        "status_text": "" if over else user.status_text,
        "status_emoji": "" if over else user.status_emoji,
        "status_expiration": 0 if over else user.status_until,
    }


def describe(said: Said) -> str:
    """What Slackbot answers."""
    if said == NOTHING:
        return "Your status is cleared."
    return f"Your status is now {said.emoji} {said.text}".strip() + "."
