"""What can be asked of the roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request
from bot.claims.requests import Claim, claim_part
from bot.roster.rules import Opening


@dataclass(frozen=True, slots=True)
class AskWho(Request):
    """Who holds a duty (or every duty) at some time; without one: now and this week."""

    ACTION: ClassVar[str] = "who.1"
    words: str = ""
    duty: int = 0


@dataclass(frozen=True, slots=True)
class AskMine(Request):
    """My turns from now on."""

    ACTION: ClassVar[str] = "mine.1"
    words: str = ""


@dataclass(frozen=True, slots=True)
class AskOpen(Request):
    """What is open for me, my department's duties first."""

    ACTION: ClassVar[str] = "open.1"
    words: str = ""
    duty: int = 0
    skip: int = 0  # how many rows were seen already


@dataclass(frozen=True, slots=True)
class ShowPanel(Request):
    """The panel as it is now: how a message that shows it asks for itself anew."""

    ACTION: ClassVar[str] = "panel.1"


def claim_of(opening: Opening) -> Claim:
    """The request to take what is open: all of it, its one free part, or the question which."""
    turn, span = opening.held.turn, opening.span
    return Claim(turn=turn.id) if len(opening.parts) > 1 else claim_part(turn, span)
