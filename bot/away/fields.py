"""What the form about absence says: days, and hours of the first and the last of them."""

from __future__ import annotations

from datetime import datetime

from bot.absence import Times, check_days, days_away, hours_away
from bot.away.requests import AwayByForm
from bot.errors import Refusal
from bot.fields import read_day, read_time
from bot.weeks import DAY_MINUTES, Span, first_reaching, to_local


def read_times(request: AwayByForm, now: datetime, zone: str) -> Times:
    """Raises Refusal that names the input at fault."""
    first = read_day(request.first_day, "first_day")
    if first is None:
        raise Refusal("bad_day", "Please choose the first day.", field="first_day")
    last = read_day(request.last_day, "last_day") or first
    begin = _minute(request.from_time, "from_time", 0)
    end = _minute(request.until_time, "until_time", DAY_MINUTES) or DAY_MINUTES
    today = to_local(now, zone).date()
    check_days(first, last, today)
    if begin == 0 and end == DAY_MINUTES:
        return days_away(max(first, today), last, zone)
    start, until = first_reaching(first, begin, zone), first_reaching(last, end, zone)
    if until <= start:
        raise Refusal(
            "backwards",
            "This ends before it begins.",
            instead="Give a later time, or the day after as the last one.",
            field="until_time",
        )
    if until <= now:
        raise Refusal(
            "past",
            "These hours are over.",
            instead="Absence is for now and what is to come.",
            field="until_time",
        )
    return hours_away(Span(max(start, first_reaching(today, 0, zone)), until), zone)


def _minute(text: str, field: str, otherwise: int) -> int:
    return read_time(text, field, latest=DAY_MINUTES) if text.strip() else otherwise
