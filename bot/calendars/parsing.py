"""An iCalendar document → the absences in it. Runs in a process of its own, which may be killed.

Nothing of what an event is called, where, with whom or why leaves this module.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from bot.calendars.finding import LONGEST, Found, Seen, days, digest, hours
from bot.calendars.rules import Facts, counts
from bot.ports.calendars import Stretch
from bot.weeks import Span, first_reaching, zone_name

MOST = 200  # absences of one calendar in twelve weeks; nobody is away so often
OFTENER = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
PARTS_OF_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


def parse(document: bytes, zone: str, since: datetime, until: datetime) -> Found:
    """Absences between two instants, by start. `zone`: what times without one are in.

    Raises ValueError for what is no calendar, and whatever a broken one makes the parser raise.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of zones that it has to guess
        return _parse(document, zone, since, until)


def _parse(document: bytes, zone: str, since: datetime, until: datetime) -> Found:
    calendar = Calendar.from_ical(document)
    if calendar.name != "VCALENDAR":
        raise ValueError("no calendar")
    wanted = _wanted(calendar, zone)
    recurring = {uid for uid, parts in wanted.items() if any(_recurs(one) for one in parts)}
    calendar.subcomponents = [one for one in calendar.subcomponents if one.name == "VTIMEZONE"] + [
        one for parts in wanted.values() for one in parts
    ]
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    found: dict[str, Seen] = {}
    complete = True
    # times without a zone are taken for UTC's there: far west of it they last until a day later
    for event in query.between(since - timedelta(days=1), until):
        seen = _seen(event, zone, recurring)
        if seen is None or seen.when.span.end <= since:
            continue
        found[seen.key] = seen
        if len(found) >= MOST:
            complete = False
            break
    return Found(tuple(sorted(found.values(), key=lambda one: one.when.span)), complete)


def _wanted(calendar: Calendar, zone: str) -> dict[str, list[Any]]:
    """Events of which any part is an absence: only those are worked out. By their UID."""
    parts: defaultdict[str, list[Any]] = defaultdict(list)
    for event in calendar.walk("VEVENT"):
        parts[str(event.get("UID", ""))].append(event)
    return {
        uid: some
        for uid, some in parts.items()
        if any(_may_count(event, zone) for event in some) and not any(map(_recurs_wildly, some))
    }


def _may_count(event: Any, zone: str) -> bool:
    try:
        return _counts(event, zone)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return False


def _recurs(event: Any) -> bool:
    return "RRULE" in event or "RDATE" in event or "RECURRENCE-ID" in event


def _recurs_wildly(event: Any) -> bool:
    """Many times a day, by several rules, for ever on one day, or by no rule: no absence does."""
    rules = event.get("RRULE")
    if not isinstance(rules, Mapping):  # none, several in a list, or none that can be read
        return rules is not None
    often = {str(word).upper() for word in rules.get("FREQ", ())}
    never_on = any(int(step) < 1 for step in rules.get("INTERVAL", ()))
    return never_on or bool(often & OFTENER) or any(part in rules for part in PARTS_OF_A_DAY)


def _counts(event: Any, zone: str) -> bool:
    when = _stretch(event, zone)
    return when is not None and counts(
        Facts(
            title=str(event.get("SUMMARY", "")),
            busy=str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).strip().upper(),
            transparent=str(event.get("TRANSP", "")).strip().upper() == "TRANSPARENT",
            cancelled=str(event.get("STATUS", "")).strip().upper() == "CANCELLED",
            whole_days=when.whole_days,
            lasts=when.span.end - when.span.start,
        )
    )


def _seen(event: Any, zone: str, recurring: Iterable[str]) -> Seen | None:
    """None for one that does not count, or makes no sense."""
    try:
        when = _stretch(event, zone)
        if when is None or not _counts(event, zone):
            return None
        uid = str(event.get("UID", "")) or repr(when.span.start)
        if uid not in recurring:
            return Seen(digest(uid), "", when)
        which = event.get("RECURRENCE-ID")
        at = which.dt if which is not None else event.start
        return Seen(digest(uid, _written(at)), digest("series", uid), when)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return None


def _written(at: date) -> str:
    if isinstance(at, datetime) and at.tzinfo is not None:
        return at.astimezone(UTC).isoformat()
    return at.isoformat()


# ---- when ------------------------------------------------------------------------------------


def _stretch(event: Any, zone: str) -> Stretch | None:
    """Whole days in the member's zone, also where a calendar writes them as midnights."""
    start, end = event.start, event.end
    if not isinstance(start, datetime):
        last = max(start, _day(end) - timedelta(days=1))
        return days(start, last, zone) if last - start < LONGEST else None
    span = Span(_instant(start, event, "DTSTART", zone), _instant(end, event, "DTEND", zone))
    return None if span.is_empty or span.end - span.start > LONGEST else hours(span, zone)


def _day(end: Any) -> date:
    return end.date() if isinstance(end, datetime) else end


def _instant(at: Any, event: Any, name: str, zone: str) -> datetime:
    """A time without a zone, or with one that nobody knows, is meant in the member's own."""
    if not isinstance(at, datetime):  # a day as the end of hours
        return first_reaching(at, 0, zone)
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    written = event.get(name)
    named = zone_name(str(written.params.get("TZID", ""))) if written is not None else None
    return at.replace(tzinfo=ZoneInfo(named or zone)).astimezone(UTC)
