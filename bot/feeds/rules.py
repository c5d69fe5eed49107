"""What a calendar is shown: of which time, in days or in hours, and how often that has changed.

An address is a secret of 192 bits; only its digest is kept. Pure.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.weeks import Span, first_reaching, to_local

TOKEN_BYTES = 24  # 192 bits: nobody comes upon one
PAST_WEEKS = 4  # so long it stays what was, and what was given back
ALL_PAST_WEEKS, ALL_WEEKS = 2, 8  # of all duties: a large roster is more than calendars take
FORGOTTEN_WEEKS = 10  # the number of an event that was over by then is no longer needed
DAY = timedelta(days=1)


def new_token() -> str:
    """To be shown once and kept nowhere."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """All that is kept of an address; also of what could never be one, in about the same time."""
    return hashlib.sha256(b"muster feed " + token.encode("utf-8", "replace")[:200]).hexdigest()


class Standing(StrEnum):
    HELD = "held"
    OPEN = "open"  # somebody is wanted still
    OFF = "off"  # given back, or no longer in the plan


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, as it is said; `about`: the claim's or turn's id, which is its name for good.

    `days`: the first and the last of the whole days that it is shown as; None: from hour to hour.
    """

    about: int
    span: Span
    days: tuple[date, date] | None
    title: str
    text: str
    url: str = ""
    standing: Standing = Standing.HELD
    busy: bool = False  # whoever looks into the calendar sees that its owner is taken

    @property
    def digest(self) -> str:
        """Differs as soon as anything of it does."""
        parts = (self.span, self.days, self.title, self.text, self.url, self.standing, self.busy)
        return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Event:
    """An entry; its number grows whenever it says something new, `changed_at` is when it did."""

    entry: Entry
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """A whole feed. `zone`: in which its hours are said."""

    title: str
    text: str
    zone: str
    kind: str  # bot.ports.feeds.EventKind, the first half of every event's name
    events: tuple[Event, ...] = field(default=())


def window(now: datetime, ahead: datetime, *, whole: bool) -> Span:
    """The time that a feed shows; `ahead`: the end of all that there is. `whole`: of everything."""
    if not whole:
        return Span(now - timedelta(weeks=PAST_WEEKS), ahead)
    until = now + timedelta(weeks=ALL_WEEKS)
    return Span(now - timedelta(weeks=ALL_PAST_WEEKS), min(ahead, until))


@lru_cache(maxsize=4096)  # the turns of many duties are at the same times
def days_of(span: Span, zone: str) -> tuple[date, date] | None:
    """The local days that it is shown as, if it is whole days, or longer than one.

    Calendars put what lasts for days above the hours only if it is said in days; a block of 168
    hours fills a week's every column. A day means a date to them, wherever they look from.
    """
    start, end = to_local(span.start, zone), to_local(span.end, zone)
    whole = _begins_day(span.start, zone) and _begins_day(span.end, zone)
    if not whole and span.end - span.start < DAY:
        return None
    last = end.date() - DAY if _begins_day(span.end, zone) else end.date()
    return start.date(), max(start.date(), last)


def _begins_day(instant: datetime, zone: str) -> bool:
    return first_reaching(to_local(instant, zone).date(), 0, zone) == instant


def hour_of(now: datetime) -> datetime:
    """What is said of a turn changes with time alone, too: looked at anew every hour."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
