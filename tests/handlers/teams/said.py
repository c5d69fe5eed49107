"""What the bot says in the tests of the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Button, Card, Controls, Form, Request, Table, Text, TextInput
from tests.strategies.cards import Ask


@dataclass(frozen=True, slots=True)
class Fill(Request):
    """Opens a form, and says so beforehand."""

    ACTION: ClassVar[str] = "fill.1"
    FORM: ClassVar[bool] = True
    words: str = ""


UNDO = Button("Undo", Ask(1))
OPEN = Button("Log hours", Fill())
CARD = Card("You hold Copywriting.", (Text(("Until Friday.",)), Controls((UNDO, OPEN))))
RELEASED = Card("Copywriting is free.", (Controls((Button("Take it back", Ask(2)),)),))
TABLED = Card("Hours", (Table("By department", ("Who", "h"), (("Sales", "3"),)),))
FORM = Form(
    "Hours", "Save", Ask(3), (TextInput(name="words", label="Hours"),), (Text(("How many?",)),)
)
