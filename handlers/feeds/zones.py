"""A zone's offsets over some years, as VTIMEZONE.

One observance for each change that there is, and no rule: a feed reaches over a few months, zones
such as Africa/Casablanca have no rule, and every reading of RFC 5545, 3.6.5 knows an observance
that begins once. The library's own (icalendar 7.3, Timezone.from_tzinfo) begins summer time an
hour late: it gives the new wall clock where the old one is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def timezone(zone: str, first_year: int, last_year: int) -> bytes:
    """What is said of the zone for events within these years."""
    local = ZoneInfo(zone)
    begin = datetime(first_year, 1, 1, tzinfo=UTC) - DAY
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC) + DAY
    said = Timezone()
    said.add("tzid", zone)
    said.add_component(_observance(begin, begin, local))
    for change in _changes(begin, end, local):
        said.add_component(_observance(change, change - SECOND, local))
    written: bytes = said.to_ical()
    return written


def _observance(
    start: datetime, before: datetime, local: ZoneInfo
) -> TimezoneStandard | TimezoneDaylight:
    """From an instant on. Its wall clock is that of the offset before."""
    was, is_now = _offset(before, local), _offset(start, local)
    summer = bool(start.astimezone(local).dst())
    said = TimezoneDaylight() if summer else TimezoneStandard()
    said.add("dtstart", (start + was).replace(tzinfo=None))
    said.add("tzoffsetfrom", was)
    said.add("tzoffsetto", is_now)
    said.add("tzname", start.astimezone(local).tzname())
    return said


def _changes(begin: datetime, end: datetime, local: ZoneInfo) -> Iterator[datetime]:
    """The instants at which the offset changes: no zone changes twice within a day."""
    day = begin
    while day < end:
        if _offset(day, local) != _offset(day + DAY, local):
            yield _change_within(day, day + DAY, local)
        day += DAY


def _change_within(low: datetime, high: datetime, local: ZoneInfo) -> datetime:
    """To the second."""
    after = _offset(high, local)
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, local) == after:
            high = middle
        else:
            low = middle
    return high


def _offset(instant: datetime, local: ZoneInfo) -> timedelta:
    return instant.astimezone(local).utcoffset() or timedelta()
