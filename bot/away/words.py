"""Every word about absence. The reason is never shown to anybody but the member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.app import offer
from bot.away.requests import AwayByForm, Back, OpenAwayForm
from bot.cards import Button, Card, Controls, DateInput, Element, Form, Row, Small, Text, TextInput
from bot.claims.requests import ReleaseMany, release_part
from bot.errors import Refusal
from bot.model import Away, Claim, Duty
from bot.reader import Reader
from bot.undo.requests import Undo
from bot.weeks import say_day

MOST_ROWS = 20  # of a list: what is read before somebody goes
MOST_AT_ONCE = 50  # claims in one button: what Slack lets it carry (2,000 letters)


def days_text(first: date, last: date) -> str:
    return f"on {say_day(first)}" if first == last else f"from {say_day(first)} to {say_day(last)}"


def gone(away: Away, held: Sequence[tuple[Duty, Claim]], change: int, reader: Reader) -> Card:
    """`held`: what the member holds in those days; only what lies in them is offered back."""
    body: list[Element] = [
        Text(("No prompts, nudges or reminders reach you then, and it never counts as missing.",))
    ]
    if held:
        count = "one turn" if len(held) == 1 else f"{len(held)} turns"
        body.append(Text((f"In those days you hold {count}, until you give them back:",)))
    for duty, claim in held[:MOST_ROWS]:
        part = claim.span.overlap(away.span) or claim.span
        line = f"{duty.name}: {reader.span(part)}"
        button = Button("Give back", release_part(claim, part), about=f"Give back {line}")
        body.append(Row((line,), button))
    if len(held) > MOST_ROWS:
        body.append(Small((f"{len(held) - MOST_ROWS} more.",)))
    if away.reason:
        body.append(Small((f"For you alone: {away.reason}",)))
    controls = [Button("Undo", Undo(change=change)), Button("I am back", Back(away=away.id))]
    if len(held) > 1:
        begin, end = away.span.start.isoformat(), away.span.end.isoformat()
        every = ReleaseMany(tuple(claim.id for _duty, claim in held[:MOST_AT_ONCE]), begin, end)
        controls.insert(0, Button("Give all of them back", every))
    body.append(Controls(tuple(controls)))
    return Card(f"You are away {days_text(away.first_day, away.last_day)}.", tuple(body))


def returned(ended: Sequence[tuple[Away, int]], day: date, today: date) -> Card:
    """`day`: the first one back; later than today for an absence that goes on until then."""
    title, what = "Welcome back.", "has ended"
    if day > today:
        title, what = f"You are back on {say_day(day)}.", "ends before that"
    elif all(away.first_day > today for away, _change in ended):
        title, what = "Noted: you are here then.", "is taken back"
    rows = tuple(
        Row(
            (f"Your absence {days_text(away.first_day, away.last_day)} {what}.",),
            Button("Undo", Undo(change=change)),
        )
        for away, change in ended
    )
    return Card(title, rows)


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
        offers=(offer("I will be away", OpenAwayForm()),),
    )


def away_until(last: date) -> Refusal:
    return Refusal(
        "away_until",
        f"You are away until {say_day(last)} only.",
        "Being back can end it sooner, not later.",
        "To be away for longer, say so: `/muster away fri..mon`.",
        offers=(offer("I will be away", OpenAwayForm()),),
    )


def which_day(said: str) -> Refusal:
    return Refusal(
        "which_day",
        "I did not understand from when you are back.",
        f"I read: “{said[:80]}”.",
        "Say `/muster back` for now, or name a day: `/muster back monday`.",
        offers=(offer("I am back now", Back()),),
    )


def which_days(said: str) -> Refusal:
    return Refusal(
        "which_days",
        "I did not understand which days.",
        f"I read: “{said[:80]}”.",
        "Name them like `/muster away fri..mon` or `/muster away 2026-12-21 to 2027-01-04`.",
        offers=(offer("Choose the days", OpenAwayForm()),),
    )


def no_day() -> Refusal:
    return Refusal("bad_day", "Please choose the first day.", field="first_day")


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


def undone_back(first: date, last: date) -> Card:
    return Card(
        f"Undone: you are away {days_text(first, last)}.",
        (Small(("As you had said.",)),),
    )
