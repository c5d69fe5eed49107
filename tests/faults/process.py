"""`python -m tests.faults.process serve|work`: Muster at no pace, by a clock that a test can step.

The clock of a machine that is set wrong, and right again: `FaultyClock(path).set_wrong_by(…)` in
the test's process is felt by every process that was started with this path in MUSTER_FAULT_CLOCK.
"""

from __future__ import annotations

import asyncio
import mmap
import os
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cli import _serve, plainly
from bot.operating.composition import Muster
from handlers.pacing import UNPACED
from tests.many.process import PARTS

CLOCK = "MUSTER_FAULT_CLOCK"  # a path, for the processes
_SECONDS = struct.Struct("d")


class FaultyClock:
    """The machine's own clock, plus what stands in a file that several processes share."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_SECONDS.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SECONDS.size)

    def now(self) -> datetime:
        (seconds,) = _SECONDS.unpack(self._shared[:])
        return datetime.now(UTC) + timedelta(seconds=seconds)

    def set_wrong_by(self, wrong: timedelta) -> None:
        """Ahead of the true time, or behind it."""
        self._shared[:] = _SECONDS.pack(wrong.total_seconds())


if __name__ == "__main__":
    with plainly() as settings:
        clock = FaultyClock(Path(os.environ[CLOCK]))
        parts = PARTS[sys.argv[1]]
        asyncio.run(_serve(Muster(settings, clock=clock, parts=parts, pacing={"slack": UNPACED})))
