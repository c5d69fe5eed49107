"""Fires the timetable, and finds lanes that nobody serves. The only user of APScheduler.

The timetable itself lives in the database: APScheduler only wakes the sweeps, from memory. Every
worker of a distributed Muster sweeps; a row is taken by one of them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.app import Bot
from bot.jobs import Job
from bot.model import TimetableKind
from bot.ports.lanes import SWEPT, DueRow, WaitingLane
from bot.timetable import Ran, run_due, run_several

TIMETABLE_SECONDS = 5.0  # how late something may be
LANES_SECONDS = 2.0  # how long a message waits whose wake was lost
TIDYING_SECONDS = 3600.0
TIDYING_HOUR = 2  # UTC: at night where most people are
PAGE = 100  # rows a worker thread runs before the event loop looks again
PASSES = 5  # of one tick: what comes due by what it ran
COMMIT_SECONDS = 0.05  # of work in one commit: so long others wait to write on SQLite
FIRST_PAUSE = timedelta(seconds=10)  # of a row that failed; twice as long each time
LONGEST_PAUSE = timedelta(minutes=10)
log = structlog.get_logger()

Sweep = Callable[[], Awaitable[object]]
_Failures = dict[tuple[int, TimetableKind], tuple[int, datetime]]


class Movable(Protocol):
    """A clock that people can set onwards."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        ...

    def move_to(self, instant: datetime) -> None:
        """Go on from there."""
        ...


