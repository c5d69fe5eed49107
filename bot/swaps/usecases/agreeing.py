"""Both have said yes: the turns move, and everybody whose future changed is told."""

from __future__ import annotations

from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.model import Recipient
from bot.notify import tell
from bot.ports.store import Transaction
from bot.ports.swaps import Swap, SwapState
from bot.reader import reader_for
from bot.swapping import SWAP, end_swap, say_swap, settle_swaps
from bot.swaps.usecases.composing import DONE, card_for, moves_of
from bot.swaps.usecases.moving import as_moves, carry_out, find_obstacle, lock
from bot.swaps.words import refusing


def agree(tx: Transaction, visit: Visit, swap: Swap) -> Reply:
    """The exchange, if it still can be. It is looked at as it will be once both have moved.

    Where it cannot be any more it ends, and says so; what only stands in the way raises Refusal.
    """
    now = visit.now
    turns = [given.turn_id for given in (swap.gives, swap.wants) if given]
    people = lock(tx, swap.both, turns)
    current = tx.swaps.find(swap.id)
    if current is None:
        raise refusing.no_swap()
    moves = moves_of(tx, current, now) if people else None
    if current.state is not SwapState.OPEN or current.expires_at <= now or moves is None:
        return _over(tx, visit, current)
    found = find_obstacle(tx, moves, now)
    if found:
        who, piece = found.move.receiver, found.move.piece
        raise refusing.cannot(found.no, who, visit.me.id, piece, visit.reader)
    if not tx.swaps.change(swap.id, SwapState.OPEN, state=SwapState.DONE):
        return _over(tx, visit, current)
    after: dict[str, object] = {"swap": swap.id}
    made = carry_out(tx, moves, visit.me.id, after, now)
    after |= {"sides": list(swap.both), "moves": as_moves(moves, made)}
    change = tx.record.add(now, visit.me.id, DONE, f"swap:{swap.id}", {}, after)
    for member_id in swap.both:
        tell_of(tx, swap, member_id, change, visit.me.id, now)
    return _as_it_is(tx, visit, swap.id, now)


def tell_of(
    tx: Transaction, swap: Swap, member_id: int, change: int, actor_id: int, now: datetime
) -> None:
    """Their card says what came of it; who did not press and has one already gets a message, too.

    A message that is edited tells nobody that it was.
    """
    to = Recipient(member_id=member_id)
    known = tx.outbox.find(SWAP, str(swap.id), to) is not None
    say_swap(tx, swap, member_id, now, anew=member_id != actor_id)
    current, member = tx.swaps.find(swap.id), tx.people.find(member_id)
    if known and member_id != actor_id and current and member:
        reader = reader_for(member, tx.task_force)
        tell(tx, member_id, change, card_for(tx, current, member_id, reader, now), now)


def _over(tx: Transaction, visit: Visit, swap: Swap) -> Reply:
    """Too late, or the other way round: what came of it."""
    settle_swaps(tx, visit.now)
    if swap.state is SwapState.OPEN:  # somebody has left, or holds it no more
        end_swap(tx, swap, SwapState.IMPOSSIBLE, visit.now)
    return _as_it_is(tx, visit, swap.id, visit.now)


def _as_it_is(tx: Transaction, visit: Visit, swap_id: int, now: datetime) -> Reply:
    swap = tx.swaps.find(swap_id)
    assert swap is not None
    card = card_for(tx, swap, visit.me.id, visit.reader, now)
    return Reply(card=card, replaces=True, home=True)
