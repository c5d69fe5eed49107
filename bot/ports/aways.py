"""Questions about absence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Away
from bot.weeks import Span


class Aways(Protocol):
    def add(self, away: Away) -> int: ...

    def find(self, away_id: int) -> Away | None: ...

    def overlapping(self, span: Span, member_ids: Collection[int] | None = None) -> Sequence[Away]:
        """Periods not cancelled that overlap, ordered by start."""
        ...

    def cancel(self, away_id: int, at: datetime) -> bool: ...

    def move(self, away: Away) -> None:
        """A standing one begins and ends at other times; all else of it stays."""
        ...

    def restore(self, away: Away) -> None:
        """It stands again at these times, cancelled or moved as it was."""
        ...

    def next_edge(self, after: datetime) -> datetime | None:
        """The first later instant at which an absence begins or ends."""
        ...

    def of_source(self, member_id: int, source: str) -> Sequence[Away]:
        """All that stand and were read there, past ones too; ordered by start."""
        ...
