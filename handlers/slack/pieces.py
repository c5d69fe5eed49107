"""A card on its way: pieces that know what they stand for, so that a cut can be announced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from handlers.cutting import Kind, Piece
from handlers.slack.text import Json


class Surface(StrEnum):
    """Where blocks stand. Tables and charts are taken in messages only."""

    MESSAGE = "message"
    HOME = "home"
    MODAL = "modal"


@dataclass(slots=True)
class Drawing:
    """What the functions that render one card share."""

    surface: Surface = Surface.MESSAGE
    plain: bool = False  # no native blocks
    tables: int = 0  # drawn natively so far
    charts: int = 0
    missing: list[str] = field(default_factory=list)  # controls that Slack has no room for
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def native(self) -> bool:
        """Whether this surface takes tables and charts."""
        return self.surface is Surface.MESSAGE and not self.plain

    def action_id(self, action: str) -> str:
        """Unique in this card."""
        return f"{action[:200]}:{next(self._numbers)}"


def rich_piece(elements: list[Json], lines: int = 1) -> Piece:
    """A rich_text block of one section."""
    section = {"type": "rich_text_section", "elements": elements}
    return Piece(Kind.RICH, {"type": "rich_text", "elements": [section]}, lines)


def rich_elements(piece: Piece) -> list[Json]:
    """What `rich_piece` was given."""
    elements: list[Json] = piece.block["elements"][0]["elements"]
    return elements


def as_row(piece: Piece) -> Piece:
    """The same block as one of a list's rows."""
    return Piece(Kind.ROW, piece.block, piece.lines, piece.controls)
