"""Weeks, windows, zones and clock changes: pure, and the only place that does them.

Import everything from here. The standard library is all it needs; nothing reads the clock.

    zones        wall clock to instant and back, through gaps and overlaps
    spans        Span, weeks and days
    windows      the hours of a duty, and the turns they make in one week
    recurrence   weekly and daily rules, and when they fall next
    waking       working days and quiet hours
    wording      dates, spans and hours as people read them
    zone_names   forgiving names of zones
"""

from __future__ import annotations

from bot.weeks.recurrence import Daily, Rule, Weekdays, Weekly, latest_at_or_before, next_after
from bot.weeks.spans import (
    Span,
    check_weekday,
    day_span,
    days_span,
    parse_week,
    week_label,
    week_of,
    week_span,
)
from bot.weeks.waking import WEEKEND, is_quiet, is_working_day, next_waking
from bot.weeks.windows import (
    DAY_NAMES,
    Window,
    WindowsError,
    format_minute,
    format_weekdays,
    format_windows,
    parse_windows,
    read_weekday,
    turn_spans,
)
from bot.weeks.wording import (
    LONG_DAY_NAMES,
    MONTH_NAMES,
    beginning,
    say_day,
    say_days,
    say_instant,
    say_minutes,
    say_rule,
    say_span,
    say_start,
    say_time,
    say_week,
)
from bot.weeks.zone_names import ZoneMatch, find_zone, zone_name
from bot.weeks.zones import (
    DAY_MINUTES,
    first_reaching,
    minute_of_day,
    second_time,
    to_local,
    to_utc,
)

__all__ = [
    "DAY_MINUTES",
    "DAY_NAMES",
    "LONG_DAY_NAMES",
    "MONTH_NAMES",
    "WEEKEND",
    "Daily",
    "Rule",
    "Span",
    "Weekdays",
    "Weekly",
    "Window",
    "WindowsError",
    "ZoneMatch",
    "beginning",
    "check_weekday",
    "day_span",
    "days_span",
    "find_zone",
    "first_reaching",
    "format_minute",
    "format_weekdays",
    "format_windows",
    "is_quiet",
    "is_working_day",
    "latest_at_or_before",
    "minute_of_day",
    "next_after",
    "next_waking",
    "parse_week",
    "parse_windows",
    "read_weekday",
    "say_day",
    "say_days",
    "say_instant",
    "say_minutes",
    "say_rule",
    "say_span",
    "say_start",
    "say_time",
    "say_week",
    "second_time",
    "to_local",
    "to_utc",
    "turn_spans",
    "week_label",
    "week_of",
    "week_span",
    "zone_name",
]
