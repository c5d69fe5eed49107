"""In whose time a card speaks, and how it says what is wanted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model import Away, Member, TaskForce
from bot.weeks import (
    Span,
    first_reaching,
    say_days,
    say_instant,
    say_minutes,
    say_span,
    say_start,
    to_local,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Hours are said in the reader's own zone; whole days and weeks are the task force's."""

    zone: str
    home: str  # the task force's zone
    first_weekday: int = 0

    def span(self, span: Span) -> str:
        """`week of Mon 23 – Sun 29 Nov 2026`; with the zone where that is not the reader's."""
        if self.zone == self.home or not _is_days(span, self.home):
            return say_span(span, self.zone, self.first_weekday)
        return f"{say_span(span, self.home, self.first_weekday)} ({self.home})"

    def away(self, away: Away) -> str:
        """Days as they were said, hours with their times. Never why."""
        if away.whole_days:
            return say_days(away.first_day, away.last_day)
        return self.span(away.span)

    def within(self, week: Span | None, span: Span) -> str:
        """The span beneath a title that names the week: `all week` where it is that week."""
        return "all week" if span == week else self.span(span)

    def start(self, at: datetime) -> str:
        """`Tue 24 Nov 10:00`, beneath what says year and zone."""
        return say_start(at, self.zone)

    def instant(self, at: datetime) -> str:
        """`Tue 24 Nov 2026 09:00 (Europe/Berlin)`."""
        return say_instant(at, self.zone)


def reader_for(member: Member, task_force: TaskForce) -> Reader:
    return Reader(member.zone, task_force.zone, task_force.first_weekday)


def _is_days(span: Span, zone: str) -> bool:
    """Whether it begins and ends with a local day."""
    edges = (span.start, span.end)
    return all(first_reaching(to_local(at, zone).date(), 0, zone) == at for at in edges)


def say_need(minutes: int, people: int) -> str:
    """What a turn still wants: `2 h`, `2 h, 2 people`, `one more person`."""
    if not minutes:
        return f"{people} more people" if people > 1 else "one more person"
    return say_minutes(minutes) + (f", {people} people" if people > 1 else "")
