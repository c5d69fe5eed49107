"""What is left out of a card that is too large for a platform, and how that is said.

A renderer makes pieces, which know what they stand for; `cut` leaves out those that the reader
misses least, and puts a line in their place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NOTE_WEIGHT = 300  # what the line takes of the room, as either platform weighs it


class Kind(StrEnum):
    """What a piece is to the reader."""

    TEXT = "text"
    RICH = "rich"  # text that may share a block with the text beside it
    ROW = "row"
    CONTROLS = "controls"
    NATIVE = "native"  # a table or chart, which a platform may refuse
    DIVIDER = "divider"


@dataclass(frozen=True, slots=True)
class Piece:
    """One block. `lines` of the card and `controls` go missing if it is cut."""

    kind: Kind
    block: dict[str, Any]
    lines: int = 1
    controls: int = 0


def cut(
    pieces: list[Piece],
    weights: list[int],
    *,
    blocks: int,
    room: int,
    note: Callable[[str], Piece],
) -> list[Piece]:
    """Without the pieces that the reader misses least, until the rest and the note fit.

    At most `blocks` pieces, of `room` together, each weighing what `weights` says at its place.
    """
    kept = list(range(len(pieces)))
    gone: list[int] = []
    over = sum(weights) + NOTE_WEIGHT - room
    while kept and (len(kept) + 1 > blocks or over > 0):
        index = kept.pop(_least_missed(pieces, kept))
        over -= weights[index]
        gone.append(index)
    if not gone:
        return pieces
    place = min(gone)
    before = [pieces[index] for index in kept if index < place]
    after = [pieces[index] for index in kept if index > place]
    return [*before, note(_missing([pieces[index] for index in gone])), *after]


def _least_missed(pieces: list[Piece], kept: list[int]) -> int:
    """Where in `kept`: the last of the rows; without rows the last of all but the first."""
    for place in range(len(kept) - 1, 0, -1):
        if pieces[kept[place]].kind is Kind.ROW:
            return place
    for place in range(len(kept) - 1, 0, -1):
        if pieces[kept[place]].kind is not Kind.CONTROLS:
            return place
    return len(kept) - 1


def _missing(gone: list[Piece]) -> str:
    lines = sum(piece.lines for piece in gone)
    controls = sum(piece.controls for piece in gone)
    parts = [_counted(lines, "more line"), _counted(controls, "button")]
    said = " and ".join(part for part in parts if part) or "Something more"
    verb = "does" if lines + controls == 1 else "do"
    return f"… {said} {verb} not fit here."


def _counted(number: int, noun: str) -> str:
    if not number:
        return ""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
