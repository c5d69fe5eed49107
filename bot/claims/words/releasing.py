"""What is said when turns are given back, and when that is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards import Button, Card, Confirm, Controls, Element, Row, Small, Style, Text
from bot.claims.requests import ReleaseMany, release_part
from bot.claims.words.taking import MINE, SEE_OPEN
from bot.cover.requests import (
    FindCover,
    FindCoverForMany,
    KeepIt,
    OpenFindCover,
    SetFree,
    ShowCover,
    WithdrawCover,
)
from bot.cover.rules import near_from
from bot.errors import Refusal
from bot.handover.requests import OpenHandover
from bot.model import Claim, Duty
from bot.reader import Reader
from bot.undo.requests import Undo
from bot.weeks import Span, say_minutes

MOST_ROWS = 20  # of a list to choose from; beyond, a name or a day says more


@dataclass(frozen=True, slots=True)
class Mine:
    """A claim of the asker's, and the part of it that it is about."""

    duty: Duty
    claim: Claim
    part: Span

    def overlaps(self, span: Span) -> bool:
        return self.part.overlaps(span)

    def within(self, span: Span) -> Mine:
        """What of the part lies in the span, which overlaps it."""
        return replace(self, part=self.part.overlap(span) or self.part)

    @property
    def minutes(self) -> int:
        """Of the claim's minutes, by the part's share of its time."""
        return max(1, self.claim.minutes * self.part.minutes // max(1, self.claim.span.minutes))


@dataclass(frozen=True, slots=True)
class Before:
    """What somebody wants to give back, though others would be wanted in their place.

    `is_lead`: may set it free. `undo`: the change by which they took it a moment ago.
    """

    mine: Mine
    note: str
    now: datetime
    is_lead: bool = False
    undo: int | None = None


def consequence(before: Before, reader: Reader) -> Card:
    """What will happen, before it happens."""
    mine, part = before.mine, before.mine.part
    when = f"{reader.span(part)}, {say_minutes(mine.minutes)}, {say_ahead(part, before.now)}."
    begin, end = part.start.isoformat(), part.end.isoformat()
    find = FindCover(claim=mine.claim.id, begin=begin, end=end, note=before.note)
    with_note = OpenFindCover(claim=mine.claim.id, begin=begin, end=end, note=before.note)
    buttons = [
        Button("Find cover", find, Style.PRIMARY, about=f"Find cover for {mine.duty.name}"),
        Button("Change the note" if before.note else "Find cover, with a note", with_note),
        Button("Keep it", KeepIt()),
    ]
    if before.undo is not None:
        buttons.append(Button("Undo that I took it", Undo(change=before.undo)))
    if before.is_lead:
        buttons.append(_set_free(mine, before.note))
    said = (Small((f"Your note for whoever takes it: {before.note}",)),) if before.note else ()
    return Card(
        f"Before you give back {mine.duty.name}",
        (
            Text((when,)),
            Text(("You hold it until somebody takes it, and are told then.",)),
            Small((how_asked(part, before.now, reader),)),
            *said,
            Controls(tuple(buttons)),
        ),
    )


def _set_free(mine: Mine, note: str) -> Button:
    text = "It is open at once, and you are not responsible any more. Nobody is asked."
    confirm = Confirm(f"Set {mine.duty.name} free?"[:75], text, "Set free")
    begin, end = mine.part.start.isoformat(), mine.part.end.isoformat()
    request = SetFree(claim=mine.claim.id, begin=begin, end=end, note=note)
    return Button("Set free", request, Style.DANGER, confirm, about=f"Set {mine.duty.name} free")


def how_asked(part: Span, now: datetime, reader: Reader) -> str:
    """Who will be asked, and when."""
    near_at = near_from(part, reader.home)
    if now >= near_at:
        return "It is near: everybody who is awake and could take it is asked, and the lead."
    near = reader.instant(near_at)
    return f"Colleagues who could take it are asked one by one; from {near} on, everybody."


def say_ahead(part: Span, now: datetime) -> str:
    """How far it is away: `in 3 days`, `in 5 hours`, `running now`."""
    minutes = Span(now, part.start).minutes if part.start > now else 0
    if not minutes:
        return "running now"
    for length, name in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        number = minutes // length
        if number >= 2 or (number and name == "minute"):
            return f"in {number} {name}s" if number > 1 else f"in {number} {name}"
    return f"in {minutes} minutes"


def asked_already(mine: Mine, cover: int, reader: Reader) -> Card:
    look = Button("How it stands", ShowCover(cover=cover))
    keep = Button("Keep it after all", WithdrawCover(cover=cover))
    text = f"{_line(mine, reader)}. You hold it until somebody takes it, and are told then."
    title = f"I am looking for cover for {mine.duty.name} already."
    return Card(title, (Text((text,)), Controls((look, keep, MINE))))


def released(mine: Mine, change: int, note: str, reader: Reader) -> Card:
    kept = mine.part != mine.claim.span
    stays = " The rest of it stays yours." if mine.part.end < mine.claim.span.end else ""
    stays = stays or (" What you held until then stays." if kept else "")
    when = f"{say_minutes(mine.minutes)}, {reader.span(mine.part)}"
    what = f"{when}. Nobody is wanted in your place.{stays}"
    leave = () if note else (Button("Leave a note", OpenHandover(claim=mine.claim.id)),)
    return Card(
        f"You gave back {'a part of ' if stays.startswith(' The') else ''}{mine.duty.name}.",
        (
            Text((what,)),
            *((Small((f"Your note for whoever takes it: {note}",)),) if note else ()),
            Controls((Button("Undo", Undo(change=change)), *leave, MINE)),
        ),
    )


def released_many(
    given: Sequence[tuple[Mine, int]],
    needed: Sequence[Mine],
    request: ReleaseMany,
    now: datetime,
    reader: Reader,
) -> Card:
    """`needed`: those for which others are wanted; they stay until somebody takes them."""
    rows: list[Element] = [
        Row(
            (f"{_line(mine, reader)}",),
            Button("Undo", Undo(change=change), about=f"Undo: {mine.duty.name}"),
        )
        for mine, change in given
    ]
    back = "one turn" if len(given) == 1 else f"{len(given)} turns"
    if not needed:
        return Card(f"You gave back {back}.", (*rows, Controls((MINE,))))
    rows = [Text((f"Given back at once, for nobody else is wanted: {back}.",)), *rows] * bool(given)
    rows += [
        Text((f"{_line(mine, reader)}, {say_ahead(mine.part, now)}.",))
        for mine in needed[:MOST_ROWS]
    ]
    if len(needed) > MOST_ROWS:
        rows.append(Small((f"{len(needed) - MOST_ROWS} more.",)))
    ids = tuple(mine.claim.id for mine in needed)
    find = FindCoverForMany(claims=ids, begin=request.begin, end=request.end)
    count = "this turn" if len(needed) == 1 else f"these {len(needed)} turns"
    label = "Find cover" if len(needed) == 1 else f"Find cover for all {len(needed)}"
    stays = "You hold them until somebody takes them, and are told then. Colleagues are asked."
    buttons = (Button(label, find, Style.PRIMARY), Button("Keep them", KeepIt()), MINE)
    return Card(f"Before you give back {count}", (*rows, Text((stays,)), Controls(buttons)))


def _line(mine: Mine, reader: Reader) -> str:
    return f"{mine.duty.name}: {reader.span(mine.part)}, {say_minutes(mine.minutes)}"


def which(held: Sequence[Mine], reader: Reader, note: str = "") -> Card:
    """Several of the asker's claims fit: ask, never guess. `note`: said with the words."""
    rows = tuple(
        Row(
            (_line(mine, reader),),
            Button(
                "Give back",
                release_part(mine.claim, mine.part, note),
                about=f"Give back {mine.duty.name}, {reader.span(mine.part)}",
            ),
        )
        for mine in held[:MOST_ROWS]
    )
    if len(held) > MOST_ROWS:
        more = Small((f"{len(held) - MOST_ROWS} more; name a duty or a day to see them.",))
        return Card("Which one do you want to give back?", (*rows, more))
    if len(held) == 1:
        return Card("Do you want to give this back?", rows)
    every = ReleaseMany(tuple(mine.claim.id for mine in held))
    button = Button(f"Give back all {len(held)}", every, Style.DANGER)
    return Card("Which one do you want to give back?", (*rows, Controls((button,))))


def nothing_held() -> Refusal:
    return Refusal(
        "nothing_held",
        "You hold nothing that could be given back.",
        "Your past turns stay as they were.",
        "Type `/muster open` to see what is open.",
        offers=(SEE_OPEN,),
    )


def not_yours(name: str = "") -> Refusal:
    """`name`: the duty, if one was named."""
    return Refusal(
        "not_yours",
        f"{name} is not yours then." if name else "You do not hold that.",
        "Only what you hold, and what is not over, can be given back.",
        "Type `/muster mine` to see what you hold.",
        offers=(SEE_OPEN,),
    )


def undone(name: str, claim: Claim, reader: Reader) -> Card:
    when = f"{say_minutes(claim.minutes)}, {reader.span(claim.span)}."
    return Card(f"Undone: {name} is yours again.", (Text((when,)), Controls((MINE,))))
