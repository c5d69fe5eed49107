"""What is said when a turn was taken, and when that was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.app import offer
from bot.cards import Button, Card, Controls, Small, Text
from bot.held import Held
from bot.model import Claim
from bot.note_words import note_lines
from bot.notes import Signed
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen
from bot.undo.requests import Undo
from bot.weeks import say_minutes

SEE_OPEN = offer("See what is open", AskOpen())
_OPEN = Button("See what is open", AskOpen())
MINE = Button("My turns", AskMine())


def claimed(
    held: Held, claim: Claim, notes: Sequence[Signed], change: int, now: datetime, reader: Reader
) -> Card:
    """What was understood, in absolute dates, and the way back."""
    of_it = "a part of it"
    if claim.span == held.turn.span:
        of_it = "all of it"
    elif claim.span == held.rest(now):
        of_it = "the rest of it"
    when = reader.span(claim.span)
    about = (Small((held.duty.description,)),) if held.duty.description else ()
    return Card(
        f"You hold {held.duty.name}.",
        (
            Text((f"{say_minutes(claim.minutes)}, {when}: {of_it}.",)),
            *about,
            *note_lines(notes),
            Controls((Button("Undo", Undo(change=change)), MINE)),
        ),
    )


def undone(name: str, when: str) -> Card:
    return Card(f"Undone: {name} is not yours any more.", (Text((f"{when}.",)), Controls((_OPEN,))))


def undone_for(name: str, member: str, when: str) -> Card:
    return Card(f"Undone: {member} does not hold {name} any more.", (Text((f"{when}.",)),))


def ended(name: str) -> Card:
    """Too much time has passed to act as if it had never been."""
    return Card(
        f"{name} is not yours any more, from now on.",
        (Text(("What you held until now stays as it was.",)), Controls((_OPEN,))),
    )
