"""When: a time as a person says it, before it is known what day it is said on.

A When is a value: it can be compared, hashed, and carried as text (`to_text`, read back by
`bot.grammar.parse_when`), so that a button may hold it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.weeks import DAY_MINUTES, DAY_NAMES, MONTH_NAMES, format_minute

FIRST_YEAR, LAST_YEAR = 2000, 2199  # beyond is a slip of the finger
MOST_DAYS = 999  # "in 999 days"
MOST_WEEKS = 99
LEAP_YEAR = 2024  # any: it has a 29 February


class DayKind(StrEnum):
    """What `Day.number` counts, and what else is set."""

    NOW = "now"  # the very instant
    OFFSET = "offset"  # number: days from today
    WEEKDAY = "weekday"  # number: the nearest such weekday, today included
    LAST_WEEKDAY = "last weekday"  # number: the latest such weekday before today
    WEEKDAY_OF = "weekday of"  # number: weekday; weeks: of which week, counted from this one
    DATE = "date"  # number: day of the month; month; year, or 0 for the nearest
    WEEK = "week"  # number: weeks from this one
    ISO_WEEK = "iso week"  # number: 1 to 53; year, or 0 for the nearest
    WEEKEND = "weekend"  # number: weekends from the one that is coming or on


_SPANNING = (DayKind.WEEK, DayKind.ISO_WEEK, DayKind.WEEKEND)
_NAMED_OFFSETS = {0: "today", 1: "tomorrow", -1: "yesterday"}
_NAMED_WEEKS = {0: "this", 1: "next", -1: "last"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, week or weekend as said. Raises ValueError for what no calendar has.

    With `whole_week` the week which the day falls in is meant: `week of 1 dec`.
    """

    kind: DayKind
    number: int = 0
    month: int = 0
    year: int = 0
    weeks: int = 0
    weekday: int | None = None  # said beside a date: `tue 24 nov`; resolving checks that it fits
    whole_week: bool = False

    def __post_init__(self) -> None:
        if not _exists(self):
            raise ValueError("there is no such day")

    @property
    def is_long(self) -> bool:
        """Whether it is more than one day: a week or a weekend."""
        return self.whole_week or self.kind in _SPANNING

    def to_text(self) -> str:
        """The shortest words for it that are read back as the same."""
        text = _day_text(self)
        return f"week of {text}" if self.whole_week else text


@dataclass(frozen=True, slots=True)
class When:
    """A day, days up to and including `last`, hours of a day, or an instant.

    `start` and `end` are minutes of the local day. On one day they are hours from–to, past
    midnight if the end is not after the start; `start` alone is an instant. Without a day they
    are today's. With `last`, `start` belongs to the first day and `end` to the last one.
    Raises ValueError for combinations without a meaning.
    """

    first: Day | None = None
    last: Day | None = None
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(problem)

    def to_text(self) -> str:
        """Text that `parse_when` reads back as an equal value."""
        start = "" if self.start is None else format_minute(self.start)
        end = "" if self.end is None else format_minute(self.end)
        if self.first is None:
            return f"{start}-{end}" if end else f"at {start}"
        first = self.first.to_text()
        if self.last is not None:
            return f"{first} {start} to {self.last.to_text()} {end}".replace("  ", " ").strip()
        if self.first.kind is DayKind.NOW:
            return f"{first} to {end}" if end else first
        return f"{first} {start}-{end}" if end else f"{first} {start}".strip()


def _problem(when: When) -> str | None:
    first, last, start, end = when.first, when.last, when.start, when.end
    if start is not None and not 0 <= start < DAY_MINUTES:
        return "a start is a minute of the day, 0 to 1439"
    if end is not None and not (0 if last else 1) <= end <= DAY_MINUTES:
        return "an end is a minute of the day, 1 to 1440; 0 is the start of a last day"
    if first is None:
        return "a time needs a day or an hour" if start is None or last else _same(start, end)
    is_now = first.kind is DayKind.NOW
    if start is not None and (is_now or first.is_long):
        return "only a single day has a starting hour"
    if last is not None:
        long_end = end is not None and last.is_long
        return "only a single day has a last hour" if last.kind is DayKind.NOW or long_end else None
    if end is not None and start is None and not is_now:
        return "hours need a start"
    return _same(start, end)


def _same(start: int | None, end: int | None) -> str | None:
    return "hours need a length" if start is not None and start == end else None


def _exists(day: Day) -> bool:
    """Whether a calendar has it, and the fields its kind does not use are empty."""
    if day.whole_week and day.kind in (*_SPANNING, DayKind.NOW):
        return False
    if day.weekday is not None and (day.kind is not DayKind.DATE or not 0 <= day.weekday <= 6):
        return False
    unused = {
        DayKind.DATE: (day.weeks,),
        DayKind.ISO_WEEK: (day.month, day.weeks),
        DayKind.WEEKDAY_OF: (day.month, day.year),
    }.get(day.kind, (day.month, day.year, day.weeks))
    if any(unused):
        return False
    match day.kind:
        case DayKind.NOW:
            return day.number == 0
        case DayKind.OFFSET:
            return abs(day.number) <= MOST_DAYS
        case DayKind.WEEK | DayKind.WEEKEND:
            return abs(day.number) <= (MOST_WEEKS if day.kind is DayKind.WEEK else 1)
        case DayKind.WEEKDAY | DayKind.LAST_WEEKDAY | DayKind.WEEKDAY_OF:
            return 0 <= day.number <= 6 and abs(day.weeks) <= 1
        case DayKind.DATE:
            return _is_date(day.year, day.month, day.number)
        case DayKind.ISO_WEEK:
            return _is_iso_week(day.year, day.number)


def _is_date(year: int, month: int, number: int) -> bool:
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    return 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year or LEAP_YEAR, month)[1]


def _is_iso_week(year: int, number: int) -> bool:
    if not year:
        return 1 <= number <= 53
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    return 1 <= number <= date(year, 12, 28).isocalendar().week  # 28 Dec is in the last week


def _day_text(day: Day) -> str:
    match day.kind:
        case DayKind.NOW:
            return "now"
        case DayKind.OFFSET:
            return _NAMED_OFFSETS.get(day.number) or _count(day.number, "days")
        case DayKind.WEEK:
            name = _NAMED_WEEKS.get(day.number)
            return f"{name} week" if name else _count(day.number, "weeks")
        case DayKind.WEEKEND:
            return f"{_NAMED_WEEKS[day.number]} weekend"
        case DayKind.WEEKDAY:
            return DAY_NAMES[day.number].lower()
        case DayKind.LAST_WEEKDAY:
            return f"last {DAY_NAMES[day.number].lower()}"
        case DayKind.WEEKDAY_OF:
            name = DAY_NAMES[day.number].lower()
            return f"{name} last week" if day.weeks < 0 else f"{_NAMED_WEEKS[day.weeks]} {name}"
        case DayKind.DATE:
            return _date_text(day)
        case DayKind.ISO_WEEK:
            return (f"{day.year:04d}-" if day.year else "") + f"W{day.number:02d}"


def _count(number: int, unit: str) -> str:
    return f"in {number} {unit}" if number > 0 else f"{-number} {unit} ago"


def _date_text(day: Day) -> str:
    if day.year and day.weekday is None:
        return f"{day.year:04d}-{day.month:02d}-{day.number:02d}"
    weekday = "" if day.weekday is None else f"{DAY_NAMES[day.weekday].lower()} "
    year = f" {day.year}" if day.year else ""
    return f"{weekday}{day.number} {MONTH_NAMES[day.month - 1].lower()}{year}"
