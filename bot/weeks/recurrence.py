"""Rules for things that come again at a wall clock time, and when they come next.

Each falls once per local date: in the overlap of autumn the first time only; in the gap of
spring it is shifted by the gap, not skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.weeks.spans import check_weekday
from bot.weeks.zones import DAY_MINUTES, to_local, to_utc


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every week on one weekday (0 is Monday), at a minute of the local day (0 to 1439)."""

    weekday: int
    minute: int

    def __post_init__(self) -> None:
        check_weekday(self.weekday)
        _check_minute(self.minute)

    def falls_on(self, day: date) -> bool:
        """Whether the rule holds on a local date."""
        return day.weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at a minute of the local day (0 to 1439)."""

    minute: int

    def __post_init__(self) -> None:
        _check_minute(self.minute)

    def falls_on(self, day: date) -> bool:
        """Whether the rule holds on a local date."""
        return True


@dataclass(frozen=True, slots=True)
class Weekdays:
    """On some weekdays (Monday to Friday unless said) at a minute of the local day (0 to 1439)."""

    minute: int
    weekdays: frozenset[int] = frozenset(range(5))

    def __post_init__(self) -> None:
        _check_minute(self.minute)
        if not self.weekdays:
            raise ValueError("a rule needs at least one weekday")
        for weekday in self.weekdays:
            check_weekday(weekday)

    def falls_on(self, day: date) -> bool:
        """Whether the rule holds on a local date."""
        return day.weekday() in self.weekdays


Rule = Weekly | Daily | Weekdays


def next_after(rule: Rule, zone: str, after: datetime) -> datetime:
    """The first instant of the rule later than `after`, in UTC."""
    for instant in _around(rule, zone, after, step=1):
        if instant > after:
            return instant
    raise AssertionError("a rule falls at least once in eight days")


def latest_at_or_before(rule: Rule, zone: str, instant: datetime) -> datetime:
    """The last instant of the rule not later than `instant`, in UTC."""
    for earlier in _around(rule, zone, instant, step=-1):
        if earlier <= instant:
            return earlier
    raise AssertionError("a rule falls at least once in eight days")


def _around(rule: Rule, zone: str, instant: datetime, step: int) -> Iterator[datetime]:
    """The rule's instants in order, from safely on the other side of `instant`.

    Two days of margin: a shift by a gap can reach into the next date, and a zone that changed
    sides of the date line skipped one whole.
    """
    day = to_local(instant, zone).date() - timedelta(days=2 * step)
    for _ in range(7 + 2 * 2 + 1):
        if rule.falls_on(day):
            yield to_utc(day, rule.minute, zone)
        day += timedelta(days=step)


def _check_minute(minute: int) -> None:
    if not 0 <= minute < DAY_MINUTES:
        raise ValueError(f"a rule's minute is 0 to {DAY_MINUTES - 1}, not {minute}")
