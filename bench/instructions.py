"""Instructions of a signed command, counted by valgrind: the same again to 0.2 % on any machine."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bench.child import Child, running
from bench.commands import FACTOR
from bench.results import Sheet
from bench.scale import Scale
from bench.stage import Databases, set_stage

CLAIM = ["claim duty number 0", "release duty number 0"]
# What is counted: its name, the app, what is said, and how many commands that is.
CASES = (
    ("signature checked by hand, no-op", "raw", ["who"]),
    ("bare Bolt, no-op", "bolt", ["who"]),
    ("Muster, who", "muster", ["who"]),
    ("Muster, mine", "muster", ["mine"]),
    ("Muster, hours", "muster", ["hours 3"]),
    ("Muster, claim and release, each", "muster", CLAIM),
    ("Muster, home", "muster", ["home"]),
)
_TOTALS = re.compile(r"^(?:summary|totals): (\d+)", re.MULTILINE)


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    sheet = Sheet(
        "Thousands of instructions of a signed command (callgrind, SQLite)",
        ("what", "thousands", "÷ bare Bolt", f"thousands, {FACTOR} ×", "growth"),
        "From the ASGI call to its answer, in one process, sockets left out."
        f" {FACTOR} ×: so many times the people and duties.",
    )
    if not (shutil.which("valgrind") and shutil.which("callgrind_control")):
        sheet.note = "valgrind is not installed here."
        yield sheet
        return
    bolt = None
    for name, app, words in CASES:
        counted, grown = [
            await count_at(databases, app, words, scale, factor) for factor in (1, FACTOR)
        ]
        bolt = counted if app == "bolt" else bolt
        sheet.add(name, counted, counted / bolt if bolt else None, grown, grown / counted)
    yield sheet


async def count_at(
    databases: Databases, app: str, words: list[str], scale: Scale, factor: int
) -> float:
    """Thousands of instructions of one command, with so many times the people and duties."""
    with databases.empty("SQLite") as url:
        set_stage(url, scale.people * factor, scale.duties * factor)
        return await count(url, app, words, scale.counted) / 1000


async def count(url: str, app: str, words: list[str], times: int) -> float:
    """Instructions of one command."""
    out = Path(f"{url.removeprefix('sqlite:///')}.callgrind")
    valgrind = ("valgrind", "--tool=callgrind", "--instr-atstart=no", "-q")
    program = (*valgrind, f"--callgrind-out-file={out}", sys.executable)
    options = {"url": url, "app": app, "words": words, "times": times}
    async with running("counted", program=program, **options) as child:
        await child.ask("ready")
        await order(child, "--instr=on")
        commands = await child.ask("counted")
        await order(child, "--dump")
        dumped = out.with_name(f"{out.name}.1")
        found = _TOTALS.search(await asyncio.to_thread(dumped.read_text))
    assert found is not None
    return int(found[1]) / float(commands)


async def order(child: Child, how: str) -> None:
    """Raises RuntimeError if valgrind does not hear."""
    control = await asyncio.create_subprocess_exec(
        *("callgrind_control", how, str(child.pid)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await control.communicate()
    if control.returncode or b"OK" not in said:
        raise RuntimeError(f"callgrind_control: {json.dumps(said.decode())}")
