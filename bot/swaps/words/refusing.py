"""Why an exchange cannot be, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import offer
from bot.claims.rules import No
from bot.errors import Refusal
from bot.model import Duty, Member
from bot.naming import shown_name
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen, AskWho
from bot.swaps.requests import OpenSwapForm, ShowSwap, WithdrawSwap
from bot.swaps.rules import Piece
from bot.weeks import say_minutes

MOST = 5
MINE = offer("My turns", AskMine())
OPEN = offer("See what is open", AskOpen())
FORM = offer("Swap by form", OpenSwapForm())


def because(no: No, who: Member, reader_id: int, piece: Piece, reader: Reader) -> str:
    """Why somebody cannot hold something, as a sentence. What is private is not said."""
    you = who.id == reader_id
    name, duty = ("You", piece.held.duty.name) if you else (shown_name(who), piece.held.duty.name)
    are, have, hold = ("are", "have", "hold") if you else ("is", "has", "holds")
    match no.code:
        case "away" if no.away is not None:
            return f"{name} {are} away then: {reader.away(no.away)}."
        case "own":
            return f"{name} {hold} a part of {duty} at that time already."
        case "clearance":
            return f"{name} {have} no clearance for {duty} ({' and '.join(no.lacks)})."
        case "ceiling":
            most = say_minutes(no.most_minutes)
            return f"{name} would hold more than {most} that week, which is the limit."
        case "rest":
            when = f", {reader.span(no.near.span)}" if no.near else ""
            least = say_minutes(no.rest)
            return f"{name} {hold} another turn too near{when}: less than {least} of rest."
        case "weeks":
            weeks = "1 week" if no.weeks == 1 else f"{no.weeks} weeks"
            return f"{name} would hold something for more than {weeks} in a row."
        case "taken":
            return f"There is no place for one more on {duty} then."
        case "too_much":
            return f"All of {duty} needs only {say_minutes(no.left_minutes)} then."
        case "over":
            return f"{duty} is over."
    return f"{duty} is no longer on the roster."


def cannot(no: No, who: Member, reader_id: int, piece: Piece, reader: Reader) -> Refusal:
    name = "You" if who.id == reader_id else shown_name(who)
    return Refusal(
        no.code,
        f"{name} cannot take {piece.held.duty.name}, {reader.span(piece.part)}.",
        because(no, who, reader_id, piece, reader),
        "Nothing was changed. Choose another turn, or somebody else.",
        offers=(MINE,),
    )


def self_() -> Refusal:
    return Refusal(
        "self",
        "That is you yourself.",
        "A swap needs two people.",
        "Name a colleague: `/muster swap facebook with @ana`.",
        offers=(FORM,),
    )


def several_people(names: Sequence[str]) -> Refusal:
    return Refusal(
        "several_people",
        "One person is asked at a time.",
        f"I read {len(names)}: {', '.join(names)}.",
        "To ask whoever can, release the turn and let me find cover.",
        offers=(MINE,),
    )


def nothing_held(name: str) -> Refusal:
    """`name`: whose, if not the asker's."""
    if name:
        return Refusal(
            "nothing_held",
            f"{name} holds nothing that could be swapped.",
            "Only what is still to come can change hands.",
            "Ask them to take it just so: leave out what you want for it.",
            field="theirs",
        )
    return Refusal(
        "nothing_held",
        "You hold nothing that could be swapped.",
        "Only what is still to come can change hands.",
        "Type `/muster open` to see what is open.",
        offers=(OPEN,),
    )


def not_held(name: str, duty: str) -> Refusal:
    """`name`: who does not hold it; "" the asker."""
    who, verb = (name, "does not hold") if name else ("You", "do not hold")
    who_has = offer("Who holds what", AskWho())
    return Refusal(
        "not_yours" if not name else "not_theirs",
        f"{who} {verb} {duty or 'that'} then.",
        "Only what somebody holds, and what is still to come, can change hands.",
        "See who holds it, or say which day is meant.",
        offers=(who_has, *(() if name else (MINE,))),
        field="theirs" if name else None,
    )


def several_turns(name: str, whens: Sequence[str]) -> Refusal:
    """Of the other one's, in a form."""
    listed = "; ".join(whens[:MOST]) + (" …" if len(whens) > MOST else "")
    return Refusal(
        "which_turn",
        f"Several of {name}'s turns fit these words: {listed}.",
        instead="Say which day is meant.",
        field="theirs",
    )


def asked_already(swap: int, name: str) -> Refusal:
    return Refusal(
        "asked_already",
        f"You have asked {name} about this turn already.",
        "There is no answer yet.",
        "Wait for it, or withdraw that one first.",
        offers=(
            offer("Show it", ShowSwap(swap=swap)),
            offer("Withdraw it", WithdrawSwap(swap=swap)),
        ),
    )


def may_not_act(duty: Duty) -> Refusal:
    return Refusal(
        "leads_only",
        f"You cannot act for somebody else on {duty.name}.",
        "The chair can, and the lead of the department that the duty belongs to.",
        "Ask one of them, or ask your colleague for a swap.",
        offers=(FORM,),
    )


def not_asked() -> Refusal:
    return Refusal(
        "not_yours",
        "This was asked of somebody else.",
        "Everybody answers for themselves.",
        "What you hold and what waits for you is in your list.",
        offers=(MINE,),
    )


def no_swap() -> Refusal:
    return Refusal(
        "no_swap",
        "This proposal is no longer there.",
        "One of its turns was taken off the roster.",
        "What you hold is in your list.",
        offers=(MINE,),
    )


def gone() -> Refusal:
    return Refusal(
        "gone",
        "This cannot be any more.",
        "One of the turns changed hands meanwhile, or has ended.",
        "What you hold is in your list.",
        offers=(MINE,),
    )


def whom() -> Refusal:
    return Refusal(
        "whom",
        "With whom?",
        "I read a turn, and nobody to swap it with.",
        "Say it like `/muster swap facebook with @ana for blog`, or use the form.",
        offers=(FORM,),
        field="who",
    )


def bad_part(field: str) -> Refusal:
    return Refusal(
        "bad_part",
        "I cannot read this as a part of the turn.",
        "It has to lie within it, and be still to come.",
        "Write it like `tue 9-12`, or leave it empty for all of it.",
        field=field,
    )


def unknown_claim(field: str) -> Refusal:
    return Refusal("unknown_turn", "Please choose a turn from the list.", field=field)


def started() -> Refusal:
    return Refusal(
        "started",
        "This can no longer be undone.",
        "One of the turns has begun.",
        "Swap back what is still to come: `/muster swap`.",
        offers=(FORM,),
    )
