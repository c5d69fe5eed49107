"""The form, and where a member's absence is read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.calendars.requests import (
    OpenCalendarForm,
    ReadNow,
    SaveCalendar,
    ShowCalendars,
    StopReading,
)
from bot.calendars.words.reading import COUNTS, PROBLEMS
from bot.cards import (
    AnyInput,
    Button,
    Card,
    ChoiceInput,
    Code,
    Confirm,
    Controls,
    Element,
    Form,
    Heading,
    Small,
    Style,
    Text,
    TextInput,
)
from bot.errors import Refusal
from bot.ports.calendars import Source, SourceKind
from bot.reader import Reader
from bot.weeks import say_instant

TITLE = "My absence elsewhere"
ASK, ALWAYS = "ask", "always"
FOLLOW, LEAVE = "follow", "leave"
_MODES = ((ASK, "Ask me about each"), (ALWAYS, "Note it at once, and tell me"))


def form(sources: Sequence[Source], says: Sequence[str], silent: Sequence[str]) -> Form:
    """`says`, `silent`: names of places where they are linked: their status can be read, or not."""
    by_kind = {source.kind: source for source in sources}
    address, status = by_kind.get(SourceKind.ADDRESS), by_kind.get(SourceKind.STATUS)
    inputs: list[AnyInput] = [_address_input(address)]
    if says:
        inputs.append(_status_input(status, " and ".join(says)))
    always = any(source.always for source in sources)
    inputs.append(
        ChoiceInput(
            name="mode",
            label="When I find something",
            options=_MODES,
            initial=(ALWAYS if always else ASK,),
        )
    )
    return Form(TITLE, "Save", SaveCalendar(), tuple(inputs), _intro(silent))


def _intro(silent: Sequence[str]) -> tuple[Element, ...]:
    kept = "What an event is called is never kept or shown. The address is kept encrypted; "
    kept += "only its host is ever shown, and only to you."
    what = f"I read your absence where you keep it already: {COUNTS} Meetings do not count."
    lines: list[Element] = [Text((what,)), Small((kept,))]
    if silent:
        where = " and ".join(silent)
        text = f"Your status in {where} cannot be read: no bot is told it without rights over "
        text += "everybody's calendars, which I do not ask for. Publish your calendar instead: "
        lines.append(Small((text + "its “out of office” counts.",)))
    return tuple(lines)


def _address_input(source: Source | None) -> TextInput:
    where = f"Empty: the one at {source.host} stays. " if source else ""
    return TextInput(
        name="address",
        label="Private address of your calendar (iCal, .ics)",
        hint=f"{where}Google: “Secret address in iCal format”. Outlook: “Publish a calendar”, ICS. "
        "Apple: “Public calendar”. Nextcloud: “Copy subscription link”.",
        placeholder="https://…/basic.ics",
        most=2000,
        optional=True,
    )


def _status_input(source: Source | None, where: str) -> ChoiceInput:
    on = source is not None and source.due_at is not None
    options = ((FOLLOW, f"Read my status in {where}"), (LEAVE, "Do not read it"))
    return ChoiceInput(
        name="status",
        label="Status, such as “Vacationing”",
        hint="The emoji or words for vacation, sick, out of office; until it clears itself.",
        options=options,
        initial=(FOLLOW if on else LEAVE,),
    )


# ---- where it is read -----------------------------------------------------------------------


def overview(sources: Sequence[Source], reader: Reader, *, saved: bool = False) -> Card:
    if not sources:
        return Card(
            "Your absence is read nowhere.",
            (
                Text(("You say yourself when you are away: ", Code("/muster away fri..mon"))),
                Controls((Button("Read it from a calendar", OpenCalendarForm()),)),
            ),
        )
    body: list[Element] = []
    for source in sources:
        body += _source(source, reader)
    body.append(Controls((Button("Change this", OpenCalendarForm()),)))
    return Card("Saved. Your absence is read here:" if saved else TITLE, tuple(body))


def _source(source: Source, reader: Reader) -> list[Element]:
    mode = "What I find is noted at once." if source.always else "I ask about what I find."
    name = f"Calendar at {source.host}" if source.kind is SourceKind.ADDRESS else "Your status"
    off = source.due_at is None
    label = "Switch it on again" if off else "Read it now"
    buttons = (Button(label, ReadNow(source=source.id)), _stop_button(source))
    lines: list[Element] = [
        Heading(name),
        Text((f"{_state(source, reader)} {mode}",)),
    ]
    return [*lines, Controls(buttons)]


def _state(source: Source, reader: Reader) -> str:
    read = f"Last read {say_instant(source.read_at, reader.zone)}." if source.read_at else ""
    if source.due_at is None:
        return f"Switched off. {PROBLEMS.get(source.problem, '')} {read}".strip()
    if source.problem:
        return f"It could not be read. {PROBLEMS[source.problem]} I try again. {read}".strip()
    return read or "I read it within a minute."


def _stop_button(source: Source) -> Button:
    text = "I forget the address and what I found. Absences that you noted stay."
    confirm = Confirm("Read it no longer?", text, "Stop reading it")
    label = "Stop reading it"
    return Button(label, StopReading(source=source.id), Style.DANGER, confirm)


def stopped(source: Source, left: Sequence[Source], reader: Reader) -> Card:
    name = f"calendar at {source.host}" if source.kind is SourceKind.ADDRESS else "status"
    said: tuple[Element, ...] = (
        Text(("What I knew of it is forgotten. Absences that you noted stay.",)),
    )
    rest = overview(left, reader).body if left else ()
    return Card(f"Your {name} is no longer read.", (*said, *rest))


def reading(source: Source) -> Card:
    name = f"calendar at {source.host}" if source.kind is SourceKind.ADDRESS else "status"
    return Card(
        f"I am reading your {name}.",
        (
            Text(("Within a minute. I write to you if there is anything to ask.",)),
            Controls((Button("Where my absence is read", ShowCalendars()),)),
        ),
    )


# ---- refusals -------------------------------------------------------------------------------


def no_secret() -> Refusal:
    return Refusal(
        "no_secret",
        "I cannot keep the address of a calendar here yet.",
        "It is a secret, and whoever runs me has not set MUSTER_SECRET_KEY, with which I would "
        "encrypt it.",
        "Ask your admin to set it; `python -m bot doctor` tells them how.",
        field="address",
    )


_BAD = {
    "no_address": ("This is no address.", "Paste the whole of it, as your calendar shows it."),
    "no_https": ("I read addresses with https alone.", "Ask your calendar for its https address."),
    "password": (
        "There is a user or a password in this address.",
        "I do not keep passwords. Give the private address for subscribing, which needs none.",
    ),
    "port": ("This address names a port of its own.", "I read the usual one, 443, alone."),
    "private": ("This is an address inside a network.", "I can read public ones alone."),
    "too_long": ("This address is too long.", "Paste the one for subscribing; it is shorter."),
}


def bad_address(code: str) -> Refusal:
    what, instead = _BAD[code]
    return Refusal(code, what, "", instead, field="address")


def nothing_given() -> Refusal:
    return Refusal(
        "nothing_given",
        "There is nothing to read yet.",
        "",
        "Paste the private address of your calendar.",
        field="address",
    )


def unknown_choice(field: str) -> Refusal:
    return Refusal("unknown", "Please choose one of these.", field=field)


def no_source() -> Refusal:
    return Refusal(
        "no_source",
        "This is not read any more.",
        "It was stopped or replaced.",
        "See what is read now.",
        offers=(offer("Where my absence is read", ShowCalendars()),),
    )
