"""What is proposed, as the one who is asked, the one who asks and the chair read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Bold, Button, Card, Controls, Element, Small, Style, Text
from bot.model import Duty, Member
from bot.naming import shown_name
from bot.ports.swaps import Swap, SwapState
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen
from bot.swaps.requests import AcceptSwap, DeclineSwap, OpenAnother, WithdrawSwap
from bot.undo.requests import Undo
from bot.weeks import Span, say_minutes

MINE = Button("My turns", AskMine())
OPEN = Button("See what is open", AskOpen())


@dataclass(frozen=True, slots=True)
class Thing:
    """A part of a turn, as it is named; without hours where nobody holds it any more."""

    duty: Duty
    part: Span
    minutes: int

    def say(self, reader: Reader) -> str:
        hours = f", {say_minutes(self.minutes)}" if self.minutes else ""
        return f"{self.duty.name}, {reader.span(self.part)}{hours}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A swap with what its numbers mean. `wants` None: a gift, or whatever the other one chooses.

    `acted`: who proposed it in the asker's place; `answered`: who ended it in somebody's place.
    `undo`: the change that can be taken back, where the exchange was done.
    """

    swap: Swap
    asker: Member
    other: Member
    gives: Thing
    wants: Thing | None
    acted: Member | None = None
    answered: Member | None = None
    undo: int = 0


def card(one: Proposal, reader_id: int, reader: Reader, obstacle: str = "") -> Card:
    """As one of the two reads it, now or when it is over. Anybody else: the chair or a lead."""
    if one.swap.state is SwapState.OPEN:
        if reader_id == one.other.id:
            return _to_other(one, reader, obstacle)
        return _to_asker(one, reader_id, reader)
    if one.swap.state is SwapState.DONE:
        return _done(one, reader_id, reader)
    return _ended(one, reader_id, reader)


# ---- while an answer is awaited -----------------------------------------------------------------


def _to_other(one: Proposal, reader: Reader, obstacle: str) -> Card:
    name, swap = shown_name(one.asker), one.swap
    yes = AcceptSwap(swap=swap.id)
    title = f"{name} asks: would you swap?" if one.wants else f"{name} asks: would you take this?"
    body: list[Element] = [Text((Bold("You would take: "), f"{one.gives.say(reader)}."))]
    if one.wants:
        body.append(Text((Bold("You would give: "), f"{one.wants.say(reader)}.")))
        agree = Button("Swap", yes, Style.PRIMARY, about=f"Swap with {name}")
        another = "Another one of mine"
    else:
        said = "nothing, or one of your turns: you choose, and then they say yes or no."
        body.append(Text((Bold("You would give: "), said)))
        agree = Button("Take it", yes, Style.PRIMARY, about=f"Take {one.gives.duty.name}")
        another = "For one of mine"
    choose = Button(another, OpenAnother(swap=swap.id))
    decline = Button("Not me", DeclineSwap(swap=swap.id), about=f"No to what {name} asks")
    body += [Small((s,)) for s in (_by(one), obstacle) if s]
    body.append(Small((f"Nothing moves before you agree. {_until(one, reader)}",)))
    return Card(title, (*body, Controls((agree, choose, decline))))


def _to_asker(one: Proposal, reader_id: int, reader: Reader) -> Card:
    """Also to the chair or a lead, who can take it back."""
    other, mine = shown_name(one.other), reader_id == one.asker.id
    who = "You" if mine else shown_name(one.asker)
    title = f"{who} asked {other}." if not mine else f"I have asked {other}."
    wants = f"{one.wants.say(reader)}." if one.wants else _whatever(other)
    body: list[Element] = [
        Text((Bold(f"{who} would give: "), f"{one.gives.say(reader)}.")),
        Text((Bold(f"{who} would get: "), wants)),
    ]
    if one.acted:
        body.append(Small((_by(one),)))
    body.append(Small((f"Nothing moves before {other} agrees. {_until(one, reader)}",)))
    withdraw = Button("Withdraw", WithdrawSwap(swap=one.swap.id), about="Withdraw the proposal")
    return Card(title, (*body, Controls((withdraw, *((MINE,) if mine else ())))))


def _whatever(other: str) -> str:
    return f"nothing, or a turn that {other} offers for it."


def _by(one: Proposal) -> str:
    return f"{one.acted.name} asks in the place of {one.asker.name}." if one.acted else ""


def _until(one: Proposal, reader: Reader) -> str:
    return f"It waits until {reader.instant(one.swap.expires_at)}."


