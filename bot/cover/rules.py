"""Whom to ask for cover, in which order, and when. Pure: instants are UTC, durations minutes.

While there is time, one after another, each for a share of the time that is left; everybody at
once when it is near. The lead and the chair are told in time to act.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.weeks import WEEKEND, Span, is_quiet, next_waking, to_local, to_utc

NEAR = timedelta(
    hours=24
)  # so long before it begins, everybody is asked at once, and the chair told
LEAD_AHEAD = timedelta(hours=24)  # so long before that, the lead is told
AT_ONCE = timedelta(hours=2)  # too near for the chair to wait for the lead
LEAST, MOST = timedelta(hours=2), timedelta(hours=24)  # that one person has to answer first
SHARES = (2, 6)  # the time left is shared among so many people, as far as there are any
TIMES = 3  # messages to one person about one request, at most one a day
WAVE = 50  # people asked in one go: those who fit best; the next some minutes later
NEXT_WAVE = timedelta(minutes=15)
MORNING = 10 * 60  # minute of the day at which a lead is told who would be told at the weekend
SOONEST, LATEST = timedelta(minutes=15), timedelta(hours=4)  # until somebody is asked again


# ---- whom ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When somebody can be disturbed: zone, and quiet hours in minutes of the day."""

    zone: str
    quiet_from: int
    quiet_to: int

    def is_up(self, at: datetime) -> bool:
        return not is_quiet(at, self.zone, self.quiet_from, self.quiet_to)

    def is_working(self, at: datetime) -> bool:
        return self.is_up(at) and to_local(at, self.zone).weekday() not in WEEKEND

    def next_up(self, at: datetime, weekend: Collection[int] = WEEKEND) -> datetime:
        return next_waking(at, self.zone, self.quiet_from, self.quiet_to, weekend=weekend)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may take it: cleared, there, with hours left and rest.

    `whole`: all of it, not only a part. `fit`: how well it suits them, more is better. `carried`:
    how much they held lately, hard hours twice. `rested`: minutes since their last turn.
    `works_at`: when they can be asked in working time; `up_at`: when they are awake on any day.
    `free_at`: from when on nobody else's request waits for their answer first.
    """

    member_id: int
    whole: bool
    fit: int
    carried: int
    rested: int
    works_at: datetime
    up_at: datetime
    rhythm: Rhythm
    free_at: datetime | None = None


def rank(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who fits best comes first; of those, who carries least; of those, who rested longest."""
    return sorted(
        candidates, key=lambda c: (not c.whole, -c.fit, c.carried, -c.rested, c.member_id)
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked. `state`: asked, later, no, took or cannot (bot.ports.covers).

    `again_at`: when another message may be sent to them, on a later day of theirs.
    """

    member_id: int
    state: str
    until: datetime | None
    later_at: datetime | None
    times: int
    again_at: datetime


# ---- when ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it stands. `near_at`: from when on everybody is asked at once.

    `lead_due`, `chair_due`: when they are to be told, if it is not filled by then.
    """

    span: Span
    opened_at: datetime
    near_at: datetime
    lead_due: datetime
    chair_due: datetime
    everybody: bool = False  # somebody said so
    lead_at: datetime | None = None  # told
    chair_at: datetime | None = None
    chair: Rhythm = Rhythm("UTC", 0, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done now, and when to look again.

    `ask`: members with until when only they are asked (None: everybody is). `cannot`: those asked
    who may not take it any more.
    """

    ask: tuple[tuple[int, datetime | None], ...] = ()
    cannot: tuple[int, ...] = ()
    everybody: bool = False
    tell_lead: bool = False
    tell_chair: bool = False
    next_at: datetime | None = None


def next_step(
    wish: Wish, candidates: Collection[Candidate], asked: Sequence[Asked], now: datetime
) -> Step:
    """The same again does nothing more: what was done is in `asked` and `wish`."""
    able = {c.member_id: c for c in candidates}
    open_ones = [a for a in asked if a.state in ("asked", "later")]
    cannot = tuple(a.member_id for a in open_ones if a.member_id not in able)
    waiting = [a for a in open_ones if a.member_id in able]
    known = {a.member_id for a in asked}
    fresh = [c for c in rank(candidates) if c.member_id not in known]
    everybody = wish.everybody or now >= wish.near_at
    choose = _all if everybody else _one
    ask, times = choose(wish, fresh, [(a, able[a.member_id]) for a in waiting], now)
    nobody = not ask and not times and not any(a.state == "asked" for a in waiting)
    lead = wish.lead_at is None and (nobody or now >= wish.lead_due)
    told = now if lead else wish.lead_at
    chair_due = wish.chair_due
    if nobody and told:
        chair_due = min(chair_due, half_way(told, wish.span.start, wish.chair))
    chair = wish.chair_at is None and now >= chair_due
    times += [] if everybody else [wish.near_at]
    times += [] if wish.lead_at or lead else [wish.lead_due]
    times += [] if wish.chair_at or chair else [chair_due]
    times += [wish.span.start, wish.span.end]
    later = [at for at in times if at > now]
    return Step(ask, cannot, everybody, lead, chair, min(later, default=None))


_Choice = tuple[tuple[tuple[int, datetime | None], ...], list[datetime]]
_Waiting = Sequence[tuple[Asked, Candidate]]


def _one(wish: Wish, fresh: Sequence[Candidate], waiting: _Waiting, now: datetime) -> _Choice:
    """Nobody while somebody has the first say; else whoever asked to be asked again, or the best.

    Whoever is asleep, or is to answer about another turn first, is passed over for now.
    """
    first = [a.until for a, _ in waiting if a.state == "asked" and a.until and a.until > now]
    if first:
        return (), [min(first)]
    again = [c for a, c in waiting if a.later_at and a.state == "later" and a.later_at <= now]
    coming = [a.later_at for a, _ in waiting if a.later_at and a.state == "later"]
    ready = [(max(c.works_at, c.free_at or c.works_at), c) for c in (*again, *fresh)]
    up = next((c for at, c in ready if at <= now), None)
    if up is not None:
        until = first_say(now, wish.near_at, len(ready), up.rhythm)
        return ((up.member_id, until),), [until]
    return (), [*(at for at, _ in ready), *(at for at in coming if at > now)]


def _all(wish: Wish, fresh: Sequence[Candidate], waiting: _Waiting, now: datetime) -> _Choice:
    """Everybody who is awake, the best first; those who did not answer again on a later day."""
    again_at = {
        c.member_id: max(at, _reach(wish, c))
        for a, c in waiting
        if (at := a.later_at if a.state == "later" else a.again_at) and a.times < TIMES
    }
    due = [c for c in fresh if _reach(wish, c) <= now]
    again = [member_id for member_id, at in again_at.items() if at <= now]
    ask = [*(c.member_id for c in due), *again][:WAVE]
    times = [at for c in fresh if (at := _reach(wish, c)) > now]
    times += [at for at in again_at.values() if at > now]
    if len(due) + len(again) > WAVE:
        times.append(now + NEXT_WAVE)
    in_time = [at for at in times if at < wish.span.end]
    return tuple((member_id, None) for member_id in ask), in_time


def _reach(wish: Wish, candidate: Candidate) -> datetime:
    """In working time if that is early enough; else as soon as they are awake."""
    in_time = candidate.works_at + AT_ONCE <= wish.span.start
    return candidate.works_at if in_time else candidate.up_at


def first_say(now: datetime, near_at: datetime, people: int, rhythm: Rhythm) -> datetime:
    """Until when only one person is asked: a share of the time that is left for one by one.

    A night or a weekend of theirs does not count, nor does the moment at which it ends.
    """
    least, most = SHARES
    share = (near_at - now) / min(max(people, least), most)
    until = rhythm.next_up(now + min(max(share, LEAST), MOST) - LEAST) + LEAST
    if not rhythm.is_working(until):
        until = rhythm.next_up(until) + LEAST
    return min(until, near_at)


def ask_again_at(wish: Wish, now: datetime) -> datetime | None:
    """When to ask somebody who says "later": in a share of what is left; None: it is too near."""
    left = (wish.span.end if now >= wish.span.start else wish.span.start) - now
    wait = min(max(left / 4, SOONEST), LATEST)
    return None if wait + SOONEST > left else now + wait


def plan(span: Span, opened_at: datetime, zone: str, lead: Rhythm, chair: Rhythm) -> Wish:
    """When everybody is asked (by the task force's zone), and when lead and chair are told."""
    near_at = near_from(span, zone)
    chair_due = before(span.start - NEAR, chair)
    lead_due = before(min(near_at, chair_due) - LEAD_AHEAD, lead)
    if lead_due <= opened_at:
        lead_due = _soon(opened_at, span.start, lead)
    if chair_due <= lead_due:
        chair_due = half_way(lead_due, span.start, chair)
    return Wish(span, opened_at, near_at, lead_due, chair_due, chair=chair)


def near_from(span: Span, zone: str) -> datetime:
    """From when on everybody is asked at once: a day before, in working time."""
    return before(span.start - NEAR, Rhythm(zone, 0, 0))


def before(at: datetime, rhythm: Rhythm) -> datetime:
    """The instant itself, or the last working morning before it, where that is a bad time."""
    if rhythm.is_working(at):
        return at
    day = to_local(at, rhythm.zone).date()
    mornings = (day - timedelta(days=n) for n in range(8))
    working = [
        to_utc(day, MORNING, rhythm.zone) for day in mornings if day.weekday() not in WEEKEND
    ]
    return next((instant for instant in working if instant <= at), at)


def _soon(now: datetime, start: datetime, rhythm: Rhythm) -> datetime:
    """In working time, else in waking hours, as far as a day is left then; else now."""
    up = (rhythm.next_up(now), rhythm.next_up(now, ()))
    return next((at for at in up if at <= start - NEAR), now)


def half_way(since: datetime, start: datetime, rhythm: Rhythm) -> datetime:
    """When the chair is told after the lead: halfway to the beginning, but not at night.

    At once if it is too near, or the night is all that is left.
    """
    if start - since < AT_ONCE:
        return since
    half = since + (start - since) / 2
    if rhythm.is_up(half):
        return half
    morning = rhythm.next_up(half, ())
    if morning + AT_ONCE <= start:
        return morning
    return since if rhythm.is_up(since) else half
