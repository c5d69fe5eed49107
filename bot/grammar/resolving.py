"""A When, said at an instant in a zone → the span that is meant, with absolute dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from bot.errors import Refusal
from bot.grammar.when import Day, DayKind, When
from bot.weeks import (
    DAY_MINUTES,
    LONG_DAY_NAMES,
    Span,
    days_span,
    first_reaching,
    parse_week,
    say_day,
    say_instant,
    say_span,
    to_local,
    to_utc,
    week_of,
)

Kind: TypeAlias = Literal["instant", "day", "days", "week", "part"]
Prefer: TypeAlias = Literal["future", "past"]

_INSTANT = timedelta(minutes=1)  # an instant as a span: the minute that begins with it
_LEAP_CYCLE = 8  # years: no 29 February is further from the next one (1896 to 1904)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was meant: its span, its kind, and how to say it with absolute dates.

    An `instant` has a span of one minute, so that it overlaps what is on at that time.
    """

    span: Span
    kind: Kind
    explanation: str


@dataclass(frozen=True, slots=True)
class _Today:
    day: date
    first_weekday: int
    prefer: Prefer


def resolve(
    when: When, now: datetime, zone: str, first_weekday: int, prefer: Prefer = "future"
) -> Resolved:
    """The span meant by words said at `now` by someone whose clocks show `zone`.

    A weekday is the next one, today included; with `prefer="past"` the latest one. `next tue` is
    the Tuesday of next week, `last tue` the latest before today. A date without a year is the
    nearest, before or after; the end of a range is the first such day after its beginning.
    Raises Refusal for ends before starts, hours that clocks skip, and days with another name.
    """
    today = _Today(to_local(now, zone).date(), first_weekday, prefer)
    if when.first is not None and when.first.kind is DayKind.NOW:
        return _from_now(when, now, zone, today)
    if when.first is not None and when.last is not None:
        first = _preceding(when, today) or _days(when.first, today)[0]
        return _range(when, (first, _last(when, first, today)), zone, first_weekday)
    first, end_of_first = _days(when.first, today) if when.first else (today.day, today.day)
    if when.start is None:
        span = days_span(first, end_of_first, zone)
        kind: Kind = "day" if first == end_of_first else "week"
        if when.first is not None and when.first.kind is DayKind.WEEKEND:
            kind = "days"
        return _checked(span, kind, zone, first_weekday)
    if when.end is None:
        return _instant(to_utc(first, when.start, zone), zone)
    closing = first if when.end > when.start else first + timedelta(days=1)
    span = _span(first_reaching(first, when.start, zone), first_reaching(closing, when.end, zone))
    return _checked(span, "part", zone, first_weekday)


def _from_now(when: When, now: datetime, zone: str, today: _Today) -> Resolved:
    if when.last is None and when.end is None:
        return _instant(now, zone)
    last = _last(when, today.day, today) if when.last else today.day
    minute = DAY_MINUTES if when.end is None else when.end
    return _checked(
        _span(now, first_reaching(last, minute, zone)), "part", zone, today.first_weekday
    )


def _range(when: When, days: tuple[date, date], zone: str, first_weekday: int) -> Resolved:
    first, last = days
    if last < first:
        raise _backwards(say_day(last), say_day(first))
    if when.start is None and when.end is None:
        kind: Kind = "day" if first == last else "days"
        return _checked(days_span(first, last, zone), kind, zone, first_weekday)
    begin = first_reaching(first, when.start or 0, zone)
    end = first_reaching(last, DAY_MINUTES if when.end is None else when.end, zone)
    return _checked(_span(begin, end), "part", zone, first_weekday)


def _instant(instant: datetime, zone: str) -> Resolved:
    return Resolved(Span(instant, instant + _INSTANT), "instant", say_instant(instant, zone))


def _span(start: datetime, end: datetime) -> Span:
    if end < start:
        raise _backwards("Its end", "its start")
    return Span(start, end)


def _checked(span: Span, kind: Kind, zone: str, first_weekday: int) -> Resolved:
    if span.is_empty:
        raise Refusal(
            "no_such_time",
            "There is no such time.",
            f"The clocks in {zone} skip it, or it ends as it begins.",
            "Please give another time.",
        )
    return Resolved(span, kind, say_span(span, zone, first_weekday))


def _backwards(end: str, start: str) -> Refusal:
    return Refusal(
        "backwards",
        "This ends before it begins.",
        f"{end} is before {start}.",
        "Give the earlier time first, such as `fri..mon`.",
    )


