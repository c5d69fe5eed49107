"""A week's picture as a page: what stands where, before any HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.picture.rules import Cells, Picture, Piece
from bot.picture.words.cells import (
    COVER,
    LONGER,
    OPEN,
    day_name,
    how_much,
    long_day_name,
    of_duty,
    of_person,
    when,
)
from bot.picture.words.table import summary
from bot.weeks import beginning, say_instant, say_week


@dataclass(frozen=True, slots=True)
class Said:
    """One thing in a cell; `stands`: "", `open`, `cover` or `away`. It is said in words, too."""

    text: str
    stands: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    name: str
    cells: tuple[tuple[Said, ...], ...]  # as many as the columns
    stands: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a day on a phone: when, what, who."""

    when: str
    what: str
    who: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class DayCard:
    name: str
    lines: tuple[Line, ...]
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page. `turned`: another way to look at it, as (label, the query that asks)."""

    title: str
    task_force: str
    summary: str
    clock: str
    as_of: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    cards: tuple[DayCard, ...]
    turned: tuple[tuple[str, str], ...]
    zone: str
    longer: str = LONGER  # how the column is called of what takes longer than a day
    legend: str = (
        "“Open” wants somebody. “Cover wanted”: whoever holds it cannot, and holds it until "
        "somebody else takes it."
    )

    @property
    def size(self) -> str:
        """How dense it has to be set to fit one sheet of paper."""
        lines = sum(max(1, *(_lines(cell) for cell in row.cells)) for row in self.rows)
        return "large" if lines <= 16 else "medium" if lines <= 26 else "small"


def _lines(cell: Sequence[Said]) -> int:
    return sum(-(-len(said.text) // 24) for said in cell)


def sheet(
    shown: Picture, task_force: str, now: datetime, *, duties: bool, own: str, home: str
) -> Sheet:
    """`own`, `home`: the reader's zone and the task force's; the picture is in one of them."""
    rows = [_row(row.name, row.cells, shown.zone) for row in shown.people]
    if duties:
        rows = [_row(row.duty.name, row.cells, shown.zone, of=True) for row in shown.duties]
    elif shown.wanted:
        rows.insert(0, _row(OPEN, shown.open, shown.zone, stands="open"))
    longer = any(row.cells[0] for row in rows)
    if not longer:
        rows = [SheetRow(row.name, row.cells[1:], row.stands) for row in rows]
    return Sheet(
        beginning(say_week(shown.week)),
        task_force,
        summary(shown),
        f"All times are those of {shown.zone}.",
        f"As of {say_instant(now, shown.zone)}.",
        "Duty" if duties else "Person",
        (*((LONGER,) if longer else ()), *(day_name(day) for day in shown.days)),
        tuple(rows),
        _cards(shown),
        _turned(shown, duties=duties, own=own, home=home),
        shown.zone,
    )


def _turned(shown: Picture, *, duties: bool, own: str, home: str) -> tuple[tuple[str, str], ...]:
    """By the other side; by the other clock, where the reader has another."""
    is_own = shown.zone != home
    other = "By person" if duties else "By duty"
    found = [(other, _query(duties=not duties, own=is_own))]
    if own != home:
        zone = home if is_own else own
        found.append((f"In times of {zone}", _query(duties=duties, own=not is_own)))
    return tuple(found)


def _query(*, duties: bool, own: bool) -> str:
    asked = [*(["by=duty"] if duties else []), *(["clock=mine"] if own else [])]
    return "?" + "&".join(asked)


def _row(name: str, cells: Cells, zone: str, *, of: bool = False, stands: str = "") -> SheetRow:
    days = [
        (*(_said(p, zone, of=of) for p in pieces), *([Said(away, "away")] if away else []))
        for pieces, away in zip(cells.days, cells.away, strict=True)
    ]
    longer = tuple(_said(piece, zone, of=of) for piece in cells.longer)
    return SheetRow(name, (longer, *days), stands)


def _said(piece: Piece, zone: str, *, of: bool) -> Said:
    text = of_duty(piece, zone) if of else of_person(piece, zone)
    return Said(text, _stands(piece))


def _stands(piece: Piece) -> str:
    if piece.holder is None:
        return "open"
    return "cover" if piece.cover else ""


def _cards(shown: Picture) -> tuple[DayCard, ...]:
    """A card for what takes longer, then one for each day on which anything is."""
    rows = [row.cells for row in shown.duties]
    longer = _lines_of([p for row in rows for p in row.longer], shown.zone)
    found = [DayCard(LONGER, longer, ())] if longer else []
    for number, day in enumerate(shown.days):
        lines = _lines_of([p for row in rows for p in row.days[number]], shown.zone)
        away = tuple(
            f"{row.name} ({row.cells.away[number]})"
            for row in shown.people
            if row.cells.away[number]
        )
        if lines or away:
            found.append(DayCard(long_day_name(day), lines, away))
    return tuple(found)


def _lines_of(pieces: Sequence[Piece], zone: str) -> tuple[Line, ...]:
    """One line a turn, in order of its time: everybody who holds a part, and what is open."""
    turns: dict[int, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda p: (p.span.start, p.duty.name.casefold())):
        turns.setdefault(piece.held.turn.id, []).append(piece)
    return tuple(
        Line(
            when(same[0], zone) if _is_one_time(same) else "",
            same[0].duty.name,
            tuple(_holder(piece, zone, timed=not _is_one_time(same)) for piece in same),
        )
        for same in turns.values()
    )


def _is_one_time(pieces: Sequence[Piece]) -> bool:
    return len({piece.span for piece in pieces}) == 1


def _holder(piece: Piece, zone: str, *, timed: bool) -> Said:
    """A name, and the hours or times that the line does not say."""
    if timed:
        return Said(of_duty(piece, zone), _stands(piece))
    name = piece.holder.name if piece.holder else OPEN.lower()
    amount = how_much(piece)
    text = f"{name}, {amount}" if amount else name
    if piece.holder is None:
        return Said(f"{text} wanted", "open")
    return Said(f"{text} ({COVER})", "cover") if piece.cover else Said(text)
