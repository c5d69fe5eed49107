"""Every word about absence. The reason is never shown to anybody but the member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.app import offer
from bot.away.requests import AwayByForm, Back, SayAway
from bot.cards import Button, Card, Controls, DateInput, Element, Form, Row, Small, Text, TextInput
from bot.claims.requests import Release, ReleaseMany
from bot.errors import Refusal
from bot.model import Away, Claim, Duty
from bot.undo.requests import Undo
from bot.weeks import say_day, say_minutes, say_span


def days_text(first: date, last: date) -> str:
    return f"on {say_day(first)}" if first == last else f"from {say_day(first)} to {say_day(last)}"


def gone(away: Away, held: Sequence[tuple[Duty, Claim]], change: int, zone: str) -> Card:
    body: list[Element] = [
        Text(("No prompts, nudges or reminders reach you then, and it never counts as missing.",))
    ]
    if held:
        body.append(
            Text((f"You still hold {len(held)} of those days' turns until you give them back:",))
        )
        body += [
            Row(
                (f"{duty.name}: {say_span(claim.span, zone)}, {say_minutes(claim.minutes)}",),
                Button("Give back", Release(claim=claim.id), about=f"Give back {duty.name}"),
            )
            for duty, claim in held[:20]
        ]
    controls = [Button("Undo", Undo(change=change)), Button("I am back", Back(away=away.id))]
    if len(held) > 1:
        every = ReleaseMany(tuple(claim.id for _d, claim in held[:40]))
        controls.insert(0, Button("Give all of them back", every))
    body.append(Controls(tuple(controls)))
    return Card(f"You are away {days_text(away.first_day, away.last_day)}.", tuple(body))


def returned(away: Away, change: int) -> Card:
    ended = f"Your absence {days_text(away.first_day, away.last_day)} has ended."
    return Card("Welcome back.", (Text((ended,)), Controls((Button("Undo", Undo(change=change)),))))


def which_back(aways: Sequence[Away]) -> Card:
    rows = tuple(
        Row((f"Away {days_text(a.first_day, a.last_day)}",), Button("I am here", Back(away=a.id)))
        for a in aways[:20]
    )
    return Card("You are not away now. Do you want to take one of these back?", rows)


def not_away() -> Refusal:
    return Refusal(
        "not_away",
        "You are not away.",
        "No absence of yours is running or to come.",
        "To be away, type `/muster away fri..mon`.",
        offers=(offer("I will be away", SayAway()),),
    )


def already(away: Away) -> Refusal:
    return Refusal(
        "already_away",
        "You said so already.",
        f"You are away {days_text(away.first_day, away.last_day)}.",
        "To change it, come back first.",
        offers=(offer("I am back", Back(away=away.id)),),
        field="first_day",
    )


REASONS = {
    "backwards": (
        "These days end before they begin.",
        "Give the first day first, as in `/muster away fri..mon`.",
    ),
    "past": ("These days are over.", "Absence is for today and the days to come."),
    "too_long": (
        "This is longer than a year.",
        "Tell the chair instead; they can take you off the roster.",
    ),
    "too_far": ("This begins more than a year from now.", "Tell me again when it is nearer."),
}


def bad_days(code: str) -> Refusal:
    what, instead = REASONS[code]
    return Refusal(code, what, "", instead, field="last_day" if code != "too_far" else "first_day")


def form(today: date) -> Form:
    return Form(
        "I will be away",
        "Save",
        AwayByForm(),
        (
            DateInput(name="first_day", label="First day away", initial=today.isoformat()),
            DateInput(name="last_day", label="Last day away", initial=today.isoformat()),
            TextInput(
                name="reason",
                label="Reason",
                optional=True,
                most=300,
                hint="For you alone: nobody else is shown it.",
            ),
        ),
    )


def undone(away: Away) -> Card:
    return Card(f"Undone: you are not away {days_text(away.first_day, away.last_day)}.")


def undone_back(away: Away) -> Card:
    return Card(
        f"Undone: you are away {days_text(away.first_day, away.last_day)}.",
        (Small(("As you had said.",)),),
    )
