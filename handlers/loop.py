"""The event loop of a process: uvloop where it is installed, else asyncio's own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import uvicorn


def run(main: Coroutine[Any, Any, None]) -> None:
    """As asyncio.run. uvicorn chooses the loop, but only where it starts it itself: not here."""
    factory = uvicorn.Config("", loop="auto", log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main)
