"""What is asked and said about hours offered, and about not being asked."""

from __future__ import annotations

from datetime import date, datetime

from bot.cards import (
    Button,
    Card,
    Controls,
    Element,
    Form,
    Small,
    Style,
    Text,
    TextInput,
)
from bot.hours.requests import HoursByForm, LogByForm, OpenHoursForm, OpenLogForm, PauseMe, SayHours
from bot.hours.rules import CHOICES
from bot.model import Pledge
from bot.reader import Reader
from bot.undo.requests import Undo
from bot.weeks import beginning, say_day, say_minutes, say_week

Usual = tuple[str, int] | None  # the answer to offer first: see bot.hours.rules.usual_answer


def _choices(week: date, usual: Usual) -> tuple[Button, ...]:
    """The usual answer first, then round ones, each one tap."""
    first: tuple[Button, ...] = ()
    if usual:
        label = f"{usual[0]}: {say_minutes(usual[1])}"
        first = (Button(label, _say(week, usual[1]), Style.PRIMARY),)
    rest = (m for m in CHOICES if usual is None or m != usual[1])
    others = tuple(Button(say_minutes(m), _say(week, m)) for m in rest)
    other = Button("Other", OpenHoursForm(week=week.isoformat()))
    return (*first, *others, other, Button("Not this week", _say(week, 0)))


def _say(week: date, minutes: int) -> SayHours:
    return SayHours(week=week.isoformat(), minutes=minutes)


def prompt(
    week: date,
    usual: Usual,
    done: tuple[date, int] | None,
    until: datetime,
    reader: Reader,
    *,
    coming: bool = False,
) -> Card:
    """The weekly question. `done`: last week and what was offered for it, to be logged in a tap."""
    which = "next week" if coming else "this week"
    change = f"One tap is enough; you can change it until {reader.instant(until)}."
    return Card(
        f"How many hours can you give {which}?",
        (
            Text((f"For the {say_week(week)}. {change}",)),
            Controls((*_choices(week, usual), Button("Pause me", PauseMe()))),
            *_done(done),
        ),
    )


def _done(done: tuple[date, int] | None) -> tuple[Element, ...]:
    if done is None:
        return ()
    week, minutes = done
    log = LogByForm(week=week.isoformat(), hours=f"{minutes}m")
    different = OpenLogForm(week=week.isoformat())
    return (
        Text((f"In the {say_week(week)} you offered {say_minutes(minutes)}. Did you do them?",)),
        Controls((Button("Yes, log them", log), Button("It was different", different))),
    )


def nudge(week: date, usual: Usual, until: datetime, at: datetime, reader: Reader) -> Card:
    """`at`: when it is said."""
    open_until = f"Open until {reader.instant(until)}."
    over = "The deadline is over, but your answer still counts; it is marked late."
    silent = f"Nobody has heard from you for the {say_week(week)} yet."
    return Card(
        "Can you give a few hours this week?",
        (
            Text((f"{silent} Any answer helps, “not this week” too.",)),
            Controls((*_choices(week, usual), Button("Pause me", PauseMe()))),
            Small((open_until if at <= until else over,)),
        ),
    )


def ask(week: date, pledge: Pledge | None, usual: Usual, until: datetime, reader: Reader) -> Card:
    """What `/muster hours` alone shows."""
    now = "You have not said yet."
    if pledge:
        offer = f"You offer {say_minutes(pledge.minutes)}."
        now = offer if pledge.minutes else "You said: not this week."
    late = f"On time until {reader.instant(until)}; later answers count too, marked late."
    return Card(
        "Your hours",
        (
            Text((f"{beginning(say_week(week))}: {now}",)),
            Controls(_choices(week, usual)),
            Controls((Button("Log hours done", OpenLogForm(week=week.isoformat())),)),
            Small((late,)),
        ),
    )


def pledged(pledge: Pledge, change: int, done: tuple[date, int] | None = None) -> Card:
    """It takes the place of the question, so what else that asked stays: `done`, as in `prompt`."""
    week = say_week(pledge.week)
    title = (
        f"You offer {say_minutes(pledge.minutes)}." if pledge.minutes else "Noted: not this week."
    )
    late = " It came after the deadline, so it is marked late." if pledge.late else ""
    return Card(
        title,
        (
            Text((f"For the {week}.{late}",)),
            Controls(
                (
                    Button("Undo", Undo(change=change)),
                    Button("Change", OpenHoursForm(week=pledge.week.isoformat())),
                )
            ),
            *_done(done),
        ),
    )


def paused(until: date, change: int) -> Card:
    return Card(
        f"Paused until {say_day(until)}.",
        (
            Text(
                ("No prompts, nudges or reminders until then. You can still do everything here.",)
            ),
            Controls((Button("Resume now", PauseMe(weeks=0)), Button("Undo", Undo(change=change)))),
        ),
    )


def resumed(change: int) -> Card:
    return Card("You hear from me again.", (Controls((Button("Undo", Undo(change=change)),)),))


def form(week: date, initial: int) -> Form:
    return Form(
        "Hours for a week",
        "Save",
        HoursByForm(week=week.isoformat()),
        (
            TextInput(
                name="hours",
                label="Hours",
                hint="Like 3, 2.5 or 1h30. 0: not this week.",
                initial=say_minutes(initial) if initial else "",
                most=20,
            ),
        ),
        (Text((f"{beginning(say_week(week))}.",)),),
    )


def undone(what: str) -> Card:
    return Card(f"Undone. {what}")


def asked_again(count: int) -> Card:
    if not count:
        return Card(
            "Nobody is left to ask today.",
            (Text(("Everybody has answered, was asked today already, or is away.",)),),
        )
    people = "one person" if count == 1 else f"{count} people"
    return Card(
        f"I ask {people} again.",
        (Text(("At their next waking hour, and never more than once a day.",)),),
    )
