"""What an exchange moves, and whether everybody may hold what they would then hold. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.claims.rules import No, Standing, Stint, ceiling, may_take
from bot.held import DAY, Held
from bot.model import Claim, Duty, Member, Role
from bot.weeks import Span

EMERGENCY = timedelta(hours=48)  # so near, what somebody holds is taken over without a question


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a claim that is to move, with the turn as it is now."""

    held: Held
    claim: Claim
    part: Span

    @property
    def minutes(self) -> int:
        """Of the claim's minutes, those that fall into the part; at least one."""
        return max(1, _until(self.claim, self.part.end) - _until(self.claim, self.part.start))

    @property
    def is_whole(self) -> bool:
        return self.part == self.claim.span

    def rest(self) -> Iterator[Claim]:
        """What of the claim stays with its holder."""
        claim, before = self.claim, _until(self.claim, self.part.start)
        if claim.span.start < self.part.start:
            yield replace(claim, minutes=before, span=Span(claim.span.start, self.part.start))
        if self.part.end < claim.span.end:
            left = max(1, claim.minutes - _until(claim, self.part.end))
            yield replace(claim, minutes=left, span=Span(self.part.end, claim.span.end))


def _until(claim: Claim, at: datetime) -> int:
    """As bot.ending shares a claim's minutes out when it is cut in two."""
    if at <= claim.span.start:
        return 0
    if at >= claim.span.end:
        return claim.minutes
    return max(1, claim.minutes * Span(claim.span.start, at).minutes // max(1, claim.span.minutes))


def without(held: Held, pieces: Collection[Piece]) -> Held:
    """The turn as it is once those pieces are nobody's."""
    moving = {piece.claim.id: piece for piece in pieces}
    claims: list[Claim] = []
    for claim in held.turn.claims:
        claims += moving[claim.id].rest() if claim.id in moving else (claim,)
    return replace(held, turn=replace(held.turn, claims=tuple(claims)))


def why_not(
    receiver: Member, piece: Piece, giving: Piece | None, standing: Standing, now: datetime
) -> No | None:
    """Whether somebody may hold the piece as things will be after the exchange; None: they may.

    `giving`: what they give for it. `standing`: without the claim that it is of. Whoever takes no
    more hours in a week than they give in it needs no room under their ceiling.
    """
    moving = [piece]
    if giving is not None:
        same_week = giving.held.turn.week == piece.held.turn.week
        standing = _beside(standing, giving, same_week=same_week)
        if giving.held.turn.id == piece.held.turn.id:
            moving.append(giving)
        if same_week and giving.minutes >= piece.minutes:
            room = ceiling(receiver, standing.pledged_minutes) - piece.minutes
            standing = replace(standing, held_minutes=min(standing.held_minutes, room))
    held = without(piece.held, moving)
    return may_take(held, receiver, piece.part, piece.minutes, standing, now)


def _beside(standing: Standing, giving: Piece, *, same_week: bool) -> Standing:
    """With what stays of the claim of which a part is given."""
    stays = list(giving.rest())
    if not stays:
        return standing
    duty = giving.held.duty.id
    return replace(
        standing,
        held_minutes=standing.held_minutes + sum(c.minutes for c in stays if same_week),
        near=(*standing.near, *(Stint(c.span, duty) for c in stays if c.span.minutes < DAY)),
        weeks=frozenset((*standing.weeks, giving.held.turn.week)),
    )


def expires(now: datetime, *parts: Span) -> datetime:
    """When nobody can agree any more: as a turn begins; of one that is on, as it ends."""
    return min(part.start if part.start > now else part.end for part in parts)


def has_begun(parts: Collection[Span], now: datetime) -> bool:
    return any(part.start <= now for part in parts)


def may_act_for(actor: Member, duty: Duty) -> bool:
    """Who may say for somebody else who holds it: the chair, and the lead of its department."""
    if actor.role is Role.CHAIR:
        return True
    return actor.role is Role.LEAD and duty.department_id == actor.department_id
