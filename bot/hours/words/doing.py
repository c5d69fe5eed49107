"""What is said about hours done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cards import Button, Card, ChoiceInput, Controls, Form, Row, TextInput
from bot.hours.requests import LogByForm, OpenLogForm
from bot.model import Duty, Logged
from bot.undo.requests import Undo
from bot.weeks import say_minutes, say_week


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


def form(weeks: Sequence[date], week: date, duties: Sequence[Duty], initial: int) -> Form:
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
                hint="Empty: all together.",
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
