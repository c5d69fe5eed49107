"""When a claim may be made, and how much of a turn it takes. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.held import Held
from bot.model import Away, Member
from bot.weeks import Span

DEFAULT_CEILING = 8 * 60  # minutes a week that one volunteer may hold, if they set nothing else
STEP = 15  # minutes: the least that can be claimed, unless less is missing


def ceiling(member: Member, pledged: int) -> int:
    """How many minutes a week the member may hold: their own setting, else never less than offered."""
    if member.ceiling_minutes is not None:
        return member.ceiling_minutes
    return max(DEFAULT_CEILING, member.usual_minutes, pledged)


def rest_of(held: Held, now: datetime) -> Span | None:
    """What of the turn is still to come; None if it is over."""
    span = held.turn.span
    return None if span.end <= now else Span(max(span.start, now), span.end)


def share(held: Held, part: Span) -> int:
    """Minutes that a claim on `part` takes when nobody says how many.

    The hours still missing are shared among the people still wanted; a part of the turn's time
    takes no more than its part of the turn's hours. In steps of STEP, never more than the turn needs.
    """
    turn = held.turn
    people = len({claim.member_id for claim in turn.claims})
    wanted = max(1, turn.people_least - people)
    fair = held.missing // wanted if held.missing else turn.minutes // turn.people_least
    if part != turn.span:
        fair = min(fair, -(-turn.minutes * part.minutes // turn.span.minutes))
    return min(turn.minutes, max(STEP, -(-fair // STEP) * STEP))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is already on the claimer's plate in the turn's week."""

    held_minutes: int  # in that week, without this turn's claims of theirs that would be replaced
    pledged_minutes: int
    aways: Collection[Away]


@dataclass(frozen=True, slots=True)
class No:
    """Why a claim cannot be: `code` is one of taken, own, away, ceiling, too_much, over."""

    code: str
    left_minutes: int = 0  # ceiling: what may still be claimed; too_much: what is missing
    away: Away | None = None


def decide(
    held: Held, member: Member, part: Span, minutes: int, standing: Standing, now: datetime
) -> No | None:
    """None: the claim may be made. The order is the order in which a person should learn of it."""
    if part.end <= now:
        return No("over")
    if any(h.member.id == member.id and h.claim.span.overlaps(part) for h in held.holders):
        return No("own")
    if not held.has_place(part):
        return No("taken")
    for away in standing.aways:
        if away.span.overlaps(part):
            return No("away", away=away)
    if minutes > held.turn.minutes:
        return No("too_much", held.turn.minutes)
    left = ceiling(member, standing.pledged_minutes) - standing.held_minutes
    if minutes > left:
        return No("ceiling", max(0, left))
    return None
