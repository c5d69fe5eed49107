"""Every word about hours offered and hours done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.cards import (
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
from bot.errors import Refusal
from bot.hours.requests import HoursByForm, LogByForm, OpenHoursForm, OpenLogForm, PauseMe, SayHours
from bot.hours.rules import CHOICES, MOST
from bot.model import Duty, Logged, Pledge
from bot.undo.requests import Undo
from bot.weeks import beginning, say_day, say_instant, say_minutes, say_week


def _choices(week: date, last: int | None) -> tuple[Button, ...]:
    """Last week's answer first, then the usual ones, each one tap."""
    same = (
        (Button(f"Same as last time: {say_minutes(last)}", _say(week, last), Style.PRIMARY),)
        if last
        else ()
    )
    usual = tuple(Button(say_minutes(m), _say(week, m)) for m in CHOICES if m != last)
    other = Button("Other", OpenHoursForm(week=week.isoformat()))
    return (*same, *usual, other, Button("Not this week", _say(week, 0)))


def _say(week: date, minutes: int) -> SayHours:
    return SayHours(week=week.isoformat(), minutes=minutes)


def prompt(
    week: date, last: int | None, done: tuple[date, int] | None, until: datetime, zone: str
) -> Card:
    """The weekly question. `done`: last week and what was offered for it, to be logged in a tap."""
    return Card(
        "How many hours can you give this week?",
        (
            Text(
                (
                    (
                        f"For the {say_week(week)}. One tap is enough; "
                        f"you can change it until {say_instant(until, zone)}."
                    ),
                )
            ),
            Controls((*_choices(week, last), Button("Pause me", PauseMe()))),
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


def nudge(week: date, last: int | None, until: datetime, zone: str) -> Card:
    return Card(
        "Can you give a few hours this week?",
        (
            Text(
                (
                    (
                        f"Nobody has heard from you for the {say_week(week)} yet. "
                        "Any answer helps, “not this week” too."
                    ),
                )
            ),
            Controls((*_choices(week, last), Button("Pause me", PauseMe()))),
            Small((f"Open until {say_instant(until, zone)}.",)),
        ),
    )


def ask(week: date, pledge: Pledge | None, last: int | None, until: datetime, zone: str) -> Card:
    """What `/muster hours` alone shows."""
    said = (
        f"You offer {say_minutes(pledge.minutes)}."
        if pledge and pledge.minutes
        else "You said: not this week."
    )
    now = said if pledge else "You have not said yet."
    return Card(
        "Your hours",
        (
            Text((f"{beginning(say_week(week))}: {now}",)),
            Controls(_choices(week, last)),
            Controls((Button("Log hours done", OpenLogForm(week=week.isoformat())),)),
            Small(
                (
                    (
                        f"You can change it until {say_instant(until, zone)}; "
                        "later answers count too, marked late."
                    ),
                )
            ),
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


def logged(entries: Sequence[tuple[Logged, str]], week: date, change: int) -> Card:
    """`entries`: what is logged for the week now, with the duty's name."""
    total = say_minutes(sum(entry.minutes for entry, _name in entries))
    rows = tuple(
        Row((f"{name}: {say_minutes(entry.minutes)}" + (f" ({entry.note})" if entry.note else ""),))
        for entry, name in entries
    )
    again = Button("Correct it", OpenLogForm(week=week.isoformat()))
    return Card(
        f"Logged: {total} in the {say_week(week)}.",
        (*rows, Controls((Button("Undo", Undo(change=change)), again))),
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


def log_form(weeks: Sequence[date], week: date, duties: Sequence[Duty], initial: int) -> Form:
    return Form(
        "Log hours",
        "Save",
        LogByForm(),
        (
            ChoiceInput(
                name="week",
                label="Week",
                options=tuple((w.isoformat(), say_week(w)) for w in weeks),
                initial=(week.isoformat(),),
            ),
            ChoiceInput(
                name="duty",
                label="Duty",
                options=(("", "All together"), *((str(d.id), d.name) for d in duties)),
                optional=True,
            ),
            TextInput(
                name="hours",
                label="Hours done",
                hint="Like 3, 2.5 or 1h30.",
                initial=say_minutes(initial) if initial else "",
                most=20,
            ),
            TextInput(name="note", label="Note", optional=True, most=500),
        ),
    )


def bad_hours(said: str) -> Refusal:
    return Refusal(
        "bad_hours",
        f"“{said[:60]}” is not a number of hours." if said else "How many hours?",
        "",
        "Write it like `/muster hours 3` or `/muster hours 1h30 next week`.",
        field="hours",
    )


def too_many(minutes: int) -> Refusal:
    return Refusal(
        "too_many_hours",
        f"{say_minutes(minutes)} is more than a week can hold.",
        f"At most {say_minutes(MOST)} a week can be offered or logged.",
        "Write it like `/muster hours 3`.",
        field="hours",
    )


def not_yet(week: date) -> Refusal:
    return Refusal(
        "not_yet",
        f"The {say_week(week)} has not begun.",
        "Hours done can be logged for weeks that have.",
        "To offer hours, type `/muster hours 3 next week`.",
        field="week",
    )


def too_far(week: date) -> Refusal:
    return Refusal(
        "too_far",
        f"The {say_week(week)} is too far away.",
        "Hours can be offered for the next twelve weeks, and logged for the last fifty-two.",
        "Choose a nearer week.",
        field="week",
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
