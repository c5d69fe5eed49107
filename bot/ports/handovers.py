"""Handover notes: what somebody who holds or held a turn leaves for whoever comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

TEXT_MOST = 1000  # characters of `left_open` and of `watch`


@dataclass(frozen=True, slots=True)
class Note:
    """One per turn and member. `links`: (address, label) of each; all empty: nothing notable."""

    turn_id: int
    member_id: int
    left_open: str
    watch: str
    links: tuple[tuple[str, str], ...]
    written_at: datetime

    @property
    def is_nothing(self) -> bool:
        return not (self.left_open or self.watch or self.links)


@dataclass(frozen=True, slots=True)
class Left:
    """A note with the duty it is about, and when its turn begins and ends."""

    note: Note
    duty_id: int
    begins: datetime
    ends: datetime


class Handovers(Protocol):
    def find(self, turn_id: int, member_id: int) -> Note | None: ...

    def put(self, note: Note) -> None:
        """Written, or corrected: one per turn and member."""
        ...

    def remove(self, turn_id: int, member_id: int) -> bool:
        """False if there is none."""
        ...

    def of_turns(self, turn_ids: Collection[int]) -> Sequence[Note]:
        """Everybody's for these turns."""
        ...

    def since(self, since: datetime, duty_ids: Collection[int] | None = None) -> Sequence[Left]:
        """Written since then (for turns of these duties), the oldest turn first."""
        ...
