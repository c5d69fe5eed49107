"""Which days an absence may have. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from bot.weeks import Span, days_span

LONGEST = 366  # days; longer than this somebody has left, and the chair should know


def away_span(first: date, last: date, zone: str) -> Span:
    """Whole days in the member's zone, the last one included."""
    return days_span(first, last, zone)


def problem(first: date, last: date, today: date) -> str:
    """The code of what is wrong with these days, or nothing."""
    if last < first:
        return "backwards"
    if last < today:
        return "past"
    if (last - first).days >= LONGEST:
        return "too_long"
    if first > today + timedelta(days=LONGEST):
        return "too_far"
    return ""
