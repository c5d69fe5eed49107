"""When a claim may be made, and how much of a turn it takes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.held import DAY, STEP, Held, in_steps, without
from bot.model import Away, Claim, Member
from bot.weeks import Span

DEFAULT_CEILING = 8 * 60  # minutes a week that one volunteer may hold, if they set nothing else
SLIP = timedelta(minutes=10)  # so soon after a claim, undoing it takes back its past as well


def ceiling(member: Member, pledged: int) -> int:
    """Minutes a week that the member may hold: as they set it, else never less than they offer."""
    if member.ceiling_minutes is not None:
        return member.ceiling_minutes
    return max(DEFAULT_CEILING, member.usual_minutes, pledged)


def share(held: Held, part: Span, now: datetime) -> int:
    """Minutes that a claim on `part` takes when nobody says how many; at least one.

    What is still wanted, shared among the people still wanted (or if nothing is: an equal share of
    the turn); a day or more of a turn takes its part of the hours, less than a day as long as it
    lasts. In steps of STEP, never more than the turn needs or the part holds.
    """
    turn = held.turn
    wanted = held.wanted(now)
    people = max(1, held.people_wanted(now))
    fair = -(-wanted // people) if wanted else turn.minutes // turn.people_least
    if part != held.rest(now) and part.minutes >= DAY:
        fair = min(fair, -(-turn.minutes * part.minutes // turn.span.minutes))
    return max(1, min(turn.minutes, part.minutes, max(STEP, in_steps(fair))))


def free_for(held: Held, member_id: int, aways: Iterable[Away], now: datetime) -> tuple[Span, ...]:
    """The stretches from now on that the member can take: free, not theirs already, not while away.

    Stretches shorter than STEP are nobody's business.
    """
    mine = [claim.span for claim in held.turn.claims if claim.member_id == member_id]
    left = without(held.free(now), [*mine, *(away.span for away in aways)])
    return tuple(span for span in left if span.minutes >= STEP)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is already on the claimer's plate in the turn's week."""

    held_minutes: int
    pledged_minutes: int
    aways: Collection[Away]


@dataclass(frozen=True, slots=True)
class No:
    """Why a claim cannot be made.

    `code`: over, gone, retired, own, taken, away, too_much or ceiling. `left_minutes`: what may
    be claimed instead (too_much, ceiling). `most_minutes`: one's own ceiling. `free`: parts that
    may be claimed.
    """

    code: str
    left_minutes: int = 0
    most_minutes: int = 0
    away: Away | None = None
    mine: Claim | None = None
    free: tuple[Span, ...] = ()


def decide(
    held: Held, member: Member, part: Span, minutes: int, standing: Standing, now: datetime
) -> No | None:
    """None: the claim may be made. The order is the order in which a person should learn of it."""
    if part.end <= now or not part.minutes:
        return No("over")
    if held.duty.retired_at is not None:
        return No("retired")
    if not held.turn.planned:
        return No("gone")
    taken = _no_place(held, member, part, standing, now)
    if taken:
        return taken
    most = min(held.turn.minutes, part.minutes)
    if minutes > most:
        return No("too_much", most)
    highest = ceiling(member, standing.pledged_minutes)
    left = highest - standing.held_minutes
    if minutes > left:
        return No("ceiling", max(0, left), highest)
    return None


def _no_place(
    held: Held, member: Member, part: Span, standing: Standing, now: datetime
) -> No | None:
    aways = standing.aways
    free = [s.overlap(part) for s in free_for(held, member.id, aways, now)]
    parts = tuple(span for span in free if span and span.minutes >= STEP)
    own = [c for c in held.turn.claims if c.member_id == member.id and c.span.overlaps(part)]
    if own:
        return No("own", mine=own[0], free=parts)
    if not held.has_place(part):
        return No("taken", free=parts)
    away = next((away for away in aways if away.span.overlaps(part)), None)
    return No("away", away=away, free=parts) if away else None