def with_notes(card: Card, notes: Sequence[str]) -> Card:
    """What the asker should know about the other one, above the buttons."""
    *body, controls = card.body
    return Card(card.title, (*body, *(Small((note,)) for note in notes), controls))


# ---- when it is over ----------------------------------------------------------------------------


def _done(one: Proposal, reader_id: int, reader: Reader) -> Card:
    if reader_id == one.asker.id:
        return changed(f"Done: {shown_name(one.other)} agreed.", one.wants, one.gives, one, reader)
    if reader_id == one.other.id:
        title = f"Done: you and {shown_name(one.asker)} swapped."
        if one.wants is None:
            title = f"Done: you took over from {shown_name(one.asker)}."
        return changed(title, one.gives, one.wants, one, reader)
    return between(one, reader)


def changed(
    title: str, got: Thing | None, lost: Thing | None, one: Proposal, reader: Reader
) -> Card:
    """What has changed for the reader, and the way back."""
    undo = (Button("Undo", Undo(change=one.undo)),) if one.undo else ()
    by = (Small((_answered(one),)),) if one.answered else ()
    return Card(title, (*diff(got, lost, reader), *by, Controls((*undo, MINE))))


def _answered(one: Proposal) -> str:
    return f"{one.answered.name} did this in somebody's place." if one.answered else ""


def diff(got: Thing | None, lost: Thing | None, reader: Reader) -> tuple[Element, ...]:
    return (
        *((Text((Bold("Yours now: "), f"{got.say(reader)}.")),) if got else ()),
        *((Text((Bold("Not yours any more: "), f"{lost.say(reader)}.")),) if lost else ()),
    )


def between(one: Proposal, reader: Reader) -> Card:
    """To somebody who is neither of the two."""
    asker, other = shown_name(one.asker), shown_name(one.other)
    lines: list[Element] = [Text((Bold(f"{other} has: "), f"{one.gives.say(reader)}."))]
    if one.wants:
        lines.append(Text((Bold(f"{asker} has: "), f"{one.wants.say(reader)}.")))
    undo = (Controls((Button("Undo", Undo(change=one.undo)),)),) if one.undo else ()
    return Card(f"Done: {asker} and {other} swapped.", (*lines, *undo))


_ENDED = {
    SwapState.WITHDRAWN: ("took back what they asked.", "You took back what you asked {}."),
    SwapState.EXPIRED: ("got no answer in time.", "{} did not answer in time."),
    SwapState.IMPOSSIBLE: ("cannot swap this any more.", "The swap with {} is off."),
    SwapState.UNDONE: ("swapped with you, and it was undone.", "The swap with {} was undone."),
}
_WHY = {
    SwapState.EXPIRED: "A turn of it has begun.",
    SwapState.IMPOSSIBLE: "One of the turns went another way meanwhile.",
    SwapState.UNDONE: "Everything is as it was before.",
}


def _ended(one: Proposal, reader_id: int, reader: Reader) -> Card:
    state, asker, other = one.swap.state, shown_name(one.asker), shown_name(one.other)
    if state is SwapState.DECLINED:
        title = f"You told {asker} that you cannot."
        if reader_id != one.other.id:
            title = f"{other} cannot take {one.gives.duty.name}."
    else:
        title = _ENDED[state][1].format(other)
        if reader_id == one.other.id:
            title = f"{asker} {_ENDED[state][0]}"
    why = one.swap.why or _WHY.get(state, "")
    keeps = _keeps(one, reader_id, reader)
    return Card(
        title, tuple(Text((line,)) for line in (why, keeps) if line) + _ways(one, reader_id)
    )


def _keeps(one: Proposal, reader_id: int, reader: Reader) -> str:
    """What stands: of a turn that has gone another way, nothing is said."""
    if one.swap.state in (SwapState.IMPOSSIBLE, SwapState.EXPIRED):
        about = f" It was about {one.gives.say(reader)}"
        return about.strip() + (f" for {one.wants.say(reader)}." if one.wants else ".")
    if reader_id == one.asker.id:
        return f"You hold {one.gives.say(reader)}."
    if reader_id == one.other.id and one.wants:
        return f"You hold {one.wants.say(reader)}."
    return f"It was about {one.gives.say(reader)}."


def _ways(one: Proposal, reader_id: int) -> tuple[Element, ...]:
    if reader_id not in (one.asker.id, one.other.id):
        return ()
    return (Controls((MINE, *((OPEN,) if reader_id == one.asker.id else ()))),)
