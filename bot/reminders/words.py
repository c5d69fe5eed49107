"""Every word of a reminder."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Button, Card, Controls, Element, Row, Small
from bot.claims.requests import Release
from bot.model import Claim, Duty
from bot.roster.requests import AskMine
from bot.weeks import say_minutes, say_span


def reminder(coming: Sequence[tuple[Duty, Claim]], zone: str) -> Card:
    """One card for everything that begins then."""
    first = coming[0][0].name
    title = f"Coming up: {first}" + (f" and {len(coming) - 1} more" if len(coming) > 1 else "")
    body: list[Element] = []
    for duty, claim in coming[:20]:
        line = f"{duty.name}: {say_span(claim.span, zone)}, {say_minutes(claim.minutes)}"
        button = Button("I can't", Release(claim=claim.id), about=f"I can't do {duty.name}")
        body.append(Row((line,), button))
        if duty.description:
            body.append(Small((duty.description,)))
    return Card(title, (*body, Controls((Button("My turns", AskMine()),))))
