"""What can be asked about absence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class SayAway(Request):
    """I am away on some days; without any: the form."""

    ACTION: ClassVar[str] = "away.1"
    words: str = ""


@dataclass(frozen=True, slots=True)
class OpenAwayForm(Request):
    """Show the form that asks for the days."""

    ACTION: ClassVar[str] = "away.open.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class AwayByForm(Request):
    ACTION: ClassVar[str] = "away.form.1"
    first_day: str = ""
    last_day: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Back(Request):
    """I am back: end the absence that runs, or the one chosen."""

    ACTION: ClassVar[str] = "back.1"
    words: str = ""
    away: int = 0
