"""Duties: the list, one of them, its form, and what its changes mean to those who hold turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import (
    AnyInput,
    Button,
    Card,
    ChoiceInput,
    Confirm,
    Controls,
    Element,
    Fields,
    Form,
    Row,
    Small,
    Style,
    Text,
    TextInput,
)
from bot.errors import Refusal
from bot.following.requests import EditFollowing
from bot.model import Account, Department, Duty
from bot.setup.requests import EditDuty, ListDuties, RestoreDuty, RetireDuty, SaveDuty, ShowDuty
from bot.setup.rules import DESCRIPTION_MOST, KIND_MOST, NAME_MOST, PEOPLE_MOST
from bot.setup.words.holders import what_changed
from bot.setup.words.overview import back_button
from bot.undo.requests import Undo
from bot.weeks import format_windows, say_minutes

NAMES = 10  # of people in one sentence; the others are counted
PAGE = 12  # rows of the list before "more": what fits a screen

LABELS = {
    "name": "Name",
    "kind": "Kind",
    "minutes_a_week": "Hours a week",
    "people_least": "People at least",
    "people_most": "People at most",
    "windows": "When",
    "account_id": "Account",
    "department_id": "Department",
    "description": "Description",
    "clearances": "Asks for clearance",
}


def duties(found: Sequence[Duty], request: ListDuties) -> Card:
    page = found[request.skip : request.skip + PAGE]
    body: list[Element] = [
        Row(
            (f"{d.name}: {_in_short(d)}",),
            Button("Open", ShowDuty(d.id, inside=True), about=f"Open {d.name}"),
        )
        for d in page
    ]
    if not found:
        text = "No duty is retired." if request.retired else "There are no duties yet."
        body.append(Text((text,)))
    controls = [Button("Add a duty", EditDuty(), Style.PRIMARY)]
    left = len(found) - request.skip - len(page)
    if left > 0:
        more = ListDuties(request.skip + PAGE, request.retired, inside=True)
        controls.append(Button(f"Show {min(left, PAGE)} more", more))
    other = ("Current duties", False) if request.retired else ("Retired duties", True)
    controls.append(Button(other[0], ListDuties(retired=other[1], inside=True)))
    body.append(Controls((*controls, back_button())))
    return Card("Retired duties" if request.retired else "Duties", tuple(body))


def _in_short(duty: Duty) -> str:
    return f"{say_minutes(duty.minutes_a_week)} a week, {_people(duty)}, {windows(duty)}"


def _people(duty: Duty) -> str:
    least, most = duty.people_least, duty.people_most
    if least == most:
        return "1 person" if most == 1 else f"{most} people"
    return f"{least} to {most} people"


def windows(duty: Duty) -> str:
    return format_windows(duty.windows) or "all week"


def duty_card(duty: Duty, values: Mapping[str, str], held: int) -> Card:
    """`values`: each field as people read it; `held`: claims from now on."""
    pairs = tuple((LABELS[n], values[n]) for n in LABELS if n not in ("name", "description"))
    body: list[Element] = [Fields((*pairs, ("Held from now on", f"{held} times")))]
    if duty.description:
        body.insert(0, Text((duty.description,)))
    if duty.retired_at is None:
        buttons = [
            Button("Edit", EditDuty(duty.id), Style.PRIMARY, about=f"Edit {duty.name}"),
            Button("Follow the roster", EditFollowing(duty.id), about=f"What follows {duty.name}"),
            _retire_button(duty),
        ]
    else:
        again = RestoreDuty(duty.id)
        buttons = [Button("Bring it back", again, Style.PRIMARY, about=f"Bring back {duty.name}")]
    buttons.append(Button("All duties", ListDuties(inside=True)))
    retired = " (retired)" if duty.retired_at else ""
    return Card(f"{duty.name}{retired}", (*body, Controls(tuple(buttons))))


def _retire_button(duty: Duty) -> Button:
    text = (
        "Turns to come are taken off the roster, and who holds them is told. What was done stays"
        " on record. It can be brought back."
    )
    confirm = Confirm(f"Retire {duty.name[:80]}?", text, "Retire")
    return Button("Retire", RetireDuty(duty.id), Style.DANGER, confirm, f"Retire {duty.name}")


def duty_form(
    duty: Duty | None, accounts: Sequence[Account], departments: Sequence[Department]
) -> Form:
    return Form(
        "Edit a duty" if duty else "Add a duty",
        "Save",
        SaveDuty(duty.id if duty else 0),
        (
            TextInput(name="name", label="Name", initial=duty.name if duty else "", most=NAME_MOST),
            *_need_inputs(duty),
            _choice("account", "Account", accounts, duty.account_id if duty else None),
            _choice("department", "Fits best", departments, duty.department_id if duty else None),
            TextInput(
                name="kind",
                label="Kind",
                hint="Such as moderate, respond, write, listen, report.",
                initial=duty.kind if duty else "",
                most=KIND_MOST,
                optional=True,
            ),
            TextInput(
                name="clearances",
                label="Asks for clearance",
                hint="Such as press or ads account; several with ; between. Empty: for anybody.",
                initial="; ".join(duty.clearances) if duty else "",
                most=400,
                optional=True,
            ),
            TextInput(
                name="description",
                label="What is to be done",
                initial=duty.description if duty else "",
                multiline=True,
                most=DESCRIPTION_MOST,
                optional=True,
            ),
        ),
    )


def _need_inputs(duty: Duty | None) -> tuple[AnyInput, ...]:
    return (
        TextInput(
            name="hours",
            label="Hours it needs a week, in all",
            hint="Like 6, 2.5 or 1h30.",
            initial=say_minutes(duty.minutes_a_week) if duty else "",
            most=20,
        ),
        TextInput(
            name="least",
            label="People at least",
            initial=str(duty.people_least) if duty else "1",
            most=3,
        ),
        TextInput(
            name="most",
            label="People at most, at one time",
            hint=f"Up to {PEOPLE_MOST}.",
            initial=str(duty.people_most) if duty else "2",
            most=3,
        ),
        TextInput(
            name="windows",
            label="When",
            hint="Such as Mon-Fri 09:00-13:00; Sat 22:00-02:00. Empty: all week.",
            initial=format_windows(duty.windows) if duty else "",
            multiline=True,
            most=1000,
            optional=True,
        ),
    )


def _choice(
    name: str, label: str, found: Sequence[Account] | Sequence[Department], chosen: int | None
) -> ChoiceInput:
    options = (("0", "None"), *((str(one.id), one.name) for one in found))
    return ChoiceInput(name=name, label=label, options=options, initial=(str(chosen or 0),))


def say_cleared(duty: Duty, names: Sequence[str]) -> str:
    """Who can hold a duty that asks for clearance; nothing for one that does not."""
    if not duty.clearances:
        return ""
    asks = " and ".join(duty.clearances)
    if not names:
        return f" Nobody is cleared for {asks} yet: give it in the entries of people."
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return f" Cleared for {asks}: {', '.join(names[:NAMES])}{more}. Who holds it already keeps it."


def added(duty: Duty, cleared: str, change: int) -> Card:
    """`cleared`: see `say_cleared`."""
    text = f"{_in_short(duty)}. Its turns can be claimed now.{cleared}"
    buttons = (
        Button("Undo", Undo(change)),
        Button("Add another", EditDuty()),
        Button("All duties", ListDuties(inside=True)),
    )
    return Card(f"{duty.name} is on the roster.", (Text((text,)), Controls(buttons)))


def saved(
    duty: Duty,
    lines: Sequence[tuple[str, str, str]],
    told: int,
    left: int,
    cleared: str,
    change: int,
) -> Card:
    """`told`: holders who were told; `left`: held turns that the plan no longer has."""
    body: list[Element] = [what_changed(lines)]
    if cleared and any(name == LABELS["clearances"] for name, _b, _a in lines):
        body.append(Text((cleared.strip(),)))
    if told:
        who = (
            "1 person who holds turns of it has"
            if told == 1
            else f"{told} people who hold turns have"
        )
        body.append(Text((f"{who} been told.",)))
    if left:
        turns = "1 held turn is" if left == 1 else f"{left} held turns are"
        whose = "its holder decides" if left == 1 else "their holders decide"
        body.append(Text((f"{turns} no longer in the plan; {whose}.",)))
    if not duty.windows and any(name == LABELS["windows"] for name, _b, _a in lines):
        body.append(Small(("Turns of whole weeks begin with next week.",)))
    buttons = (Button("Undo", Undo(change)), Button("All duties", ListDuties(inside=True)))
    return Card(f"{duty.name} is changed.", (*body, Controls(buttons)))


def retired(duty: Duty, told: int, change: int) -> Card:
    who = "1 person has" if told == 1 else f"{told} people have"
    text = f"{who} been told that their turns are off." if told else "Nobody held turns of it."
    buttons = (Button("Undo", Undo(change)), Button("All duties", ListDuties(inside=True)))
    return Card(f"{duty.name} is retired.", (Text((text,)), Controls(buttons)))


def restored(duty: Duty, change: int) -> Card:
    text = "Its turns can be claimed again; those that were held before are open."
    buttons = (Button("Undo", Undo(change)), Button("All duties", ListDuties(inside=True)))
    return Card(f"{duty.name} is back.", (Text((text,)), Controls(buttons)))


def unknown_duty() -> Refusal:
    return Refusal(
        "unknown_duty",
        "This duty is not there.",
        "The message is from an older time.",
        "Type `/muster setup` and choose again.",
    )


def is_retired(duty: Duty) -> Refusal:
    return Refusal(
        "retired",
        f"{duty.name} is retired.",
        "What is retired stays as it was.",
        "Bring it back first, among the retired duties.",
    )


def is_current(duty: Duty) -> Refusal:
    return Refusal(
        "not_retired",
        f"{duty.name} is not retired.",
        "Somebody brought it back in the meantime.",
        "There is nothing left to do.",
    )


def name_taken(duty: Duty) -> Refusal:
    """Also by a retired one: those keep their names, for the record."""
    retired = "a retired duty" if duty.retired_at else "a duty"
    return Refusal(
        "name_taken",
        f"There is {retired} called {duty.name} already.",
        "Names that differ only in case, accents or spaces count as the same.",
        "Bring that one back, or choose another name." if duty.retired_at else "Choose another.",
        field="name",
    )
