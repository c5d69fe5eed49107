"""Proposed exchanges, as everything that moves turns needs them: what cannot be any more ends.

Proposing and answering is bot.swaps'. What people see of an exchange is composed when it is said.
"""

from __future__ import annotations

from datetime import datetime

from bot.model import Claim, DeliveryState, MemberState, Recipient
from bot.ports.store import Transaction
from bot.ports.swaps import Given, Swap, SwapState
from bot.weeks import Span

SWAP = "swap"  # the kind of the cards: what is asked of one, and what the other hears of it


def settle_swaps(tx: Transaction, now: datetime, turn_id: int | None = None) -> None:
    """Those that wait and can no longer be are ended, and both learn of it.

    Called by whatever moves claims, with the turn; and by the clock whenever a turn begins.
    """
    for swap in tx.swaps.open():
        if swap.expires_at <= now:
            end_swap(tx, swap, SwapState.EXPIRED, now)
        elif not _stands(tx, swap, turn_id, now):
            end_swap(tx, swap, SwapState.IMPOSSIBLE, now)


def _stands(tx: Transaction, swap: Swap, turn_id: int | None, now: datetime) -> bool:
    """Whether both are there, and hold what they would give; looked at if it is about the turn."""
    sides = [(swap.asker_id, swap.gives)]
    sides += [(swap.other_id, swap.wants)] if swap.wants else []
    if turn_id is not None and all(given.turn_id != turn_id for _, given in sides):
        return True
    both = (tx.people.find(member_id) for member_id in swap.both)
    if not all(member and member.state is MemberState.ACTIVE for member in both):
        return False
    return all(find_given(tx, member_id, given, now) for member_id, given in sides)


def find_given(tx: Transaction, member_id: int, given: Given, now: datetime) -> Claim | None:
    """The claim of the member that holds all that is still to come of it; None if none does."""
    turn = tx.roster.find_turn(given.turn_id)
    rest = given.span.overlap(Span(now, max(now, given.span.end)))
    if turn is None or rest is None:
        return None
    mine = (claim for claim in turn.claims if claim.member_id == member_id)
    return next((claim for claim in mine if claim.span.covers(rest)), None)


def end_swap(tx: Transaction, swap: Swap, state: SwapState, now: datetime, why: str = "") -> bool:
    """By conditional write: False if it was answered before. Both learn of it.

    Whoever took it back themself, or is asked something newer (`why`), gets no message about it.
    """
    if not tx.swaps.change(swap.id, SwapState.OPEN, state=state, why=why):
        return False
    say_swap(tx, swap, swap.other_id, now, anew=False)
    say_swap(tx, swap, swap.asker_id, now, anew=not why and state is not SwapState.WITHDRAWN)
    return True


def say_swap(
    tx: Transaction, swap: Swap, member_id: int, now: datetime, *, anew: bool = True
) -> None:
    """Their card about it is brought up to date; `anew`: said, if they have none yet."""
    member, to = tx.people.find(member_id), Recipient(member_id=member_id)
    if member is None or member.state is not MemberState.ACTIVE:
        return
    delivery = tx.outbox.find(SWAP, str(swap.id), to)
    waits = delivery is not None and delivery.state in _WAITING and delivery.address is None
    if (delivery is None and anew) or (delivery is not None and not waits):
        tx.outbox.owe_anew(SWAP, str(swap.id), to, None, due_at=now, now=now)


# What is to be said yet is composed then; and is not said at all if it has come to an end.
_WAITING = (DeliveryState.DUE, DeliveryState.PUT_OFF)
