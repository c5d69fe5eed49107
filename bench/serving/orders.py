"""How a program is measured from outside: an order a line in, its answer as JSON a line out."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Order = Callable[[], Awaitable[Any]]


def usage() -> dict[str, float]:
    """Seconds of processor time so far; MiB of memory at most, and now where the system says it."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024  # bytes there, KiB here
    return {"cpu": time.process_time(), "peak": most / unit}


def say(what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def obey(port: int | None, orders: Mapping[str, Order] | None = None) -> None:
    """Say the port, then answer orders until there are none any more."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    say({"port": port})
    while order := await lines.get():
        if order == "usage":
            say(usage())
        else:
            say(await (orders or {})[order]())
