"""Every capability on one screen: its words, buttons and forms → use-cases.

A new thing to ask is one line here. Help text, command lists and the codec come from these rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.app import Visit
from bot.away import usecases as away
from bot.away.requests import AwayByForm, Back, SayAway
from bot.buttons import Codec
from bot.cards import Card, Reply, Request
from bot.claims import releasing
from bot.claims import usecases as claims
from bot.claims.requests import Claim, ClaimByForm, OpenClaimForm, Release, ReleaseMany
from bot.digest import usecases as digest
from bot.digest.requests import PostDigest, PreviewDigest
from bot.exchange import usecases as exchange
from bot.exchange.requests import ApplyImport, Export, OpenImport, TryImport
from bot.grammar import NoVerb, find_verb
from bot.help.requests import AskHelp
from bot.help.usecases import make_help
from bot.help.words import HelpLine
from bot.help.words import unknown as unknown_verb
from bot.home import usecases as home
from bot.home.requests import OpenHome, OpenSettings, SaveSettings
from bot.hours import asking, prompting
from bot.hours import usecases as hours
from bot.hours.requests import (
    AskAgain,
    HoursByForm,
    LogByForm,
    OpenHoursForm,
    OpenLogForm,
    PauseMe,
    SayHours,
)
from bot.jobs import Job
from bot.model import Delivery, TimetableKind
from bot.notify import PANEL
from bot.occasions import Occasion
from bot.people import usecases as people
from bot.people.requests import (
    AskToJoin,
    Decline,
    EditMember,
    FindPeople,
    Join,
    Leave,
    LetIn,
    ListPeople,
    RemoveMember,
    SaveMember,
    ShowMember,
)
from bot.ports.outside import Clock
from bot.ports.store import Store, Transaction
from bot.reminders import usecases as reminders
from bot.roster import usecases as roster
from bot.roster.requests import AskMine, AskOpen, AskWho
from bot.speaking import Compose
from bot.status import usecases as status
from bot.status.requests import AskStatus
from bot.turns import make_turns
from bot.undo.requests import Undo
from bot.undo.usecases import Inverse, make_undo


class Who(StrEnum):
    ANYONE = "anyone"  # also people who are not in the task force
    MEMBERS = "members"
    LEADS = "leads"  # department leads and chairs; the use-case checks whose department
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Verb:
    """A word after /muster. Its request has a field `words` that receives the rest."""

    name: str
    usage: str
    example: str
    summary: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    request: type[Request]
    run: Callable[[Transaction, Visit, Any], Reply]
    who: Who = Who.MEMBERS
    reads: bool = False  # changes nothing: answered in a read transaction
    verb: Verb | None = None


# what takes back a recorded action
INVERSES: dict[str, Inverse] = {
    "claims.claim": claims.undo_claim,
    "claims.release": releasing.undo_release,
    "hours.pledge": hours.undo_pledge,
    "hours.log": hours.undo_log,
    "hours.pause": hours.undo_pause,
    "away.away": away.undo_away,
    "away.back": away.undo_back,
}

_ROWS: tuple[Entry, ...] = (
    # ---- who holds what ------------------------------------------------------------------------
    Entry(
        AskWho,
        roster.who,
        reads=True,
        verb=Verb(
            "who",
            "who [duty] [when]",
            "who facebook tomorrow",
            "Who holds a duty, now or at any time",
            ("whois", "who's", "roster"),
        ),
    ),
    Entry(
        AskMine,
        roster.mine,
        reads=True,
        verb=Verb("mine", "mine", "mine", "Your turns from now on", ("my", "my turns", "me")),
    ),
    Entry(
        AskOpen,
        roster.open_turns,
        reads=True,
        verb=Verb(
            "open",
            "open [duty] [when]",
            "open next week",
            "What is open, your department's duties first",
            ("free", "gaps", "holes"),
        ),
    ),
    # ---- taking and giving back ----------------------------------------------------------------
    Entry(
        Claim,
        claims.claim,
        verb=Verb(
            "claim",
            "claim <duty> [when] [hours]",
            "claim facebook tue 2h",
            "Take a turn, or a part of one",
            ("take", "grab", "i take"),
        ),
    ),
    Entry(OpenClaimForm, claims.open_claim_form, reads=True),
    Entry(ClaimByForm, claims.claim_by_form),
    Entry(
        Release,
        releasing.release,
        verb=Verb(
            "release",
            "release [duty] [when] [note]",
            "release facebook",
            "Give a turn back",
            ("drop", "unclaim", "give back", "i can't", "cant"),
        ),
    ),
    Entry(ReleaseMany, releasing.release_many),
    Entry(Undo, make_undo(INVERSES)),
    # ---- hours ---------------------------------------------------------------------------------
    Entry(
        SayHours,
        hours.say_hours,
        verb=Verb(
            "hours",
            "hours [3] [week]",
            "hours 3 next week",
            "Offer hours for a week, or log hours done: hours done 3",
            ("hour", "pledge", "log"),
        ),
    ),
    Entry(OpenHoursForm, hours.open_hours_form, reads=True),
    Entry(HoursByForm, hours.hours_by_form),
    Entry(OpenLogForm, hours.open_log_form, reads=True),
    Entry(LogByForm, hours.log_by_form),
    Entry(PauseMe, hours.pause),
    Entry(AskAgain, asking.ask_again, Who.CHAIR),
    # ---- absence -------------------------------------------------------------------------------
    Entry(
        SayAway,
        away.away,
        verb=Verb(
            "away",
            "away <days>",
            "away fri..mon",
            "Say that you are away",
            ("absent", "vacation", "holiday", "sick", "off"),
        ),
    ),
    Entry(AwayByForm, away.away_by_form),
    Entry(
        Back,
        away.back,
        verb=Verb("back", "back", "back", "Say that you are back", ("i am back", "returned")),
    ),
    # ---- for everybody and for the chair ---------------------------------------------------------
    Entry(
        AskStatus,
        status.ask_status,
        Who.CHAIR,
        reads=True,
        verb=Verb(
            "status", "status", "status", "How things stand, holes first (chair)", ("report",)
        ),
    ),
    Entry(PreviewDigest, digest.preview_digest, Who.CHAIR, reads=True),
    Entry(PostDigest, digest.post_digest, Who.CHAIR),
    # ---- import and export ---------------------------------------------------------------------
    Entry(OpenImport, exchange.open_import, Who.CHAIR, reads=True),
    Entry(TryImport, exchange.try_import, Who.CHAIR),
    Entry(ApplyImport, exchange.apply, Who.CHAIR),
    Entry(Export, exchange.export_sheet, Who.CHAIR, reads=True),
    # ---- people --------------------------------------------------------------------------------
    Entry(AskToJoin, people.ask_to_join, Who.ANYONE, reads=True),
    Entry(Join, people.join, Who.ANYONE),
    Entry(LetIn, people.let_in, Who.LEADS),
    Entry(Decline, people.decline, Who.LEADS),
    Entry(Leave, people.leave_myself),
    Entry(ListPeople, people.list_people, Who.CHAIR, reads=True),
    Entry(FindPeople, people.find_people, Who.CHAIR, reads=True),
    Entry(ShowMember, people.show_member, Who.CHAIR, reads=True),
    Entry(EditMember, people.edit_member, Who.CHAIR, reads=True),
    Entry(SaveMember, people.save_member, Who.CHAIR),
    Entry(RemoveMember, people.remove_member, Who.CHAIR),
    # ---- one's own page ------------------------------------------------------------------------
    Entry(
        OpenHome,
        home.open_home,
        Who.ANYONE,
        reads=True,
        verb=Verb("home", "home", "home", "Your page: your turns, your hours, what is open"),
    ),
    Entry(OpenSettings, home.open_settings, reads=True),
    Entry(SaveSettings, home.save_settings),
)


def _line(verb: Verb, who: Who, request: Request) -> HelpLine:
    return HelpLine(
        verb.name, verb.usage, verb.example, verb.summary, verb.aliases, who.value, request
    )


_HELP_VERB = Verb("help", "help [word]", "help claim", "What you can say", ("?", "commands"))
LINES: tuple[HelpLine, ...] = (
    *(_line(row.verb, row.who, row.request()) for row in _ROWS if row.verb),
    _line(_HELP_VERB, Who.ANYONE, AskHelp()),
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


def keep_turns(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """Each night, so that the roster always reaches as far ahead."""
    make_turns(tx, now)


JOBS: dict[TimetableKind, Job] = {
    TimetableKind.TURNS: Job(keep_turns),
    TimetableKind.PROMPT: Job(prompting.send_prompts),
    TimetableKind.NUDGE: Job(prompting.send_nudges),
    TimetableKind.REMINDER: Job(reminders.send_reminders),
    TimetableKind.DIGEST: Job(digest.send_digest),
    TimetableKind.STATUS: Job(status.send_status),
}


def make_compose(store: Store, clock: Clock) -> Compose:
    """The words of deliveries whose content is made at the moment they are said: the panels."""

    def compose(delivery: Delivery) -> Card | None:
        if delivery.kind != PANEL:
            return None
        now = clock.now()
        with store.read(delivery.task_force_id) as tx:
            return roster.compose_panel(tx, now)

    return compose
