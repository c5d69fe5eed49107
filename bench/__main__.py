"""`make bench`, `make bench ONLY="fanout cards"`, `make bench QUICK=1`."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import logging
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import structlog
from rich.console import Console

from bench.results import FOLDER, Sheet, machine, save
from bench.scale import QUICK, TINY, WHOLE, Scale
from bench.stage import Databases, open_databases

GROUPS = (
    "commands",
    "crowd",
    "peers",
    "fanout",
    "cards",
    "timetable",
    "starting",
    "instructions",
    "plan",
)
SCALES = {"whole": WHOLE, "quick": QUICK, "tiny": TINY}
Run = Callable[[Scale, Databases], AsyncIterator[Sheet]]


async def bench(groups: Sequence[str], scale: Scale, console: Console) -> list[Sheet]:
    """The sheets of these groups, each shown as soon as it is there."""
    sheets = []
    with tempfile.TemporaryDirectory() as folder, open_databases(Path(folder)) as databases:
        for group in groups:
            begun = time.monotonic()
            run: Run = importlib.import_module(f"bench.{group}").run
            async for sheet in run(scale, databases):
                sheets.append(sheet)
                sheet.show(console)
            console.print(f"{group}: {time.monotonic() - begun:.0f} s\n", style="dim")
    return sheets


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m bench", description="Measure Muster.")
    reader.add_argument("groups", nargs="*", metavar="group", help=", ".join(GROUPS))
    reader.add_argument("--scale", choices=SCALES, default="whole", help="how much of everything")
    reader.add_argument("--results", type=Path, default=FOLDER, help="where the numbers go")
    given = reader.parse_args()
    if unknown := set(given.groups) - set(GROUPS):
        reader.error(f"no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    console, about = Console(width=None if Console().is_terminal else 130), machine()
    sheets = asyncio.run(bench(given.groups or GROUPS, SCALES[given.scale], console))
    console.print(f"Written to {save(sheets, about, given.results)}.", style="dim")


if __name__ == "__main__":
    main()
