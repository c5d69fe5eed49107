"""What is said when somebody goes away, and the form that asks when."""

from __future__ import annotations

from datetime import date

from bot.absence import Gone
from bot.away.requests import AwayByForm, Back, OpenAwayForm
from bot.away.words.turns import Shown, covering, kept, when_text
from bot.cards import (
    AnyInput,
    Button,
    Card,
    Controls,
    DateInput,
    Element,
    Form,
    Small,
    Text,
    TextInput,
    TimeInput,
)
from bot.model import Away, Member
from bot.reader import Reader
from bot.undo.requests import Undo

_ELSEWHERE = (
    "I can read it in your calendar or your status, too: on your home card, press “Read my absence "
    "from a calendar”."
)
QUIET = "No prompts, nudges or reminders reach {} then, and it never counts as missing."


def gone(gone: Gone, shown: Shown, reader: Reader) -> Card:
    """To the member, who said so."""
    away = gone.away
    reason = (Small((f"For you alone: {away.reason}",)),) if away.reason else ()
    controls = (Button("Undo", Undo(change=gone.change)), Button("I am back", Back(away=away.id)))
    return Card(
        f"You are away {when_text(away, reader)}.",
        (
            Text((QUIET.format("you"),)),
            *covering(shown, reader, "yours"),
            *reason,
            Controls(controls),
        ),
    )


def entered(gone: Gone, member: Member, shown: Shown, reader: Reader) -> Card:
    """To the chair or lead who said it for somebody."""
    some = shown.first or shown.before or shown.later
    nothing = () if some else (Text(("They hold nothing then.",)),)
    return Card(
        f"{member.name} is away {when_text(gone.away, reader)}.",
        (
            *covering(shown, reader, "theirs"),
            *nothing,
            Small((f"{member.name} is told that you entered it. No reason is kept.",)),
            Controls((Button("Undo", Undo(change=gone.change)),)),
        ),
    )


def told(by: str, gone: Gone, shown: Shown, reader: Reader) -> Card:
    """To the member, for whom somebody else said so."""
    body: list[Element] = [Text((QUIET.format("you"),)), *covering(shown, reader, "yours")]
    here = Button("I am here", Back(away=gone.away.id))
    body.append(Controls((here, Button("Other days", OpenAwayForm()))))
    return Card(f"{by} entered that you are away {when_text(gone.away, reader)}.", tuple(body))


def form(today: date, member: Member | None) -> Form:
    """`member`: somebody else who is away; no reason is asked of others."""
    whose = AwayByForm() if member is None else AwayByForm(member=member.id)
    day = today.isoformat()
    inputs: tuple[AnyInput, ...] = (
        DateInput(name="first_day", label="First day away", initial=day),
        DateInput(name="last_day", label="Last day away", initial=day, optional=True),
        TimeInput(
            name="from_time",
            label="From",
            optional=True,
            hint="Only if the first day is not a whole one.",
        ),
        TimeInput(
            name="until_time",
            label="Until",
            optional=True,
            hint="Only if the last day is not a whole one.",
        ),
    )
    if member is not None:
        intro = Text((f"{member.name} is away, in their own time zone: {member.zone}.",))
        return Form("Somebody is away", "Save", whose, inputs, (intro,))
    reason = TextInput(
        name="reason",
        label="Reason",
        optional=True,
        most=300,
        hint="For you alone: nobody else is shown it.",
    )
    return Form("I will be away", "Save", whose, (*inputs, reason), (Small((_ELSEWHERE,)),))


def undone(away: Away, member: Member | None, shown: Shown, reader: Reader) -> Card:
    """`member`: whoever it was entered for, if that was somebody else."""
    who = "you are" if member is None else f"{member.name} is"
    body = kept(shown, reader, "You" if member is None else member.name)
    return Card(f"Undone: {who} not away {when_text(away, reader)}.", body)


def told_undone(by: str, away: Away, shown: Shown, reader: Reader) -> Card:
    title = f"{by} took back that you are away {when_text(away, reader)}."
    return Card(title, kept(shown, reader, "You"))
