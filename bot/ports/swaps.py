"""Proposed exchanges of turns between two members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.weeks import Span


class SwapState(StrEnum):
    OPEN = "open"  # somebody's answer is awaited
    DONE = "done"  # both turns have moved
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # a turn of it began before there was an answer
    IMPOSSIBLE = "impossible"  # one of the turns went to somebody else meanwhile
    UNDONE = "undone"  # it was done, and one of the two took it back


@dataclass(frozen=True, slots=True)
class Given:
    """What one of the two gives: the part of a turn that they hold."""

    turn_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Swap:
    """`asker_id` gives `gives` to `other_id`, for `wants` of theirs or (None) as a gift.

    `awaits_id`: the one of the two who is to answer. `acted_by`: the chair or lead who proposed it
    in the asker's place.
    """

    id: int
    asker_id: int
    other_id: int
    gives: Given
    wants: Given | None
    awaits_id: int
    made_at: datetime
    expires_at: datetime
    state: SwapState = SwapState.OPEN
    acted_by: int | None = None
    why: str = ""  # how it ended, as a sentence

    def partner_of(self, member_id: int) -> int:
        return self.other_id if member_id == self.asker_id else self.asker_id

    def given_by(self, member_id: int) -> Given | None:
        return self.gives if member_id == self.asker_id else self.wants

    @property
    def is_answered_by_other(self) -> bool:
        """Whether the one who was asked is to answer, and nobody has proposed another turn yet."""
        return self.awaits_id == self.other_id


class Swaps(Protocol):
    def find(self, swap_id: int) -> Swap | None: ...

    def add(self, swap: Swap) -> int:
        """`swap.id` is not looked at."""
        ...

    def change(self, swap_id: int, was: SwapState, **fields: Any) -> bool:
        """Set fields of bot.ports.swaps.Swap; False if it is not in this state any more.

        `gives` and `wants` are Given; `state`, `awaits_id`, `expires_at`, `why` as they are there.
        """
        ...

    def open(self) -> Sequence[Swap]:
        """All of the task force that wait for an answer, the oldest first."""
        ...
