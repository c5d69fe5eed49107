"""One small function for each element of a card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

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
from handlers.characters import clean, units
from handlers.cutting import Kind, Piece
from handlers.slack import limits
from handlers.slack.charts import chart_pieces
from handlers.slack.controls import (
    action_pieces,
    control_elements,
    control_pieces,
    missing_pieces,
)
from handlers.slack.pieces import Drawing, as_row, rich_piece
from handlers.slack.tables import table_pieces
from handlers.slack.text import Json, marked, mrkdwn, plain_text, rich, rich_weight


def element_pieces(element: Element, drawing: Drawing) -> Iterator[Piece]:
    """The blocks of one element; none where it has nothing to show."""
    match element:
        case Heading(text):
            return heading_pieces(text)
        case Text(line):
            return text_pieces(line)
        case Small(line):
            return _small(line)
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
            return iter((Piece(Kind.DIVIDER, {"type": "divider"}, 0),))
        case _:
            assert_never(element)


def heading_pieces(text: str) -> Iterator[Piece]:
    """A header; a bold line where the text is too long for one."""
    text = clean(text).strip()
    if text and units(text) <= limits.HEADER_TEXT and "\n" not in text:
        header = {"type": "header", "text": plain_text(text, limits.HEADER_TEXT)}
        yield Piece(Kind.TEXT, header)
    elif text:
        yield from text_pieces((Bold(text),))


def text_pieces(line: Line) -> Iterator[Piece]:
    """As rich text, in which everything that people wrote is literal."""
    elements: list[Json] = []
    lines = 1  # a line that takes several blocks is still one line
    for element in rich(line):
        if elements and rich_weight([*elements, element]) > limits.TEXT_OBJECT:
            yield rich_piece(elements, lines)
            elements, lines = [], 0
        elements.append(element)
    if elements:
        yield rich_piece(elements, lines)


def _small(line: Line) -> Iterator[Piece]:
    for index, piece in enumerate(marked(line, limits.TEXT_OBJECT)):
        block = {"type": "context", "elements": [mrkdwn(piece)]}
        yield Piece(Kind.TEXT, block, 0 if index else 1)


def _row(line: Line, control: Control | None, drawing: Drawing) -> Iterator[Piece]:
    """A section with the control at its side. Slack takes no rich text there."""
    if control is None:
        yield from map(as_row, text_pieces(line))
        return
    elements = control_elements(control, drawing)
    said = marked(line, limits.SECTION_TEXT) or marked((control.label,), limits.SECTION_TEXT)
    for index, text in enumerate(said or ["…"]):
        block: Json = {"type": "section", "text": mrkdwn(text)}
        beside = index == 0 and len(elements) == 1
        if beside:
            block["accessory"] = elements[0]
        yield Piece(Kind.ROW, block, 0 if index else 1, 1 if beside else 0)
    if len(elements) > 1:  # a menu that had to become buttons
        yield from action_pieces(elements)
    yield from missing_pieces(drawing)


def _fields(pairs: tuple[tuple[str, str], ...]) -> Iterator[Piece]:
    """Names above values in two columns; a line each where one is too long for that."""
    texts = [
        "\n".join(marked((Bold(name), "\n", value), limits.TEXT_OBJECT)) for name, value in pairs
    ]
    if any(units(text) > limits.FIELD_TEXT for text in texts):
        for name, value in pairs:
            yield from text_pieces((Bold(name), f": {value}"))
        return
    texts = [text for text in texts if text]
    for start in range(0, len(texts), limits.SECTION_FIELDS):
        batch = texts[start : start + limits.SECTION_FIELDS]
        yield Piece(
            Kind.TEXT, {"type": "section", "fields": [mrkdwn(t) for t in batch]}, len(batch)
        )
