"""A turn with the people who hold it. Pure: what bot.holding loads and rules reason about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from bot.model import Claim, Duty, Member, Role, Turn
from bot.weeks import Span

STEP = 15  # minutes: hours are shared out in these steps, and nobody is sought for less
DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Holder:
    member: Member
    claim: Claim
    cover: int = 0  # the request in which they ask for somebody else to take it

    @property
    def name(self) -> str:
        """A partner is always shown as partner."""
        return self.member.name + (" (partner)" if self.member.role is Role.PARTNER else "")


@dataclass(frozen=True, slots=True)
class Held:
    """One turn with the people who hold it, as far as it lies in the asked span."""

    duty: Duty
    turn: Turn
    holders: tuple[Holder, ...]

    @property
    def covered(self) -> int:
        """Minutes promised, never more than needed."""
        return min(self.turn.minutes, sum(claim.minutes for claim in self.turn.claims))

    @property
    def missing(self) -> int:
        return self.turn.minutes - self.covered

    @property
    def is_on(self) -> bool:
        """Whether it is (still) part of the plan, so that somebody may take it."""
        return self.turn.planned and self.duty.retired_at is None

    def rest(self, now: datetime) -> Span | None:
        """What of the turn is still to come; None if it is over."""
        span = self.turn.span
        if now < span.start:
            return span
        return None if span.end <= now else Span(now, span.end)

    def free(self, now: datetime) -> tuple[Span, ...]:
        """The stretches from now on in which one more person may hold, in order."""
        rest = self.rest(now)
        if rest is None or not self.is_on:
            return ()
        return free_spans(self.turn.claims, self.turn.people_most, rest)

    def wanted(self, now: datetime) -> int:
        """Minutes still wanted: of a running turn, what its rest needs and nobody promised.

        Hours that nobody gave in the time that is over cannot be given any more.
        """
        missing = self.missing
        if not missing or now < self.turn.span.start:
            return missing
        rest = self.rest(now)
        if rest is None:
            return 0
        needed = -(-self.turn.minutes * _time(rest, self.turn) // _time(self.turn.span, self.turn))
        promised = sum(_within(claim, rest) for claim in self.turn.claims)
        short = min(missing, needed - promised)
        return 0 if short < STEP else min(missing, in_steps(short))

    def people_wanted(self, now: datetime) -> int:
        """How many more people the turn wants from now on."""
        rest = self.rest(now)
        if rest is None:
            return 0
        if not self.turn.claims:
            return self.turn.people_least
        coming = {c.member_id for c in self.turn.claims if c.span.overlaps(rest)}
        return max(0, self.turn.people_least - len(coming))

    def is_open(self, now: datetime) -> bool:
        """Somebody is still wanted, and there is a place for them."""
        return find_hole(self, now) is not None

    def has_place(self, span: Span) -> bool:
        """Whether one more may hold the span: never more at one instant than the turn's most."""
        return busiest(self.turn.claims, span) < self.turn.people_most

    def now(self, instant: datetime) -> tuple[Holder, ...]:
        return tuple(h for h in self.holders if h.claim.span.contains(instant))


@dataclass(frozen=True, slots=True)
class Hole:
    """A turn that still wants somebody; 0 minutes: not hours, but people."""

    held: Held
    minutes: int
    people: int


def holes_in(turns: Iterable[Held], now: datetime) -> tuple[Hole, ...]:
    """In the order of the turns."""
    return tuple(hole for held in turns if (hole := find_hole(held, now)))


def find_hole(held: Held, now: datetime) -> Hole | None:
    """What the turn still wants, where there is a place for somebody."""
    minutes, people = held.wanted(now), held.people_wanted(now)
    return Hole(held, minutes, people) if (minutes or people) and held.free(now) else None


def in_steps(minutes: int) -> int:
    """Rounded up to whole steps."""
    return -(-minutes // STEP) * STEP


def _time(span: Span, turn: Turn) -> int:
    """How long the span is: of a turn of several days, in days that have begun; else in minutes."""
    unit = DAY if turn.span.minutes >= 2 * DAY else 1
    return max(1, -(-span.minutes // unit))


def _within(claim: Claim, span: Span) -> int:
    """What of a claim's minutes falls into the span, by its share of the claim's time."""
    part = claim.span.overlap(span)
    return claim.minutes * part.minutes // max(1, claim.span.minutes) if part else 0


def busiest(claims: Collection[Claim], span: Span) -> int:
    """The most claims that overlap at one instant within the span."""
    inside = [c.span for c in claims if c.span.overlaps(span)]
    starts = {max(s.start, span.start) for s in inside}
    return max((sum(s.contains(start) for s in inside) for start in starts), default=0)


def free_spans(claims: Collection[Claim], most: int, span: Span) -> tuple[Span, ...]:
    """The stretches within the span in which one more person may hold, in order."""
    if len(claims) < most and not span.is_empty:
        return (span,)
    edges = {span.start, span.end}
    for claim in claims:
        edges |= {e for e in (claim.span.start, claim.span.end) if span.start < e < span.end}
    cuts = sorted(edges)
    free: list[Span] = []
    for start, end in pairwise(cuts):
        if busiest(claims, Span(start, end)) >= most:
            continue
        if free and free[-1].end == start:
            free[-1] = Span(free[-1].start, end)
        else:
            free.append(Span(start, end))
    return tuple(free)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """The spans without the time that others take out of them, in order."""
    left = list(spans)
    for hole in taken:
        left = [piece for span in left for piece in _cut(span, hole)]
    return tuple(left)


def _cut(span: Span, hole: Span) -> list[Span]:
    if not span.overlaps(hole):
        return [span]
    pieces = []
    if span.start < hole.start:
        pieces.append(Span(span.start, hole.start))
    if hole.end < span.end:
        pieces.append(Span(hole.end, span.end))
    return pieces


def holders_of(
    turn: Turn, members: Mapping[int, Member], span: Span, sought: Mapping[int, int]
) -> tuple[Holder, ...]:
    """`sought`: requests for cover, by claim."""
    return tuple(
        Holder(members[claim.member_id], claim, sought.get(claim.id, 0))
        for claim in sorted(turn.claims, key=lambda c: (c.span.start, c.id))
        if claim.span.overlaps(span)
    )


def freed(held: Held, member_id: int, spans: Collection[Span]) -> Held:
    """The turn as it would be if the member held nothing of these stretches."""
    claims: list[Claim] = []
    for claim in held.turn.claims:
        left: tuple[Span, ...] = (claim.span,)
        if claim.member_id == member_id:
            left = without(left, spans)
        claims += [replace(claim, span=span, minutes=minutes_in(claim, span)) for span in left]
    turn = replace(held.turn, claims=tuple(claims))
    holders = tuple(
        replace(h, claim=claim) for h in held.holders for claim in claims if claim.id == h.claim.id
    )
    return replace(held, turn=turn, holders=holders)


def minutes_in(claim: Claim, span: Span) -> int:
    """What of a claim's minutes falls into the span; at least one."""
    part = claim.span.overlap(span)
    if part is None or part == claim.span:
        return claim.minutes
    return max(1, claim.minutes * part.minutes // max(1, claim.span.minutes))
