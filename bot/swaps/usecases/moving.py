"""Turns change hands: all at once, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.claims.rules import No
from bot.covering import look_again, settle_turn
from bot.ending import as_data, give_back
from bot.holding import load_turn
from bot.model import Claim, Member, MemberState
from bot.notify import refresh_panels, watch_edges
from bot.ports.store import Transaction
from bot.ports.swaps import Given
from bot.standing import load_standings
from bot.swapping import find_given
from bot.swaps.rules import Piece, why_not
from bot.weeks import Span

GIVEN = "swaps.give"  # recorded of each claim that goes


@dataclass(frozen=True, slots=True)
class Move:
    """A piece goes from its holder to somebody else."""

    piece: Piece
    giver: Member
    receiver: Member


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why somebody cannot take what they would be given."""

    no: No
    move: Move


def lock(
    tx: Transaction, member_ids: Collection[int], turn_ids: Collection[int]
) -> dict[int, Member] | None:
    """The members as they stay until the end, by id; None if one of them is not active."""
    found = {key: tx.people.lock(key) for key in sorted(set(member_ids))}
    for turn_id in sorted(set(turn_ids)):
        tx.roster.lock_turn(turn_id)
    active = {k: m for k, m in found.items() if m and m.state is MemberState.ACTIVE}
    return active if len(active) == len(found) else None


def find_piece(tx: Transaction, member_id: int, given: Given, now: datetime) -> Piece | None:
    """What is still to come of it, as the member holds it now."""
    claim = find_given(tx, member_id, given, now)
    turn = tx.roster.find_turn(given.turn_id) if claim else None
    part = given.span.overlap(Span(now, max(now, given.span.end)))
    return Piece(load_turn(tx, turn), claim, part) if claim and turn and part else None


def find_obstacle(tx: Transaction, moves: Sequence[Move], now: datetime) -> Obstacle | None:
    """The first reason why one of the moves cannot be, as things are once all of them are done."""
    for move in moves:
        giving = next((m.piece for m in moves if m.giver.id == move.receiver.id), None)
        gone = [giving.claim.id] if giving else []
        standings = load_standings(tx, move.piece.held, [move.receiver], now, giving_up=gone)
        no = why_not(move.receiver, move.piece, giving, standings[move.receiver.id], now)
        if no:
            return Obstacle(no, move)
    return None


def carry_out(
    tx: Transaction,
    moves: Sequence[Move],
    actor_id: int,
    after: dict[str, object],
    now: datetime,
) -> list[Claim]:
    """What each of the receivers then holds. Everything is locked, and nothing is in the way."""
    for move in moves:
        piece = move.piece
        given = give_back(tx, piece.claim, piece.part, actor_id, now, after, action=GIVEN)
        assert given is not None  # it is still to come
    made = [_put(tx, move, now) for move in moves]
    for turn_id in sorted({move.piece.held.turn.id for move in moves}):
        settle_turn(tx, turn_id, now)
    for member_id in sorted({m.id for move in moves for m in (move.giver, move.receiver)}):
        look_again(tx, member_id, now)
    for piece in (move.piece for move in moves):
        if piece.part != piece.held.turn.span:
            watch_edges(tx, piece.part, now)
    refresh_panels(tx, now)
    return made


def _put(tx: Transaction, move: Move, now: datetime) -> Claim:
    piece = move.piece
    claim = Claim(0, piece.held.turn.id, move.receiver.id, piece.minutes, piece.part, now)
    return Claim(
        tx.claims.add(claim), claim.turn_id, claim.member_id, claim.minutes, claim.span, now
    )


def as_moves(moves: Sequence[Move], made: Sequence[Claim]) -> list[dict[str, object]]:
    """What went where, as the record keeps it."""
    return [
        as_data(claim) | {"from": move.giver.id, "of": move.piece.claim.id}
        for move, claim in zip(moves, made, strict=True)
    ]
