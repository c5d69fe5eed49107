"""Which day a turn is reminded of. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from bot.weeks import is_working_day

LOOK_BACK = 5  # days: beyond a long weekend, a reminder would be forgotten again


def reminder_day(start: date, holidays: Collection[date]) -> date:
    """The last working day before a turn's first local day; the day before it if there is none.

    A turn that itself begins at the weekend or on a holiday is reminded of the day before.
    """
    if not is_working_day(start, holidays):
        return start - timedelta(days=1)
    for days in range(1, LOOK_BACK + 1):
        day = start - timedelta(days=days)
        if is_working_day(day, holidays):
            return day
    return start - timedelta(days=1)


def start_days(day: date, holidays: Collection[date]) -> tuple[date, ...]:
    """The local days whose turns are to be reminded of on `day`."""
    coming = (day + timedelta(days=n) for n in range(1, LOOK_BACK + 1))
    return tuple(start for start in coming if reminder_day(start, holidays) == day)
