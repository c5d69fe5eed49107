"""What can be asked about absence: one's own, and for leads and the chair that of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class SayAway(Request):
    """I am away on some days, or for some hours; without any: the form. `member`: so are they."""

    ACTION: ClassVar[str] = "away.1"
    words: str = ""
    member: int = 0


@dataclass(frozen=True, slots=True)
class OpenAwayForm(Request):
    """Show the form that asks for the days. `member`: who is away; 0: I am."""

    ACTION: ClassVar[str] = "away.open.1"
    FORM: ClassVar[bool] = True
    member: int = 0


@dataclass(frozen=True, slots=True)
class AwayByForm(Request):
    ACTION: ClassVar[str] = "away.form.1"
    member: int = 0
    first_day: str = ""
    last_day: str = ""
    from_time: str = ""
    until_time: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Back(Request):
    """I am back: end the absence that runs, or the one chosen. Of others: what was entered."""

    ACTION: ClassVar[str] = "back.1"
    words: str = ""
    away: int = 0
