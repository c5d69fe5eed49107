"""The one pass that makes a card fit, and says what it had to leave out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.characters import units
from handlers.slack import limits
from handlers.slack.pieces import Kind, Piece, Surface, rich_elements, rich_piece
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
        pieces = _cut([piece for piece in pieces if piece.kind is not Kind.DIVIDER], room)
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


def _bytes(block: Json) -> int:
    """Of the block's JSON; a divider's is shorter than what is reckoned for any part."""
    return len(json.dumps(block)) + limits.WEIGHT_PER_PART


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
    if sum(_bytes(piece.block) for piece in pieces) <= room.weight:
        return True
    return sum(room.weigh(piece.block) for piece in pieces) <= room.weight


def _cut(pieces: list[Piece], room: Room) -> list[Piece]:
    """Without the pieces that the reader misses least, until the rest and the note fit."""
    weights = [room.weigh(piece.block) for piece in pieces]
    kept = list(range(len(pieces)))
    gone: list[int] = []
    over = sum(weights) + _NOTE_WEIGHT - room.weight
    while kept and (len(kept) + 1 > room.blocks or over > 0):
        index = kept.pop(_least_missed(pieces, kept))
        over -= weights[index]
        gone.append(index)
    if not gone:
        return pieces
    note = _note([pieces[index] for index in gone])
    place = min(gone)
    before = [pieces[index] for index in kept if index < place]
    after = [pieces[index] for index in kept if index > place]
    return [*before, note, *after]


_NOTE_WEIGHT = 300


def _least_missed(pieces: list[Piece], kept: list[int]) -> int:
    """Where in `kept`: the last of the rows; without rows the last of all but the first."""
    for place in range(len(kept) - 1, 0, -1):
        if pieces[kept[place]].kind is Kind.ROW:
            return place
    for place in range(len(kept) - 1, 0, -1):
        if pieces[kept[place]].kind is not Kind.CONTROLS:
            return place
    return len(kept) - 1


def _note(gone: list[Piece]) -> Piece:
    lines = sum(piece.lines for piece in gone)
    controls = sum(piece.controls for piece in gone)
    parts = [_counted(lines, "more line"), _counted(controls, "button")]
    said = " and ".join(part for part in parts if part) or "Something more"
    verb = "does" if lines + controls == 1 else "do"
    return rich_piece(list(rich_words(f"… {said} {verb} not fit here.")))


def _counted(number: int, noun: str) -> str:
    if not number:
        return ""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
