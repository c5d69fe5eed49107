"""What is said when somebody is back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.absence import Returned
from bot.away.requests import Back, OpenAwayForm
from bot.away.words.turns import Shown, covering, kept, when_text
from bot.cards import Button, Card, Controls, Element, Row, Small
from bot.model import Away, Member
from bot.reader import Reader
from bot.undo.requests import Undo
from bot.weeks import say_day


def returned(
    ended: Sequence[Returned], day: date | None, shown: Shown, now: datetime, reader: Reader
) -> Card:
    """`day`: the first one back, where that is later than today."""
    title, what = "Welcome back.", "has ended"
    if day is not None:
        title, what = f"You are back on {say_day(day)}.", "ends before that"
    elif all(one.away.span.start > now for one in ended):
        title, what = "Noted: you are here then.", "is taken back"
    rows = tuple(
        Row(
            (f"Your absence {when_text(one.away, reader)} {what}.",),
            Button("Undo", Undo(change=one.change)),
        )
        for one in ended
    )
    return Card(title, (*rows, *kept(shown, reader, "You")))


def which_back(aways: Sequence[Away], reader: Reader) -> Card:
    rows = tuple(
        Row((f"Away {when_text(away, reader)}",), Button("I am here", Back(away=away.id)))
        for away in aways[:20]
    )
    return Card("You are not away now. Do you want to take one of these back?", rows)


def returned_other(member: Member, ended: Sequence[Returned], shown: Shown, reader: Reader) -> Card:
    """To the chair or lead who had entered it, or another of them."""
    lines: list[Element] = [
        Small((f"The absence {when_text(one.away, reader)} has ended.",)) for one in ended
    ]
    return Card(f"{member.name} is back, and is told.", (*lines, *kept(shown, reader, member.name)))


def told_back(by: str, away: Away, shown: Shown, reader: Reader) -> Card:
    """To the member, whose absence somebody else ended."""
    title = f"{by} entered that you are back: your absence {when_text(away, reader)} has ended."
    still = Button("I am away still", OpenAwayForm())
    return Card(title, (*kept(shown, reader, "You"), Controls((still,))))


def undone_back(away: Away, shown: Shown, reader: Reader) -> Card:
    return Card(
        f"Undone: you are away {when_text(away, reader)}.",
        (Small(("As you had said.",)), *covering(shown, reader, "yours")),
    )
