"""So many people claim at the same instant: when has the last of them an answer?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bench.commands import CLAIMING, FACTOR, SERVERS, Served, serving
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.stage import Databases

DUTIES = 30
PATIENCE = 3.0  # Slack's, in seconds


COLUMNS = ("database", "by", "last answer s", "half answered s", "CPU s", "÷ its last", "late")
NOTE = (
    f"Slack waits {PATIENCE:.0f} s. ÷ its last: Muster's last answer against this floor's."
    " late: answers that came by response_url, as Muster's do after one second."
)
Rush = tuple[float, float, float, int]  # last and half answered, CPU (seconds); how many were late


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    few, many = scale.crowd // FACTOR, scale.crowd
    grown = Sheet(
        f"Growth: {FACTOR} times as many claim at the same instant",
        ("database", "by", f"last answer s, {few}", f"last answer s, {many}", "ratio"),
    )
    sheet = Sheet(f"{many} claims at the same instant", COLUMNS, NOTE)
    for kind in databases.kinds:
        small = await rushes(databases, kind, few, scale.rounds)
        large = await rushes(databases, kind, many, scale.rounds)
        add(sheet, kind, large)
        for name in SERVERS:
            lasts = [spread(last for last, *_ in taken[name]).median for taken in (small, large)]
            grown.add(kind, name, *lasts, lasts[1] / lasts[0])
    yield sheet
    yield grown


async def rushes(
    databases: Databases, kind: str, people: int, rounds: int
) -> dict[str, list[Rush]]:
    """By server. Everybody finds a place."""
    taken: dict[str, list[Rush]] = {name: [] for name in SERVERS}
    places = -(-people // DUTIES)
    async with serving(databases, kind, people, DUTIES, people, places, CLAIMING) as all_:
        for _ in range(rounds):
            for name, served in zip(SERVERS, all_, strict=True):
                taken[name].append(await rush(served, people, DUTIES))
    return taken


def add(sheet: Sheet, kind: str, taken: dict[str, list[Rush]]) -> None:
    ours = [last for last, *_ in taken["muster"]]
    for name in SERVERS:
        last, half, cpu, late = zip(*taken[name], strict=True)
        floor = None if name == "muster" else ratios(ours, last)
        sheet.add(kind, name, spread(last), spread(half), spread(cpu), floor, spread(late).median)


async def rush(served: Served, people: int, duties: int) -> Rush:
    """After it each gives back what they have, in their own time."""
    caller, before = served.caller, await served.child.cpu()
    late = caller.late
    claims = [caller.ask(n, f"claim duty number {n % duties}") for n in range(people)]
    taken = sorted(await asyncio.gather(*claims))
    cpu = await served.child.cpu() - before
    came_late = caller.late - late
    await served.child.ask("settled")
    for n in range(people):
        await caller.ask(n, f"release duty number {n % duties}")
    await served.child.ask("settled")
    return taken[-1], taken[people // 2], cpu, came_late
