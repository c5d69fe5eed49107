"""A member's own settings: said, asked for, saved."""

from __future__ import annotations

from datetime import date

from bot.cards import (
    AnyInput,
    Button,
    Card,
    ChoiceInput,
    Controls,
    DateInput,
    Fields,
    Form,
    Small,
    TextInput,
    TimeInput,
)
from bot.claims.rules import DEFAULT_CEILING
from bot.errors import Refusal
from bot.home.requests import SaveSettings
from bot.model import Member, Reminding
from bot.places import Places
from bot.undo.requests import Undo
from bot.weeks import format_minute, say_day, say_minutes

_USUAL_LIMIT = say_minutes(DEFAULT_CEILING)
_REMINDING = {
    Reminding.NORMAL: "normal: the weekly question, reminders, handovers, and a few nudges",
    Reminding.GENTLE: "gentle: the weekly question, reminders and handovers, no nudges",
    Reminding.NONE: "none: nothing unless you ask",
}


def said(member: Member, today: date, places: Places) -> tuple[tuple[str, str], ...]:
    """The settings that people look for most, as they read them."""
    paused = member.paused_until
    pause = f"until {say_day(paused)}" if paused and paused > today else "none"
    return (
        ("Quiet hours", _quiet(member)),
        ("Reminders", str(member.reminding)),
        ("Pause", pause),
        ("Zone", member.zone),
        *((("Cleared for", ", ".join(member.clearances)),) if member.clearances else ()),
        *_said_places(places),
    )


def _said_places(places: Places) -> tuple[tuple[str, str], ...]:
    if not places.several:
        return ()
    chosen = places.name(places.chosen) if places.chosen else "wherever you were last"
    return (("Linked in", places.say(places.linked)), ("Written to in", chosen))


def _quiet(member: Member) -> str:
    if member.quiet_from == member.quiet_to:
        return "none"
    return f"{format_minute(member.quiet_from)}–{format_minute(member.quiet_to)}"


def settings_form(member: Member, today: date, places: Places) -> Form:
    inputs = (
        *_speaking_inputs(member, today),
        *_write_in_input(places),
        *_place_inputs(member),
        *_hours_inputs(member),
    )
    return Form("My settings", "Save", SaveSettings(), inputs)


def _speaking_inputs(member: Member, today: date) -> tuple[AnyInput, ...]:
    paused = member.paused_until
    return (
        TimeInput(
            name="quiet_from",
            label="Quiet from",
            hint="In quiet hours you are not written to. Twice the same time: no quiet hours.",
            initial=format_minute(member.quiet_from % 1440),
        ),
        TimeInput(
            name="quiet_to", label="Quiet until", initial=format_minute(member.quiet_to % 1440)
        ),
        ChoiceInput(
            name="reminding",
            label="Reminders",
            options=tuple((str(r), text) for r, text in _REMINDING.items()),
            initial=(str(member.reminding),),
        ),
        DateInput(
            name="paused_until",
            label="Pause until",
            hint="No questions, nudges and reminders before that day. Empty: no pause.",
            initial=paused.isoformat() if paused and paused > today else "",
            optional=True,
        ),
    )


ANYWHERE = "anywhere"


def _write_in_input(places: Places) -> tuple[AnyInput, ...]:
    """Only for who is linked in more than one place."""
    if len(places.linked) < 2:
        return ()
    options = (
        (ANYWHERE, "Wherever I was last"),
        *((str(w), f"Always in {places.name(w)}") for w in places.linked),
    )
    chosen = str(places.chosen) if places.chosen in places.linked else ANYWHERE
    return (
        ChoiceInput(name="write_in", label="Write to me in", options=options, initial=(chosen,)),
    )


def _place_inputs(member: Member) -> tuple[AnyInput, ...]:
    return (
        TextInput(
            name="zone",
            label="Time zone",
            hint="A city in it, like Berlin.",
            initial=member.zone,
            most=80,
        ),
        TextInput(
            name="country",
            label="Country",
            hint="Two letters such as DE: on its public holidays you are left alone.",
            initial=member.country,
            most=2,
            optional=True,
        ),
    )


def _hours_inputs(member: Member) -> tuple[AnyInput, ...]:
    ceiling = member.ceiling_minutes
    return (
        TextInput(
            name="usual",
            label="Usual hours a week",
            hint="Like 2, 1.5 or 1h30.",
            initial=say_minutes(member.usual_minutes),
            most=20,
            optional=True,
        ),
        TextInput(
            name="ceiling",
            label="At most a week",
            hint=f"Beyond it you cannot claim. Empty: {_USUAL_LIMIT}, or what you offer.",
            initial="" if ceiling is None else say_minutes(ceiling),
            most=20,
            optional=True,
        ),
        TextInput(
            name="weeks",
            label="Most weeks in a row",
            hint="With something to hold, before a week off. Empty: as the task force has it.",
            initial=str(member.weeks_in_a_row or ""),
            most=2,
            optional=True,
        ),
    )


def saved(member: Member, change: int, today: date, places: Places) -> Card:
    """The settings as they are now."""
    ceiling = member.ceiling_minutes
    pairs = (
        *said(member, today, places),
        ("Country", member.country or "as the task force"),
        ("Usually", f"{say_minutes(member.usual_minutes)} a week"),
        ("At most a week", "not set" if ceiling is None else say_minutes(ceiling)),
        ("Weeks in a row", str(member.weeks_in_a_row or "as the task force")),
    )
    return Card(
        "Your settings are saved.", (Fields(pairs), Controls((Button("Undo", Undo(change)),)))
    )


def unchanged() -> Card:
    return Card("Your settings are as they were.", (Small(("Nothing was changed.",)),))


def undone(member: Member, today: date, places: Places) -> Card:
    return Card("Undone: your settings are as before.", (Fields(said(member, today, places)),))


def unknown_place() -> Refusal:
    return Refusal(
        "unknown_place",
        "You are not linked there.",
        "You can be written to only where you are known.",
        "Choose one of the list.",
        field="write_in",
    )
