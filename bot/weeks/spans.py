"""Stretches of time, and the weeks and days they are made of.

A week is named by the local date of its first day. Each task force chooses its first weekday:
0 is Monday, 6 is Sunday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.weeks.zones import first_reaching

THURSDAY = 3  # an ISO week belongs to the year that holds its Thursday

_LABEL = re.compile(r"(\d{4})-?W(\d{1,2})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to, but without, `end`; both aware and kept in UTC.

    Ordered by start, then end. Raises ValueError for naive instants, for those that are before or
    after all years in UTC, and for an end before the start.
    An empty span (start == end) is what a local day that never was amounts to.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:  # seldom: all is kept in it
            self._to_utc()
        if self.end < self.start:
            raise ValueError("a span cannot end before it starts")

    def _to_utc(self) -> None:
        for field in ("start", "end"):
            instant: datetime = getattr(self, field)
            if instant.tzinfo is None:
                raise ValueError(f"the {field} of a span needs a zone; this one has none")
            try:
                object.__setattr__(self, field, instant.astimezone(UTC))
            except OverflowError as error:
                raise ValueError(f"the {field} of a span is in no year of UTC's") from error

    @property
    def minutes(self) -> int:
        """Whole minutes that really pass, clock changes counted in."""
        return int((self.end - self.start).total_seconds()) // 60

    @property
    def is_empty(self) -> bool:
        """Whether it holds no time at all."""
        return self.start == self.end

    def contains(self, instant: datetime) -> bool:
        """Whether the instant lies in the span; the end itself does not."""
        return self.start <= instant < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time; spans that only touch do not."""
        if self.end <= other.start or other.end <= self.start:
            return False
        return not (self.is_empty or other.is_empty)

    def overlap(self, other: Span) -> Span | None:
        """The time the two share, or None."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))


def week_of(day: date, first_weekday: int) -> date:
    """The week a local date falls in, named by its first day."""
    check_weekday(first_weekday)
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def check_weekday(weekday: int) -> None:
    """Raises ValueError unless the weekday is 0 (Monday) to 6 (Sunday)."""
    if not 0 <= weekday <= 6:
        raise ValueError(f"a weekday is 0 (Monday) to 6 (Sunday), not {weekday}")


def week_span(week: date, zone: str) -> Span:
    """The seven local days from the week's first one: 167 or 169 hours when clocks change."""
    return days_span(week, week + timedelta(days=6), zone)


def day_span(day: date, zone: str) -> Span:
    """One local day: 23 to 25 hours when clocks change, empty where the date was skipped."""
    return days_span(day, day, zone)


def days_span(first: date, last: date, zone: str) -> Span:
    """Local days, the last one included. Raises ValueError if the last is before the first."""
    return Span(first_reaching(first, 0, zone), first_reaching(last + timedelta(days=1), 0, zone))


def week_label(week: date) -> str:
    """The ISO name, such as `2026-W49`, of the week that begins on this day.

    A week that does not begin on Monday carries the name of the ISO week whose Thursday is in it.
    """
    thursday = week + timedelta(days=(THURSDAY - week.weekday()) % 7)
    iso = thursday.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def parse_week(label: str, first_weekday: int = 0) -> date | None:
    """The first day of the week with this ISO name, or None if there is no such week."""
    found = _LABEL.fullmatch(label.strip())
    if found is None:
        return None
    try:
        thursday = date.fromisocalendar(int(found[1]), int(found[2]), THURSDAY + 1)
        return week_of(thursday, first_weekday)
    except (ValueError, OverflowError):
        return None
