"""From nothing to the first answer, and the memory of a process with nothing to do."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.caller import SECRET, Callers
from bench.child import ROOT, START_SECONDS, running
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.stage import Databases, set_stage

COMMANDS = {"both": "serve", "web": "serve --no-worker", "worker": "work"}
OWN = ("bot", "handlers", "storage")
SETTLING = 2.5  # seconds until memory is looked at: the first sweeps are over
FACTOR = 10
# Imports the modules named on standard input, says when it is done, and waits.
IMPORTER = """
import importlib, json, sys
for name in json.loads(sys.stdin.readline()):
    try:
        importlib.import_module(name)
    except Exception:
        pass
print("imported", flush=True)
sys.stdin.readline()
"""
_IMPORTED = re.compile(r"^import time: +\d+ \| +\d+ \| +([\w.]+)$")


@dataclass(frozen=True, slots=True)
class Start:
    seconds: float
    memory: float  # MiB


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    sheet = Sheet(
        "Start and idle memory",
        ("process", "to first answer s", "÷ imports", "idle MiB", "÷ imports' MiB", "modules"),
        "Imports: a process that imports the same modules of other people's, and does nothing."
        " First answer: a signed who over HTTP; of a worker, that it is up. Last line:"
        f" {FACTOR} times the people and duties.",
    )
    for kind in databases.kinds:
        with filled(databases, kind, scale.people, scale.duties) as url:
            async with running("slack") as slack:
                for name, command in COMMANDS.items():
                    await measure(
                        sheet, f"{kind}, {name}", command, environment(url, slack.url), scale
                    )
    with filled(databases, "SQLite", scale.people * FACTOR, scale.duties * FACTOR) as url:
        async with running("slack") as slack:
            known = environment(url, slack.url)
            await measure(sheet, f"SQLite, both, {FACTOR} ×", "serve", known, scale)
    yield sheet


@contextmanager
def filled(databases: Databases, kind: str, people: int, duties: int) -> Iterator[str]:
    with databases.empty(kind) as url:
        set_stage(url, people, duties)
        yield url


def environment(url: str, slack: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "MUSTER_DATABASE_URL": url,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack}/api/",
        "HOST": "127.0.0.1",
        "PORT": "0",
        "LOG_FORMAT": "json",
    }


async def measure(
    sheet: Sheet, name: str, command: str, known: dict[str, str], scale: Scale
) -> None:
    modules = await imported(command, known)
    ours, floor = [], []
    async with Callers().listening() as callers:
        for _ in range(scale.starts):
            floor.append(await imports(modules, known))
            ours.append(await start(command, known, callers))
    sheet.add(
        name,
        spread(s.seconds for s in ours),
        ratios((s.seconds for s in ours), (s.seconds for s in floor)),
        spread(s.memory for s in ours),
        ratios((s.memory for s in ours), (s.memory for s in floor)),
        len(modules),
    )


async def imported(command: str, known: dict[str, str]) -> list[str]:
    """The modules of others that the command imports, in its order; a run compiles them as well."""
    async with spawned(["-X", "importtime", "-m", "bot", *command.split()], known) as process:
        found = [_IMPORTED.match(line) async for line in lines_until_up(process)]
    names = [match[1] for match in found if match]
    return [name for name in names if name.partition(".")[0] not in OWN]


async def start(command: str, known: dict[str, str], callers: Callers) -> Start:
    begun = time.perf_counter()
    async with spawned(["-m", "bot", *command.split()], known) as process:
        port = 0
        async for line in lines_until_up(process):
            port = started(line).get("port") or port
        if port:
            async with callers.calling(port) as caller:
                await caller.ask(0, "who")
        taken = time.perf_counter() - begun
        await asyncio.sleep(SETTLING)
        return Start(taken, memory(process.pid))


async def imports(modules: Sequence[str], known: dict[str, str]) -> Start:
    begun = time.perf_counter()
    async with spawned(["-c", IMPORTER], known) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(list(modules)).encode() + b"\n")
        await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
        return Start(time.perf_counter() - begun, memory(process.pid))


@asynccontextmanager
async def spawned(
    words: list[str], known: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Python in an empty folder, so that no .env is read; ended afterwards."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *words), cwd="/", env=known, stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        yield process
    finally:
        process.kill()
        await process.communicate()


async def lines_until_up(process: asyncio.subprocess.Process) -> AsyncIterator[str]:
    """What it logs, up to the line that says that it is up. Raises RuntimeError if it ends."""
    assert process.stderr is not None
    async with asyncio.timeout(START_SECONDS):
        async for line in process.stderr:
            text = line.decode(errors="replace").rstrip()
            yield text
            if started(text):
                return
    raise RuntimeError("Muster has ended while it was starting.")


def started(line: str) -> dict[str, Any]:
    """Its log entry; nothing for any other line."""
    if '"action": "started"' not in line:
        return {}
    entry: dict[str, Any] = json.loads(line)
    return entry


def memory(pid: int) -> float:
    """MiB resident now; 0 where the system does not say it this way."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return int(found[1]) / 1024 if found else 0.0
