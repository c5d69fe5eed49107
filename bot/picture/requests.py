"""What can be asked of a week's picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class ShowWeek(Request):
    """The week as a table; this one unless another is named. Words: `who week`, `who next week`.

    `duties`: beside each duty its holders, instead of beside each person their turns. `skip`: how
    many rows were seen already. `turned`: asked from such a table, whose place it takes.
    """

    ACTION: ClassVar[str] = "week.1"
    week: date | None = None
    duties: bool = False
    skip: int = 0
    turned: bool = False
