"""Every capability on few screens: its words, buttons and forms → use-cases.

A new thing to ask is one line here. Help text, command lists and the codec come from these rows.

    daily        what every member asks
    covering     asking for cover, and answering
    organising   what chairs and leads ask, and joining
    swaps        exchanging turns, taking one over, acting for somebody else
    week         a proposed roster, and what those answer whom it asks
    handing      handing over to whoever comes next
    fair         who carries what, and what the chair lets pass
    calendars    absence read in calendars and statuses
    feeds        the roster in people's own calendars
    following    user groups and topics that follow the roster
    composing    the words of deliveries that are made as they are said
    inverses     what takes back each recorded action
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.buttons import Codec
from bot.cards import Request
from bot.catalog.calendars import CALENDARS
from bot.catalog.composing import make_compose
from bot.catalog.covering import COVERING
from bot.catalog.daily import DAILY
from bot.catalog.entry import Entry, Verb, Who
from bot.catalog.fair import FAIR
from bot.catalog.feeds import FEEDS
from bot.catalog.following import FOLLOWING
from bot.catalog.handing import HANDING
from bot.catalog.organising import ORGANISING
from bot.catalog.swaps import SWAPS
from bot.catalog.week import WEEK
from bot.cover import usecases as cover
from bot.digest import usecases as digest
from bot.grammar import NoVerb, find_verb
from bot.handover import usecases as handover
from bot.help.requests import AskHelp
from bot.help.usecases import make_help
from bot.help.words import HelpLine
from bot.help.words import unknown as unknown_verb
from bot.home.requests import OpenHome
from bot.hours import usecases as hours
from bot.jobs import Job, next_after
from bot.model import TimetableKind, TimetableRow
from bot.notify import refresh_panels
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.reminders import usecases as reminders
from bot.signs import refresh_signs
from bot.status import usecases as status
from bot.swapping import settle_swaps
from bot.turns import make_turns

__all__ = [
    "CODEC",
    "ENTRIES",
    "JOBS",
    "LINES",
    "VERBS",
    "Entry",
    "Verb",
    "Who",
    "make_compose",
    "read_words",
]

_ROWS: tuple[Entry, ...] = (
    *DAILY,
    *COVERING,
    *ORGANISING,
    *SWAPS,
    *WEEK,
    *HANDING,
    *FAIR,
    *FEEDS,
    *CALENDARS,
    *FOLLOWING,
)


def _line(verb: Verb, who: Who, request: type[Request]) -> HelpLine:
    alone = (verb.form or request)()
    return HelpLine(
        verb.name, verb.usage, verb.example, verb.summary, verb.aliases, who.value, alone
    )


_HELP_VERB = Verb("help", "help [word]", "help claim", "What you can say", ("?", "commands"))
_ALL = [_line(row.verb, row.shown_to or row.who, row.request) for row in _ROWS if row.verb]
LINES: tuple[HelpLine, ...] = (
    *sorted(_ALL, key=lambda line: line.who == Who.CHAIR),  # what few people need comes last
    _line(_HELP_VERB, Who.ANYONE, AskHelp),
)
_HELP = Entry(AskHelp, make_help(LINES), Who.ANYONE, reads=True, verb=_HELP_VERB)

ENTRIES: dict[type[Request], Entry] = {row.request: row for row in (*_ROWS, _HELP)}
VERBS: dict[str, Entry] = {
    name: row for row in ENTRIES.values() if row.verb for name in (row.verb.name, *row.verb.aliases)
}
CODEC = Codec(ENTRIES)


def read_words(text: str) -> Request:
    """The request that a person's words make. Raises Refusal with the nearest right word."""
    found = find_verb(text, VERBS)
    if isinstance(found, NoVerb):
        if not found.word:
            return OpenHome()
        raise unknown_verb(found.word, _line_of(found.verb))
    request: Any = found.verb.request
    return request(words=found.rest)  # type: ignore[no-any-return]  # every verb's request has words


def _line_of(row: Entry | None) -> HelpLine | None:
    return next((line for line in LINES if row and row.verb and line.name == row.verb.name), None)


def keep_turns(tx: Transaction, _occasion: Occasion, now: datetime) -> None:
    """Each night, so that the roster always reaches as far ahead."""
    make_turns(tx, now)
    refresh_signs(tx, now, every=True)  # what people changed there by hand, or was refused before


def keep_panels(tx: Transaction, _occasion: Occasion, now: datetime) -> None:
    """Whenever somebody's turn begins or ends; what was to be exchanged before is off."""
    settle_swaps(tx, now)
    refresh_panels(tx, now)


def next_edge(tx: Transaction, row: TimetableRow, now: datetime) -> datetime | None:
    swapped = min((one.expires_at for one in tx.swaps.open()), default=None)
    edges = (tx.roster.next_edge(now), tx.aways.next_edge(now), swapped)
    return min((at for at in edges if at), default=None) or next_after(tx, row, now)


JOBS: dict[TimetableKind, Job] = {
    TimetableKind.TURNS: Job(keep_turns),
    TimetableKind.PANEL: Job(keep_panels, next_edge),
    TimetableKind.PROMPT: Job(hours.send_prompts),
    TimetableKind.NUDGE: Job(hours.send_nudges),
    TimetableKind.REMINDER: Job(reminders.send_reminders),
    TimetableKind.HANDOVER: Job(handover.ask_holders, handover.next_asking),
    TimetableKind.DIGEST: Job(digest.send_digest),
    TimetableKind.STATUS: Job(status.send_status),
    TimetableKind.COVER: Job(cover.follow_up, cover.next_look),
}
