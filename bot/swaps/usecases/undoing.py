"""Everything back as it was: an exchange, or what somebody took over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.app import Visit
from bot.cards import Card, Reply
from bot.claims.rules import SLIP
from bot.covering import ask_again
from bot.model import Change
from bot.notify import tell
from bot.ports.store import Transaction
from bot.ports.swaps import Given, SwapState
from bot.reader import Reader, reader_for
from bot.swaps.rules import has_begun
from bot.swaps.usecases.agreeing import tell_of
from bot.swaps.usecases.by_hand import check_may
from bot.swaps.usecases.moving import Move, carry_out, find_obstacle, find_piece, lock
from bot.swaps.words import refusing, taking
from bot.swaps.words.asking import Thing
from bot.weeks import Span


def undo_swap(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """By either of the two, while nothing of it has begun."""
    moves = _moves_back(tx, change, visit.now)
    began = has_begun([_span(data) for data in change.after["moves"]], visit.now)
    if began and visit.now - change.at > SLIP:
        raise refusing.started()
    undone = _carry_back(tx, visit, change, moves)
    swap = tx.swaps.find(int(change.after["swap"]))
    if swap is None:
        return Reply(card=_card(moves, visit.me.id, visit.reader), replaces=True, home=True)
    tx.swaps.change(swap.id, SwapState.DONE, state=SwapState.UNDONE)
    for member_id in swap.both:
        tell_of(tx, swap, member_id, undone, visit.me.id, visit.now)
    return Reply(card=_card(moves, visit.me.id, visit.reader), replaces=True, home=True)


def undo_takeover(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """By the one who held it, the one who took it, or the chair; of what is still to come."""
    moves = _moves_back(tx, change, visit.now)
    undone = _carry_back(tx, visit, change, moves)
    sides = {int(member_id) for member_id in change.after["sides"]}
    acted = {change.actor_id} if change.actor_id else set()  # maybe in somebody's place
    for member_id in sorted(sides | acted):
        member = tx.people.find(member_id)
        if member and member.id != visit.me.id:
            reader = reader_for(member, tx.task_force)
            tell(tx, member.id, undone, _card(moves, member.id, reader, visit.me.name), visit.now)
    return Reply(card=_card(moves, visit.me.id, visit.reader), replaces=True, home=True)


def _span(data: dict[str, Any]) -> Span:
    return Span(datetime.fromisoformat(data["begin"]), datetime.fromisoformat(data["end"]))


def _moves_back(tx: Transaction, change: Change, now: datetime) -> list[Move]:
    """Each piece from where it went to where it was, locked. Raises Refusal where it moved on."""
    went: list[dict[str, Any]] = change.after["moves"]
    ids = {int(data[key]) for data in went for key in ("member", "from")}
    people = lock(tx, ids, {int(data["turn"]) for data in went})
    moves = []
    for data in went:
        given = Given(int(data["turn"]), _span(data))
        piece = find_piece(tx, int(data["member"]), given, now)
        if people is None or piece is None or piece.claim.id != int(data["claim"]):
            raise refusing.gone()
        moves.append(Move(piece, people[int(data["member"])], people[int(data["from"])]))
    return moves


def _carry_back(tx: Transaction, visit: Visit, change: Change, moves: list[Move]) -> int:
    """Whoever is none of the two has to have the right to act for them still. Raises Refusal."""
    if visit.me.id not in change.after["sides"]:
        for move in moves:
            check_may(visit, move.piece.held.duty)
    found = find_obstacle(tx, moves, visit.now)
    if found:
        who, piece = found.move.receiver, found.move.piece
        raise refusing.cannot(found.no, who, visit.me.id, piece, visit.reader)
    carry_out(tx, moves, visit.me.id, {"of": change.id}, visit.now)
    for turn_id in sorted({move.piece.held.turn.id for move in moves}):
        ask_again(tx, turn_id, change.at, visit.now)
    after = {"of": change.id}
    return tx.record.add(visit.now, visit.me.id, "undo", change.subject, change.after, after)


def _card(moves: list[Move], reader_id: int, reader: Reader, by: str = "") -> Card:
    """What is somebody's again, and what is not any more."""
    got = next((m.piece for m in moves if m.receiver.id == reader_id), None)
    lost = next((m.piece for m in moves if m.giver.id == reader_id), None)
    things = [Thing(p.held.duty, p.part, p.minutes) if p else None for p in (got, lost)]
    first = moves[0]
    between = Thing(first.piece.held.duty, first.piece.part, first.piece.minutes)
    return taking.undone(things[0], things[1], first.receiver, between, by, reader)
