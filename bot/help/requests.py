"""What can be asked of help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class AskHelp(Request):
    """All verbs, or one with its usage."""

    ACTION: ClassVar[str] = "help.1"
    words: str = ""
