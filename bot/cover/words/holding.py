"""What the holder reads of their request, from "find cover" to its end."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.cards import Button, Card, Controls, Element, Form, Row, Small, Text, TextInput
from bot.claims.requests import Release
from bot.cover.requests import FindCover, ShowCover, WithdrawCover
from bot.cover.words.asking import MINE, OPEN, Wanted, outcome, titled
from bot.errors import Refusal
from bot.handover.requests import OpenHandover
from bot.model import Claim, Duty
from bot.ports.covers import Ask, AskState, CoverState
from bot.reader import Reader
from bot.roster.requests import AskMine
from bot.undo.requests import Undo
from bot.weeks import Span, say_minutes

MOST_NOTE = 300  # characters


def begun(
    one: Wanted, asks: Sequence[Ask], told: Sequence[str], change: int, reader: Reader
) -> Card:
    """`told`: leads or chairs who know of it already."""
    return Card(
        f"I am looking for cover for {one.duty.name}.",
        (
            Text((f"{reader.span(one.span)}, {say_minutes(one.minutes)}.",)),
            Text(("You hold it until somebody takes it; then I tell you.",)),
            *_note(one.cover.note),
            Small((progress(one, asks, told, reader),)),
            Controls((Button("Undo", Undo(change=change)), MINE)),
        ),
    )


def _note(note: str) -> tuple[Element, ...]:
    return (Small((f"Your note for whoever takes it: {note}",)),) if note else ()


def progress(one: Wanted, asks: Sequence[Ask], told: Sequence[str], reader: Reader) -> str:
    """Who is asked, in numbers: nobody's no is anybody else's business."""
    said = []
    number = len(asks)
    no = sum(ask.state is AskState.NO for ask in asks)
    if not number:
        said.append("Nobody could be asked yet")
    else:
        people = "One colleague was asked" if number == 1 else f"{number} colleagues were asked"
        said.append(people + (f", {no} said no" if no else ""))
    if one.cover.all_at is not None:
        said.append("everybody who is awake and could take it is asked at once")
    else:
        waiting = (ask.until for ask in asks if ask.state is AskState.ASKED and ask.until)
        first = max(waiting, default=None)
        said += [f"the next one is asked {reader.instant(first)} at the latest"] if first else []
    text = "; ".join(said) + "."
    if not told:
        return text
    names = f"{', '.join(told[:-1])} and {told[-1]} know" if told[1:] else f"{told[0]} knows"
    return f"{text} {names} of it."


def state(one: Wanted, asks: Sequence[Ask], told: Sequence[str], reader: Reader) -> Card:
    """How it stands, to the holder."""
    if one.cover.state is not CoverState.OPEN:
        return Card(outcome(one), (Text((f"{titled(one, reader)}.",)), Controls((MINE, OPEN))))
    keep = Button("Keep it after all", WithdrawCover(cover=one.cover.id))
    return Card(
        f"Nobody has taken {one.duty.name} yet.",
        (
            Text((f"{titled(one, reader)}: it stays yours until somebody takes it.",)),
            *_note(one.cover.note),
            Small((progress(one, asks, told, reader),)),
            Controls((keep, MINE)),
        ),
    )


def covered(
    by: str,
    duty: Duty,
    claims: Sequence[Claim],
    left: Sequence[Span],
    old: Claim,
    reader: Reader,
) -> Card:
    """To the holder, whose turn (or a part of it) somebody took; `old`: what they held of it."""
    note = Button("Leave a note", OpenHandover(claim=old.id), about=f"Leave {by} a note")
    buttons = Controls((note, MINE))
    spans = ", ".join(reader.span(claim.span) for claim in claims)
    minutes = say_minutes(sum(claim.minutes for claim in claims))
    if left:
        rest = ", ".join(reader.span(span) for span in left)
        text = f"{spans}, {minutes}. Still yours, and asked for: {rest}."
        return Card(f"{by} takes a part of {duty.name}.", (Text((text,)), buttons))
    text = f"{spans}, {minutes}: it is not yours any more."
    return Card(f"{by} takes {duty.name} for you.", (Text((text,)), buttons))


def yours_again(by: str, duty: Duty, spans: Sequence[Span], reader: Reader) -> Card:
    when = ", ".join(reader.span(span) for span in spans)
    text = f"{when}: yours again, and I go on looking for cover."
    return Card(f"{by} took {duty.name} by mistake.", (Text((text,)), Controls((MINE,))))


def no_longer_wanted(duty: Duty, span: Span, reader: Reader) -> Card:
    text = f"{reader.span(span)}: others have taken so much of it that nobody is wanted for you."
    return Card(f"{duty.name} is not yours any more.", (Text((text,)), Controls((MINE,))))


def kept(one: Wanted, reader: Reader) -> Card:
    again = FindCover(
        claim=one.claim,
        begin=one.span.start.isoformat(),
        end=one.span.end.isoformat(),
        note=one.cover.note,
    )
    return Card(
        f"You keep {one.duty.name}.",
        (
            Text((f"{titled(one, reader)}. Those who were asked are told.",)),
            Controls((Button("Find cover after all", again), MINE)),
        ),
    )


def keep() -> Card:
    return Card("Nothing has changed.", (Text(("It stays yours.",)), Controls((MINE,))))


def begun_many(
    rows: Sequence[tuple[Wanted, int]], free: Sequence[tuple[Duty, Release]], reader: Reader
) -> Card:
    """Several requests at once, each with its own way back; `free`: where nobody is wanted."""
    lines = tuple(
        Row(
            (f"{titled(one, reader)}, {say_minutes(one.minutes)}",),
            Button("Undo", Undo(change=change), about=f"Keep {one.duty.name}"),
        )
        for one, change in rows
    )
    others = tuple(
        Row(
            (f"{duty.name}: nobody is wanted in your place.",),
            Button("Give it back", request, about=f"Give back {duty.name}"),
        )
        for duty, request in free
    )
    count, them = ("one turn", "it") if len(rows) == 1 else (f"{len(rows)} turns", "them")
    stays = Text((f"You hold {them} until somebody takes {them}; then I tell you.",))
    return Card(f"I am looking for cover for {count}.", (*lines, stays, *others, Controls((MINE,))))


def note_form(duty: Duty, request: FindCover, note: str) -> Form:
    about = Text((f"{duty.name}: what should whoever takes it know?",))
    words = TextInput(
        name="note", label="Note", initial=note, multiline=True, optional=True, most=MOST_NOTE
    )
    return Form("Find cover", "Find cover", request, (words,), (about,))


def button(cover_id: int, duty: Duty) -> Button:
    """On lists of one's own turns."""
    return Button("Cover is wanted", ShowCover(cover=cover_id), about=f"Cover for {duty.name}")


def not_yours() -> Refusal:
    return Refusal(
        "not_yours",
        "You do not hold that.",
        "It was given back, taken or is over.",
        "Type `/muster mine` to see what you hold.",
        offers=(offer("My turns", AskMine()),),
    )


def not_needed(duty: Duty, release: Release) -> Refusal:
    return Refusal(
        "not_needed",
        f"Nobody is wanted in your place for {duty.name}.",
        "Others hold all that it needs, or it is no longer on the roster.",
        "You can give it back at once.",
        offers=(offer("Give it back", release), offer("My turns", AskMine())),
    )


def closed_already(one: Wanted) -> Refusal:
    return Refusal(
        "cover_closed",
        outcome(one),
        "There is no request any more that could be taken back.",
        "Type `/muster mine` to see what you hold.",
        offers=(offer("My turns", AskMine()),),
    )
