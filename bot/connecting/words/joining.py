"""A workspace without a task force, and what a code does about it."""

from __future__ import annotations

from bot.cards import Button, Card, Code, Controls, Form, Style, Text, TextInput
from bot.connecting.requests import Connect, ShowPlaces, TypeConnectCode
from bot.errors import Refusal
from bot.home.requests import OpenHome
from bot.onetime import CONNECT_FOR
from bot.people.requests import AskToJoin
from bot.setup.requests import OpenSetup

_MINUTES = int(CONNECT_FOR.total_seconds() // 60)


def nowhere_yet(where: str) -> Card:
    """To anybody in a workspace that is of no task force."""
    what = (
        "Muster holds the roster of a social media task force. If yours is at work on another"
        f" platform already, its chair gets a code there with “Connect {where}” in the set-up;"
        " type it here:"
    )
    return Card(
        "Muster is not set up here yet.",
        (
            Text((what,)),
            Text((Code("connect CODE"),)),
            Text(("If there is none yet, whoever starts one here becomes its chair.",)),
            Controls(
                (
                    Button("I have a code", TypeConnectCode(), Style.PRIMARY),
                    Button("Start a task force here", OpenSetup()),
                )
            ),
        ),
    )


def code_form() -> Form:
    hint = "The chair of the task force gets it on the platform where it lives, in the set-up."
    return Form(
        "Connect a task force",
        "Connect",
        Connect(),
        (
            TextInput(
                name="code", label="The code", hint=hint, most=40, placeholder="ABCD-EFGH-JKMN"
            ),
        ),
    )


def code_card(code: str, elsewhere: str) -> Card:
    """To the chair, the one time that the code is seen."""
    warning = (
        f"It works once, within {_MINUTES} minutes. Whoever types it brings everybody of their"
        " workspace to this task force: give it to nobody outside."
    )
    return Card(
        f"The code: {code}",
        (
            Text((f"Somebody of your company opens Muster in {elsewhere} and types:",)),
            Text((Code(f"connect {code}"),)),
            Text((warning,)),
            Controls((Button("Places", ShowPlaces(inside=True)),)),
        ),
    )


def connected(task_force: str, where: str, others: str) -> Card:
    """To whoever typed the code."""
    text = (
        f"{where} and {others} have one roster now. Who has the same e-mail address in both is"
        " recognised; everybody else is linked with a code, or asks to join."
    )
    buttons = (
        Button("My page", OpenHome(), Style.PRIMARY),
        Button("Ask to join", AskToJoin()),
    )
    return Card(f"Connected with {task_force}.", (Text((text,)), Controls(buttons)))


def told_chairs(where: str, by: str) -> Card:
    """To the chairs: the task force lives in one more place."""
    return Card(
        f"{where} is connected.",
        (
            Text((f"{by} typed the code there. To show the roster there as well, say",)),
            Text((Code("/muster setup"), " in the room where it is to stand.")),
            Controls((Button("Places", ShowPlaces()),)),
        ),
    )


# ---- refusals -----------------------------------------------------------------------------------


def served_elsewhere() -> Refusal:
    return Refusal(
        "unknown_workspace",
        "Muster is not set up for this workspace.",
        "It serves the workspace that it was installed in.",
        "Ask your admin to install it here; with a code of the chair's, type `connect CODE`.",
    )


def connected_already(task_force: str) -> Refusal:
    return Refusal(
        "connected_already",
        f"This is where {task_force} lives already.",
        "A code is typed on the platform that is to be connected.",
        "Open Muster there, and type it.",
        field="code",
    )


def has_its_own(task_force: str) -> Refusal:
    return Refusal(
        "has_its_own",
        f"There is a task force here already: {task_force}.",
        "It has people, duties or lists of its own, and two are not made one.",
        "Use the one that is here; or have its admin begin with an empty one.",
        field="code",
    )


def no_chair_any_more() -> Refusal:
    return Refusal(
        "not_chair",
        "Whoever was shown this code is not chair any more.",
        "Only a chair connects a platform.",
        "Ask the chair for a new code.",
        field="code",
    )


def reserved() -> Refusal:
    return Refusal(
        "chair_reserved",
        "The first chair is somebody else.",
        "Whoever installed Muster has named the address of the first chair.",
        "Ask them to begin; or connect with a code if the task force is at work elsewhere.",
    )


def only_chair() -> Refusal:
    return Refusal(
        "chair_only",
        "Only the chair connects another platform.",
        "A code brings everybody of a workspace to the task force.",
        "Ask the chair. To type a code that you were given: `connect CODE`.",
    )


def one_platform() -> Refusal:
    return Refusal(
        "one_platform",
        "This Muster runs on one platform only.",
        "There is no other where it could be met.",
        "Ask whoever runs Muster to set up the other one.",
    )
