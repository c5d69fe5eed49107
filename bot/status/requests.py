"""What the chair can ask about how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class AskStatus(Request):
    ACTION: ClassVar[str] = "status.1"
    words: str = ""
