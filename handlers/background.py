"""Work behind a door: in the background or in a worker thread, and never forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

log = structlog.get_logger()

# Requests of one platform answered at the same time. More of them take turns at the interpreter:
# on PostgreSQL a crowd's claims cost a seventh more with twice as many (docs/performance.md).
THREADS = 8


class Background:
    """Of one platform's door; `drain` is its end."""

    def __init__(self, name: str) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=name)
        self._work: set[asyncio.Task[Any]] = set()

    async def hop(self, listener: Callable[..., Any], *what: Any) -> Any:
        """One hop to a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, listener, *what)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Whoever does not wait for it need not: if it fails, the log says so."""
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._work.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("Work behind the door failed.", action="failed", exc_info=error)

    async def settled(self) -> None:
        """Return when nothing that was asked is under way any more."""
        while self._work:
            await asyncio.wait(set(self._work))

    async def drain(self, seconds: float = 10.0) -> None:
        """Wait for what is under way, that long at most; the rest is cancelled."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self._work:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or not (await asyncio.wait(set(self._work), timeout=left))[0]:
                break
        for task in set(self._work):
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)
