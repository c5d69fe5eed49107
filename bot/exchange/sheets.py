"""CSV as it really arrives → rows with known columns, and back. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.names import fold

MOST_ROWS = 5_000  # more than any task force has; a larger file is a mistake
MOST_CHARS = 4_000_000
MOST_CELL = 5_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate
FIRST_ROW = 2  # as a spreadsheet counts: row 1 holds the headings


class Kind(StrEnum):
    MEMBERS = "members"
    ACCOUNTS = "accounts"
    DUTIES = "duties"


# column → other headings that mean it, compared without case, accents, spaces and punctuation
COLUMNS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.MEMBERS: {
        "name": ("full name", "member", "person"),
        "email": ("e-mail", "mail", "email address", "address"),
        "department": ("dept", "team", "division"),
        "role": ("function",),
        "time_zone": ("timezone", "zone", "tz"),
        "country": ("land", "nation"),
        "usual_hours": ("hours/week", "hours per week", "hours a week", "hours", "weekly hours"),
        "company": ("agency", "employer", "organisation", "organization"),
        "clearances": ("clearance", "cleared for"),
    },
    Kind.ACCOUNTS: {
        "name": ("account",),
        "kind": ("type", "platform"),
        "url": ("link", "web address"),
        "custodians": ("custodian", "admins", "admin"),
    },
    Kind.DUTIES: {
        "name": ("duty", "task"),
        "account": (),
        "kind": ("type",),
        "department": ("dept", "team"),
        "hours_a_week": ("hours", "hours/week", "hours per week"),
        "people_least": ("least", "min people", "people min"),
        "people_most": ("most", "max people", "people max"),
        "windows": ("window", "when", "times"),
        "description": ("about", "what"),
        "clearance": ("clearances", "asks for clearance"),
    },
}
NEEDED = {
    Kind.MEMBERS: ("name", "department"),
    Kind.ACCOUNTS: ("name", "url"),
    Kind.DUTIES: ("name", "hours_a_week"),
}


class SheetError(ValueError):
    """The text is no sheet that Muster can read; the message is one sentence for the person."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as the spreadsheet shows it
    cells: Mapping[str, str]  # by column; absent columns are ""


@dataclass(frozen=True, slots=True)
class Sheet:
    kind: Kind
    columns: tuple[str, ...]  # the known ones, in the file's order
    ignored: tuple[str, ...]  # headings that mean nothing to Muster
    renamed: tuple[tuple[str, str], ...]  # heading as written → column
    rows: tuple[Row, ...]
    skipped: tuple[tuple[int, str], ...]  # row number and why: empty, a total


