"""Taking back what was just done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class Undo(Request):
    """Take back one line of the record; refused once something came after it."""

    ACTION: ClassVar[str] = "undo.1"
    change: int = 0
