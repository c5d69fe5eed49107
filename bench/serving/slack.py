"""A workspace's Web API that takes whatever it is told at once, counts it, and may set a limit."""

from __future__ import annotations

import asyncio
import time
from itertools import count
from typing import Any

from aiohttp import web

from bench.serving.orders import obey

SCOPES = "chat:write,commands,im:history,channels:history,users:read,users:read.email"
IN_FLIGHT = 0.1  # seconds: a call that was on its way when the silence was asked for


class Workspace:
    """`limit`: messages a second, and so many at once at most; 0: none."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._ids = count(1)
        self._silent_until = self._silent_since = 0.0
        self._bucket, self._filled = float(limit), time.monotonic()
        self.said: list[float] = []  # instants of what was taken
        self.refused = self.while_silent = 0

    async def call(self, request: web.Request) -> web.Response:
        await request.read()
        method = request.match_info["method"]
        if method == "chat.postMessage":
            return self._post()
        if method == "auth.test":
            who = {"ok": True, "team_id": "T1", "team": "Bench", "user_id": "UBOT"}
            return web.json_response(who, headers={"x-oauth-scopes": SCOPES})
        return web.json_response({"ok": True, "messages": [], "channel": {"id": "D1"}})

    def _post(self) -> web.Response:
        now = time.monotonic()
        if wait := self._must_wait(now):
            self.refused += 1
            error = {"ok": False, "error": "ratelimited"}
            return web.json_response(error, status=429, headers={"Retry-After": str(wait)})
        self.said.append(now)
        stamp = f"{1_700_000_000 + len(self.said)}.{next(self._ids):06}"
        return web.json_response({"ok": True, "channel": "D1", "ts": stamp})

    def _must_wait(self, now: float) -> int:
        """Seconds; 0: it is taken."""
        if not self._limit:
            return 0
        if now < self._silent_until:
            self.while_silent += now > self._silent_since + IN_FLIGHT
            return 1
        left = self._bucket + (now - self._filled) * self._limit
        self._bucket, self._filled = min(left, float(self._limit)), now
        if self._bucket >= 1:
            self._bucket -= 1
            return 0
        self._silent_since, self._silent_until = now, now + 1.0
        return 1

    async def report(self) -> dict[str, Any]:
        """And begin anew."""
        known = {"said": self.said, "refused": self.refused, "while_silent": self.while_silent}
        self.said, self.refused, self.while_silent = [], 0, 0
        return known

    async def count(self) -> int:
        return len(self.said)


async def main(limit: int = 0) -> None:
    workspace = Workspace(limit)
    app = web.Application()
    app.router.add_post("/api/{method}", workspace.call)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = runner.addresses[0][1]
        await obey(port, {"report": workspace.report, "count": workspace.count})
    finally:
        await asyncio.wait_for(runner.cleanup(), 5)
