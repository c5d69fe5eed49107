"""How much everybody carries: the arithmetic. Pure. All amounts are minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from typing import NamedTuple

from bot.model import Department, Member
from bot.weeks import DAY_MINUTES, WEEKEND, Span, day_span, first_reaching, to_local

WINDOWS = (4, 12, 52)  # weeks over which it is counted, this one included
USUAL = 12  # of which these are shown where nobody asked for others
NIGHT_FROM, NIGHT_TO = 22 * 60, 6 * 60  # minutes of the member's local day
FEWEST = 4  # people of whom the middle is said: of fewer, it would be about somebody


class Burden(NamedTuple):
    """What one member (or several together) carried in some weeks.

    `covered`: of what was held, taken over from others who could not. `hard`: of what was held,
    at night, at weekends and on public holidays. Absence lowers what was pledged before it was
    known.
    """

    pledged: int = 0
    held: int = 0
    logged: int = 0
    covered: int = 0
    hard: int = 0
    away: int = 0  # percent of these weeks' working time; of one member

    @property
    def weight(self) -> int:
        """By which people are ranked: what they held, and hard hours once more.

        As if they had held as much while away: nobody comes back to a debt. But no more than if
        they had been there for a quarter of the time, which says too little.
        """
        return (self.held + self.hard) * 100 // max(25, 100 - self.away)


def hard_minutes(span: Span, zone: str, holidays: Collection[date]) -> int:
    """Minutes of the span at night, at weekends and on the holidays, by the zone's wall clock."""
    first = to_local(span.start, zone).date()
    last = to_local(span.end, zone).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(_hard_on(day, span, zone, holidays) for day in days)


def _hard_on(day: date, span: Span, zone: str, holidays: Collection[date]) -> int:
    whole = day_span(day, zone)
    if day.weekday() in WEEKEND or day in holidays:
        return _shared(whole, span)
    morning = Span(whole.start, first_reaching(day, NIGHT_TO, zone))
    evening = Span(first_reaching(day, NIGHT_FROM, zone), whole.end)
    return _shared(morning, span) + _shared(evening, span)


def _shared(one: Span, other: Span) -> int:
    part = one.overlap(other)
    return part.minutes if part else 0


def hard_of(minutes: int, span: Span, hard: int) -> int:
    """What of a claim's minutes are hard ones, of a span with so many hard minutes.

    Of less than a day, its share of them. In a longer one people choose their hours: only those
    that do not fit into its other time.
    """
    if span.minutes < DAY_MINUTES:
        return round(minutes * hard / max(1, span.minutes))
    return max(0, minutes - (span.minutes - hard))


@dataclass(frozen=True, slots=True)
class Team:
    """What a department carried together. `middle`: half of its people held so much or less."""

    id: int
    name: str
    people: int
    burden: Burden
    middle: int | None  # of fewer than FEWEST people it is not said


def by_department(
    departments: Iterable[Department], members: Iterable[Member], burdens: Mapping[int, Burden]
) -> tuple[Team, ...]:
    """In the order of `departments`; those without people are left out."""
    of: dict[int, list[Burden]] = defaultdict(list)
    for member in members:
        burden = burdens.get(member.id, Burden())
        if burden.away < 100 or burden.held:  # who was never there is not missing either
            of[member.department_id].append(burden)
    return tuple(
        Team(d.id, d.name, len(of[d.id]), together(of[d.id]), middle([b.held for b in of[d.id]]))
        for d in departments
        if of[d.id]
    )


def together(burdens: Iterable[Burden]) -> Burden:
    """What they carried in all; being away is of one person."""
    sums = (sum(amounts) for amounts in zip(*burdens, strict=True))
    return Burden(*sums)._replace(away=0)


def middle(held: Sequence[int]) -> int | None:
    """Half of them hold so much or less; None of fewer than FEWEST."""
    return median_low(held) if len(held) >= FEWEST else None


# ---- warnings -----------------------------------------------------------------------------------

SLIVER = 60  # minutes a week: who holds less of a duty has hardly arrived when they leave
SLIVER_PEOPLE = 4  # so many at least, and more than half of all, hold slivers of it
ALONE = 80  # of a hundred hours: then a duty lives on one person
ALONE_WEEKS = 4  # in so many weeks at least: before, a duty is only new


@dataclass(frozen=True, slots=True)
class Share:
    """What one member held of one duty, and in how many of the weeks."""

    duty_id: int
    member_id: int
    minutes: int
    weeks: int

    @property
    def a_week(self) -> int:
        """Minutes, of the weeks in which they held any of it."""
        return self.minutes // max(1, self.weeks)


@dataclass(frozen=True, slots=True)
class Slivers:
    """A duty of many people with few hours each. `middle`: minutes a week of the one between."""

    duty_id: int
    people: int
    thin: int  # of these, with less than SLIVER
    middle: int


@dataclass(frozen=True, slots=True)
class Alone:
    """A duty that one person holds nearly by themself."""

    duty_id: int
    member_id: int
    percent: int
    weeks: int


def find_slivers(shares: Iterable[Share]) -> tuple[Slivers, ...]:
    """Ordered by duty; see SLIVER_PEOPLE."""
    found = []
    for duty_id, mine in _by_duty(shares):
        thin = sum(share.a_week < SLIVER for share in mine)
        if thin >= SLIVER_PEOPLE and 2 * thin > len(mine):
            middle_one = median_low(share.a_week for share in mine)
            found.append(Slivers(duty_id, len(mine), thin, middle_one))
    return tuple(found)


def find_alone(shares: Iterable[Share]) -> tuple[Alone, ...]:
    """Ordered by duty; see ALONE."""
    found = []
    for duty_id, mine in _by_duty(shares):
        most = max(mine, key=lambda share: (share.minutes, -share.member_id))
        percent = 100 * most.minutes // sum(share.minutes for share in mine)
        if percent >= ALONE and most.weeks >= ALONE_WEEKS:
            found.append(Alone(duty_id, most.member_id, percent, most.weeks))
    return tuple(found)


def _by_duty(shares: Iterable[Share]) -> list[tuple[int, list[Share]]]:
    of: dict[int, list[Share]] = defaultdict(list)
    for share in shares:
        if share.minutes > 0:
            of[share.duty_id].append(share)
    return sorted(of.items())
