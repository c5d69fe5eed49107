"""A week in figures: what digest, status and home count, counted once. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.held import Held
from bot.model import Away, Department, Logged, Member, Pledge
from bot.presence import by_member, expected, is_absent_all


@dataclass(frozen=True, slots=True)
class Hole:
    """A turn that still wants somebody; 0 minutes: not hours, but people."""

    held: Held
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Minutes covered and needed over some turns; which of them still want somebody."""

    covered: int
    needed: int
    turns: int
    holes: tuple[Hole, ...]

    @property
    def percent(self) -> int:
        return 100 * self.covered // self.needed if self.needed else 100


def coverage(turns: Collection[Held], now: datetime) -> Coverage:
    """What is over has no holes any more."""
    return Coverage(
        sum(t.covered for t in turns),
        sum(t.turn.minutes for t in turns),
        len(turns),
        tuple(hole for t in turns if (hole := find_hole(t, now))),
    )


def find_hole(held: Held, now: datetime) -> Hole | None:
    """What the turn still wants, where there is a place for somebody: `Held.is_open`, counted."""
    minutes, people = held.wanted(now), held.people_wanted(now)
    return Hole(held, minutes, people) if (minutes or people) and held.free(now) else None


def helpers(turns: Iterable[Held], aways: Iterable[Away]) -> frozenset[int]:
    """Whoever held something while they were there; not who was away all that time."""
    absent = by_member(aways)
    return frozenset(
        claim.member_id
        for turn in turns
        for claim in turn.turn.claims
        if not is_absent_all(absent[claim.member_id], claim.span)
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
    departments: Iterable[Department],
    members: Mapping[int, Member],
    turns: Collection[Held],
    pledges: Iterable[Pledge],
    logged: Iterable[Logged],
    aways: Iterable[Away] = (),
) -> tuple[DepartmentHours, ...]:
    """In the order of `departments`; those without any figure are left out.

    What somebody offered before they knew that they would be away counts for the rest of the week.
    """
    absent = by_member(aways)
    held, offered, done, needed = (defaultdict[int, int](int) for _ in range(4))
    for pledge in pledges:
        member = members[pledge.member_id]
        given = expected(member, pledge, absent[member.id], pledge.week)
        offered[member.department_id] += given
    for entry in logged:
        done[members[entry.member_id].department_id] += entry.minutes
    for turn in turns:
        if turn.duty.department_id is not None:
            needed[turn.duty.department_id] += turn.turn.minutes
        for claim in turn.turn.claims:
            held[members[claim.member_id].department_id] += claim.minutes
    rows = (
        DepartmentHours(d.name, offered[d.id], held[d.id], done[d.id], needed[d.id])
        for d in departments
    )
    return tuple(row for row in rows if row.pledged or row.held or row.logged or row.needed)
