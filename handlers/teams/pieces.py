"""A card on its way: pieces that know what they stand for, so that a cut can be announced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from typing import TypeVar

from microsoft_teams import cards as ac

from bot.cards import Line
from handlers.cutting import Kind, Piece
from handlers.teams import limits
from handlers.teams.opened import Opened
from handlers.teams.text import as_json, marked, mentioned, rich, runs, weight_of

Said = TypeVar("Said", ac.TextRun, ac.TextBlock)


class Surface(StrEnum):
    """Where a card stands. In a dialog a button cannot open another dialog, nor send an Execute."""

    MESSAGE = "message"
    DIALOG = "dialog"


@dataclass(slots=True)
class Drawing:
    """What the functions that render one card share."""

    surface: Surface = Surface.MESSAGE
    plain: bool = False  # no native tables and charts
    inputs: int = 0  # of the card, lists to choose from among them
    opened: Opened | None = None  # of a dialog: where it was opened
    missing: list[str] = field(default_factory=list)  # controls that Teams has no room for
    mentions: dict[str, ac.Mention] = field(default_factory=dict)  # by their text
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_id(self, what: str) -> str:
        """Unique in this card."""
        return f"{what}{next(self._numbers)}"


def text_blocks(line: Line, drawing: Drawing, *, small: bool = False) -> list[ac.CardElement]:
    """The line; as a TextBlock where somebody is mentioned in it. Empty if it shows nothing."""
    if mentioned(line):
        text = marked(line, drawing.mentions)
        return [_sized(ac.TextBlock(text=text, wrap=True), small=small)]
    blocks: list[list[ac.TextRun]] = []
    weight = limits.BLOCK
    for run in runs(line):
        weight += weight_of([run])
        if weight > limits.BLOCK:
            blocks.append([])
            weight = weight_of([run])
        blocks[-1].append(_sized(run, small=small))
    return [rich(found) for found in blocks]


def _sized(text: Said, *, small: bool) -> Said:
    if small:
        text.size, text.is_subtle = "Small", True
    return text


def text_pieces(
    line: Line, drawing: Drawing, kind: Kind = Kind.TEXT, *, small: bool = False
) -> Iterator[Piece]:
    """As many blocks as the line takes; together they are one line to the reader."""
    for index, block in enumerate(text_blocks(line, drawing, small=small)):
        yield Piece(kind, as_json(block), 0 if index else 1)


def as_row(piece: Piece) -> Piece:
    """The same block as one of a list's rows."""
    return replace(piece, kind=Kind.ROW)
