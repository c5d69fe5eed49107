"""What one situation came to, and the table of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

BEGIN, END = "<!-- measured by make faults -->", "<!-- end of what was measured -->"
HEADS = (
    "situation",
    "faults",
    "owed",
    "said",
    "doubled",
    "lost",
    "given up, chair told",
    "speaks again after (s): half, longest",
    "all said after (s)",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """`backs`: seconds from the end of each fault to the next message said by a living process.

    `all_said`: seconds from the end of the last fault until nothing was owed any more, which for a
    long fan-out is mostly its own length. `told`: given up with a reason that the chair sees.
    """

    faults: int
    owed: int
    said: int
    doubled: int
    lost: int
    told: int
    backs: tuple[float, ...]
    all_said: float

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.faults + other.faults,
            self.owed + other.owed,
            self.said + other.said,
            self.doubled + other.doubled,
            self.lost + other.lost,
            self.told + other.told,
            self.backs + other.backs,
            max(self.all_said, other.all_said),
        )

    @property
    def longest(self) -> float:
        return max(self.backs)

    def cells(self) -> tuple[str, ...]:
        counts = (self.faults, self.owed, self.said, self.doubled, self.lost, self.told)
        back = f"{median(self.backs):.1f}, {self.longest:.1f}"
        return (*(f"{count:,}" for count in counts), back, f"{self.all_said:.0f}")


def rich_table(measured: Mapping[str, Figures], title: str) -> Table:
    table = Table(title=title)
    for head in HEADS:
        table.add_column(head, justify="left" if head == HEADS[0] else "right")
    for name, figures in measured.items():
        table.add_row(name, *figures.cells())
    return table


def write_down(path: Path, measured: Mapping[str, Figures], note: str) -> None:
    """Put the table in place of the older one between the two marks of a page."""
    before, _, rest = path.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = [f"| {' | '.join(HEADS)} |", f"|{' --- |' * len(HEADS)}"]
    lines += [f"| {name} | {' | '.join(figures.cells())} |" for name, figures in measured.items()]
    path.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{note}\n\n{END}{after}")
