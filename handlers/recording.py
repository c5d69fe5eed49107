"""What was said is recorded together by those who wait together: a commit costs more than a row."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol, TypeVar

from bot.model import Address
from bot.ports.lanes import Lanes, Taken

T = TypeVar("T")


class Hop(Protocol):
    """One short transaction in a worker thread."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]: ...


class Recorder:
    """One transaction at a time; whatever is said meanwhile shares the next one."""

    def __init__(self, desk: Lanes, hop: Hop, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._hop = hop
        self._now = now
        self._waiting: list[tuple[Taken, Address, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def said(self, taken: Taken, address: Address) -> bool:
        """Return once it is committed; False if it was not ours any more."""
        recorded: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((taken, address, recorded))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await recorded

    async def close(self) -> None:
        """Wait for what is being written, also if nobody waits for it any more."""
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        try:
            while self._waiting:
                now, together, self._waiting = self._now(), self._waiting, []
                messages = [(taken, address) for taken, address, _ in together]
                ours = await self._try(messages, now)
                for taken, _, recorded in together:
                    if recorded.done():  # broken off
                        continue
                    if isinstance(ours, Exception):
                        recorded.set_exception(ours)
                    else:
                        recorded.set_result(taken.delivery.id in ours)
        finally:
            self._writing = None

    async def _try(
        self, messages: Collection[tuple[Taken, Address]], now: datetime
    ) -> Collection[int] | Exception:
        try:
            return await self._hop(lambda: self._desk.said(messages, now))
        except Exception as error:  # noqa: BLE001  # each of those who wait raises it
            return error
