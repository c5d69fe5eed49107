"""Cards about exchanges, composed at the moment they are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards import Card
from bot.model import Change, Member
from bot.ports.store import Transaction
from bot.ports.swaps import Given, Swap, SwapState
from bot.reader import Reader, reader_for
from bot.swaps.usecases.moving import Move, find_obstacle, find_piece
from bot.swaps.words import asking, refusing
from bot.swaps.words.asking import Proposal, Thing

ASKED = "swaps.ask"  # recorded when it is proposed …
DONE = "swaps.swap"  # … and when both turns have moved


def compose(
    tx: Transaction, occasion: str, member_id: int, now: datetime, *, said: bool
) -> Card | None:
    """What a delivery of kind SWAP says now; None: nothing any more.

    `said`: they have read of it. Whoever has not is not told of what came to nothing.
    """
    swap, member = tx.swaps.find(int(occasion)), tx.people.find(member_id)
    if swap is None or member is None:
        return None
    if member_id == swap.other_id and not said and swap.state in _NOTHING:
        return None
    return card_for(tx, swap, member_id, reader_for(member, tx.task_force), now)


_NOTHING = frozenset(SwapState) - {SwapState.OPEN, SwapState.DONE}


def card_for(tx: Transaction, swap: Swap, reader_id: int, reader: Reader, now: datetime) -> Card:
    """As this person sees it now."""
    one = load_proposal(tx, swap, now)
    obstacle = _obstacle(tx, one, reader_id, reader, now)
    return asking.card(one, reader_id, reader, obstacle)


def load_proposal(tx: Transaction, swap: Swap, now: datetime) -> Proposal:
    asker, other = _member(tx, swap.asker_id), _member(tx, swap.other_id)
    acted = _member(tx, swap.acted_by) if swap.acted_by else None
    gives = _thing(tx, swap.both, swap.gives, now)
    wants = _thing(tx, swap.both, swap.wants, now) if swap.wants else None
    last = _answer_to(tx, swap)
    undo = last.id if last and last.action == DONE and swap.state is SwapState.DONE else 0
    strange = last.actor_id if last and last.actor_id not in swap.both else None
    answered = _member(tx, strange) if strange else None
    return Proposal(swap, asker, other, gives, wants, acted, answered, undo)


def _answer_to(tx: Transaction, swap: Swap) -> Change | None:
    """The line of the record that says how it ended, and by whose hand."""
    if swap.state is SwapState.OPEN:
        return None
    changes = tx.record.of_subject(f"swap:{swap.id}")
    return changes[-1] if changes and changes[-1].action != ASKED else None


def _member(tx: Transaction, member_id: int) -> Member:
    found = tx.people.find(member_id)
    assert found is not None  # members stay, for the record
    return found


def _thing(tx: Transaction, both: Sequence[int], given: Given, now: datetime) -> Thing:
    """With the hours that one of the two holds of it; without any if neither does by now."""
    turn = tx.roster.find_turn(given.turn_id)
    assert turn is not None  # else the swap went along with it
    duty = tx.roster.find_duty(turn.duty_id)
    assert duty is not None
    pieces = (find_piece(tx, member_id, given, now) for member_id in both)
    return Thing(duty, given.span, next((piece.minutes for piece in pieces if piece), 0))


def moves_of(tx: Transaction, swap: Swap, now: datetime) -> list[Move] | None:
    """What would move if the other one agreed; None if it cannot any more."""
    asker, other = _member(tx, swap.asker_id), _member(tx, swap.other_id)
    gives = find_piece(tx, asker.id, swap.gives, now)
    wants = find_piece(tx, other.id, swap.wants, now) if swap.wants else None
    if gives is None or (swap.wants and wants is None):
        return None
    return [Move(gives, asker, other), *([Move(wants, other, asker)] if wants else [])]


def _obstacle(tx: Transaction, one: Proposal, reader_id: int, reader: Reader, now: datetime) -> str:
    """What stands in the way at present, for the one who is to answer."""
    if one.swap.state is not SwapState.OPEN or reader_id != one.other.id:
        return ""
    moves = moves_of(tx, one.swap, now)
    found = find_obstacle(tx, moves, now) if moves else None
    if found is None:
        return ""
    why = refusing.because(found.no, found.move.receiver, reader_id, found.move.piece, reader)
    return f"As things stand, this cannot be. {why}"
