"""What is said when turns are given back, and when that is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cards import Button, Card, Controls, Row, Small, Style, Text
from bot.claims.requests import ReleaseMany, release_part
from bot.claims.words.taking import MINE, SEE_OPEN
from bot.errors import Refusal
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


def released(mine: Mine, change: int, note: str, reader: Reader) -> Card:
    kept = mine.part != mine.claim.span
    stays = " The rest of it stays yours." if mine.part.end < mine.claim.span.end else ""
    stays = stays or (" What you held until then stays." if kept else "")
    what = f"{say_minutes(mine.minutes)}, {reader.span(mine.part)}: open again.{stays}"
    return Card(
        f"You gave back {'a part of ' if stays.startswith(' The') else ''}{mine.duty.name}.",
        (
            Text((what,)),
            *((Small((f"Your note for whoever takes it: {note}",)),) if note else ()),
            Controls((Button("Undo", Undo(change=change)), MINE)),
        ),
    )


def released_many(given: Sequence[tuple[Mine, int]], reader: Reader) -> Card:
    rows = tuple(
        Row(
            (f"{_line(mine, reader)}",),
            Button("Undo", Undo(change=change), about=f"Undo: {mine.duty.name}"),
        )
        for mine, change in given
    )
    count = "one turn" if len(given) == 1 else f"{len(given)} turns"
    return Card(f"You gave back {count}.", (*rows, Controls((MINE,))))


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
