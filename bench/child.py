"""Starts a program of bench.serving, and asks it how much it used."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
START_SECONDS = 120.0  # a loaded machine imports slowly, and a floor learns its words first
ANSWER_SECONDS = 120.0
LINE_BYTES = 1 << 24  # a report is one line


class Child:
    """A program that runs; `port` is where it listens, 0 if it does not."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.port = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def up(self) -> None:
        self.port = (await self._read(START_SECONDS))["port"] or 0

    async def ask(self, order: str) -> Any:
        """Raises RuntimeError if it has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n".encode())
        return await self._read(ANSWER_SECONDS)

    async def cpu(self) -> float:
        """Seconds so far."""
        used: float = (await self.ask("usage"))["cpu"]
        return used

    async def _read(self, seconds: float) -> Any:
        assert self._process.stdout is not None
        async with asyncio.timeout(seconds):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("A measured program has ended; what it wrote is above.")
        return json.loads(line)

    async def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(20):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def running(
    name: str, program: Sequence[str] = (sys.executable,), **options: Any
) -> AsyncIterator[Child]:
    """A program of bench.serving, up; gone afterwards."""
    process = await asyncio.create_subprocess_exec(
        *(*program, "-m", "bench.serving", name, json.dumps(options)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE_BYTES,
    )
    child = Child(process)
    try:
        await child.up()
        yield child
    finally:
        await child.end()
