"""Who may take which turn, and how much of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.held import DAY, STEP, Held, in_steps, without
from bot.model import Away, Claim, Duty, Member, TaskForce
from bot.names import fold
from bot.weeks import Span, to_local

DEFAULT_CEILING = 8 * 60  # minutes a week that one volunteer may hold, if they set nothing else
SLIP = timedelta(minutes=10)  # so soon after a claim, undoing it takes back its past as well
NIGHT_ENDS = timedelta(hours=4)  # a turn that begins before belongs to the day that is ending
WEEK = timedelta(weeks=1)


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
class Limits:
    """What the task force allows its members.

    `rest`: minutes between the short turns of two days, 0 for none. `weeks`: in a row in which
    somebody who set nothing else may hold something, None for any number.
    """

    rest: int = 0
    weeks: int | None = None


def limits_of(task_force: TaskForce) -> Limits:
    return Limits(task_force.rest_minutes, task_force.weeks_in_a_row)


@dataclass(frozen=True, slots=True)
class Stint:
    """A claim of less than a day: something that one is there for, and rests after."""

    span: Span
    duty_id: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is already on the claimer's plate around a turn, beside what they would give for it.

    `near`: what they hold within a few days of the turn and is short. `weeks`: the first days of
    those around the turn's in which they hold something; empty where no limit asks for it.
    """

    held_minutes: int
    pledged_minutes: int
    aways: Collection[Away]
    near: Collection[Stint] = ()
    weeks: Collection[date] = ()
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class No:
    """Why a claim cannot be made.

    `code`: over, gone, retired, clearance, own, taken, away, too_much, ceiling, rest or weeks.
    `left_minutes`: what may be claimed instead (too_much, ceiling). `most_minutes`: one's own
    ceiling. `free`: parts that may be claimed. `lacks`: clearances. `near`: what leaves too little
    rest, of `rest` minutes. `weeks`: in a row, one's limit.
    """

    code: str
    left_minutes: int = 0
    most_minutes: int = 0
    away: Away | None = None
    mine: Claim | None = None
    free: tuple[Span, ...] = ()
    lacks: tuple[str, ...] = ()
    near: Stint | None = None
    rest: int = 0
    weeks: int = 0


# What the chair may let pass, with a reason; all else is no question of how much somebody carries.
OVERRULED = frozenset(("ceiling", "rest", "weeks"))


def may_take(
    held: Held, member: Member, part: Span, minutes: int, standing: Standing, now: datetime
) -> No | None:
    """None: the member may. The order is the order in which a person should learn of it.

    Asked by whatever lets somebody come to hold a turn: claiming, covering, swapping, planning.
    """
    no = _no_turn(held, member, part, now) or _no_place(held, member, part, standing, now)
    if no:
        return no
    most = min(held.turn.minutes, part.minutes)
    if minutes > most:
        return No("too_much", most)
    return too_much_for(member, held.turn.week, part, minutes, standing)


def _no_turn(held: Held, member: Member, part: Span, now: datetime) -> No | None:
    """Nobody may, or nobody without that clearance."""
    if part.end <= now or not part.minutes:
        return No("over")
    if held.duty.retired_at is not None:
        return No("retired")
    if not held.turn.planned:
        return No("gone")
    lacks = lacking(held.duty, member)
    return No("clearance", lacks=lacks) if lacks else None


def lacking(duty: Duty, member: Member) -> tuple[str, ...]:
    """The clearances that the duty asks for and the member does not have."""
    if not duty.clearances:
        return ()
    has = {fold(name) for name in member.clearances}
    return tuple(name for name in duty.clearances if fold(name) not in has)


def too_much_for(
    member: Member, week: date, part: Span, minutes: int, standing: Standing
) -> No | None:
    """Whether it would be more than the member may carry: see OVERRULED."""
    highest = ceiling(member, standing.pledged_minutes)
    left = highest - standing.held_minutes
    if minutes > left:
        return No("ceiling", max(0, left), highest)
    near = too_near(part, standing.near, standing.limits.rest, member.zone)
    if near:
        return No("rest", near=near, rest=standing.limits.rest)
    most = member.weeks_in_a_row or standing.limits.weeks
    if most and week not in standing.weeks and in_a_row(week, standing.weeks) > most:
        return No("weeks", weeks=most)
    return None


def too_near(part: Span, others: Iterable[Stint], rest: int, zone: str) -> Stint | None:
    """What of another day is less than the rest away from the part; None for a day or more.

    Turns of one day may follow each other. A day lasts until 04:00 in this zone, so that a turn at
    night belongs to the evening before it.
    """
    if part.minutes >= DAY or not rest:
        return None
    day = _day_of(part, zone)
    return next(
        (o for o in others if _gap(part, o.span) < rest and _day_of(o.span, zone) != day), None
    )


def _day_of(span: Span, zone: str) -> date:
    return (to_local(span.start, zone) - NIGHT_ENDS).date()


def _gap(one: Span, other: Span) -> float:
    """Minutes between the two; below 0 if they overlap."""
    return max(one.start - other.end, other.start - one.end).total_seconds() / 60


def in_a_row(week: date, others: Collection[date]) -> int:
    """How many weeks without a gap there would be with this one."""
    found = {week, *others}
    first = last = week
    while first - WEEK in found:
        first -= WEEK
    while last + WEEK in found:
        last += WEEK
    return (last - first) // WEEK + 1


def _no_place(
    held: Held, member: Member, part: Span, standing: Standing, now: datetime
) -> No | None:
    own = [c for c in held.turn.claims if c.member_id == member.id and c.span.overlaps(part)]
    if own:
        return No("own", mine=own[0], free=_free(held, member, part, standing, now))
    if not held.has_place(part):
        return No("taken", free=_free(held, member, part, standing, now))
    away = next((away for away in standing.aways if away.span.overlaps(part)), None)
    return No("away", away=away, free=_free(held, member, part, standing, now)) if away else None


def _free(
    held: Held, member: Member, part: Span, standing: Standing, now: datetime
) -> tuple[Span, ...]:
    """What of the part they could have instead."""
    free = (s.overlap(part) for s in free_for(held, member.id, standing.aways, now))
    return tuple(span for span in free if span and span.minutes >= STEP)
