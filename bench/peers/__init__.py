"""errbot and opsdroid dispatching the same claim, each in its own process and environment.

Nobody's HTTP, signature or platform is in it: a message is handed in, and the clock stops when the
answer is handed out. The peers' handlers do what Muster's claim does to SQLite, and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.commands import FACTOR
from bench.measuring import Figures, figures
from bench.peers.door import door
from bench.peers.environments import HERE, NotInstalled, python_of
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.scripts import record_all
from bench.stage import Databases, Stage, on_stage, set_stage
from handlers.background import THREADS
from handlers.slack.blocks import message

PEERS = ("errbot", "opsdroid")
WHOLE, DOOR = "Muster, whole", "Muster's door alone"
LONGEST = 300  # seconds of one round
Ready = dict[str, Path | str]  # by peer: its interpreter, or why there is none


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    sheet = Sheet(
        "A claim in the process alone, beside other bots (SQLite)",
        ("bot", "in flight", "p50 ms", "p99 ms", "CPU ms", "door ÷ it"),
        "Message in, answer out: no HTTP and no signature for anybody. Muster: words understood,"
        " decided, committed, drawn as Slack blocks. The others: dispatch, and that SQL by sqlite3"
        " with a text that is ready; Muster's door: the same behind it. Claims, each followed by"
        " its release, which is not timed.",
    )
    ready = {name: await asyncio.to_thread(prepared, name) for name in PEERS}
    for lanes in scale.lanes:
        taken = await rounds(scale, databases, lanes, ready)
        for name in taken:
            add(sheet, name, lanes, taken, ready.get(name))
    yield sheet
    yield await growth(scale, databases, ready)


async def rounds(
    scale: Scale, databases: Databases, lanes: int, ready: Ready, factor: int = 1
) -> dict[str, list[Figures]]:
    """By bot, in turns; `factor`: so many times the people and duties."""
    taken: dict[str, list[Figures]] = {name: [] for name in (WHOLE, DOOR, *PEERS)}
    for _ in range(scale.rounds):
        for name, into in taken.items():
            with databases.empty("SQLite") as url:
                set_stage(url, scale.people * factor, scale.duties * factor)
                await measure(name, url, lanes, scale.asked, ready.get(name), into)
    return taken


async def growth(scale: Scale, databases: Databases, ready: Ready) -> Sheet:
    """One at a time."""
    sheet = Sheet(
        f"Growth: a claim in the process alone, {FACTOR} times the people and duties",
        ("bot", "p50 ms", f"p50 ms, {FACTOR} ×", "ratio"),
        "The others and the door run Muster's SQL: they grow by what there is more to read.",
    )
    few, many = [await rounds(scale, databases, 1, ready, factor) for factor in (1, FACTOR)]
    for name in few:
        if few[name]:
            p50s = [spread(f.p50 for f in taken[name]).median for taken in (few, many)]
            sheet.add(name, *p50s, p50s[1] / p50s[0])
    return sheet


async def measure(
    name: str, url: str, lanes: int, times: int, python: Path | str | None, into: list[Figures]
) -> None:
    if name == WHOLE:
        into.append(await muster(url, lanes, times))
    elif name == DOOR:
        into.append(await door(make_job(url, lanes, times), lanes))
    elif isinstance(python, Path):
        job = make_job(url, lanes, times)
        into.append(await asyncio.to_thread(drive, python, name, job))


def prepared(name: str) -> Path | str:
    """Its interpreter, or why there is none."""
    try:
        return python_of(name)
    except NotInstalled as error:
        return f"{name} (not installed: {error})"


def add(
    sheet: Sheet, name: str, lanes: int, taken: dict[str, list[Figures]], ready: Path | str | None
) -> None:
    if isinstance(ready, str):
        sheet.add(ready, lanes)
        return
    its, ours = taken[name], taken[DOOR]
    against = None if name in (WHOLE, DOOR) else ratios((f.p50 for f in ours), (f.p50 for f in its))
    p50, p99, cpu = (spread(getattr(f, what) for f in its) for what in ("p50", "p99", "cpu"))
    sheet.add(name, lanes, p50, p99.median, cpu.median, against)


async def muster(url: str, lanes: int, times: int) -> Figures:
    """One hop to a thread, as its doors make it."""
    loop, taken = asyncio.get_running_loop(), list[float]()
    with on_stage(url) as stage, ThreadPoolExecutor(THREADS) as threads:

        async def lane_of(lane: int, turns: int) -> None:
            for turn in range(turns):
                words = f"{'release' if turn % 2 else 'claim'} duty number {lane}"
                begun = time.perf_counter()
                await loop.run_in_executor(threads, answer, stage, lane, words)
                if turn % 2 == 0:
                    taken.append(time.perf_counter() - begun)

        await asyncio.gather(*(lane_of(n, 4) for n in range(lanes)))
        taken.clear()
        begun = time.process_time()
        await asyncio.gather(*(lane_of(n, times // lanes * 2) for n in range(lanes)))
        return figures(taken, (time.process_time() - begun) / 2)


def answer(stage: Stage, person: int, words: str) -> None:
    message(stage.change(person, words, f"slack:T1:{time.perf_counter_ns()}-{person}"))


def make_job(url: str, lanes: int, times: int) -> dict[str, Any]:
    """What a driver needs: the database, and the recorded SQL of each claim and release."""
    scripts: dict[str, Any] = {}
    with on_stage(url) as stage:
        for lane in range(lanes):
            several = [f"claim duty number {lane}", f"release duty number {lane}"]
            for words, script in record_all(stage, lane, several).items():
                steps = [
                    {
                        "sql": step.sql,
                        "values": step.values,
                        "many": step.many,
                        "adds_claim": step.adds_claim,
                        "at": dict(step.at),
                    }
                    for step in script.raw
                ]
                said = {"steps": steps, "answer": script.answer.get("text") or words}
                scripts[f"U{lane} {words}"] = said
    file = url.removeprefix("sqlite:///")
    return {"file": file, "lanes": lanes, "times": times, "scripts": scripts}


def drive(python: Path, name: str, job: dict[str, Any]) -> Figures:
    """Raises RuntimeError with what it wrote if it fails."""
    driver, written = HERE / f"drive_{name}.py", Path(f"{job['file']}.job.json")
    written.write_text(json.dumps(job))
    done = subprocess.run(
        [str(python), str(driver), str(written)],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    last = json.loads(done.stdout.strip().splitlines()[-1])
    return figures(last["taken"], last["cpu"] / 2)
