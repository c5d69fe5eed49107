"""What is said where something about absence cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.app import offer
from bot.away.requests import Back, OpenAwayForm, SayAway
from bot.away.words.turns import when_text
from bot.errors import Refusal
from bot.model import Away, Member
from bot.reader import Reader
from bot.weeks import say_day

_EXAMPLES = (
    "`/muster away fri..mon`, `/muster away today 14:00-18:00` or `/muster away until 15:00`"
)


def not_away() -> Refusal:
    return Refusal(
        "not_away",
        "You are not away.",
        "No absence of yours is running or to come.",
        "To be away, type `/muster away fri..mon`.",
        offers=(offer("I will be away", OpenAwayForm()),),
    )


def away_until(last: date, name: str | None) -> Refusal:
    """`name`: somebody else's."""
    who = f"{name} is" if name else "You are"
    return Refusal(
        "away_until",
        f"{who} away until {say_day(last)} only.",
        "Being back can end it sooner, not later.",
        "To be away for longer, say so: `/muster away fri..mon`.",
        offers=() if name else (offer("I will be away", OpenAwayForm()),),
    )


def which_day(said: str) -> Refusal:
    return Refusal(
        "which_day",
        "I did not understand from when you are back.",
        f"I read: “{said[:80]}”.",
        "Say `/muster back` for now, or from when on: `/muster back monday`, "
        "`/muster back fri 14:00`.",
        offers=(offer("I am back now", Back()),),
    )


def which_days(said: str) -> Refusal:
    return Refusal(
        "which_days",
        "I did not understand which days or hours.",
        f"I read: “{said[:80]}”.",
        f"Name them like {_EXAMPLES}.",
        offers=(offer("Choose the days", OpenAwayForm()),),
    )


def already(away: Away, member: Member, reader: Reader, *, own: bool) -> Refusal:
    when = when_text(away, reader)
    if not own:
        return Refusal(
            "already_away",
            f"{member.name} is away then already.",
            f"That is {when}.",
            "Nothing more needs to be entered.",
            field="first_day",
        )
    return Refusal(
        "already_away",
        "You said so already.",
        f"You are away {when}.",
        "To change it, come back first.",
        offers=(offer("I am back", Back(away=away.id)),),
        field="first_day",
    )


def past() -> Refusal:
    return Refusal("past", "These days are over.", "", "Absence is for today and the days to come.")


# ---- of others ----------------------------------------------------------------------------------


def not_for_others(member: Member) -> Refusal:
    return Refusal(
        "not_yours",
        f"You cannot enter absence for {member.name}.",
        "The chair can, and the lead of their department; everybody else says it themselves.",
        "If they phoned in, please tell the chair.",
        offers=(offer("I will be away", OpenAwayForm()),),
    )


def one_at_a_time() -> Refusal:
    return Refusal(
        "one_person",
        "Please name one person at a time.",
        "Each absence is recorded, and told to whom it is about.",
        "Write it as in `/muster away @bao today`.",
    )


def who_is_away(named: Member, may: Sequence[Member], said: str) -> Refusal:
    """`away bao today`, without an @. `may`: those it could be said for, of all with the name."""
    if not may:
        return not_for_others(named)
    offers = tuple(
        offer(f"{one.name} is"[:75], SayAway(without(said, one), one.id)) for one in may[:5]
    )
    return Refusal(
        "who_is_away",
        f"Is {named.name} away, or are you?",
        f"I read a name in “{said[:80]}”, and do not guess.",
        "Name others with an @; a reason of your own goes behind `note:`.",
        offers=offers,
    )


def without(said: str, named: Member) -> str:
    """The words without those of a name."""
    parts = {part.casefold() for part in named.name.split()} | {named.name.casefold()}
    return " ".join(word for word in said.split() if word.casefold() not in parts)


def not_entered(member: Member, *, is_away: bool) -> Refusal:
    if is_away:
        return Refusal(
            "not_yours",
            f"{member.name} said that they are away.",
            "Only what a chair or lead entered can be ended by one.",
            "They end it themselves with `/muster back`.",
        )
    return Refusal(
        "not_away", f"{member.name} is not away.", "No absence of theirs is running or to come."
    )


def unknown_member() -> Refusal:
    return Refusal(
        "unknown_person",
        "I do not know who that is.",
        "They may have left the task force.",
        "Name a member with @, or by their e-mail address.",
    )
