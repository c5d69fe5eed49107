"""What the bot says in the tests of the door."""

from __future__ import annotations

from bot.cards import Button, Card, Controls, Form, Table, Text, TextInput
from tests.strategies.cards import Ask

CARD = Card("You hold Copywriting.", (Controls((Button("Undo", Ask(1)),)),))
TABLED = Card("Hours", (Table("By department", ("Who", "h"), (("Sales", "3"),)),))
FORM = Form(
    "Hours", "Save", Ask(3), (TextInput(name="words", label="Hours"),), (Text(("How many?",)),)
)
