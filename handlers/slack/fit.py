"""The one pass that makes a card fit, and says what it had to leave out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.characters import units
from handlers.cutting import Kind, Piece, cut
from handlers.slack import limits
from handlers.slack.pieces import Surface, rich_elements, rich_piece
from handlers.slack.text import Json, rich_weight, rich_words

LINES_TOGETHER = 20  # of text in one block: so much goes at once if it has to be cut


@dataclass(frozen=True, slots=True)
class Room:
    """What a surface holds."""

    blocks: int
    weigh: Callable[[Json], int]
    weight: int


def fit(pieces: list[Piece], surface: Surface, taken: int = 0) -> list[Json]:
    """The blocks, as many as fit, with a line in place of what was left out.

    `taken`: blocks that stand on the same surface beside these, such as a form's inputs.
    """
    room = _ROOMS[surface]
    room = Room(max(1, room.blocks - taken), room.weigh, room.weight)
    pieces = _merged(pieces)
    if not _fits(pieces, room):
        pieces = [piece for piece in pieces if piece.kind is not Kind.DIVIDER]
        weights = [room.weigh(piece.block) for piece in pieces]
        pieces = cut(pieces, weights, blocks=room.blocks, room=room.weight, note=_note)
    return [piece.block for piece in pieces]


def weight(value: Any) -> int:
    """What Slack seems to count against a message: every text shown, and something per part.

    A table's cells are counted by themselves (limits.TABLE_CHARS).
    """
    if isinstance(value, list):
        return sum(map(weight, value))
    if not isinstance(value, dict) or value.get("type") == "table":
        return 0
    own = limits.WEIGHT_PER_PART if "type" in value else 0
    shown = sum(units(v) for k, v in value.items() if isinstance(v, str) and k in _SHOWN)
    return own + shown + sum(weight(v) for v in value.values() if isinstance(v, dict | list))


_SHOWN = frozenset({"text", "fallback", "url", "title", "label", "name"})


def _bytes(blocks: Json | list[Json], number: int = 1) -> int:
    """Of the blocks' JSON; a divider's is shorter than what is reckoned for any part."""
    return len(json.dumps(blocks)) + number * limits.WEIGHT_PER_PART


_ROOMS = {
    Surface.MESSAGE: Room(limits.BLOCKS_MESSAGE, weight, limits.WEIGHT_MESSAGE),
    # a tenth is kept for what stands around the blocks
    Surface.HOME: Room(limits.BLOCKS_VIEW, _bytes, limits.VIEW_BYTES * 9 // 10),
    Surface.MODAL: Room(limits.BLOCKS_VIEW, _bytes, limits.VIEW_BYTES * 9 // 10),
}


def _merged(pieces: list[Piece]) -> list[Piece]:
    """Lines of text that follow each other share a block."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if before is None or before.kind is not Kind.RICH or piece.kind is not Kind.RICH:
            merged.append(piece)
            continue
        together = [*rich_elements(before), {"type": "text", "text": "\n"}, *rich_elements(piece)]
        lines = before.lines + piece.lines
        if lines > LINES_TOGETHER or rich_weight(together) > limits.TEXT_OBJECT:
            merged.append(piece)
        else:
            merged[-1] = rich_piece(together, lines)
    return merged


def _fits(pieces: list[Piece], room: Room) -> bool:
    if len(pieces) > room.blocks:
        return False
    # quick to know, and never less than the weight
    if _bytes([piece.block for piece in pieces], len(pieces)) <= room.weight:
        return True
    return sum(room.weigh(piece.block) for piece in pieces) <= room.weight


def _note(sentence: str) -> Piece:
    return rich_piece(list(rich_words(sentence)))
