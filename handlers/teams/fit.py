"""The one pass that makes a card fit, and says what it had to leave out."""

from __future__ import annotations

import json
from typing import Any

from handlers.characters import cut as cut_text
from handlers.characters import units
from handlers.cutting import Kind, Piece, cut
from handlers.teams.text import Json

MANY = 10_000  # parts: Teams names no number, only the size


def fit(pieces: list[Piece], room: int) -> list[Json]:
    """The parts, as many as fit into `room` bytes, with a line in place of what was left out."""
    weights = [weight(piece.block) for piece in pieces]
    if sum(weights) > room:
        kept = [piece for piece in pieces if piece.kind is not Kind.DIVIDER]
        weights = [weight(piece.block) for piece in kept]
        pieces = cut(kept, weights, blocks=MANY, room=room, note=_note)
    return [piece.block for piece in pieces]


def weight(value: Any) -> int:
    """Bytes as Teams counts them: of the JSON in UTF-16, with the comma after it."""
    return 2 * (units(json.dumps(value, ensure_ascii=False)) + 2)


def fit_text(text: str, room: int) -> str:
    """As much of the text as weighs at most `room` bytes in JSON, cut after a whole line."""
    most = room // 2
    said = text
    while weight(said) > room and most > 1:
        said = cut_text(text, most).removesuffix("…").rpartition("\n")[0] or cut_text(text, most)
        said = said.removesuffix("…") + "…"
        most = most * 9 // 10
    return said


def _note(sentence: str) -> Piece:
    run = {"type": "TextRun", "text": sentence}
    return Piece(Kind.TEXT, {"type": "RichTextBlock", "inlines": [run]})
