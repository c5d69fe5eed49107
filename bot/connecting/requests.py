"""What can be asked about the places a task force lives in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class Connect(Request):
    """`connect`: show the chair a code; `connect CODE`, typed on the other platform: join.

    `code`: as the form sends it.
    """

    ACTION: ClassVar[str] = "connecting.connect.1"
    words: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class TypeConnectCode(Request):
    """Show the form that takes the code."""

    ACTION: ClassVar[str] = "connecting.form.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ShowPlaces(Request):
    """Where the task force lives. `inside`: asked from a card of the set-up, in its place."""

    ACTION: ClassVar[str] = "connecting.places.1"
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Disconnect(Request):
    """The task force no longer lives there."""

    ACTION: ClassVar[str] = "connecting.disconnect.1"
    workspace: int = 0
