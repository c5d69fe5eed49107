"""Solves proposed rosters: each in a process of its own, which a person can stop.

Every worker looks for plans that nobody is solving. A lease in the database says whose one is;
a worker that dies leaves its plan to the next one, and its process ends with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog
from pydantic import ValidationError

from bot.app import Bot
from bot.plan.problem import Problem, Roster
from bot.plan.usecases import beat_plan, finish_plan, problem_of, take_plan
from bot.plan.words.drafting import progress
from bot.ports.plans import WaitingPlan
from bot.ports.store import Transaction
from handlers.solving_lines import line_from, problem_to

LOOK_SECONDS = 2.0  # for plans that nobody is solving
BEAT_SECONDS = 2.0  # how often the lease is renewed, and the chair told of progress
PATIENCE_SECONDS = 8.0  # from a stop to the best so far; then the process is killed
LONGEST_LINE = 64 * 2**20  # bytes: a roster of tens of thousands of lines
CHILD = "handlers.solving_child"
ROOT = Path(__file__).parents[1]
T = TypeVar("T")
log = structlog.get_logger()


class Solvers:
    """The part of a worker that solves; one plan at a time, so that it keeps one core busy."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._stopping = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """What is being solved is handed back; within 10 s."""
        self._stopping.set()
        if self._looking is not None:
            await self._looking

    async def _look(self) -> None:
        while not self._stopping.is_set():
            await self.sweep()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), LOOK_SECONDS)

    async def sweep(self) -> int:
        """Solve what nobody is solving; how many drafts that made. Failures are logged."""
        try:
            now = self._bot.clock.now()
            waiting = await asyncio.to_thread(self._bot.store.plans.waiting, now)
            return sum([await self._solve(one) for one in waiting if not self._stopping.is_set()])
        except Exception:
            log.exception("A roster could not be proposed.", action="plan.failed")
            return 0

    async def _solve(self, waiting: WaitingPlan) -> bool:
        job = Job(self._bot, waiting)
        problem = await job.take()
        if problem is None:
            return False
        child = await Child.start(problem)
        try:
            return await self._watch(job, child)
        finally:
            await child.end()

    async def _watch(self, job: Job, child: Child) -> bool:
        """Until it is solved, stopped or has failed; whether there is a draft."""
        stop = asyncio.create_task(self._stopping.wait())
        killed_at: float | None = None
        try:
            while not child.reading.done():
                await asyncio.wait(
                    {child.reading, stop},
                    timeout=BEAT_SECONDS,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if self._stopping.is_set():
                    await job.hand_back()
                    return False
                if not child.reading.done() and not await job.beat(child.doing):
                    child.ask_to_stop()
                    killed_at = killed_at or time.monotonic() + PATIENCE_SECONDS
                if killed_at and time.monotonic() > killed_at:
                    return False
        finally:
            stop.cancel()
        roster = child.reading.result()
        if roster is None:
            log.error("A solver has died.", action="plan.died", plan=job.plan)
            return False  # its lease runs out, and it is tried again
        return await job.finish(roster)


class Job:
    """One plan that this worker has taken: each question is one short transaction."""

    def __init__(self, bot: Bot, waiting: WaitingPlan) -> None:
        self._bot = bot
        self._tenant = waiting.task_force_id
        self.plan = waiting.id
        self._owner = secrets.token_hex(8)

    async def take(self) -> Problem | None:
        now = self._bot.clock.now()
        if not await self._ask(lambda tx: take_plan(tx, self.plan, self._owner, now)):
            return None
        return await asyncio.to_thread(self._read, now)

    async def beat(self, doing: str) -> bool:
        now = self._bot.clock.now()
        return await self._ask(lambda tx: beat_plan(tx, self.plan, self._owner, doing, now))

    async def hand_back(self) -> None:
        await self._ask(lambda tx: tx.plans.hand_back(self.plan, self._owner))

    async def finish(self, roster: Roster) -> bool:
        found, now = (roster.given, roster.levels), self._bot.clock.now()
        return await self._ask(lambda tx: finish_plan(tx, self.plan, self._owner, found, now))

    async def _ask(self, ask: Callable[[Transaction], T]) -> T:
        return await asyncio.to_thread(self._write, ask)

    def _read(self, now: datetime) -> Problem | None:
        with self._bot.store.read(self._tenant) as tx:
            return problem_of(tx, self.plan, now)

    def _write(self, ask: Callable[[Transaction], T]) -> T:
        with self._bot.store.write(self._tenant, now=self._bot.clock.now()) as tx:
            return ask(tx)


class Child:
    """The process that solves. `reading` ends with the roster, or None if it died without one."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.doing = ""  # the latest progress, as a sentence
        self.reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, problem: Problem) -> Child:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", CHILD, stdin=PIPE, stdout=PIPE, cwd=ROOT, limit=LONGEST_LINE
        )
        assert process.stdin is not None
        process.stdin.write(problem_to(problem))
        with contextlib.suppress(ConnectionError):  # it died: that is seen where it is read
            await process.stdin.drain()
        return cls(process)

    async def _read(self) -> Roster | None:
        assert self.process.stdout is not None
        async for text in self.process.stdout:
            try:
                line = line_from(text)
            except ValidationError:
                return None  # it was killed within a line
            if line.roster is not None:
                return line.roster
            if line.progress is not None:
                self.doing = progress(*line.progress)
        return None

    def ask_to_stop(self) -> None:
        """The end of its stdin says that the best so far will do."""
        assert self.process.stdin is not None
        if not self.process.stdin.is_closing():
            self.process.stdin.close()

    async def end(self) -> None:
        """It is gone afterwards, whatever it was at."""
        self.ask_to_stop()
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
        await self.process.wait()
        self.reading.cancel()
        await asyncio.gather(self.reading, return_exceptions=True)
