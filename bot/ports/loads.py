"""Questions about how much people carried: sums over weeks, made where the rows are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.model import Turn
from bot.weeks import Span


@dataclass(frozen=True, slots=True)
class Since:
    """From which week on something is counted, and at which instant that begins."""

    week: date
    instant: datetime


class Sums(NamedTuple):
    """Minutes, one for each `Since`."""

    pledged: tuple[int, ...]
    held: tuple[int, ...]
    logged: tuple[int, ...]
    covered: tuple[int, ...]  # taken over from others who could not


class HeldSpan(NamedTuple):
    """Claims of one time: few times are many people's."""

    week: date
    span: Span
    claims: tuple[tuple[int, int], ...]  # member and minutes


class HeldDuty(NamedTuple):
    """What a member held of a duty, and in how many different weeks."""

    duty_id: int
    member_id: int
    minutes: int
    weeks: int


class Covered(NamedTuple):
    """Some turns together."""

    covered: int  # minutes promised, of no turn more than it needs
    needed: int  # minutes
    turns: int
    untaken: int  # turns that nobody holds, of duties that are not retired


class DepartmentSums(NamedTuple):
    """Minutes of one department in one week."""

    pledged: int
    logged: int
    held: int
    needed: int  # by turns of duties that usually fit the department


class Loads(Protocol):
    def sums(
        self, since: Sequence[Since], until: Since, member_ids: Collection[int] | None = None
    ) -> Mapping[int, Sums]:
        """By member, of everybody (of these) who has any; up to and without the week `until`."""
        ...

    def held_spans(
        self, since: Since, until: Since, member_ids: Collection[int] | None = None
    ) -> Iterable[HeldSpan]:
        """Claims held of turns of these weeks, up to and without the week `until`."""
        ...

    def middle_held(
        self, department_id: int, since: Since, until: Since, out: int = 0
    ) -> tuple[int, int] | None:
        """Of how many active members of a department half held so many minutes or less.

        Without so many of those who held nothing, `out`. None where nobody is left.
        """
        ...

    def held_duties(self, since: Since, until: Since) -> Sequence[HeldDuty]:
        """The same summed by duty and member."""
        ...

    def coverage(self, weeks: Collection[date]) -> Mapping[date, Covered]:
        """By week, of each that has turns."""
        ...

    def departments(self, week: date) -> Mapping[int, DepartmentSums]:
        """By department, of each that has any."""
        ...

    def holders(self, week: date) -> int:
        """How many different people hold a turn of the week."""
        ...

    def untouched(self, span: Span, since: datetime, weeks: Collection[date]) -> Collection[int]:
        """Duties with turns in the span that nobody held or logged an hour for, by their ids.

        Held: turns that end after `since`; logged: for one of the weeks. Without a turn that
        begins by then, a duty is too new to tell, and is left out.
        """
        ...

    def wanting(self, first: date, last: date, now: datetime, listed: date) -> Sequence[Turn]:
        """Planned turns of these weeks that are not over and short of minutes or people.

        With the claims held, ordered by start. There may be no place in one: see bot.held. After
        the week `listed` without those that nobody holds.
        """
        ...
