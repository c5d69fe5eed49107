"""Runs lanes in this process (bot.ports.engine.Engine).

A wake lives in memory only: what is lost with the process is found again by the lane sweep.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Collection
from functools import partial

import structlog

from bot.ports.engine import Handle

AT_ONCE = 32  # lanes; each has a few messages in flight
STOPPING_SECONDS = 10.0
log = structlog.get_logger()


class LocalEngine:
    """`wake` from any thread; everything else on the event loop that called `start`."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._guard = threading.Lock()  # of the two below, which any thread may touch
        self._woken: dict[int, None] = {}  # in the order of their waking
        self._loop: asyncio.AbstractEventLoop | None = None
        self._run_lane: Callable[[int], Awaitable[None]] | None = None
        self._running: dict[int, asyncio.Task[None]] = {}
        self._idle = asyncio.Event()

    def wake(self, handle: Handle, lanes: Collection[int]) -> None:
        """Run them after the commit. A lane that is running then runs once more."""
        wanted = tuple(lanes)
        handle.after_commit(lambda: self._wake(wanted))

    def _wake(self, lanes: Collection[int]) -> None:
        with self._guard:
            self._woken |= dict.fromkeys(lanes)
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._dispatch)

    async def start(self, run_lane: Callable[[int], Awaitable[None]]) -> None:
        """Wakes from before are not lost."""
        self._run_lane = run_lane
        with self._guard:
            self._loop = asyncio.get_running_loop()
        self._dispatch()

    async def stop(self) -> None:
        """Lanes that take more than 10 s are broken off: what they were saying is in doubt."""
        with self._guard:
            self._loop = None
        running = list(self._running.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=STOPPING_SECONDS)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def idle(self) -> None:
        """Return once no lane is running or woken."""
        self._settle()
        await self._idle.wait()

    def _dispatch(self) -> None:
        for lane in self._choose():
            task = asyncio.create_task(self._run(lane))
            self._running[lane] = task
            task.add_done_callback(partial(self._ended, lane))
        self._settle()

    def _choose(self) -> list[int]:
        with self._guard:
            if self._loop is None:
                return []
            room = self._at_once - len(self._running)
            chosen = [lane for lane in self._woken if lane not in self._running][: max(0, room)]
            for lane in chosen:
                del self._woken[lane]
        return chosen

    async def _run(self, lane: int) -> None:
        assert self._run_lane is not None  # `start` has set it before it dispatches
        await self._run_lane(lane)

    def _ended(self, lane: int, task: asyncio.Task[None]) -> None:
        del self._running[lane]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("A lane failed.", action="lane.failed", lane=lane, exc_info=error)
        self._dispatch()

    def _settle(self) -> None:
        with self._guard:
            at_rest = not self._running and (not self._woken or self._loop is None)
        if at_rest:
            self._idle.set()
        else:
            self._idle.clear()
