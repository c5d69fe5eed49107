"""Proposed exchanges of turns between two members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.weeks import Span


class SwapState(StrEnum):
    OPEN = "open"  # the other one's answer is awaited
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
    """`asker_id` would give `gives` to `other_id`, for `wants` of theirs or (None) as a gift.

    `acted_by`: the chair or lead who proposed it in the asker's place.
    """

    id: int
    asker_id: int
    other_id: int
    gives: Given
    wants: Given | None
    made_at: datetime
    expires_at: datetime
    state: SwapState = SwapState.OPEN
    acted_by: int | None = None
    why: str = ""  # how it ended, as a sentence

    @property
    def both(self) -> tuple[int, int]:
        return (self.asker_id, self.other_id)


class Swaps(Protocol):
    def find(self, swap_id: int) -> Swap | None: ...

    def add(self, swap: Swap) -> int:
        """`swap.id` is not looked at."""
        ...

    def change(self, swap_id: int, was: SwapState, **fields: Any) -> bool:
        """Set fields of bot.ports.swaps.Swap; False if it is not in this state any more.

        `state` and `why` can be.
        """
        ...

    def open(self) -> Sequence[Swap]:
        """All of the task force that wait for an answer, the oldest first."""
        ...
