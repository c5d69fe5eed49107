"""The forms that claim: a part of a turn, or a duty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.cards import ChoiceInput, DateInput, Form, Text, TextInput, TimeInput
from bot.claims.requests import ClaimByForm
from bot.held import Held
from bot.model import Duty
from bot.reader import Reader
from bot.weeks import Span, say_minutes, to_local


def claim_form(held: Held, rest: Span, minutes: int, reader: Reader) -> Form:
    """Filled in with all that is left of the turn."""
    start, end = to_local(rest.start, reader.zone), to_local(rest.end, reader.zone)
    to_day, to_time = end.date(), f"{end:%H:%M}"
    if to_time == "00:00":  # the end of a day is said by that day
        to_day, to_time = to_day - timedelta(days=1), ""
    hours = TextInput(
        name="hours",
        label="Hours",
        hint=f"Like 2, 1.5 or 1h30. Empty: what is wanted, {say_minutes(minutes)} for all of it.",
        optional=True,
        most=20,
    )
    times = _from_to(
        start.date().isoformat(), f"{start:%H:%M}", to_day.isoformat(), to_time, reader.zone
    )
    about = Text((f"{held.duty.name}, {reader.span(held.turn.span)}.",))
    return Form("Claim a part", "Claim", ClaimByForm(turn=held.turn.id), (hours, *times), (about,))


def choose_form(duties: Sequence[Duty], from_day: str, hours: str, zone: str) -> Form:
    options = tuple((str(d.id), d.name) for d in duties)
    inputs = (
        ChoiceInput(name="duty", label="Duty", options=options),
        TextInput(
            name="hours",
            label="Hours",
            hint="Empty: what is still wanted.",
            initial=hours,
            optional=True,
            most=20,
        ),
        *_from_to(from_day, "", "", "", zone),
    )
    return Form("Claim a duty", "Claim", ClaimByForm(), inputs)


def _from_to(
    from_day: str, from_time: str, to_day: str, to_time: str, zone: str
) -> tuple[DateInput | TimeInput, ...]:
    return (
        DateInput(
            name="from_day",
            label="From",
            initial=from_day,
            optional=True,
            hint=f"Times are in {zone}.",
        ),
        TimeInput(name="from_time", label="From what time", initial=from_time, optional=True),
        DateInput(
            name="to_day",
            label="Until",
            initial=to_day,
            optional=True,
            hint="Empty: until the turn ends.",
        ),
        TimeInput(name="to_time", label="Until what time", initial=to_time, optional=True),
    )
