"""Signed commands over HTTP: Muster, a bare Bolt app, and no library at all, in turns."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bench.caller import SECRET, Caller, Callers
from bench.child import Child, running
from bench.measuring import Figures, figures
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.scripts import CHANGES, verb
from bench.stage import Databases, set_stage
from bench.together import together

WORDS = ("who", "mine", "status", "hours 3", "claim")
CLAIMING = ("claim", "release")
SERVERS = ("muster", "bolt", "raw")
COLUMNS = (
    "said",
    "in flight",
    "p50 ms",
    "p99 ms",
    "CPU ms",
    "÷ Bolt p50",
    "÷ Bolt CPU",
    "÷ raw p50",
    "Bolt p50",
    "raw p50",
)
NOTE = (
    "÷ Bolt: a bare Bolt app that does the same SQL by Core in one transaction and one hop;"
    " ÷ raw: signature checked by hand, the same SQL by the driver. Median (least–most) of paired"
    " rounds. claim: each is followed by its release, whose CPU is in the mean. status comes by"
    " response_url: its card has a table."
)
FACTOR = 10  # growth: so many times the people and duties


@dataclass(slots=True)
class Served:
    """One server and what it took, round by round."""

    child: Child
    caller: Caller
    taken: dict[tuple[str, int], list[Figures]] = field(default_factory=dict)


def said_by(person: int, duties: int, words: Sequence[str]) -> list[str]:
    """What a person may say here, in an order that can be repeated; the chair is person 0."""
    duty = f"duty number {person % duties}"
    return [f"{said} {duty}" if said in CLAIMING else said for said in words]


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    for kind in databases.kinds:
        sheet = Sheet(f"Signed commands over HTTP, {kind}", COLUMNS, NOTE)
        async with serving(databases, kind, scale.people, scale.duties, max(scale.lanes)) as all_:
            for words in WORDS:
                for lanes in scale.lanes:
                    for _ in range(scale.rounds):
                        for served in all_:
                            await ask(served, words, lanes, scale.asked, scale.duties)
                    add(sheet, words, lanes, all_)
        yield sheet
    yield await growth(scale, databases)


@asynccontextmanager
async def serving(
    databases: Databases,
    kind: str,
    people: int,
    duties: int,
    speakers: int,
    places: int = 2,
    words: Sequence[str] = (*WORDS, "release"),
) -> AsyncIterator[list[Served]]:
    """The three servers, each with a database of its own, filled alike; they know these words."""
    says = {str(person): said_by(person, duties, words) for person in range(speakers)}
    async with AsyncExitStack() as stack:
        callers = await stack.enter_async_context(Callers().listening())
        slack = await stack.enter_async_context(running("slack"))
        served = []
        for name in SERVERS:
            url = stack.enter_context(databases.empty(kind))
            set_stage(url, people, duties, places)
            options: dict[str, Any] = {"url": url, "secret": SECRET}
            options |= {"slack": f"{slack.url}/api/"} if name == "muster" else {"says": says}
            child = await stack.enter_async_context(running(name, **options))
            caller = await stack.enter_async_context(callers.calling(child.port))
            served.append(Served(child, caller))
        yield served


async def ask(served: Served, words: str, lanes: int, times: int, duties: int) -> None:
    """One round, after a few requests that warm what is made once."""
    await speak(served, words, lanes, lanes * 2, duties)
    before = await served.child.cpu()
    taken = await speak(served, words, lanes, times, duties)
    cpu = await served.child.cpu() - before
    # a claim and its release are two commands, one of which is timed
    share = cpu / (2 if words == "claim" else 1)
    served.taken.setdefault((words, lanes), []).append(figures(taken, share))


async def speak(served: Served, words: str, lanes: int, times: int, duties: int) -> list[float]:
    """Seconds of each; a lane is a person, who waits for the answer before saying more."""
    taken: list[float] = []
    people, begun = count(), times // lanes

    async def lane(_: int) -> None:
        person = next(people)
        for _turn in range(begun):
            said = f"claim duty number {person % duties}" if words == "claim" else words
            # status is the chair's: all at once ask as the same person
            taken.append(await ask_one(served, 0 if words == "status" else person, said, lanes))
            if words == "claim":
                await ask_one(served, person, f"release duty number {person % duties}", lanes)

    await together(lane, range(lanes), lanes)
    return taken


async def ask_one(served: Served, person: int, said: str, lanes: int) -> float:
    """Seconds. Who speaks alone says no more before what follows an answer is done."""
    taken = await served.caller.ask(person, said)
    if lanes == 1 and verb(said) in CHANGES:
        await served.child.ask("settled")
    return taken


def add(sheet: Sheet, words: str, lanes: int, served: Sequence[Served]) -> None:
    ours, bolt, raw = (one.taken[words, lanes] for one in served)
    p50, p99, cpu = (spread(getattr(f, name) for f in ours) for name in ("p50", "p99", "cpu"))
    sheet.add(
        verb(words),
        lanes,
        p50.median,
        p99.median,
        cpu.median,
        ratios((f.p50 for f in ours), (f.p50 for f in bolt)),
        ratios((f.cpu for f in ours), (f.cpu for f in bolt)),
        ratios((f.p50 for f in ours), (f.p50 for f in raw)),
        spread(f.p50 for f in bolt).median,
        spread(f.p50 for f in raw).median,
    )


async def growth(scale: Scale, databases: Databases) -> Sheet:
    """Muster alone, on SQLite, one at a time."""
    sheet = Sheet(
        f"Growth: commands, {FACTOR} times the people and duties (SQLite)",
        ("said", "p50 ms", f"p50 ms, {FACTOR} ×", "ratio", "floor's ratio"),
        "The floor does the same SQL: what it grows by is how much more there is to read.",
    )
    few: dict[str, dict[str, float]] = {}
    many: dict[str, dict[str, float]] = {}
    for factor, into in ((1, few), (FACTOR, many)):
        people, duties = scale.people * factor, scale.duties * factor
        async with serving(databases, "SQLite", people, duties, 1) as all_:
            for words in WORDS:
                for served in all_:
                    await ask(served, words, 1, scale.asked, duties)
            for served, name in zip(all_, SERVERS, strict=True):
                into[name] = {words: served.taken[words, 1][0].p50 for words in WORDS}
    for words in WORDS:
        ours = few["muster"][words], many["muster"][words]
        bolt = few["bolt"][words], many["bolt"][words]
        sheet.add(verb(words), *ours, ours[1] / ours[0], bolt[1] / bolt[0])
    return sheet
