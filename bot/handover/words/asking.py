"""What the holder reads before their turns end, and the form they fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards import (
    AnyInput,
    Button,
    Card,
    ChoiceInput,
    Controls,
    Element,
    Form,
    Row,
    Small,
    Style,
    Text,
    TextInput,
)
from bot.handover.requests import NothingNotable, OpenHandover, WriteHandover
from bot.handover.rules import LINKS_MOST, URL_MOST, Following, goes_on
from bot.model import Claim, Duty, Turn
from bot.note_words import links, said
from bot.ports.handovers import TEXT_MOST, Note
from bot.reader import Reader
from bot.roster.requests import AskMine
from bot.weeks import beginning

MOST_ROWS = 10  # of one card; each has a line of what was noted below it
LINKS_TEXT = LINKS_MOST * (URL_MOST + 100)  # characters of the form's input


@dataclass(frozen=True, slots=True)
class Ending:
    """A claim that ends, what comes after it (`nexts`: whose it is then), and what was noted."""

    duty: Duty
    turn: Turn
    claim: Claim
    then: Following | None
    nexts: tuple[str, ...]
    note: Note | None

    @property
    def is_wanted(self) -> bool:
        """Whether a note is still wanted: nothing is, from who goes on, or of a retired duty."""
        over = self.duty.retired_at is not None
        return self.note is None and not over and not goes_on(self.claim, self.then)


def ask(endings: Sequence[Ending], now: datetime, reader: Reader, *, nudge: bool = False) -> Card:
    """One card for all turns that end then; the same card when it is edited, or sent again."""
    wanted = [one for one in endings if one.is_wanted]
    if not endings:
        return Card("There is nothing to hand over any more.", (Controls((_MINE,)),))
    body: list[Element] = []
    if wanted:
        body.append(Text((_why(nudge=nudge),)))
    for one in endings[:MOST_ROWS]:
        body += _row(one, now, reader)
    if len(endings) > MOST_ROWS:
        body.append(Small((f"{len(endings) - MOST_ROWS} more.",)))
    controls = [_nothing(wanted, some_noted=len(wanted) < len(endings))] if wanted else []
    return Card(_title(wanted, nudge=nudge), (*body, Controls((*controls, _MINE))))


_MINE = Button("My turns", AskMine())


def _title(wanted: Sequence[Ending], *, nudge: bool) -> str:
    if not wanted:
        return "Handover noted. Thank you."
    first, others = wanted[0].duty.name, len({one.duty.id for one in wanted}) - 1
    what = first + (f" and {others} more" if others else "")
    return f"Still to hand over: {what}" if nudge else f"Anything to hand over? {what}"


def _why(*, nudge: bool) -> str:
    if nudge:
        return "A line helps whoever has it now; if there is nothing, one tap does. I ask no more."
    return "What is unfinished, what to watch, a link: a line helps whoever comes next."


def _nothing(wanted: Sequence[Ending], *, some_noted: bool) -> Button:
    label = "Nothing else notable" if some_noted else "Nothing notable"
    claims = tuple(one.claim.id for one in wanted)
    return Button(label, NothingNotable(claims=claims), Style.PRIMARY)


def _row(one: Ending, now: datetime, reader: Reader) -> list[Element]:
    label = "Write a note" if one.note is None else "Change"
    about = f"{label}: {one.duty.name}, {reader.span(one.claim.span)}"
    button = Button(label, OpenHandover(claim=one.claim.id), about=about)
    rows: list[Element] = [Row((line(one, now, reader),), button)]
    return rows + noted(one.note) if one.note else rows


def line(one: Ending, now: datetime, reader: Reader) -> str:
    """As in `Facebook page, week of …. Next: Bao Xu, from Mon 30 Nov 00:00.`."""
    ended = " It is over." if one.claim.span.end <= now else ""
    return f"{one.duty.name}, {reader.span(one.claim.span)}.{ended} {_next(one, reader)}"


def _next(one: Ending, reader: Reader) -> str:
    if one.then is None:
        return "Nobody has it next yet."
    at = one.then.claims[0].span.start if one.then.claims else one.then.at
    start = reader.start(max(at, one.then.at))
    if not one.nexts:
        return f"Next: nobody yet, from {start}."
    return f"Next: {', '.join(one.nexts)}, from {start}."


def noted(note: Note) -> list[Element]:
    """What its author reads of it."""
    if note.is_nothing:
        return [Small(("You noted: nothing notable.",))]
    shown: list[Element] = [Small((f"You noted: {said(note)}",))] if said(note) else []
    return [*shown, Small(("Links: ", *links(note)))] if note.links else shown


# ---- the form -----------------------------------------------------------------------------------


def form(endings: Sequence[Ending], now: datetime, reader: Reader) -> Form:
    """For one claim, with what was noted; for several: choose which."""
    one = endings[0] if len(endings) == 1 else None
    note = one.note if one else None
    inputs: list[AnyInput] = [] if one else [_choice(endings, reader)]
    inputs += [
        _text("left_open", "What is unfinished", "Threads that wait, and for whom.", note),
        _text("watch", "What to watch", "What may come up, or get worse.", note),
        TextInput(
            name="links",
            label="Links",
            hint=f"One a line, {LINKS_MOST} at most; words beside it are its name.",
            initial="\n".join(f"{url} {label}" for url, label in note.links) if note else "",
            multiline=True,
            most=LINKS_TEXT,
            optional=True,
        ),
    ]
    intro: list[Element] = [Text((line(one, now, reader),))] if one else []
    intro.append(Small((_READ_BY,)))
    claim = one.claim.id if one else 0
    return Form("Handover note", "Save", WriteHandover(claim=claim), tuple(inputs), tuple(intro))


_READ_BY = (
    "Whoever comes next reads it, and everybody in the task force who asks who has it."
    " All empty: nothing notable."
)


def _choice(endings: Sequence[Ending], reader: Reader) -> ChoiceInput:
    options = tuple(
        (str(one.claim.id), f"{one.duty.name}: {beginning(reader.span(one.claim.span))}"[:75])
        for one in endings
    )
    return ChoiceInput(name="claim", label="Which turn", options=options, initial=options[0][:1])


def _text(name: str, label: str, hint: str, note: Note | None) -> TextInput:
    return TextInput(
        name=name,
        label=label,
        hint=hint,
        initial=getattr(note, name) if note else "",
        multiline=True,
        most=TEXT_MOST,
        optional=True,
    )
