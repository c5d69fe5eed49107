"""Questions in between: where words could mean several things, nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.app import offer
from bot.cards import Button, Card, Controls, Menu, Option, Row
from bot.claims.requests import Claim, claim_part
from bot.errors import Refusal
from bot.held import Held
from bot.model import Duty
from bot.reader import Reader
from bot.weeks import Span

MOST_BUTTONS = 5  # more choices than this are a menu: a row of buttons is read at a glance


def which_duty(duties: Sequence[Duty], rest: str) -> Refusal:
    offers = tuple(offer(d.name[:75], Claim(words=rest, duty=d.id)) for d in duties[:MOST_BUTTONS])
    more = len(duties) - MOST_BUTTONS
    return Refusal(
        "which_duty",
        "Which one do you mean?",
        "Several duties fit these words.",
        f"{more} more fit: say more of the name." if more > 0 else "",
        offers=offers,
    )


def which_turn(duty: Duty, turns: Sequence[Held], minutes: int, reader: Reader) -> Card:
    options = tuple(
        Option(reader.span(h.turn.span), Claim(turn=h.turn.id, minutes=minutes)) for h in turns
    )
    title = f"Which turn of {duty.name}?"
    if len(options) > MOST_BUTTONS:
        return Card(title, (Controls((Menu("Choose a turn", options),)),))
    rows = tuple(
        Row((o.label,), Button("Claim", o.request, about=f"Claim {duty.name}, {o.label}"))
        for o in options
    )
    return Card(title, rows)


def until_when(held: Held, since: datetime, midnight: datetime, reader: Reader) -> Refusal:
    """An instant within a long turn says when to begin and not when to end."""
    rest = Span(since, held.turn.span.end)
    ways = [("Two hours", min(since + timedelta(hours=2), rest.end))]
    ways += [("Until midnight", midnight)] if since < midnight < rest.end else []
    ways += [("Until the turn ends", rest.end)]
    return Refusal(
        "until_when",
        f"Until when do you take {held.duty.name}?",
        f"You named a beginning, {reader.instant(since)}, and the turn goes on for long.",
        "Say it like `9-11` or `9:00 2h`, or choose.",
        offers=tuple(offer(label, claim_part(held.turn, Span(since, end))) for label, end in ways),
    )
