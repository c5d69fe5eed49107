"""What is found in a calendar or a status: absences, and nothing of how they are called."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.calendars.rules import LEAST, status_counts
from bot.ports.calendars import CalendarEvent, EventState, Stretch
from bot.ports.outside import Status
from bot.weeks import Span, days_span, first_reaching, to_local

LONGEST = timedelta(days=366)  # an absence that lasts longer is a mistake, or the person has left
LATE = 22 * 60  # minute of the day from which on the day counts as over


@dataclass(frozen=True, slots=True)
class Seen:
    """An absence. `series`: shared by all that one recurring event makes; "" for a single one."""

    key: str
    series: str
    when: Stretch


@dataclass(frozen=True, slots=True)
class Found:
    """`complete`: not cut, so what is not in it is not in the calendar."""

    events: tuple[Seen, ...]
    complete: bool = True


def digest(*parts: str) -> str:
    """To know an event again by, and nothing else."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]


def days(first: date, last: date, zone: str) -> Stretch:
    return Stretch(days_span(first, last, zone), first, last, whole_days=True)


def hours(span: Span, zone: str) -> Stretch:
    """Hours, unless they are whole days. Not empty."""
    first = to_local(span.start, zone).date()
    last = to_local(span.end - timedelta(microseconds=1), zone).date()
    whole = days(first, last, zone)
    return whole if whole.span == span else Stretch(span, first, last, whole_days=False)


def find_in_status(
    status: Status, known: dict[str, CalendarEvent], zone: str, now: datetime
) -> Found:
    """At most one absence, from when it was first seen until the status clears itself.

    One without an end is known for the day on which it was seen.
    """
    if not status_counts(status.emoji, status.text):
        return Found(())
    until = min(status.until, now + LONGEST) if status.until else None
    said = status.until.isoformat() if status.until else ""
    key = digest("status", status.emoji, status.text, said)
    before = known.get(key)
    if before is not None and before.state is not EventState.GONE:
        return Found((Seen(key, "", before.when),))
    today = to_local(now, zone).date()
    if until is None:
        return Found((Seen(key, "", days(today, today, zone)),))
    if until - now < LEAST:
        return Found(())
    last = to_local(until - timedelta(microseconds=1), zone).date()
    if until >= first_reaching(last, LATE, zone):
        return Found((Seen(key, "", days(today, last, zone)),))
    begin = now.replace(second=0, microsecond=0)
    return Found((Seen(key, "", hours(Span(begin, until), zone)),))
