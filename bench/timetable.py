"""The timetable of very many task forces: a look that finds nothing, and a crowded minute."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bench.archive import CHUNK
from bench.measuring import Figures, figures
from bench.results import Sheet, ratios, spread
from bench.scale import Scale
from bench.stage import NOW, ZONE, Databases
from bot import catalog
from bot.app import Bot
from bot.model import TimetableKind
from handlers.clock import ClockDoor
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from storage.tables import departments, members, rooms, task_forces, timetable, workspaces

LOOKS = 40  # with nothing due, in a round
FACTOR = 10  # growth
KINDS = (TimetableKind.PANEL, TimetableKind.DIGEST)
LATER = NOW + timedelta(days=1)
FLOOR = (
    select(timetable.c.id)
    .where(timetable.c.next_run_at <= bindparam("now"), timetable.c.enabled)
    .order_by(timetable.c.next_run_at)
    .limit(100)
)


class SettableClock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.instant = NOW

    def now(self) -> datetime:
        return self.instant


@dataclass(slots=True)
class Lag:
    """The longest that the event loop was kept from going on, in seconds."""

    longest: float = 0.0

    async def watch(self) -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.perf_counter() - begun - 0.001)


async def run(scale: Scale, databases: Databases) -> AsyncIterator[Sheet]:
    nothing = Sheet(
        "Timetable, nothing due",
        ("database", "task forces", "tick ms", "query ms", "÷ query", "× task forces"),
        "A tick: what is due, and which lanes wait. Query: one indexed question by Core in one"
        f" hop. × task forces: the tick of {FACTOR} times as many against this one.",
    )
    due = Sheet(
        "Timetable, many due at the same instant",
        ("database", "what is due", "rows", "s", "ms a row", "loop blocked ms"),
        "panel: one message to be edited, for each. digest: made and owed, for each. Loop blocked:"
        " the longest that the event loop stood still meanwhile.",
    )
    for kind in databases.kinds:
        smaller: list[Figures] = []
        for forces in (max(1, scale.task_forces // FACTOR), scale.task_forces):
            with stage(databases, kind, forces, min(forces, scale.due)) as (store, clock):
                smaller = await look(nothing, kind, forces, store, clock, scale.rounds, smaller)
                if forces == scale.task_forces:
                    gc.collect()
                    gc.freeze()  # as in a process that is up (bot.cli)
                    await rush(due, kind, store, clock, TimetableKind.PANEL, scale.due)
                    await rush(due, kind, store, clock, TimetableKind.DIGEST, scale.due // 5)
    yield nothing
    yield due


@contextmanager
def stage(
    databases: Databases, kind: str, forces: int, due: int
) -> Iterator[tuple[SqlStore, SettableClock]]:
    """`forces` task forces with two rows each; the first `due` of them have somebody and a room."""
    with databases.empty(kind) as url:
        migrate(url)
        store = open_store(url)
        try:
            fill(store, forces, due)
            yield store, SettableClock()
        finally:
            store.close()


def fill(store: SqlStore, forces: int, due: int) -> None:
    filled = range(1, due + 1)
    tables: tuple[tuple[Any, Iterator[dict[str, Any]]], ...] = (
        (
            task_forces,
            ({"id": n, "name": "Bench", "zone": ZONE, "created_at": NOW} for n in counted(forces)),
        ),
        (timetable, timetable_rows(forces)),
        (departments, (of(n) | {"name": "Sales", "folded": "sales"} for n in filled)),
        (members, (member_row(n) for n in filled)),
        (
            workspaces,
            (of(n) | {"platform": "slack", "external_id": f"T{n}"} for n in filled),
        ),
        (rooms, (of(n) | {"workspace_id": n, "channel": "C1"} for n in filled)),
    )
    with store.database.write() as connection:
        for table, rows in tables:
            while chunk := list(islice(rows, CHUNK)):
                connection.execute(insert(table), chunk)


def counted(many: int) -> Sequence[int]:
    return range(1, many + 1)


def of(number: int) -> dict[str, Any]:
    """Each task force has one of each, under its own number."""
    return {"id": number, "task_force_id": number}


def member_row(number: int) -> dict[str, Any]:
    person = {"name": "Person", "email": "p@example.com", "role": "chair", "zone": ZONE}
    return of(number) | person | {"department_id": number, "created_at": NOW}


def timetable_rows(forces: int) -> Iterator[dict[str, Any]]:
    """Nothing is due today."""
    for n in counted(forces):
        for kind in KINDS:
            yield {
                "task_force_id": n,
                "kind": kind.value,
                "weekday": 0,
                "minute": 9 * 60,
                "next_run_at": LATER,
            }


async def look(
    sheet: Sheet,
    kind: str,
    forces: int,
    store: SqlStore,
    clock: SettableClock,
    rounds: int,
    smaller: list[Figures],
) -> list[Figures]:
    door = ClockDoor(Bot(store, clock, catalog.CODEC), catalog.JOBS)

    async def query() -> None:
        await asyncio.to_thread(ask, store)

    ticks, queries = [], []
    for _ in range(rounds):
        queries.append(await several(query))
        ticks.append(await several(door.tick))
    more = ratios((f.p50 for f in ticks), (f.p50 for f in smaller)) if smaller else None
    against = ratios((f.p50 for f in ticks), (f.p50 for f in queries))
    p50 = spread(f.p50 for f in ticks)
    sheet.add(kind, forces, p50, spread(f.p50 for f in queries), against, more)
    return ticks


def ask(store: SqlStore) -> None:
    with store.database.read() as connection:
        known = FLOOR.execution_options(across_task_forces=True)
        connection.execute(known, {"now": NOW}).all()


async def several(work: Any) -> Figures:
    await work()
    taken = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - begun)
    return figures(taken)


async def rush(
    sheet: Sheet,
    database: str,
    store: SqlStore,
    clock: SettableClock,
    kind: TimetableKind,
    many: int,
) -> None:
    """So many rows fall due at the same instant."""
    with store.database.write() as connection:
        chosen = timetable.c.kind == kind.value, timetable.c.task_force_id <= many
        connection.execute(update(timetable).where(*chosen).values(next_run_at=NOW))
    door = ClockDoor(Bot(store, clock, catalog.CODEC), catalog.JOBS)
    lag = Lag()
    watching = asyncio.create_task(lag.watch())
    begun = time.perf_counter()
    ran = await door.tick()
    taken = time.perf_counter() - begun
    watching.cancel()
    done = sum(1 for one in ran if one.kind is kind)
    sheet.add(database, kind.value, done, taken, taken * 1000 / max(done, 1), lag.longest * 1000)
