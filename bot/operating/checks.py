"""What the doctor finds, and what it finds in the same way everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MOST_DRIFT = timedelta(seconds=60)  # Slack and Microsoft refuse what is 300 s off


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at. A sentence that is not `ok` says how to mend it."""

    ok: bool
    sentence: str


def check_clock(whose: str, date: str | None) -> Check:
    """This machine's clock beside `whose`, which stands in an answer's Date header."""
    try:
        theirs = parsedate_to_datetime(date or "")
    except ValueError:
        return Check(True, f"{whose} did not say what time it is.")
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    drift = abs(datetime.now(UTC) - theirs)
    if drift > MOST_DRIFT:
        seconds = int(drift.total_seconds())
        return Check(False, f"This machine's clock is {seconds} s off: let NTP set it.")
    return Check(True, f"This machine's clock agrees with {whose}'s.")
