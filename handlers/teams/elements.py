"""One small function for each element of a card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from microsoft_teams import cards as ac

from bot.cards import (
    Bold,
    Chart,
    Control,
    Controls,
    Divider,
    Element,
    Fields,
    Heading,
    Line,
    Row,
    Small,
    Table,
    Text,
)
from handlers.cutting import Kind, Piece
from handlers.teams import limits
from handlers.teams.charts import chart_pieces
from handlers.teams.controls import action_sets, container, control_pieces, draw, missing_pieces
from handlers.teams.pieces import Drawing, as_row, text_blocks, text_pieces
from handlers.teams.tables import table_pieces
from handlers.teams.text import as_json, literal, one_line, rich, words


def element_pieces(element: Element, drawing: Drawing) -> Iterator[Piece]:
    """The parts of one element; none where it has nothing to show."""
    match element:
        case Heading(text):
            return heading_pieces(text, drawing)
        case Text(line):
            return text_pieces(line, drawing)
        case Small(line):
            return text_pieces(line, drawing, small=True)
        case Row(line, control):
            return _row(line, control, drawing)
        case Fields(pairs):
            return _fields(pairs)
        case Table():
            return table_pieces(element, drawing)
        case Chart():
            return chart_pieces(element, drawing)
        case Controls(items):
            return control_pieces(items, drawing)
        case Divider():
            rule = ac.Container(items=[], separator=True, spacing="Medium")
            return iter((Piece(Kind.DIVIDER, as_json(rule), 0),))
        case _:
            assert_never(element)


def heading_pieces(text: str, drawing: Drawing, *, title: bool = False) -> Iterator[Piece]:
    """A heading, which screen readers jump to; a bold line where the text is too long for one."""
    if not text.strip():
        return
    if len(text) > limits.LABEL or "\n" in text:
        yield from text_pieces((Bold(text),), drawing)
        return
    block = ac.TextBlock(
        text=literal(one_line(text, limits.LABEL)),
        style="heading",
        weight="Bolder",
        size="Large" if title else "Medium",
        wrap=True,
    )
    yield Piece(Kind.TEXT, as_json(block))


def _row(line: Line, control: Control | None, drawing: Drawing) -> Iterator[Piece]:
    """The text, with the control at its side."""
    if control is None:
        yield from map(as_row, text_pieces(line, drawing))
        return
    drawn = draw(control, drawing)
    blocks = text_blocks(line, drawing) or text_blocks((control.label,), drawing)
    first, *rest = blocks or [rich(words("…"))]
    beside = first
    if drawn.actions:
        beside = ac.ColumnSet(
            columns=[
                ac.Column(items=[first], width="stretch", vertical_content_alignment="Center"),
                ac.Column(items=action_sets(drawn.actions), width="auto"),
            ]
        )
    block = container([beside, *rest, *drawn.below])
    controls = 1 if drawn.actions or drawn.below else 0
    yield Piece(Kind.ROW, as_json(block), 1, controls)
    yield from missing_pieces(drawing)


def _fields(pairs: tuple[tuple[str, str], ...]) -> Iterator[Piece]:
    """Names beside values."""
    facts = [
        ac.Fact(title=literal(name), value=literal(value))
        for name, value in pairs
        if name.strip() or value.strip()
    ]
    for start in range(0, len(facts), limits.FACTS):
        batch = facts[start : start + limits.FACTS]
        yield Piece(Kind.TEXT, as_json(ac.FactSet(facts=batch)), len(batch))
