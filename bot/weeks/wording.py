"""Dates, spans and hours as people read them: English names of our own, no locale.

Dates are absolute (`Tue 24 Nov 2026`), ranges carry an en dash, times are of 24 hours, and a
time always comes with its zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.weeks.recurrence import Daily, Rule, Weekly
from bot.weeks.spans import Span
from bot.weeks.windows import DAY_NAMES, format_minute, format_weekdays
from bot.weeks.zones import first_reaching, to_local

MONTH_NAMES = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
LONG_DAY_NAMES = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip


def say_day(day: date) -> str:
    """`Tue 24 Nov 2026`."""
    return f"{_say_short(day)} {day.year}"


def say_days(first: date, last: date) -> str:
    """`Fri 27 – Mon 30 Nov 2026`; month and year are said once where they are shared."""
    if first == last:
        return say_day(first)
    if first.year != last.year:
        return f"{say_day(first)} – {say_day(last)}"
    if first.month != last.month:
        return f"{_say_short(first)} – {say_day(last)}"
    return f"{DAY_NAMES[first.weekday()]} {first.day} – {say_day(last)}"


def say_week(week: date) -> str:
    """`week of Mon 23 – Sun 29 Nov 2026`."""
    return f"week of {say_days(week, week + timedelta(days=6))}"


def say_time(instant: datetime, zone: str) -> str:
    """`09:00`, as clocks in the zone show it."""
    return to_local(instant, zone).strftime("%H:%M")


def say_instant(instant: datetime, zone: str) -> str:
    """`Tue 24 Nov 2026 09:00 (Europe/Berlin)`."""
    local = to_local(instant, zone)
    return f"{say_day(local.date())} {say_time(instant, zone)} ({zone})"


def say_start(instant: datetime, zone: str) -> str:
    """`Tue 24 Nov 10:00`, for a place where year and zone are said beside it."""
    local = to_local(instant, zone)
    return f"{_say_short(local.date())} {local:%H:%M}"


def say_span(span: Span, zone: str, first_weekday: int = 0) -> str:
    """A span as a person in the zone reads it.

    Whole weeks: `week of Mon 23 – Sun 29 Nov 2026`. Whole days: `Fri 27 – Mon 30 Nov 2026`.
    Hours: `Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin)`, up to `24:00` on the same day, with
    `clocks change` beside the zone when they do in between.
    """
    start, end = to_local(span.start, zone), to_local(span.end, zone)
    last = end.date() - timedelta(days=1)
    if start.date() <= last and _begins_day(span.start, zone) and _begins_day(span.end, zone):
        whole_week = (last - start.date()).days == 6 and start.weekday() == first_weekday
        return say_week(start.date()) if whole_week else say_days(start.date(), last)
    changed = ", clocks change" if start.utcoffset() != end.utcoffset() else ""
    return f"{_say_hours(span, start, end, zone)} ({zone}{changed})"


def say_minutes(minutes: int) -> str:
    """Durations: `2 h`, `2.5 h`, `45 min`, `1 h 20 min`, `0 h`.

    Whole and half hours from one hour up are in hours; the rest is in hours and minutes.
    """
    sign, left = ("−" if minutes < 0 else ""), abs(minutes)
    hours, rest = divmod(left, 60)
    if rest == 0:
        return f"{sign}{hours} h"
    if hours == 0:
        return f"{sign}{rest} min"
    return f"{sign}{hours}.5 h" if rest == 30 else f"{sign}{hours} h {rest} min"


def say_rule(rule: Rule, zone: str) -> str:
    """`Mondays at 09:00 (Europe/Berlin)`, `every day at …`, `Mon-Fri at …`."""
    if isinstance(rule, Weekly):
        days = f"{LONG_DAY_NAMES[rule.weekday]}s"
    elif isinstance(rule, Daily):
        days = "every day"
    else:
        days = format_weekdays(rule.weekdays)
    return f"{days} at {format_minute(rule.minute)} ({zone})"


def _say_short(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}"


def _begins_day(instant: datetime, zone: str) -> bool:
    return first_reaching(to_local(instant, zone).date(), 0, zone) == instant


def _say_hours(span: Span, start: datetime, end: datetime, zone: str) -> str:
    begin = f"{say_day(start.date())} {start:%H:%M}"
    if start.date() == end.date():
        return begin if span.is_empty else f"{begin}–{end:%H:%M}"
    last, closing = end.date(), f"{end:%H:%M}"
    if _begins_day(span.end, zone):
        last, closing = last - timedelta(days=1), "24:00"
    if last == start.date():
        return f"{begin}–{closing}"
    day = _say_short(last) if start.year == last.year else say_day(last)
    return f"{begin} – {day} {closing}"


def beginning(text: str) -> str:
    """The text as it begins a sentence: only its first letter changes."""
    return text[:1].upper() + text[1:]