class ClockDoor:
    """`tick` at any time, for instance after the playground's clock was moved."""

    def __init__(self, bot: Bot, jobs: Mapping[TimetableKind, Job]) -> None:
        self._bot = bot
        self._jobs = jobs
        self._failed: _Failures = {}  # how often in a row, and when it is tried again
        self._swept: WaitingLane | None = None  # the last lane of the last sweep, if there are more
        self._one_at_a_time = asyncio.Lock()
        self._tidying = asyncio.Lock()
        self._sweeping: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    async def start(self) -> None:
        """Sweep now, and from then on every few seconds of real time."""
        sweeps: tuple[tuple[Sweep, float], ...] = (
            (self.tick, TIMETABLE_SECONDS),
            (self.sweep_lanes, LANES_SECONDS),
            (self.tidy_at_night, TIDYING_SECONDS),
        )
        for sweep, seconds in sweeps:
            self._scheduler.add_job(
                self._under_way,
                IntervalTrigger(seconds=seconds),
                args=(sweep,),
                id=sweep.__name__,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        self._scheduler.start()
        await self.tick()

    async def stop(self) -> None:
        """Wait for a sweep under way; nothing is left half done."""
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.pause()  # a shutdown would cancel what is under way
        while self._sweeping:
            await asyncio.wait(set(self._sweeping))
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        async with self._one_at_a_time, self._tidying:
            pass

    async def _under_way(self, sweep: Sweep) -> None:
        """One that the scheduler wakes; who stops waits for it."""
        task = asyncio.current_task()
        assert task is not None
        if self._stopping:
            return
        self._sweeping.add(task)
        task.add_done_callback(self._sweeping.discard)
        await sweep()

    async def tick(self) -> list[Ran]:
        """Run all that is due, and say what that was. Failures are logged; others go on."""
        async with self._one_at_a_time:
            ran: list[Ran] = []
            for _ in range(PASSES):
                passed = await self._pass(self._bot.clock.now())
                if not passed:
                    break
                ran += passed
        await self.sweep_lanes()
        return ran

    async def sweep_lanes(self) -> None:
        """Wake lanes with something due that nobody serves: a lost wake, a dead process."""
        await asyncio.to_thread(self._sweep_lanes)

    def _sweep_lanes(self) -> None:
        desk, now = self._bot.store.lanes, self._bot.clock.now()
        try:
            if desk.mend(now):
                log.warning("The clock was ahead, and is right again.", action="clock.mended")
            waiting = desk.waiting(now, self._swept)
            # the next sweep goes on behind them: those that cannot be served hold up nobody
            self._swept = waiting[-1] if len(waiting) == SWEPT else None
            if waiting:
                desk.wake([one.lane for one in waiting])
        except Exception:
            log.exception("The lanes could not be swept.", action="lanes.failed")

    async def tidy_at_night(self) -> None:
        """Once a night, what is old is forgotten; several workers at it do no harm."""
        now = self._bot.clock.now()
        if now.hour == TIDYING_HOUR:
            await self.tidy(now)

    async def tidy(self, now: datetime) -> None:
        """A little in each transaction."""
        after: int | None = 0
        async with self._tidying:
            try:
                while after is not None and not self._stopping:
                    after = await asyncio.to_thread(self._bot.store.tidy, now, after)
            except Exception:
                log.exception("What is old could not be forgotten.", action="tidying.failed")

    async def _pass(self, now: datetime) -> list[Ran]:
        """Every row that is due, once, oldest first."""
        ran: list[Ran] = []
        last: DueRow | None = None
        while True:
            page = await asyncio.to_thread(self._next_page, now, last)
            if page:
                ran += await asyncio.to_thread(self._run_page, page, now)
            if len(page) < PAGE:
                return ran
            last = page[-1]

    def _next_page(self, now: datetime, last: DueRow | None) -> Sequence[DueRow]:
        try:
            return self._bot.store.lanes.due_rows(now, PAGE, last)
        except Exception:
            log.exception("The timetable could not be read.", action="timetable.failed")
            return ()

    def _run_page(self, page: Sequence[DueRow], now: datetime) -> list[Ran]:
        """Several with one commit; where one of them fails, each on its own.

        What is for very many people is begun with the others, and ended after them.
        """
        ran: list[Ran] = []
        long: list[Ran] = []
        todo, size = [row for row in page if not self._is_left_alone(row, now)], PAGE
        while todo:
            rows, todo = todo[:size], todo[size:]
            try:
                some, left = run_several(self._bot.store, self._jobs, rows, now, _Enough())
            except Exception:
                log.exception("One of several rows failed.", action="timetable.one_by_one")
                ran += [one for row in rows if (one := self._run(row, now))]
                continue
            for one in some:
                self._failed.pop((one.task_force_id, one.kind), None)
                (long if one.through else ran).append(one)
            # what was asked for those it did not come to is asked again: so not for too many
            size = 2 * (len(some) if left else size)
            todo = [row for row in rows if row.id in left] + todo
        return ran + [one for begun in long if (one := self._run(begun, now, begun.through or 0))]

    def _is_left_alone(self, row: DueRow, now: datetime) -> bool:
        _, again_at = self._failed.get((row.task_force_id, row.kind), (0, now))
        return again_at > now

    def _run(self, row: DueRow | Ran, now: datetime, after: int = 0) -> Ran | None:
        """One row of one task force. A row that fails is left alone for a while."""
        key = (row.task_force_id, row.kind)
        times, _ = self._failed.get(key, (0, now))
        try:
            ran = run_due(self._bot.store, self._jobs, row.task_force_id, row.kind, now, after)
        except Exception:
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(times, 10)))
            self._failed[key] = (times + 1, now + pause)
            log.exception(
                "What was due failed.",
                action="timetable.failed",
                task_force=row.task_force_id,
                kind=row.kind.value,
                again_at=now + pause,
            )
            return None
        self._failed.pop(key, None)
        return ran

    async def travel(
        self, clock: Movable, until: datetime, settle: Callable[[], Awaitable[None]]
    ) -> list[Ran]:
        """Set the clock on as time would pass: stopping wherever something falls due.

        A single jump would find all but the newest of it missed. `settle` waits until what was
        said at a stop has arrived.
        """
        ran: list[Ran] = []
        while clock.now() < until:
            present = clock.now()
            upcoming = await asyncio.to_thread(self._bot.store.lanes.next_instant, present)
            clock.move_to(min(upcoming or until, until))
            ran += await self.tick()
            await settle()
        return ran


class _Enough:
    """Whether a commit holds as much work as it may."""

    def __init__(self) -> None:
        self._until = time.monotonic() + COMMIT_SECONDS

    def __call__(self) -> bool:
        return time.monotonic() >= self._until
