"""What was said is recorded together by those who wait together: a commit costs more than a row."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from bot.model import Address
from bot.ports.lanes import Lanes, Taken

# Seconds. What is said within them shares a commit: half as many commits where many speak, and
# little beside the tenth of a second that Slack takes for a message.
TOGETHER = 0.002

T = TypeVar("T")
Messages: TypeAlias = "list[tuple[Taken, Address]]"


class Hop(Protocol):
    """One short transaction in a worker thread."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]: ...


class Recorder:
    """One transaction at a time for all lanes; whatever is said meanwhile shares the next one."""

    def __init__(self, desk: Lanes, hop: Hop, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._hop = hop
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        self._open: tuple[Messages, asyncio.Task[Collection[int]]] | None = None
        self._tasks: set[asyncio.Task[Collection[int]]] = set()

    async def said(self, taken: Taken, address: Address) -> bool:
        """Return once it is committed; False if it was not ours any more.

        Raises what the database raises, like all that shared the transaction.
        """
        messages, task = self._open = self._open or self._begin()
        messages.append((taken, address))
        ours = await asyncio.shield(task)  # it is recorded also if whoever said it is broken off
        return taken.delivery.id in ours

    async def close(self) -> None:
        """Wait for what was said before, also if nobody waits for it any more."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    def _begin(self) -> tuple[Messages, asyncio.Task[Collection[int]]]:
        messages: Messages = []
        task = asyncio.create_task(self._write(messages))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return messages, task

    async def _write(self, messages: Messages) -> Collection[int]:
        async with self._one_at_a_time:
            await asyncio.sleep(TOGETHER)
            self._open = None  # what is said from now on is recorded next
            now = self._now()
            return await self._hop(lambda: self._desk.said(messages, now))

    def _ended(self, task: asyncio.Task[Collection[int]]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # raised where somebody waits for it; else there is nobody to tell
