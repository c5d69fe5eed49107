"""A feed as iCalendar: RFC 5545, with what RFC 7986, Outlook and Apple add to it.

The library escapes and folds whatever people wrote. An event is the same for as long as it says
the same: DTSTAMP is when it last changed, as RFC 5545, 3.8.7.2 has it where there is no METHOD.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

from bot.feeds.rules import Calendar, Entry, Event, Standing
from bot.weeks import Span
from handlers.characters import clean, web_address
from handlers.feeds.zones import timezone

PRODUCT = "-//Muster//Muster//EN"
REFRESH, TTL = timedelta(hours=1), "PT1H"  # when to look again; many calendars take longer
DAY = timedelta(days=1)
KEPT = 20_000  # events written before, about 15 MB: of a large roster few change at a time
_STATUS = {
    Standing.HELD: "CONFIRMED",
    Standing.OPEN: "TENTATIVE",
    Standing.OFF: "CANCELLED",
}


def render(calendar: Calendar, host: str) -> bytes:
    """`host`: under which name Muster is reached; it makes events' names unique in the world."""
    outside = _outside(calendar).to_ical()
    end = outside.rindex(b"END:VCALENDAR")
    events = [_event(event, calendar.kind, calendar.zone, host) for event in calendar.events]
    zone = b"".join(_zone(calendar))
    return b"".join((outside[:end], zone, *events, outside[end:]))


def _outside(calendar: Calendar) -> icalendar.Calendar:
    said = icalendar.Calendar()
    title, text = _line(calendar.title), _line(calendar.text)
    said.add("version", "2.0")
    said.add("prodid", PRODUCT)
    said.add("calscale", "GREGORIAN")
    said.add("name", title)
    said.add("x-wr-calname", title)
    said.add("description", text)
    said.add("x-wr-caldesc", text)
    said.add("x-wr-timezone", calendar.zone)
    said.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    said.add("x-published-ttl", TTL)
    return said


def _zone(calendar: Calendar) -> list[bytes]:
    """What events with hours need; none in UTC."""
    times = [event.entry.span for event in calendar.events if event.entry.days is None]
    if not times or calendar.zone == "UTC":
        return []
    years = {at.year for span in times for at in (span.start, span.end)}
    return [timezone(calendar.zone, min(years), max(years))]


@lru_cache(maxsize=KEPT)
def _event(event: Event, kind: str, zone: str, host: str) -> bytes:
    entry = event.entry
    said = icalendar.Event()
    said.add("uid", f"{kind}-{entry.about}@{host}")
    said.add("sequence", event.sequence)
    said.add("dtstamp", event.changed_at)
    said.add("last-modified", event.changed_at)
    for name, value in zip(("dtstart", "dtend"), _times(entry, zone), strict=True):
        said.add(name, value)
    said.add("summary", _line(entry.title))
    if entry.text:
        said.add("description", clean(entry.text))
    if entry.url and (address := web_address(entry.url)):
        said.add("url", address)
    said.add("status", _STATUS[entry.standing])
    said.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    said.add("x-microsoft-cdo-busystatus", "BUSY" if entry.busy else "FREE")
    written: bytes = said.to_ical()
    return written


def _times(entry: Entry, zone: str) -> tuple[date, date]:
    """Days, whose end is the day after; or instants as clocks in the zone show them."""
    if entry.days is not None:
        first, last = entry.days
        return first, last + DAY
    return _instants(entry.span, zone)


def _instants(span: Span, zone: str) -> tuple[datetime, datetime]:
    """In UTC where the zone's clock shows an hour twice: readers differ on which one is meant."""
    local = ZoneInfo(zone)
    start, end = span.start.astimezone(local), span.end.astimezone(local)
    if zone == "UTC" or _comes_twice(start) or _comes_twice(end):
        return span.start.astimezone(UTC), span.end.astimezone(UTC)
    return start, end


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _line(text: str) -> str:
    return " ".join(clean(text).split())
