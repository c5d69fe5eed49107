"""What every member asks: who holds what, turns, hours, absence, their own page."""

from __future__ import annotations

from bot.away import usecases as away
from bot.away.requests import AwayByForm, Back, OpenAwayForm, SayAway
from bot.catalog.entry import Entry, Verb, Who
from bot.catalog.inverses import INVERSES
from bot.catalog.swaps import ACTING
from bot.claims import usecases as claims
from bot.claims.requests import Claim, ClaimByForm, OpenClaimForm, Release, ReleaseMany
from bot.home import usecases as home
from bot.home.requests import OpenHome, OpenSettings, SaveSettings
from bot.hours import usecases as hours
from bot.hours.requests import (
    AskAgain,
    HoursByForm,
    LogByForm,
    OpenHoursForm,
    OpenLogForm,
    PauseMe,
    SayDone,
    SayHours,
)
from bot.picture import usecases as picture
from bot.picture.requests import ShowWeek
from bot.roster import usecases as roster
from bot.roster.requests import AskMine, AskOpen, AskWho, ShowPanel
from bot.swaps import usecases as swaps
from bot.undo.requests import Undo
from bot.undo.usecases import make_undo

DAILY: tuple[Entry, ...] = (
    # ---- who holds what --------------------------------------------------------------------------
    Entry(
        AskWho,
        picture.make_who(roster.who),
        reads=True,
        verb=Verb(
            "who",
            "who [duty] [when]",
            "who facebook tomorrow",
            "Who holds a duty, now or at any time; who week: the week as a table",
            ("whois", "who's", "roster"),
        ),
    ),
    Entry(
        AskMine,
        swaps.make_mine(roster.mine),
        reads=True,
        verb=Verb(
            "mine", "mine", "mine", "Your turns from now on", ("my", "my turns", "me", "handover")
        ),
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
    Entry(ShowPanel, roster.show_panel, reads=True),
    Entry(ShowWeek, picture.show_week, reads=True),
    # ---- taking and giving back ------------------------------------------------------------------
    Entry(
        Claim,
        ACTING.claim,
        verb=Verb(
            "claim",
            "claim <duty> [when] [hours] [from @somebody]",
            "claim facebook tue 2h",
            "Take a turn, or a part of one; in an emergency from somebody who holds it",
            ("take", "grab", "i take"),
            form=OpenClaimForm,
        ),
    ),
    Entry(OpenClaimForm, claims.open_claim_form, reads=True),
    Entry(ClaimByForm, claims.claim_by_form),
    Entry(
        Release,
        ACTING.release,
        verb=Verb(
            "release",
            "release [duty] [when] [note]",
            "release facebook",
            "Give a turn back; where you are missed, find somebody else first",
            ("drop", "unclaim", "give back", "i can't", "cant"),
        ),
    ),
    Entry(ReleaseMany, claims.release_many),
    Entry(Undo, make_undo(INVERSES)),
    # ---- hours -----------------------------------------------------------------------------------
    Entry(
        SayHours,
        hours.say_hours,
        verb=Verb(
            "hours",
            "hours [3] [week]",
            "hours 3 next week",
            "Offer hours for a week",
            ("hour", "pledge"),
        ),
    ),
    Entry(
        SayDone,
        hours.say_done,
        verb=Verb(
            "done",
            "done 3 [duty] [week]",
            "done 2 facebook last week",
            "Log the hours you did",
            ("did", "log", "logged", "worked"),
            form=OpenLogForm,
        ),
    ),
    Entry(OpenHoursForm, hours.open_hours_form, reads=True),
    Entry(HoursByForm, hours.hours_by_form),
    Entry(OpenLogForm, hours.open_log_form, reads=True),
    Entry(LogByForm, hours.log_by_form),
    Entry(PauseMe, hours.pause),
    Entry(AskAgain, hours.ask_again, Who.CHAIR),
    # ---- absence ---------------------------------------------------------------------------------
    Entry(
        SayAway,
        away.away,
        verb=Verb(
            "away",
            "away <days or hours>",
            "away fri..mon",
            "Say that you are away; others are asked to cover your turns",
            ("absent", "vacation", "holiday", "sick", "off"),
            form=OpenAwayForm,
        ),
    ),
    Entry(OpenAwayForm, away.open_away_form, reads=True),
    Entry(AwayByForm, away.away_by_form),
    Entry(
        Back,
        away.back,
        verb=Verb("back", "back", "back", "Say that you are back", ("i am back", "returned")),
    ),
    # ---- one's own page --------------------------------------------------------------------------
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