def decode(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else Windows-1252. Raises SheetError."""
    if b"\x00" in data[:200] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetError("This is not a text file; save the sheet as CSV first.")
    encodings = (
        ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    )
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError("The letters of this file cannot be read; save it as CSV in UTF-8.")


def read_sheet(text: str, kind: Kind | None = None) -> Sheet:
    """The sheet; `kind` is told from the headings if not given. Raises SheetError."""
    if len(text) > MOST_CHARS:
        raise SheetError("This file is too large; a task force fits into a few hundred rows.")
    lines = _lines(text.removeprefix("\ufeff"))
    if not lines:
        raise SheetError("There is nothing in it: the first row should hold the headings.")
    headings = [cell.strip() for cell in lines[0][1]]
    kind = kind or _kind_of(headings)
    known = _known(headings, kind)
    missing = [name for name in NEEDED[kind] if name not in known.values()]
    if missing:
        raise SheetError(
            f"The headings lack {_listed(missing)}; {kind} need at least {_listed(NEEDED[kind])}."
        )
    if len(lines) - 1 > MOST_ROWS:
        raise SheetError(f"This file has more than {MOST_ROWS} rows.")
    rows, skipped = _rows(lines[1:], known)
    used = tuple(known[i] for i in sorted(known))
    ignored = tuple(h for i, h in enumerate(headings) if h and i not in known)
    renamed = tuple((headings[i], known[i]) for i in sorted(known) if headings[i] != known[i])
    return Sheet(kind, used, ignored, renamed, rows, skipped)


_BREAKS = "\r\n"


def join_parts(parts: Sequence[str]) -> str:
    """One sheet out of parts cut anywhere. A cut at a line's end may have lost the line break."""
    text = parts[0] if parts else ""
    delimiter = _delimiter(text)
    columns = _count_cells(_first_line(text), delimiter)
    for part in parts[1:]:
        row = text.rpartition("\n")[2] + _first_line(part)
        within_cell = text.count('"') % 2 == 1
        within_row = not text.endswith("\n") and _count_cells(row, delimiter) <= columns
        if within_cell or within_row:
            text += part
        else:
            text = f"{text.rstrip(_BREAKS)}\n{part.lstrip(_BREAKS)}"
    return text


def _first_line(text: str) -> str:
    return text.lstrip("\r\n").partition("\n")[0]


def _delimiter(text: str) -> str:
    return max(";,\t|", key=_first_line(text).count)


def _count_cells(line: str, delimiter: str) -> int:
    return len(re.sub(r'"[^"]*"?', "", line).split(delimiter))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """(row number, cells) with the delimiter that the first line uses."""
    delimiter = _delimiter(text)
    csv.field_size_limit(MOST_CHARS)
    try:
        parsed = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SheetError(f"This is not CSV that can be read: {error}.") from error
    while parsed and not any(cell.strip() for cell in parsed[0]):
        parsed.pop(0)
    return list(enumerate(parsed, start=FIRST_ROW - 1))


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)


def _plain(heading: str) -> str:
    return "".join(c for c in fold(heading) if c.isalnum())


def _known(headings: Sequence[str], kind: Kind) -> dict[int, str]:
    """Index → column. A column that two headings mean belongs to the first of them."""
    by_name = {
        _plain(name): column
        for column, others in COLUMNS[kind].items()
        for name in (column, *others)
    }
    known: dict[int, str] = {}
    for index, heading in enumerate(headings):
        column = by_name.get(_plain(heading))
        if column and column not in known.values():
            known[index] = column
    return known


def _kind_of(headings: Sequence[str]) -> Kind:
    """The kind whose telling columns are there. Raises SheetError."""

    def count(kind: Kind) -> int:
        columns = set(_known(headings, kind).values())
        return len(columns) if columns.issuperset(NEEDED[kind]) else 0

    best = max(Kind, key=count)
    if not count(best):
        shown = ", ".join(h for h in headings if h)[:120]
        raise SheetError(
            f"The headings ({shown or 'none'}) are neither those of members, accounts nor duties."
        )
    return best


def _rows(
    lines: Iterable[tuple[int, Sequence[str]]], known: Mapping[int, str]
) -> tuple[tuple[Row, ...], tuple[tuple[int, str], ...]]:
    rows, skipped = [], []
    for number, cells in lines:
        found = {known[i]: _unquoted(cell) for i, cell in enumerate(cells) if i in known}
        if not any(_unquoted(cell) for cell in cells):
            skipped.append((number, "an empty row"))
        elif _is_total(cells):
            skipped.append((number, "a row of totals"))
        else:
            rows.append(Row(number, found))
    return tuple(rows), tuple(skipped)


def _unquoted(cell: str) -> str:
    """Without the apostrophe that `write_sheet` puts before what looks like a formula."""
    cell = cell.lstrip()[:MOST_CELL]
    quoted = cell.startswith(tuple(f"'{sign}" for sign in FORMULA))  # a tab may be all of it
    return (cell[1:] if quoted else cell).strip()


def _is_total(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return fold(filled[0]) in ("total", "totals", "sum", "summe", "gesamt") and len(filled) <= 3


def write_sheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV that a spreadsheet shows as text: what looks like a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return out.getvalue()
