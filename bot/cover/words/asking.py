"""What those read who are asked to take over, and what they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import offer
from bot.cards import (
    Button,
    Card,
    Controls,
    Element,
    Small,
    Style,
    Text,
)
from bot.claims.requests import claim_part
from bot.cover.requests import AskMeLater, NotMe, OpenCoverPart, TakeCover
from bot.held import Held
from bot.model import Duty
from bot.ports.covers import Ask, AskState, Cover, CoverState, Why
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen
from bot.swaps.requests import OpenTrade
from bot.weeks import Span, say_minutes

OPEN, MINE = Button("See what is open", AskOpen()), Button("My turns", AskMine())
SEE_OPEN = offer("See what is open", AskOpen())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, as its reader sees it. `name`: whose it is; `claim`: theirs, if any.

    `now_held`: names of who holds the time by now, once it is closed.
    """

    cover: Cover
    held: Held
    span: Span
    minutes: int
    name: str
    claim: int = 0
    fits: bool = False  # it is the reader's department's
    now_held: Sequence[str] = ()
    can_claim: bool = False

    @property
    def duty(self) -> Duty:
        return self.held.duty


def titled(one: Wanted, reader: Reader) -> str:
    return f"{one.duty.name}, {reader.span(one.span)}"


def because(one: Wanted) -> str:
    """Why it is asked for, and whose it is meanwhile; reasons are nobody's business."""
    match one.cover.why:
        case Why.LEAVER:
            return f"{one.name} has left the task force, and it is open."
        case Why.AWAY:
            return f"{one.name} is away then. It stays theirs until somebody takes it."
        case _:
            return f"{one.name} cannot do it. It stays theirs until somebody takes it."


def ask(one: Wanted, mine: Ask, reader: Reader) -> Card:
    """To one person, open or closed, answered or not."""
    if one.cover.state is not CoverState.OPEN:
        return closed(one, mine, reader)
    match mine.state:
        case AskState.NO:
            again = Button("Take it after all", TakeCover(cover=one.cover.id))
            text = f"{titled(one, reader)}: you said no, and need give no reason."
            return Card("Thank you. Others are asked.", (Text((text,)), Controls((again,))))
        case AskState.CANNOT:
            text = f"{titled(one, reader)}: by now something else of yours is in the way."
            return Card("You need not do anything.", (Text((text,)), Controls((MINE,))))
        case AskState.TOOK:
            text = f"{titled(one, reader)}: the rest is asked of others."
            return Card(f"You took a part of {one.duty.name}.", (Text((text,)), Controls((MINE,))))
        case AskState.LATER:
            return _question(one, _later(mine, reader), reader, later=False)
    return _question(one, _how_long(mine, reader), reader, later=True)


def _question(one: Wanted, how: str, reader: Reader, *, later: bool, asked: bool = True) -> Card:
    body: list[Element] = [Text((f"{say_minutes(one.minutes)}. {because(one)}",))]
    if one.duty.description:
        body.append(Small((one.duty.description,)))
    if one.cover.note:
        body.append(Small((f"{one.name} left a note: {one.cover.note}",)))
    fits = "It is usually your department's. " if one.fits else ""
    body.append(Small((f"{fits}{how}",)))
    body.append(Controls(answers(one, later=later, asked=asked)))
    return Card(f"Can you take {titled(one, reader)}?", tuple(body))


def offered(one: Wanted, reader: Reader) -> Card:
    """To somebody who was not asked, and came across it."""
    how = "Whoever takes it first has it."
    return _question(one, how, reader, later=False, asked=False)


def answers(one: Wanted, *, later: bool, asked: bool = True) -> tuple[Button, ...]:
    cover, what = one.cover.id, one.duty.name
    buttons = [
        Button("Take it", TakeCover(cover=cover), Style.PRIMARY, about=f"Take {what}"),
        Button("Take a part", OpenCoverPart(cover=cover), about=f"Take a part of {what}"),
    ]
    if one.claim:
        begin, end = one.span.start.isoformat(), one.span.end.isoformat()
        trade = OpenTrade(claim=one.claim, begin=begin, end=end)
        buttons.append(Button("Swap for one of mine", trade))
    if later:
        buttons.append(Button("Ask me later", AskMeLater(cover=cover)))
    if asked:
        buttons.append(Button("Not me", NotMe(cover=cover), about=f"I do not take {what}"))
    return tuple(buttons)


def _how_long(mine: Ask, reader: Reader) -> str:
    if mine.until is None:
        return "Everybody who could take it is asked; whoever takes it first has it."
    return f"You are asked first, until {reader.instant(mine.until)}. Then others are, too."


def _later(mine: Ask, reader: Reader) -> str:
    assert mine.later_at is not None
    return f"I ask you again {reader.instant(mine.later_at)}; others may be faster."


def asked_again() -> Card:
    """In the place of an older message about the same request."""
    return Card("You were asked again, below.", ())


def closed(one: Wanted, mine: Ask, reader: Reader) -> Card:
    """Nothing is asked any more: who has it now."""
    text = f"{titled(one, reader)}."
    if mine.state is AskState.TOOK:
        return Card(f"You took {one.duty.name}. Thank you.", (Text((text,)), Controls((MINE,))))
    controls = (Controls((Button("Claim", claim_part(one.held.turn, one.span)), OPEN)),)
    return Card(outcome(one), (Text((text,)), *(controls if one.can_claim else ())))


def outcome(one: Wanted) -> str:
    """What became of a closed request, in a sentence."""
    names = ", ".join(one.now_held)
    if one.cover.state is CoverState.WITHDRAWN:
        return f"{one.name} keeps {one.duty.name} after all."
    if one.cover.state is CoverState.OVER:
        return f"{one.duty.name} is over."
    if one.cover.state is CoverState.TAKEN and names:
        return f"{names} took {one.duty.name}. Thank you."
    if names:
        return f"{one.duty.name} is held by {names} now."
    if one.can_claim:
        return f"{one.duty.name} is open for everybody now."
    return f"Nobody is wanted for {one.duty.name} any more."
