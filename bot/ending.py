"""Ends claims that their holders did not give back: they left, or the duty was retired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.covering import settle_turn
from bot.model import Claim
from bot.notes import leave_word
from bot.ports.store import Transaction
from bot.turns import HORIZON_WEEKS
from bot.weeks import Span


def ahead(now: datetime) -> Span:
    """From now to beyond the last turn that can be claimed."""
    return Span(now, now + timedelta(weeks=HORIZON_WEEKS + 2))


def end_claims_of_member(
    tx: Transaction, member_id: int, actor_id: int | None, now: datetime, why: str
) -> tuple[Claim, ...]:
    """Everything the member holds from now on is open again; the claims that were ended."""
    tx.people.lock(member_id)  # who is just claiming for them is waited for
    turn_ids = {turn.id for turn, _claim in tx.claims.of_member(member_id, ahead(now))}
    for turn_id in sorted(turn_ids):  # in one order everywhere: else two wait for each other
        tx.roster.lock_turn(turn_id)
    held = [claim for _turn, claim in tx.claims.of_member(member_id, ahead(now))]
    return end_claims(tx, held, actor_id, now, why)


def lock_turns_of(tx: Transaction, member_id: int, claim_ids: Iterable[int]) -> None:
    """The member, and every turn of these claims: in one order, as everywhere."""
    tx.people.lock(member_id)
    claims = (tx.claims.find(claim_id) for claim_id in claim_ids)
    for turn_id in sorted({claim.turn_id for claim in claims if claim}):
        tx.roster.lock_turn(turn_id)


def end_claims(
    tx: Transaction, claims: Iterable[Claim], actor_id: int | None, now: datetime, why: str
) -> tuple[Claim, ...]:
    """Coming claims are released, running ones end now with their part of the hours; recorded."""
    return tuple(
        claim
        for claim in claims
        if give_back(tx, claim, claim.span, actor_id, now, {"why": why}) is not None
    )


def give_back(
    tx: Transaction,
    claim: Claim,
    part: Span,
    actor_id: int | None,
    now: datetime,
    after: dict[str, object],
    action: str = "claims.release",
) -> int | None:
    """A part of a claim is open again, as far as it is still to come; the rest stays held.

    The id of the change, which holds what was given back; None if nothing of it is left. The
    claim's turn is to be locked. `after` goes into the record: a `note` is for whoever comes next
    (bot.notes).
    """
    given = part.overlap(Span(now, max(now, claim.span.end)))
    given = given and given.overlap(claim.span)
    if given is None:
        return None
    head = tail = 0
    if claim.span.start < given.start:
        head = minutes_until(claim, given.start)
        tx.claims.end_early(claim.id, given.start, head)
    elif not tx.claims.release(claim.id, now):
        return None
    if given.end < claim.span.end:
        rest = Span(given.end, claim.span.end)
        tail = max(1, claim.minutes - minutes_until(claim, given.end))
        tx.claims.add(replace(claim, id=0, minutes=tail, span=rest, created_at=now))
    minutes = max(1, claim.minutes - head - tail)
    before = as_data(replace(claim, minutes=minutes, span=given))
    subject = f"claim:{claim.id}"
    change = tx.record.add(now, actor_id, action, subject, before, after)
    leave_word(tx, claim.turn_id, claim.member_id, str(after.get("note") or ""), now)
    settle_turn(tx, claim.turn_id, now)
    return change


def minutes_until(claim: Claim, at: datetime) -> int:
    """What a claim takes of its turn's hours before an instant within it; at least a minute."""
    return max(1, claim.minutes * Span(claim.span.start, at).minutes // max(1, claim.span.minutes))


def as_data(claim: Claim) -> dict[str, object]:
    """A claim as the record keeps it."""
    return {
        "claim": claim.id,
        "turn": claim.turn_id,
        "member": claim.member_id,
        "minutes": claim.minutes,
        "begin": claim.span.start.isoformat(),
        "end": claim.span.end.isoformat(),
    }
