"""Runs a piece of work again and again, so many at once, and says how long it took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

Work = Callable[[int, int], object]  # (which lane, how many times before)


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds: half of the runs took at most `p50`, 99 of 100 at most `p99`; `cpu` a run."""

    p50: float
    p99: float
    cpu: float


def measure(work: Work, *, at_once: int, times: int) -> Figures:
    """`times` runs in all, `at_once` in flight, each by one hop to a worker thread.

    Half as many before them warm what is made once: connections, compiled statements.
    """
    asyncio.run(_measure(work, at_once, times // 2))
    return asyncio.run(_measure(work, at_once, times))


async def _measure(work: Work, at_once: int, times: int) -> Figures:
    loop = asyncio.get_running_loop()
    taken: list[float] = []

    async def lane(number: int) -> None:
        for turn in range(times // at_once):
            begun = time.perf_counter()
            await loop.run_in_executor(pool, work, number, turn)
            taken.append((time.perf_counter() - begun) * 1000)

    with ThreadPoolExecutor(at_once) as pool:
        begun = time.process_time()
        await asyncio.gather(*(lane(number) for number in range(at_once)))
        cpu = (time.process_time() - begun) * 1000 / len(taken)
    cuts = quantiles(taken, n=100)
    return Figures(cuts[49], cuts[98], cpu)
