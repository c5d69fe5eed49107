"""Tables: Slack's own in a message, lines of text elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Bold, Inline, Line, Table
from handlers.characters import clean, cut, units
from handlers.cutting import Kind, Piece
from handlers.slack import limits
from handlers.slack.pieces import Drawing, as_row, rich_piece
from handlers.slack.text import Json, rich

EMPTY_CELL = "–"  # a cell must hold a character


def table_pieces(table: Table, drawing: Drawing) -> Iterator[Piece]:
    """The caption, then the rows; how many were left out is said below."""
    if caption := rich((Bold(table.caption),)):
        yield rich_piece(caption)
    if not table.rows or not table.columns:
        return
    if drawing.native and drawing.tables < limits.TABLES_MESSAGE and _fits(table):
        drawing.tables += 1
        yield from _native(table)
        return
    for row in table.rows:
        if elements := rich(_row_line(table, row)):
            yield as_row(rich_piece(elements))


def _fits(table: Table) -> bool:
    header = sum(units(name) for name in table.columns)
    first = sum(units(cell) for cell in table.rows[0])
    return len(table.columns) <= limits.TABLE_COLUMNS and header + first <= limits.TABLE_CHARS // 2


def _native(table: Table) -> Iterator[Piece]:
    rows = [_cells(table.columns)]
    left = limits.TABLE_CHARS - _weight(rows[0])
    for row in table.rows[: limits.TABLE_ROWS - 1]:
        cells = _cells(row)
        left -= _weight(cells)
        if left < 0:
            break
        rows.append(cells)
    settings = [
        {"align": "right" if index in table.numeric else "left", "is_wrapped": True}
        for index in range(len(table.columns))
    ]
    block = {"type": "table", "rows": rows, "column_settings": settings}
    shown = len(rows) - 1
    yield Piece(Kind.NATIVE, block, shown)
    if missing := len(table.rows) - shown:
        rows_are = "1 more row does" if missing == 1 else f"{missing} more rows do"
        yield rich_piece(rich((f"… {rows_are} not fit here.",)))


def _cells(row: tuple[str, ...]) -> list[Json]:
    texts = (cut(clean(cell).strip(), limits.TABLE_CHARS // 4) for cell in row)
    return [{"type": "raw_text", "text": text or EMPTY_CELL} for text in texts]


def _weight(cells: list[Json]) -> int:
    return sum(units(cell["text"]) for cell in cells)


def _row_line(table: Table, row: tuple[str, ...]) -> Line:
    """The first cell in bold, then each other cell after its column's name."""
    named = zip(table.columns, row, strict=True)
    parts: list[Inline] = []
    for index, (column, cell) in enumerate(named):
        if not cell.strip():
            continue
        if parts:
            parts.append(" · ")
        parts += [Bold(cell)] if index == 0 else [f"{column}: {cell}"]
    return tuple(parts)
