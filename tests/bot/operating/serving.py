"""`python -m bot serve` as a process of its own, as an operator runs it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.operating.playing import ROOT, SAMPLE
from bot.settings import Settings
from handlers.playground.server import Playground

START_SECONDS = 240  # a busy machine is no reason to fail


class Served:
    """A running process; `log` is what it has logged so far, line by line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.port = 0
        self.log: list[dict[str, object]] = []
        self._up = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            entry = json.loads(line) if line.startswith(b"{") else {"event": line.decode()}
            self.log.append(entry)
            if entry.get("action") == "started":
                self.port = entry["port"]
                self._up.set()
        self._up.set()

    async def up(self) -> None:
        """Until it listens. Raises RuntimeError with its last words if it ended instead."""
        async with asyncio.timeout(START_SECONDS):
            await self._up.wait()
        if not self.port:
            raise RuntimeError(str(self.log))

    async def ended(self) -> int:
        """The exit code, once it has ended."""
        code = await self.process.wait()
        await self._reading
        return code

    async def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        self.process.kill()
        await self.ended()

    def complaints(self) -> list[dict[str, object]]:
        """What it logged as errors, and whatever is no line of its log."""
        return [entry for entry in self.log if entry.get("level") in {None, "error", "critical"}]


def environment(playground: Playground, url: str, **others: str) -> dict[str, str]:
    """What the process is told; nothing of what this machine tells others about Muster."""
    ours = {str(field.validation_alias) for field in Settings.model_fields.values()}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {
        "MUSTER_DATABASE_URL": url,
        "HOST": "127.0.0.1",
        "PORT": "0",
        "SLACK_BOT_TOKEN": playground.bot_token,
        "SLACK_SIGNING_SECRET": playground.signing_secret,
        "SLACK_API_URL": playground.api_url,
        "MUSTER_ZONE": "Europe/Berlin",
        "LOG_FORMAT": "json",
        **others,
    }


async def run(env: dict[str, str], *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=ROOT,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def serving(playground: Playground, env: dict[str, str]) -> AsyncIterator[Served]:
    """The process listens, and the workspace knows where; it is ended afterwards."""
    served = Served(await run(env, "serve"))
    try:
        await served.up()
        playground.app_url = f"http://127.0.0.1:{served.port}"
        yield served
    finally:
        if served.process.returncode is None:
            await served.kill()


async def prepared(env: dict[str, str]) -> None:
    """The database is there, with the sample company in it."""
    process = await run(env, "import", str(SAMPLE), "--yes")
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()


async def seen(playground: Playground, look: Callable[[], object]) -> None:
    """Until `look` finds something in the workspace."""
    changed = asyncio.Event()
    stop = playground.workspace.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(START_SECONDS):
            while not look():
                changed.clear()
                await changed.wait()
    finally:
        stop()


def let_leases_expire(path: Path) -> None:
    """As if fifteen seconds had passed since the postman died."""
    with sqlite3.connect(path, timeout=15) as database:
        database.execute("UPDATE workspaces SET lease_until = '2020-01-01 00:00:00.000000'")
    database.close()
