"""Why something cannot be taken, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.app import offer
from bot.away.requests import Back
from bot.claims.requests import claim_part, release_part
from bot.claims.rules import No
from bot.claims.words import limits
from bot.claims.words.limits import Around
from bot.claims.words.taking import SEE_OPEN
from bot.cover.requests import ShowCover
from bot.errors import Offer, Refusal
from bot.held import Held
from bot.model import Duty
from bot.reader import Reader
from bot.roster.requests import AskMine, AskOpen
from bot.weeks import Span, say_day, say_minutes

MOST_PARTS = 3  # buttons for parts beside the other ways out
LONGEST_LABEL = 75  # characters: what Slack shows of a button


def refusal(no: No, held: Held, part: Span, reader: Reader, around: Around) -> Refusal:
    """A claim that cannot be: what, why and the way out."""
    match no.code:
        case "gone" | "retired":
            return gone()
        case "own":
            return _own(no, held, reader, around)
        case "taken":
            return _taken(no, held, part, reader)
        case "away":
            return _away(no, held, part, reader, around)
        case "too_much":
            return _too_much(no, held, part, reader, around)
        case "clearance":
            return limits.clearance(no, held, part, reader, around)
        case "ceiling":
            return limits.ceiling(no, held, part, reader, around)
        case "rest":
            return limits.rest(no, held, part, reader, around)
        case "weeks":
            return limits.weeks(no, held, part, reader, around)
    return past(held.duty, reader.span(held.turn.span))


def _parts(no: No, held: Held, reader: Reader) -> tuple[Offer, ...]:
    """A button for each part that can be had instead."""
    return tuple(
        offer(f"Take {reader.span(span)}"[:LONGEST_LABEL], claim_part(held.turn, span))
        for span in no.free[:MOST_PARTS]
    )


def _own(no: No, held: Held, reader: Reader, around: Around) -> Refusal:
    assert no.mine is not None
    what = f"{around.say('hold', 'holds')} {held.duty.name} already."
    if around.name:
        why = f"It is {say_minutes(no.mine.minutes)}, {reader.span(no.mine.span)}."
        return Refusal("own", what, why, "Choose somebody else, or a part that is free.")
    parts = _parts(no, held, reader)
    return Refusal(
        "own",
        what,
        f"It is {say_minutes(no.mine.minutes)}, {reader.span(no.mine.span)}.",
        "To change how much of it you hold, give it back first"
        + ("; another part of it is free." if parts else "."),
        offers=(offer("Give it back", release_part(no.mine, no.mine.span)), *parts, SEE_OPEN),
    )


def _taken(no: No, held: Held, part: Span, reader: Reader) -> Refusal:
    holders = (h.name for h in held.holders if h.claim.span.overlaps(part))
    most = held.turn.people_most
    people = "one person at a time" if most == 1 else f"at most {most} people at a time"
    parts = _parts(no, held, reader)
    later = offer("Later turns of this duty", AskOpen(duty=held.duty.id))
    sought = [h for h in held.holders if h.cover and h.claim.span.overlaps(part)]
    over = tuple(offer(f"Take over from {h.name}"[:75], ShowCover(h.cover)) for h in sought[:1])
    return Refusal(
        "taken",
        f"{held.duty.name}, {reader.span(part)}, is taken.",
        f"Held by {', '.join(dict.fromkeys(holders))}; this duty has {people}.",
        "A part of it is free." if parts else "Something else may be open.",
        offers=(*over, *parts, later, SEE_OPEN),
    )


def _away(no: No, held: Held, part: Span, reader: Reader, around: Around) -> Refusal:
    assert no.away is not None
    what = limits.cannot(held, part, reader, around)
    if around.name:
        why = f"{around.name} is away: {reader.away(no.away)}."
        return Refusal("away", what, why, "Choose somebody else, or a turn outside those days.")
    parts = _parts(no, held, reader)
    return Refusal(
        "away",
        what,
        f"You are away: {reader.away(no.away)}.",
        "Take a part outside those days, or tell me that you are back."
        if parts
        else "Tell me that you are back, or take a turn outside those days.",
        offers=(*parts, offer("I am back", Back(away=no.away.id)), SEE_OPEN),
    )


def _too_much(no: No, held: Held, part: Span, reader: Reader, around: Around) -> Refusal:
    what, most = limits.cannot(held, part, reader, around), say_minutes(no.left_minutes)
    why = f"All of it needs only {most}."
    if no.left_minutes < held.turn.minutes:
        why = f"It lasts only {most}."
    if around.name:
        return Refusal("too_much", what, why, f"Give them {most}, or fewer hours.", field="hours")
    return Refusal(
        "too_much",
        what,
        why,
        "Take that, or fewer hours.",
        offers=(offer(f"Take {most}", claim_part(held.turn, part, no.left_minutes)), SEE_OPEN),
        field="hours",
    )


def outside(held: Held, rest: Span, reader: Reader) -> Refusal:
    return Refusal(
        "outside",
        f"This turn of {held.duty.name} is at another time.",
        f"What is still to come of it: {reader.span(rest)}.",
        "Choose a time within it.",
        offers=(SEE_OPEN,),
        field="from_day",
    )


def over_already() -> Refusal:
    return Refusal(
        "already",
        "It is over, or was given back already.",
        instead="What you hold is in your list.",
        offers=(offer("My turns", AskMine()),),
    )


def gone() -> Refusal:
    return Refusal(
        "no_turn",
        "This turn is no longer on the roster.",
        "The duty was changed since the message was written.",
        "Something else may be open.",
        offers=(SEE_OPEN,),
    )


def past(duty: Duty, when: str) -> Refusal:
    return Refusal(
        "past",
        f"{duty.name}, {when}, is over.",
        "The past stays as it was.",
        "Take a turn that is still to come, or log hours you did with `/muster done 2`.",
        offers=(offer("Later turns of this duty", AskOpen(duty=duty.id)), SEE_OPEN),
        field="from_day",
    )


def too_far(duty: Duty, when: str, last: date) -> Refusal:
    return Refusal(
        "too_far",
        f"{duty.name}, {when}, is further than the roster reaches.",
        f"It is open through {say_day(last)}.",
        "Ask again when the time is nearer.",
        offers=(SEE_OPEN,),
        field="from_day",
    )


def nothing_open(duty: Duty, when: str, turns: Sequence[Held], member_id: int) -> Refusal:
    """Several turns were meant, or none, and none of them can be taken."""
    names = list(dict.fromkeys(h.name for t in turns for h in t.holders))
    mine = turns and all(any(h.member.id == member_id for h in t.holders) for t in turns)
    later = offer("Later turns of this duty", AskOpen(duty=duty.id))
    if mine:
        return Refusal(
            "own",
            f"You hold all of {duty.name} already, {when}.",
            instead="Type `/muster mine` to see what you hold.",
            offers=(offer("My turns", AskMine()), later, SEE_OPEN),
        )
    why = "It has no turn then that is still to come."
    if turns:
        why = (
            f"Its turns then are covered, by {', '.join(names)}." if names else "Nobody is wanted."
        )
    return Refusal(
        "taken" if turns else "no_turn",
        f"There is nothing to take of {duty.name}, {when}.",
        why,
        "Something else may be open.",
        offers=(later, SEE_OPEN),
        field="from_day",
    )


def bad_part() -> Refusal:
    return Refusal(
        "bad_part",
        "This part of a turn cannot be read.",
        instead="Type `/muster open` and choose again.",
        offers=(SEE_OPEN,),
    )


def bad_hours() -> Refusal:
    return Refusal(
        "bad_hours",
        "This is not a number of hours.",
        instead="Write it like 2, 1.5 or 1h30.",
        field="hours",
    )


def no_duty() -> Refusal:
    return Refusal("unknown_duty", "Please choose a duty from the list.", field="duty")
