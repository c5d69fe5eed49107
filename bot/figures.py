"""A week in figures: what digest, status and home count, counted once. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.held import Hole
from bot.model import Department
from bot.ports.loads import Covered, DepartmentSums


@dataclass(frozen=True, slots=True)
class Coverage:
    """Minutes covered and needed over some turns; which of them still want somebody."""

    covered: int
    needed: int
    turns: int
    holes: tuple[Hole, ...]
    untaken: int = 0  # that want somebody too, and are only counted

    @property
    def percent(self) -> int:
        return 100 * self.covered // self.needed if self.needed else 100

    @property
    def open(self) -> int:
        """How many turns still want somebody."""
        return len(self.holes) + self.untaken


def coverage(
    weeks: Iterable[date], sums: Mapping[date, Covered], holes: Iterable[Hole], listed: date
) -> tuple[Coverage, ...]:
    """Of each of these weeks. What is over has no holes any more.

    `holes`: of any weeks; after the week `listed`, in which nothing may have begun, without the
    turns that nobody holds.
    """
    of: dict[date, list[Hole]] = defaultdict(list)
    for hole in holes:
        of[hole.held.turn.week].append(hole)
    found = ((week, sums.get(week, Covered(0, 0, 0, 0))) for week in weeks)
    return tuple(
        Coverage(
            sum_.covered, sum_.needed, sum_.turns, tuple(of[week]), sum_.untaken * (week > listed)
        )
        for week, sum_ in found
    )


@dataclass(frozen=True, slots=True)
class DepartmentHours:
    """Minutes of one department in one week."""

    name: str
    pledged: int
    held: int
    logged: int
    needed: int  # by the duties that usually fit the department


def by_department(
    departments: Iterable[Department], sums: Mapping[int, DepartmentSums], lost: Mapping[int, int]
) -> tuple[DepartmentHours, ...]:
    """In the order of `departments`; those without any figure are left out.

    `lost`: what of their pledges people could not give, since they went away after they said it.
    """
    found = ((d, sums[d.id]) for d in departments if d.id in sums)
    rows = (
        DepartmentHours(d.name, of.pledged - lost.get(d.id, 0), of.held, of.logged, of.needed)
        for d, of in found
    )
    return tuple(row for row in rows if row.pledged or row.held or row.logged or row.needed)
