"""Pages that a person opens in a browser, outside of any chat."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Pages(Protocol):
    """Where they are: signed addresses, each for one member and one thing, and for a time."""

    def week(self, task_force_id: int, member_id: int, week: date, now: datetime) -> str:
        """The address of a week's picture."""
        ...
