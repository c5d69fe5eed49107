"""Questions about how much people carried: sums over weeks, made where the rows are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

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

    def held_in(self, department_id: int, since: Since, until: Since) -> Sequence[int]:
        """Minutes that each active member of a department held; in no order, without names."""
        ...

    def held_duties(self, since: Since, until: Since) -> Sequence[HeldDuty]:
        """The same summed by duty and member."""
        ...
