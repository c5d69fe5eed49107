"""Every word of a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Button, Card, Controls, Element, Row, Small
from bot.claims.requests import Release
from bot.model import Claim, Duty
from bot.note_words import note_lines
from bot.notes import Signed
from bot.reader import Reader
from bot.roster.requests import AskMine
from bot.weeks import say_minutes

MOST_ROWS = 20  # of one card; each may have two lines of small print


@dataclass(frozen=True, slots=True)
class Coming:
    """A claim that begins soon, with what the last holders of the duty wrote."""

    duty: Duty
    claim: Claim
    notes: Sequence[Signed]


def reminder(coming: Sequence[Coming], reader: Reader) -> Card:
    """One card for everything that begins then."""
    first, others = coming[0].duty.name, len(coming) - 1
    title = f"Coming up: {first}" + (f" and {others} more" if others else "")
    body: list[Element] = []
    for one in coming[:MOST_ROWS]:
        duty, claim = one.duty, one.claim
        line = f"{duty.name}: {reader.span(claim.span)}, {say_minutes(claim.minutes)}"
        button = Button("I can't", Release(claim=claim.id), about=f"I can't do {duty.name}")
        body.append(Row((line,), button))
        if duty.description:
            body.append(Small((duty.description,)))
        body += note_lines(one.notes)
    if len(coming) > MOST_ROWS:
        body.append(Small((f"{len(coming) - MOST_ROWS} more.",)))
    return Card(title, (*body, Controls((Button("My turns", AskMine()),))))


def nothing_more() -> Card:
    """It was said, and what it spoke of is with somebody else by now."""
    return Card("Nothing is coming up any more.", (Controls((Button("My turns", AskMine()),)),))
