"""Several of the same at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def together(
    work: Callable[[T], Awaitable[object]], several: Iterable[T], in_flight: int
) -> None:
    """Each lane takes the next one when it is done with one."""
    left = iter(several)

    async def lane() -> None:
        for one in left:
            await work(one)

    await asyncio.gather(*(lane() for _ in range(in_flight)))
