"""A group of rows: printed as a table, and written down for machines."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from rich.console import Console
from rich.table import Table

FOLDER = Path(__file__).parent / "results"  # git-ignored


@dataclass(frozen=True, slots=True)
class Spread:
    """Of several rounds."""

    least: float
    median: float
    most: float

    def __str__(self) -> str:
        if self.least == self.most:
            return figure(self.median)
        return f"{figure(self.median)} ({figure(self.least)}–{figure(self.most)})"


def spread(values: Iterable[float]) -> Spread:
    """At least one value."""
    known = list(values)
    return Spread(min(known), median(known), max(known))


def ratios(ours: Iterable[float], floor: Iterable[float]) -> Spread:
    """Round by round: both were measured next to each other."""
    return spread(a / b if b else 0.0 for a, b in zip(ours, floor, strict=True))


Cell: TypeAlias = "str | float | Spread | None"


@dataclass(slots=True)
class Sheet:
    """`lines`: by column; a column that a line leaves out stays empty."""

    title: str
    columns: Sequence[str]
    note: str = ""
    lines: list[dict[str, Cell]] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        self.lines.append(dict(zip(self.columns, cells, strict=False)))

    def show(self, console: Console) -> None:
        table = Table(title=self.title, caption=self.note or None, title_justify="left")
        for n, column in enumerate(self.columns):
            table.add_column(column, justify="right" if n else "left", overflow="fold")
        for line in self.lines:
            table.add_row(*(shown(line.get(column)) for column in self.columns))
        console.print(table)
        console.print()


def shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return figure(cell) if isinstance(cell, float | int) else str(cell)


def figure(number: float) -> str:
    """Three digits that count."""
    if isinstance(number, int) or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}"


def machine() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }


def save(sheets: Sequence[Sheet], about: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Named by the instant; `latest.json` beside it is the same."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"machine": about, "sheets": [_plain(s) for s in sheets]}, indent=1)
    stamp = about["at"].replace(":", "").replace("+0000", "Z")
    for name in (f"{stamp}.json", "latest.json"):
        (folder / name).write_text(content + "\n")
    return folder / "latest.json"


def _plain(sheet: Sheet) -> dict[str, Any]:
    lines = [{key: _number(cell) for key, cell in line.items()} for line in sheet.lines]
    return {"title": sheet.title, "note": sheet.note, "lines": lines}


def _number(cell: Cell) -> Any:
    if isinstance(cell, Spread):
        return {"min": cell.least, "median": cell.median, "max": cell.most}
    return cell
