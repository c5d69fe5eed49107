"""What is said when somebody is back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.absence import Returned
from bot.away.requests import Back, OpenAwayForm
from bot.away.words.turns import Shown, covering, kept, when_text
from bot.cards import Button, Card, Controls, Element, Row, Small
from bot.model import Away, Member
from bot.reader import Reader
from bot.undo.requests import Undo
from bot.weeks import first_reaching, say_day, say_instant, to_local


def since_text(at: datetime | None, zone: str) -> str:
    """`on Thu 26 Nov 2026`, `Thu 26 Nov 2026 14:00 (Europe/Berlin)`; "" for now."""
    if at is None:
        return ""
    day = to_local(at, zone).date()
    return f"on {say_day(day)}" if at == first_reaching(day, 0, zone) else say_instant(at, zone)


def returned(
    ended: Sequence[Returned], since: str, shown: Shown, now: datetime, reader: Reader
) -> Card:
    """`since`: from when on they are back, where that is later."""
    title, what = "Welcome back.", _ends(since)
    if since:
        title = f"You are back {since}."
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


def returned_other(
    member: Member, ended: Sequence[Returned], since: str, shown: Shown, reader: Reader
) -> Card:
    """To the chair or lead who had entered it, or another of them."""
    lines: list[Element] = [
        Small((f"The absence {when_text(one.away, reader)} {_ends(since)}.",)) for one in ended
    ]
    title = f"{member.name} is back{' ' if since else ''}{since}, and is told."
    return Card(title, (*lines, *kept(shown, reader, member.name)))


def told_back(by: str, away: Away, since: str, shown: Shown, reader: Reader) -> Card:
    """To the member, whose absence somebody else ended."""
    back = f"you are back{' ' if since else ''}{since}"
    title = f"{by} entered that {back}: your absence {when_text(away, reader)} {_ends(since)}."
    still = Button("I am away still", OpenAwayForm())
    return Card(title, (*kept(shown, reader, "You"), Controls((still,))))


def _ends(since: str) -> str:
    return "ends before that" if since else "has ended"


def undone_back(away: Away, shown: Shown, reader: Reader) -> Card:
    return Card(
        f"Undone: you are away {when_text(away, reader)}.",
        (Small(("As you had said.",)), *covering(shown, reader, "yours")),
    )
