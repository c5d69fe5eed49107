"""What some runs took."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds: half of the runs took at most `p50`, 99 of 100 at most `p99`; `cpu` a run."""

    p50: float
    p99: float
    cpu: float = 0.0


def figures(taken: Sequence[float], cpu: float = 0.0) -> Figures:
    """`taken` and `cpu` in seconds; `cpu` of all runs together."""
    cuts = quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else [taken[0]] * 99
    return Figures(cuts[49] * 1000, cuts[98] * 1000, cpu * 1000 / len(taken))


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def repeated(work: Callable[[], object], times: int) -> Figures:
    """One after the other in this thread, after one that warms what is made once."""
    work()
    begun = time.process_time()
    taken = [timed(work) for _ in range(times)]
    return figures(taken, time.process_time() - begun)
