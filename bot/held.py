"""A turn with the people who hold it. Pure: what bot.holding loads and rules reason about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.model import Claim, Duty, Member, Turn
from bot.weeks import Span


@dataclass(frozen=True, slots=True)
class Holder:
    member: Member
    claim: Claim


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
    def is_open(self) -> bool:
        """Somebody is still wanted: too few people, or hours not covered, and a place is free."""
        if not self.turn.planned:
            return False
        people = len({claim.member_id for claim in self.turn.claims})
        return people < self.turn.people_least or (
            self.missing > 0 and self.has_place(self.turn.span)
        )

    def has_place(self, span: Span) -> bool:
        """Whether one more may hold the span: never more at one instant than the turn's most."""
        return self.turn.planned and busiest(self.turn.claims, span) < self.turn.people_most

    def now(self, instant: datetime) -> tuple[Holder, ...]:
        return tuple(h for h in self.holders if h.claim.span.contains(instant))


def busiest(claims: Collection[Claim], span: Span) -> int:
    """The most claims that overlap at one instant within the span."""
    inside = [c.span for c in claims if c.span.overlaps(span)]
    starts = {max(s.start, span.start) for s in inside}
    return max((sum(s.contains(start) for s in inside) for start in starts), default=0)


def free_spans(claims: Collection[Claim], most: int, span: Span) -> tuple[Span, ...]:
    """The stretches within the span in which one more person may hold, in order."""
    edges = {span.start, span.end}
    for claim in claims:
        edges |= {e for e in (claim.span.start, claim.span.end) if span.start < e < span.end}
    cuts = sorted(edges)
    free: list[Span] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        if busiest(claims, Span(start, end)) >= most:
            continue
        if free and free[-1].end == start:
            free[-1] = Span(free[-1].start, end)
        else:
            free.append(Span(start, end))
    return tuple(free)


def holders_of(turn: Turn, members: dict[int, Member], span: Span) -> tuple[Holder, ...]:
    return tuple(
        Holder(members[claim.member_id], claim)
        for claim in sorted(turn.claims, key=lambda c: (c.span.start, c.id))
        if claim.span.overlaps(span)
    )
