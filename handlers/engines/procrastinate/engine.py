"""bot.ports.engine.Engine for any number of processes on one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from procrastinate import App, PsycopgConnector

from bot.ports.engine import Handle
from handlers.engines.procrastinate.waking import QUEUE, Waker
from handlers.engines.procrastinate.working import Crew

AT_ONCE = 32  # lanes in this process; each has a few messages in flight
CONNECTIONS = 4  # for taking and finishing jobs, beside the one that listens
WAIT_SECONDS = 5.0  # for one of them
STOPPING_SECONDS = 9.5
LOOK_SECONDS = 0.02  # of `idle`


class ProcrastinateEngine:
    """`wake` from any thread, also in a process that never starts; the rest on one event loop.

    `arguments`: what PostgreSQL's own client is given to connect.
    """

    def __init__(self, arguments: Mapping[str, Any], at_once: int = AT_ONCE) -> None:
        self._arguments = dict(arguments)
        self._at_once = at_once
        self._waker = Waker()
        self._app: App | None = None
        self._crew: Crew | None = None
        self._working: asyncio.Task[None] | None = None

    def wake(self, handle: Handle, lanes: Collection[int]) -> None:
        """The last thing before the commit: others who wake the same lane wait until then."""
        self._waker.wake(handle.connection.connection.dbapi_connection, lanes)

    async def start(self, run_lane: Callable[[int], Awaitable[None]]) -> None:
        """Jobs from before are run too."""
        connector = PsycopgConnector(
            kwargs=self._arguments, min_size=1, max_size=CONNECTIONS, timeout=WAIT_SECONDS
        )
        self._app = App(connector=connector)
        await self._app.open_async()
        self._crew = Crew(self._app, run_lane, self._at_once)
        self._working = asyncio.create_task(self._crew.work())

    async def stop(self) -> None:
        """Lanes that take more than 9 s are broken off: what they were saying is in doubt."""
        if self._app is None or self._crew is None or self._working is None:
            return
        self._crew.stop()
        _, late = await asyncio.wait({self._working}, timeout=STOPPING_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(self._working, return_exceptions=True)
        await self._app.close_async()
        self._app = self._crew = self._working = None

    async def idle(self) -> None:
        """Return once no lane is running or woken, in any process. For playground and tests."""
        while self._app is not None:  # other processes set no event of ours
            if not list(await self._app.job_manager.list_jobs_async(queue=QUEUE)):
                return
            await asyncio.sleep(LOOK_SECONDS)
