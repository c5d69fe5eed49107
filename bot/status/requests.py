"""What the chair can ask about how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class AskStatus(Request):
    ACTION: ClassVar[str] = "status.1"
    words: str = ""


@dataclass(frozen=True, slots=True)
class AskAgain(Request):
    """Ask those who have not said their hours; never more than one message a day to anyone."""

    ACTION: ClassVar[str] = "status.ask_again.1"
