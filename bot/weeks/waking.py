"""When a person may be disturbed: not at night, not at the weekend, not on their holidays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.weeks.zones import first_reaching, minute_of_day, second_time, to_local

WEEKEND = (5, 6)  # Saturday and Sunday; callers give another pair where the week is cut otherwise
_SEARCH_DAYS = 400  # beyond a year of holidays a calendar is broken, and silence is worse


def is_working_day(
    day: date, holidays: Collection[date], weekend: Collection[int] = WEEKEND
) -> bool:
    """Whether a local date is neither at the weekend nor one of the holidays."""
    return day.weekday() not in weekend and day not in holidays


def is_quiet(instant: datetime, zone: str, quiet_from: int, quiet_to: int) -> bool:
    """Whether the local clock is within quiet hours, given in minutes of the day.

    From 21:00 to 08:00 reaches over midnight. The same minute twice means no quiet hours.
    """
    minute = minute_of_day(to_local(instant, zone))
    if quiet_from <= quiet_to:
        return quiet_from <= minute < quiet_to
    return minute >= quiet_from or minute < quiet_to


def next_waking(
    instant: datetime,
    zone: str,
    quiet_from: int,
    quiet_to: int,
    holidays: Collection[date] = (),
    weekend: Collection[int] = WEEKEND,
) -> datetime:
    """The first instant, at or after this one, outside quiet hours and on a working day.

    Returns the instant itself when it will do. Where more than a year holds no working day,
    holidays and weekends are ignored, so that a message still arrives.
    """

    def awake(moment: datetime) -> bool:
        return not is_quiet(moment, zone, quiet_from, quiet_to)

    def working(moment: datetime) -> bool:
        return is_working_day(to_local(moment, zone).date(), holidays, weekend)

    if awake(instant) and working(instant):
        return instant
    today = to_local(instant, zone).date()
    fallback: datetime | None = None
    for days in range(_SEARCH_DAYS):
        for moment in _beginnings(today + timedelta(days=days), quiet_to, zone):
            if moment < instant or not awake(moment):
                continue
            if working(moment):
                return moment
            fallback = fallback or moment
    return fallback or instant


def _beginnings(day: date, quiet_to: int, zone: str) -> list[datetime]:
    """The instants at which waking hours can begin on one local date."""
    moments = set()
    for minute in {0, quiet_to % 1440}:
        moments.add(first_reaching(day, minute, zone))
        again = second_time(day, minute, zone)
        if again is not None:
            moments.add(again)
    return sorted(moments)
