"""Questions about how much people carried: sums over weeks, made where the rows are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    """A claim of the past or of this week, as far as it is counted."""

    member_id: int
    week: date
    span: Span
    minutes: int


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
        self, since: date, until: date, member_ids: Collection[int] | None = None
    ) -> Sequence[HeldSpan]:
        """Claims held in the weeks from `since` up to and without `until`, in no order."""
        ...

    def held_duties(self, since: date, until: date) -> Sequence[HeldDuty]:
        """The same summed by duty and member."""
        ...
