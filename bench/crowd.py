"""So many people claim at the same instant: when has the last of them an answer?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bench.commands import SERVERS, Served, serving
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.stage import Databases

DUTIES = 30
PATIENCE = 3.0  # Slack's, in seconds


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    sheet = Sheet(
        f"{scale.crowd} claims at the same instant",
        ("database", "by", "last answer s", "half answered s", "CPU s", "÷ its last", "late"),
        f"Slack waits {PATIENCE:.0f} s. ÷ its last: Muster's last answer against this floor's."
        " late: answers that came by response_url, as Muster's do after one second.",
    )
    places = -(-scale.crowd // DUTIES)
    for kind in databases.kinds:
        taken: dict[str, list[tuple[float, float, float, int]]] = {name: [] for name in SERVERS}
        async with serving(databases, kind, scale.crowd, DUTIES, scale.crowd, places) as all_:
            for _ in range(scale.rounds):
                for name, served in zip(SERVERS, all_, strict=True):
                    taken[name].append(await rush(served, scale.crowd, DUTIES))
        ours = [last for last, *_ in taken["muster"]]
        for name in SERVERS:
            last, half, cpu, late = zip(*taken[name], strict=True)
            floor = None if name == "muster" else ratios(ours, last)
            sheet.add(
                kind, name, spread(last), spread(half), spread(cpu), floor, spread(late).median
            )
    yield sheet


async def rush(served: Served, people: int, duties: int) -> tuple[float, float, float, int]:
    """Seconds to the last answer and to half of them, of processor time; how many came late.

    Before it each connection is opened; after it each gives back what it has, in its own time.
    """
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