def _days(day: Day, today: _Today) -> tuple[date, date]:
    """The first and last local date of a day, week or weekend."""
    one = _one(day, today)
    if day.kind is DayKind.WEEKEND:
        return one, one + timedelta(days=1)
    if day.is_long:
        week = week_of(one, today.first_weekday)
        return week, week + timedelta(days=6)
    return one, one


def _one(day: Day, today: _Today) -> date:
    """The date itself, or one in the week; the Saturday of a weekend."""
    this_week = week_of(today.day, today.first_weekday)
    match day.kind:
        case DayKind.NOW:
            return today.day
        case DayKind.OFFSET:
            return today.day + timedelta(days=day.number)
        case DayKind.WEEKDAY:
            return _weekday(day.number, today)
        case DayKind.LAST_WEEKDAY:
            return today.day - timedelta(days=(today.day.weekday() - day.number - 1) % 7 + 1)
        case DayKind.WEEKDAY_OF:
            week = this_week + timedelta(weeks=day.weeks)
            return week + timedelta(days=(day.number - today.first_weekday) % 7)
        case DayKind.WEEK:
            return this_week + timedelta(weeks=day.number)
        case DayKind.WEEKEND:
            saturday = today.day + timedelta(days=(5 - today.day.weekday()) % 7)
            running = timedelta(weeks=1 if today.day.weekday() == 6 else 0)
            return saturday - running + timedelta(weeks=day.number)
        case DayKind.DATE | DayKind.ISO_WEEK:
            return _nearest(day, today.day, today.first_weekday)


def _weekday(number: int, today: _Today) -> date:
    if today.prefer == "past":
        return today.day - timedelta(days=(today.day.weekday() - number) % 7)
    return today.day + timedelta(days=(number - today.day.weekday()) % 7)


def _nearest(day: Day, around: date, first_weekday: int) -> date:
    """The date or week of the year said, else of the year that brings it nearest."""
    if day.year:
        found = _in_year(day, day.year, first_weekday)
        if found is None:
            raise _no_such_day(day)
        return _named_rightly(day, found)
    years = range(around.year - _LEAP_CYCLE, around.year + _LEAP_CYCLE + 1)
    dates = [found for year in years if (found := _in_year(day, year, first_weekday))]
    return _named_rightly(day, min(dates, key=lambda found: (abs(found - around), around > found)))


def _in_year(day: Day, year: int, first_weekday: int) -> date | None:
    if day.kind is DayKind.ISO_WEEK:
        return parse_week(f"{year:04d}-W{day.number:02d}", first_weekday)
    try:
        return date(year, day.month, day.number)
    except ValueError:
        return None


def _last(when: When, first: date, today: _Today) -> date:
    """The last local date of a range that begins on `first`."""
    day = when.last
    if day is None:
        return first
    if day.kind is DayKind.WEEKDAY:
        same = when.first is not None and (when.first.kind, when.first.number) == (
            day.kind,
            day.number,
        )
        return first + timedelta(days=(day.number - first.weekday()) % 7 or 7 * same)
    if day.kind in (DayKind.DATE, DayKind.ISO_WEEK) and not day.year:
        return _following(day, first, today.first_weekday)
    return _days(day, today)[1]


def _following(day: Day, first: date, first_weekday: int) -> date:
    """The first such date or week that does not end before `first`."""
    for year in range(first.year - 1, first.year + _LEAP_CYCLE + 2):
        found = _in_year(day, year, first_weekday)
        if found is None:
            continue
        long = day.kind is DayKind.ISO_WEEK or day.whole_week
        end = week_of(found, first_weekday) + timedelta(days=6) if long else found
        if end >= first:
            _named_rightly(day, found)
            return end
    raise _no_such_day(day)


def _preceding(when: When, today: _Today) -> date | None:
    """The beginning of `27 nov to 1 dec 2026`: its year is that of the end, or the one before."""
    first, last = when.first, when.last
    if first is None or first.kind is not DayKind.DATE or first.year or not last or not last.year:
        return None
    end = _days(last, today)[1]
    for year in (end.year, end.year - 1):
        found = _in_year(first, year, today.first_weekday)
        if found and found <= end:
            _named_rightly(first, found)
            return week_of(found, today.first_weekday) if first.whole_week else found
    return None


def _named_rightly(day: Day, found: date) -> date:
    if day.weekday is None or found.weekday() == day.weekday:
        return found
    raise Refusal(
        "other_weekday",
        f"{say_day(found)} is no {LONG_DAY_NAMES[day.weekday]}.",
        instead="Leave the weekday out, or correct the date.",
    )


def _no_such_day(day: Day) -> Refusal:
    return Refusal("no_such_day", f"There is no {day.to_text()}.", instead="Please check the date.")
