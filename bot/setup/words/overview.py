"""The set-up on one card, and the basics."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import (
    AnyInput,
    Button,
    Card,
    ChoiceInput,
    Controls,
    Element,
    Form,
    Request,
    Row,
    Style,
    Text,
    TextInput,
)
from bot.connecting.requests import ShowPlaces
from bot.exchange.requests import Export, OpenImport
from bot.fairness.requests import EditLimits
from bot.feeds.requests import ListFeeds
from bot.load_words import say_limits
from bot.model import TaskForce
from bot.people.requests import ListPeople
from bot.setup.requests import (
    EditBasics,
    EditRoom,
    ListAccounts,
    ListDepartments,
    ListDuties,
    OpenSetup,
    SaveBasics,
    ShowRooms,
    ShowTimes,
    UseThisRoom,
)
from bot.setup.rules import NAME_MOST
from bot.undo.requests import Undo
from bot.weeks import LONG_DAY_NAMES, say_minutes

OFF = "off, since it is over or left out by the new clock"
WEEKDAYS = tuple((str(n), name) for n, name in enumerate(LONG_DAY_NAMES))


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is so far."""

    active: int
    waiting: int
    rooms: int
    departments: int
    accounts: int
    duties: int
    minutes_a_week: int
    places: str  # where the task force lives
    feeds: int = 0  # calendar feeds


def back_button() -> Button:
    """To the overview, in place of the card it stands on."""
    return Button("Set-up", OpenSetup(inside=True))


def overview(task_force: TaskForce, counts: Counts, times: str, *, in_new_room: bool) -> Card:
    """One line for each thing that can be set up, with its button.

    `in_new_room`: asked in a room in which Muster does not post yet.
    """
    waiting = f", {counts.waiting} waiting to be let in" if counts.waiting else ""
    hours = f", {say_minutes(counts.minutes_a_week)} a week" if counts.duties else ""
    rooms = _count(counts.rooms, "room") if counts.rooms else "no room yet"
    rows = (
        _row("Basics", _said_basics(task_force), "Edit", EditBasics()),
        _row("People", f"{counts.active} active{waiting}", "People", ListPeople(inside=True)),
        _row("Rooms", rooms, "Rooms", ShowRooms(inside=True)),
        _row("Lives in", counts.places, "Places", ShowPlaces(inside=True)),
        _row("Times", times, "Times", ShowTimes(inside=True)),
        _row("Limits", say_limits(task_force), "Limits", EditLimits()),
        _row("Departments", str(counts.departments), "Departments", ListDepartments(inside=True)),
        _row("Accounts", str(counts.accounts), "Accounts", ListAccounts(inside=True)),
        _row("Duties", f"{counts.duties}{hours}", "Duties", ListDuties(inside=True)),
        _row("Calendar feeds", _said_feeds(task_force, counts), "Feeds", ListFeeds(inside=True)),
    )
    exchange = Controls(
        (
            Button("Import a list", OpenImport()),
            Button("Export members", Export(kind="members")),
            Button("Export accounts", Export(kind="accounts")),
            Button("Export duties", Export(kind="duties")),
        )
    )
    here = (Controls((this_room_button(),)),) if in_new_room else ()
    first = _first_steps(counts, in_new_room=in_new_room)
    return Card(f"Set-up of {task_force.name}", (*first, *here, *rows, exchange))


def _said_feeds(task_force: TaskForce, counts: Counts) -> str:
    return f"{counts.feeds}, {'with' if task_force.feed_names else 'without'} names"


def this_room_button() -> Button:
    return Button("Post in this room", UseThisRoom(), Style.PRIMARY)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _row(name: str, said: str, label: str, request: Request) -> Row:
    return Row((f"{name}: {said}",), Button(label, request, about=f"Set up {name.lower()}"))


def _first_steps(counts: Counts, *, in_new_room: bool) -> tuple[Element, ...]:
    """What is needed before anything can happen, in order."""
    steps = []
    if not counts.rooms:
        steps.append("Choose the room where the roster is shown.")
    if not counts.duties:
        steps.append("Add your duties, or import lists of members, accounts and duties.")
    if not steps:
        return ()
    button = Button("Choose a room", EditRoom(), Style.PRIMARY)
    controls = (Controls((button,)),) if not counts.rooms and not in_new_room else ()
    return (Text((f"To begin: {' '.join(steps)}",)), *controls)


def _said_basics(task_force: TaskForce) -> str:
    joining = (
        "joining is open"
        if task_force.joining_open
        else "the chair or a lead says yes to newcomers"
    )
    country = f" · holidays of {task_force.country}" if task_force.country else ""
    first = LONG_DAY_NAMES[task_force.first_weekday]
    return f"{task_force.zone} · weeks begin on {first}{country} · {joining}"


def basics_form(task_force: TaskForce) -> Form:
    joining = (
        ("asked", "The chair or the department's lead lets people in"),
        ("open", "Open: every colleague may join at once"),
    )
    inputs = (
        TextInput(
            name="name", label="Name of the task force", initial=task_force.name, most=NAME_MOST
        ),
        *_place_inputs(task_force),
        ChoiceInput(
            name="joining",
            label="Joining",
            options=joining,
            initial=("open" if task_force.joining_open else "asked",),
        ),
    )
    return Form("Basics", "Save", SaveBasics(), inputs)


def _place_inputs(task_force: TaskForce) -> tuple[AnyInput, ...]:
    return (
        TextInput(
            name="zone",
            label="Time zone",
            hint="A city in it, like Berlin. Turns to come move to it, with who holds them.",
            initial=task_force.zone,
            most=80,
        ),
        ChoiceInput(
            name="first_weekday",
            label="Weeks begin on",
            options=WEEKDAYS,
            initial=(str(task_force.first_weekday),),
        ),
        TextInput(
            name="country",
            label="Country",
            hint="Two letters such as DE: on its public holidays nobody is asked anything.",
            initial=task_force.country,
            most=2,
            optional=True,
        ),
    )


def saved(what: str, lines: tuple[tuple[str, str, str], ...], change: int) -> Card:
    """`lines`: (field, before, after)."""
    body = tuple(Text((f"{name}: {before} → {after}",)) for name, before, after in lines)
    return Card(f"{what}: saved.", (*body, Controls((Button("Undo", Undo(change)), back_button()))))


def nothing_changed() -> Card:
    return Card("Nothing was changed.", (Controls((back_button(),)),))


def undone(what: str) -> Card:
    return Card(f"Undone: {what} as before.", (Controls((back_button(),)),))


def moved(by: str, before: str, after: str, lines: tuple[tuple[str, str, str], ...]) -> Card:
    """To somebody whose turns moved with the zone. `lines`: (duty, before, after)."""
    body = tuple(Text((f"{duty}: {was} → {now}",)) for duty, was, now in lines)
    why = f"{by} changed the task force's zone from {before} to {after}."
    return Card("Your turns moved to another zone.", (Text((why,)), *body))
