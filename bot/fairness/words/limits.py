"""The limits for everybody: their form, and what was set."""

from __future__ import annotations

from bot.cards import Button, Card, Controls, Form, Text, TextInput
from bot.fairness.requests import SaveLimits
from bot.load_words import say_limits
from bot.model import TaskForce
from bot.setup.requests import OpenSetup
from bot.undo.requests import Undo
from bot.weeks import say_minutes


def form(task_force: TaskForce) -> Form:
    about = (
        "Hours a week are each member's own limit. As chair you can let each of these pass, with a"
        " reason."
    )
    inputs = (
        TextInput(
            name="rest",
            label="Rest, in hours",
            hint="Between a turn and one of another day; 11 is a night's rest, 0 none. Turns of a"
            " day or longer do not count.",
            initial=say_minutes(task_force.rest_minutes) if task_force.rest_minutes else "0",
            most=20,
        ),
        TextInput(
            name="weeks",
            label="Most weeks in a row",
            hint="That somebody may hold something, if they set nothing else. Empty: any number.",
            initial=str(task_force.weeks_in_a_row or ""),
            most=2,
            optional=True,
        ),
    )
    return Form("Limits", "Save", SaveLimits(), inputs, (Text((about,)),))


def saved(before: TaskForce, after: TaskForce, change: int) -> Card:
    line = f"{say_limits(before)} → {say_limits(after)}"
    note = "What people hold already stays as it is."
    buttons = (Button("Undo", Undo(change=change)), Button("Set-up", OpenSetup(inside=True)))
    return Card("Limits: saved.", (Text((line,)), Text((note,)), Controls(buttons)))


def unchanged() -> Card:
    return Card("Nothing was changed.", (Controls((Button("Set-up", OpenSetup(inside=True)),)),))


def undone(task_force: TaskForce) -> Card:
    return Card("Undone: the limits are as before.", (Text((f"{say_limits(task_force)}.",)),))
