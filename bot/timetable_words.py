"""What the chairs read about the clock itself."""

from __future__ import annotations

from bot.cards import Card, Code, Small, Text
from bot.model import TimetableKind
from bot.occasions import Missed
from bot.weeks import say_day

_NAMES = {
    TimetableKind.TURNS: "making the coming turns",
    TimetableKind.PANEL: "keeping the roster panels up to date",
    TimetableKind.PROMPT: "the weekly hours prompt",
    TimetableKind.NUDGE: "nudges to those who had not answered",
    TimetableKind.REMINDER: "reminders before turns",
    TimetableKind.HANDOVER: "asking for handover notes",
    TimetableKind.DIGEST: "the weekly digest",
    TimetableKind.STATUS: "the weekly status",
    TimetableKind.COVER: "following up requests for cover",
}


def missed_card(kind: TimetableKind, missed: Missed) -> Card:
    """What was not said, for when, and why nobody need repeat it."""
    when = say_day(missed.first)
    if missed.count > 1:
        when = f"{missed.count} times, from {when} to {say_day(missed.last)}"
    return Card(
        f"Not sent: {_NAMES[kind]}",
        (
            Text((f"It was due {when}, and too late by the time Muster was running again.",)),
            Text(("Nothing of it will be sent any more; the next one comes as planned.",)),
            Small(("Type ", Code("/muster status"), " to see how things stand now.")),
        ),
    )
