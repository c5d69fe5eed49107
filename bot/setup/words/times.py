"""When Muster speaks of its own accord."""

from __future__ import annotations

from collections.abc import Sequence

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
    Text,
    TimeInput,
)
from bot.errors import Refusal
from bot.model import TaskForce, TimetableKind, TimetableRow
from bot.setup.requests import EditDeadline, EditTime, SaveDeadline, SaveTime
from bot.setup.rules import WEEKLY
from bot.setup.words.overview import WEEKDAYS, back_button
from bot.undo.requests import Undo
from bot.weeks import LONG_DAY_NAMES, format_minute, say_instant

# (name, what it is, whether it goes at each member's own local time)
_KINDS = {
    TimetableKind.PROMPT: ("Question about hours", "one message to each member", True),
    TimetableKind.NUDGE: ("Nudges", "to those who did not answer, twice a week at most", True),
    TimetableKind.REMINDER: ("Reminders", "to who holds a turn on the next day", True),
    TimetableKind.HANDOVER: (
        "Handover notes",
        "to whose turn ends and goes to somebody else, at the latest an hour before",
        True,
    ),
    TimetableKind.DIGEST: ("Digest", "the week, in the rooms that get it", False),
    TimetableKind.STATUS: ("Status", "how things stand, to the chair", False),
}


def name(kind: TimetableKind) -> str:
    return _KINDS[kind][0]


def when(row: TimetableRow) -> str:
    """`Mondays at 09:00`, `every day at 10:00` or `off`."""
    if not row.enabled:
        return "off"
    days = "every day" if row.weekday is None else f"{LONG_DAY_NAMES[row.weekday]}s"
    return f"{days} at {format_minute(row.minute)}"


def summary(rows: Sequence[TimetableRow]) -> str:
    """In half a line, for the overview."""
    shown = {TimetableKind.PROMPT: "question", TimetableKind.DIGEST: "digest"}
    parts = [f"{shown[row.kind]} {when(row)}" for row in rows if row.kind in shown]
    return " · ".join(parts)


def times(rows: Sequence[TimetableRow], task_force: TaskForce) -> Card:
    body: list[Element] = []
    for row in rows:
        title, what, own = _KINDS[row.kind]
        zone = "each one's own time" if own else task_force.zone
        said = when(row) if not row.enabled else f"{when(row)}, {zone}"
        following = ""
        if row.enabled and row.next_run_at is not None and not own:
            following = f" Next: {say_instant(row.next_run_at, task_force.zone)}."
        button = Button("Change", EditTime(row.kind.value), about=f"Change {title.lower()}")
        body.append(Row((f"{title} ({what}): {said}.{following}",), button))
    button = Button("Change", EditDeadline(), about="Change the deadline")
    body.append(Row((f"Hours are on time until {deadline(task_force)}.",), button))
    body.append(Small(("Nobody is asked at night, at the weekend, on holidays or while away.",)))
    body.append(Controls((back_button(),)))
    return Card("When Muster speaks", tuple(body))


def deadline(task_force: TaskForce) -> str:
    day = LONG_DAY_NAMES[task_force.deadline_weekday]
    return f"{day} {format_minute(task_force.deadline_minute)} ({task_force.zone})"


def time_form(row: TimetableRow) -> Form:
    title, what, own = _KINDS[row.kind]
    inputs: list[AnyInput] = [
        TimeInput(
            name="time",
            label="At",
            hint="Each one's own local time." if own else "In the task force's zone.",
            initial=format_minute(row.minute % 1440),
        ),
        ChoiceInput(
            name="goes",
            label="Is it sent?",
            options=(("on", "Yes"), ("off", "No")),
            initial=("on" if row.enabled else "off",),
        ),
    ]
    if row.kind in WEEKLY:
        initial = () if row.weekday is None else (str(row.weekday),)
        day = ChoiceInput(name="weekday", label="On", options=WEEKDAYS, initial=initial)
        inputs.insert(0, day)
    intro = (Text((f"{title}: {what}.",)),)
    return Form(title[:24], "Save", SaveTime(row.kind.value), tuple(inputs), intro)


def deadline_form(task_force: TaskForce) -> Form:
    return Form(
        "Deadline for hours",
        "Save",
        SaveDeadline(),
        (
            ChoiceInput(
                name="weekday",
                label="On",
                options=WEEKDAYS,
                initial=(str(task_force.deadline_weekday),),
            ),
            TimeInput(
                name="time",
                label="At",
                hint="In the task force's zone. Later answers are taken, and marked as late.",
                initial=format_minute(task_force.deadline_minute % 1440),
            ),
        ),
    )


def saved(row: TimetableRow, zone: str, change: int) -> Card:
    following = ""
    own = _KINDS[row.kind][2]  # each member's next one is another instant
    if row.enabled and row.next_run_at is not None and not own:
        following = f" Next: {say_instant(row.next_run_at, zone)}."
    buttons = (Button("Undo", Undo(change)), back_button())
    return Card(
        f"{name(row.kind)}: {when(row)}.", (Text((f"Saved.{following}",)), Controls(buttons))
    )


def unknown_time() -> Refusal:
    return Refusal(
        "unknown_time",
        "There is nothing to set for this.",
        "The message is from another version of Muster.",
        "Type `/muster setup` and choose again.",
    )
