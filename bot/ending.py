"""Ends claims that their holders did not give back: they left, or the duty was retired."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.model import Claim
from bot.ports.store import Transaction
from bot.turns import HORIZON_WEEKS
from bot.weeks import Span


def ahead(now: datetime) -> Span:
    """From now to beyond the last turn that can be claimed."""
    return Span(now, now + timedelta(weeks=HORIZON_WEEKS + 2))


def end_claims_of_member(
    tx: Transaction, member_id: int, actor_id: int | None, now: datetime, note: str
) -> tuple[Claim, ...]:
    """Everything the member holds from now on is open again; the claims that were ended."""
    turn_ids = {turn.id for turn, _claim in tx.claims.of_member(member_id, ahead(now))}
    for turn_id in sorted(turn_ids):  # in one order everywhere: else two wait for each other
        tx.roster.lock_turn(turn_id)
    held = [claim for _turn, claim in tx.claims.of_member(member_id, ahead(now))]
    return end_claims(tx, held, actor_id, now, note)


def end_claims(
    tx: Transaction, claims: Iterable[Claim], actor_id: int | None, now: datetime, note: str
) -> tuple[Claim, ...]:
    """Coming claims are released, running ones end now with their part of the hours; recorded."""
    ended = []
    for claim in claims:
        if claim.span.end <= now:
            continue
        if claim.span.start < now:
            tx.claims.end_early(claim.id, now, minutes_until(claim, now))
        elif not tx.claims.release(claim.id, now):
            continue
        subject = f"claim:{claim.id}"
        tx.record.add(now, actor_id, "claims.release", subject, as_data(claim), {"note": note})
        ended.append(claim)
    return tuple(ended)


def minutes_until(claim: Claim, now: datetime) -> int:
    """What a running claim has taken of its turn's hours by now; at least a minute."""
    return max(1, claim.minutes * Span(claim.span.start, now).minutes // claim.span.minutes)


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
