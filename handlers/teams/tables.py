"""Tables: Teams' own, and lines of text where they are too large or not wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from microsoft_teams import cards as ac

from bot.cards import Bold, Inline, Line, Table
from handlers.characters import units
from handlers.cutting import Kind, Piece
from handlers.teams import limits
from handlers.teams.fit import weight
from handlers.teams.pieces import Drawing, as_row, text_pieces
from handlers.teams.text import as_json, rich, shown

EMPTY_CELL = "–"
WIDE = 20  # characters, beyond which a cell wraps rather than leaves the others no room
PADDING = 4  # characters: what a cell's own edges take, generously


def table_pieces(table: Table, drawing: Drawing) -> Iterator[Piece]:
    """The caption, then the rows."""
    yield from text_pieces((Bold(table.caption),), drawing)
    if not table.rows or not table.columns:
        return
    if not drawing.plain and len(table.columns) <= limits.TABLE_COLUMNS:
        block = as_json(_native(table))
        if weight(block) <= limits.NATIVE_BYTES:
            yield Piece(Kind.NATIVE, block, len(table.rows))
            return
    for row in table.rows:
        yield from map(as_row, text_pieces(_row_line(table, row), drawing))


def _native(table: Table) -> ac.Table:
    """A client without tables knows no cards of this version, and shows the card's text."""
    return ac.Table(
        columns=[ac.ColumnDefinition(width=width) for width in _widths(table)],
        rows=[
            _row(table.columns, table.numeric, header=True),
            *(_row(row, table.numeric) for row in table.rows),
        ],
        first_row_as_headers=True,
        show_grid_lines=True,
    )


def _widths(table: Table) -> list[float]:
    """In proportion to what stands in them; long cells break between words, and no word does."""
    columns = zip(table.columns, *table.rows, strict=True)
    return [
        float(max(_longest_word(cells), min(WIDE, max(map(units, cells))))) for cells in columns
    ]


def _longest_word(cells: tuple[str, ...]) -> int:
    words = (units(word) for cell in cells for word in cell.split())
    return PADDING + min(WIDE, max(words, default=0))


def _row(cells: tuple[str, ...], numeric: Collection[int], *, header: bool = False) -> ac.TableRow:
    found = [_cell(cell, header=header) for cell in cells]
    for index in numeric:
        found[index].horizontal_alignment = "Right"
    return ac.TableRow(cells=[ac.TableCell(items=[block]) for block in found])


def _cell(text: str, *, header: bool) -> ac.RichTextBlock:
    run = ac.TextRun(text=shown(text).strip() or EMPTY_CELL, weight="Bolder" if header else None)
    return rich([run])


def _row_line(table: Table, row: tuple[str, ...]) -> Line:
    """The first cell in bold, then each other cell after its column's name."""
    parts: list[Inline] = []
    for index, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        if not cell.strip():
            continue
        if parts:
            parts.append(" · ")
        if index == 0:
            parts.append(Bold(cell))
        else:
            parts.append(f"{column}: {cell}" if column.strip() else cell)
    return tuple(parts)
