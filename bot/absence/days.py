"""Which days an absence may have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import Refusal
from bot.weeks import Span, days_span, to_local

LONGEST = 366  # days; longer than this somebody has left, and the chair should know

_BACKWARDS = (
    "These days end before they begin.",
    "Give the first day first, as in `/muster away fri..mon`.",
)
_PAST = ("These days are over.", "Absence is for today and the days to come.")
_TOO_LONG = (
    "This is longer than a year.",
    "Tell the chair instead; they can take you off the roster.",
)
_TOO_FAR = ("This begins more than a year from now.", "Tell me again when it is nearer.")


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody is away. The days are local to them, both included."""

    span: Span
    first_day: date
    last_day: date
    whole_days: bool = True


def days_away(first: date, last: date, zone: str) -> Times:
    """Whole days, the last one included."""
    return Times(days_span(first, last, zone), first, last)


def hours_away(span: Span, zone: str) -> Times:
    """Of a span that is no whole days; not empty."""
    last = to_local(span.end - timedelta(microseconds=1), zone).date()
    return Times(span, to_local(span.start, zone).date(), last, whole_days=False)


def check_days(first: date, last: date, today: date) -> None:
    """Raises Refusal: backwards, past, too_long or too_far. `today`: the member's local date."""
    if last < first:
        raise _refusal("backwards", _BACKWARDS)
    if last < today:
        raise _refusal("past", _PAST)
    if (last - first).days >= LONGEST:
        raise _refusal("too_long", _TOO_LONG)
    if first > today + timedelta(days=LONGEST):
        raise _refusal("too_far", _TOO_FAR, "first_day")


def _refusal(code: str, said: tuple[str, str], field: str = "last_day") -> Refusal:
    what, instead = said
    return Refusal(code, what, "", instead, field=field)
