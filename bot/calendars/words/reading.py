"""Readings that find nothing, or fail."""

from __future__ import annotations

from datetime import datetime

from bot.calendars.requests import OpenCalendarForm, ShowCalendars
from bot.cards import Button, Card, Controls, Small, Text
from bot.ports.calendars import Source, SourceKind
from bot.reader import Reader
from bot.weeks import say_instant

COUNTS = (
    "events shown as “out of office”, and whole days called vacation, sick, Urlaub and the like."
)


def nothing_new(source: Source, *, known: bool) -> Card:
    """The first reading went well."""
    said = "I know already of what it says" if known else "It says nothing of absence"
    text = f"{said} in the next twelve weeks. I look again every two hours."
    return Card(
        f"I can read your calendar at {source.host}.",
        (
            Text((text,)),
            Small((f"What counts: {COUNTS} Meetings do not.",)),
            Controls((Button("Where my absence is read", ShowCalendars()),)),
        ),
    )


def switched_off(source: Source, problem: str, reader: Reader, since: datetime) -> Card:
    """After failures over days."""
    been = f"It has been so since {say_instant(since, reader.zone)}."
    is_calendar = source.kind is SourceKind.ADDRESS
    where = f"calendar at {source.host}" if is_calendar else "status"
    anew = (Button("Give the address anew", OpenCalendarForm()),) if is_calendar else ()
    shown = Button("Where my absence is read", ShowCalendars())
    stays = "Absences that you noted stay. From now on, please tell me yourself when you are away."
    body = (
        Text((f"{PROBLEMS[problem]} {been}",)),
        Text((stays,)),
        Controls((*anew, shown)),
    )
    return Card(f"I no longer read your {where}.", body)


def cannot_be_read(source: Source, problem: str) -> Card:
    """The first time, just after the address was given."""
    return Card(
        f"I cannot read the calendar at {source.host}.",
        (
            Text((PROBLEMS[problem],)),
            Controls((Button("Give the address anew", OpenCalendarForm()),)),
        ),
    )


PROBLEMS = {
    "address": "The address leads into a private network or to a port other than 443; "
    "I read public addresses with https alone.",
    "unreachable": "Its server does not answer, or not in time.",
    "refused": "Its server asks for a password: the address is not the private one for "
    "subscribing, or it was withdrawn.",
    "missing": "There is nothing at this address: it is wrong, or it was withdrawn.",
    "server": "Its server answers with an error.",
    "too_large": "It is larger than five megabytes.",
    "no_calendar": "What is there is a page, not a calendar: it is the address for subscribing "
    "that I need; it often ends in .ics.",
    "unreadable": "What is there cannot be understood as a calendar.",
    "sealed": "The secret with which I keep addresses has changed, so I cannot open yours.",
    "unlinked": "You are no longer linked where you had it.",
}
