"""What those are answered who take something over, or do not; and the form for a part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.cards import Button, Card, Controls, DateInput, Form, Small, Text, TextInput, TimeInput
from bot.cover.requests import NotMe, TakeCover, TakeCoverPart
from bot.cover.words.asking import MINE, Wanted, because, titled
from bot.held import Held
from bot.model import Claim
from bot.ports.covers import Why
from bot.reader import Reader
from bot.undo.requests import Undo
from bot.weeks import say_minutes, to_local


def took(
    held: Held, claims: Sequence[Claim], name: str, note: str, change: int, reader: Reader
) -> Card:
    """`name`: whose it was."""
    spans = ", ".join(reader.span(claim.span) for claim in claims)
    minutes = say_minutes(sum(claim.minutes for claim in claims))
    said = (Small((f"{name} left a note: {note}",)),) if note else ()
    return Card(
        f"You hold {held.duty.name}.",
        (
            Text((f"{minutes}, {spans}. {name} and the others who were asked are told.",)),
            *said,
            Controls((Button("Undo", Undo(change=change)), MINE)),
        ),
    )


def declined(one: Wanted, reader: Reader) -> Card:
    again = Button("Take it after all", TakeCover(cover=one.cover.id))
    text = f"{titled(one, reader)}. You need give no reason, and are not asked about it again."
    return Card("Thank you. Others are asked.", (Text((text,)), Controls((again,))))


def later(one: Wanted, at: datetime, reader: Reader) -> Card:
    take = Button("Take it now", TakeCover(cover=one.cover.id))
    text = f"{titled(one, reader)}. Meanwhile others are asked, and may take it."
    title = f"I ask you again {reader.instant(at)}."
    return Card(title, (Text((text,)), Controls((take, Button("Not me", NotMe(one.cover.id))))))


def undone(one: Wanted, reader: Reader) -> Card:
    text = f"{titled(one, reader)}. Cover is asked for again."
    if one.cover.why is not Why.LEAVER:
        text = f"{titled(one, reader)}: {one.name} holds it again, and asks others."
    return Card(f"Undone: {one.duty.name} is not yours any more.", (Text((text,)),))


def part_form(one: Wanted, reader: Reader) -> Form:
    """Filled in with all that is wanted still."""
    start, end = to_local(one.span.start, reader.zone), to_local(one.span.end, reader.zone)
    to_day, to_time = end.date(), f"{end:%H:%M}"
    if to_time == "00:00":  # the end of a day is said by that day
        to_day, to_time = to_day - timedelta(days=1), ""
    day = DateInput(
        name="from_day",
        label="From",
        initial=start.date().isoformat(),
        optional=True,
        hint=f"Times are in {reader.zone}.",
    )
    hours = TextInput(
        name="hours",
        label="Hours",
        hint=f"Like 2, 1.5 or 1h30. Empty: the hours of the time you take; {_all(one)}.",
        optional=True,
        most=20,
    )
    inputs = (
        day,
        TimeInput(
            name="from_time", label="From what time", initial=f"{start:%H:%M}", optional=True
        ),
        DateInput(name="to_day", label="Until", initial=to_day.isoformat(), optional=True),
        TimeInput(name="to_time", label="Until what time", initial=to_time, optional=True),
        hours,
    )
    about = Text((f"{titled(one, reader)}. {because(one)}",))
    return Form("Take a part", "Take it", TakeCoverPart(cover=one.cover.id), inputs, (about,))


def _all(one: Wanted) -> str:
    return f"all of it is {say_minutes(one.minutes)}"
