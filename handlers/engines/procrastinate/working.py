"""procrastinate's worker in this process: begun anew when it falls, its queue kept clean."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition, Status
from procrastinate.worker import Worker

from handlers.engines.procrastinate.waking import QUEUE, TASK

HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 15.0  # without a heartbeat: the process is gone, or frozen
LOOK_SECONDS = 2.0  # for jobs whose notice was lost; as often as lanes are swept
PAUSE_SECONDS = 1.0  # before a fallen worker is begun anew
FINISHING_SECONDS = 9.0  # for lanes under way, of the 10 that stopping may take
log = structlog.get_logger()


class Crew:
    """One worker at a time, and a broom. `app` is open as long as this runs."""

    def __init__(self, app: App, run_lane: Callable[[int], Awaitable[None]], at_once: int) -> None:
        self._app = app
        self._run_lane = run_lane
        self._at_once = at_once
        self._running: set[int] = set()
        self._again: set[int] = set()
        self._worker: _Worker | None = None
        self._stopping = asyncio.Event()

        @app.task(name=TASK, queue=QUEUE)
        async def run(lane: int) -> None:
            await self._run(lane)

    async def work(self) -> None:
        """Until `stop`; whatever happens to the database meanwhile."""
        broom = asyncio.create_task(self._keep_clean())
        try:
            while not self._stopping.is_set():
                self._worker = self._make_worker()
                running = asyncio.create_task(self._worker.run())  # type: ignore[no-untyped-call]
                await asyncio.wait({running})
                if not self._stopping.is_set():
                    fallen = running.exception()
                    log.error("The queue's worker fell.", action="engine.failed", exc_info=fallen)
                    await self._pause(PAUSE_SECONDS)
            await broom
        finally:
            broom.cancel()

    def stop(self) -> None:
        """Take no more lanes; `work` returns when those under way have ended."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.stop()  # type: ignore[no-untyped-call]

    def _make_worker(self) -> _Worker:
        return _Worker(
            self._app,
            queues=[QUEUE],
            concurrency=self._at_once,
            fetch_job_polling_interval=LOOK_SECONDS,
            shutdown_graceful_timeout=FINISHING_SECONDS,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )

    async def _run(self, lane: int) -> None:
        """A lane that runs here already runs once more afterwards, and takes no second place."""
        if lane in self._running:
            self._again.add(lane)
            return
        self._running.add(lane)
        try:
            await self._run_lane(lane)
            while lane in self._again:
                self._again.discard(lane)
                await self._run_lane(lane)
        finally:
            self._running.discard(lane)
            self._again.discard(lane)

    async def _keep_clean(self) -> None:
        """Forget the jobs of dead workers.

        They are not put back, as procrastinate's own recipe does: that clashes with a wake that
        waits for the same lane. The lane sweep wakes whatever is still due.
        """
        while not self._stopping.is_set():
            try:
                await self._sweep()
            except ConnectorException as error:
                log.warning("The queue could not be swept.", action="engine.failed", exc_info=error)
            await self._pause(HEARTBEAT_SECONDS)

    async def _sweep(self) -> None:
        jobs = self._app.job_manager
        for job in await jobs.get_stalled_jobs(
            queue=QUEUE, seconds_since_heartbeat=STALLED_SECONDS
        ):
            log.warning("A worker left a lane behind.", action="lane.stalled", **job.task_kwargs)
            with suppress(ConnectorException):  # another process was first
                await jobs.finish_job(job, Status.FAILED, delete_job=True)
        await jobs.prune_stalled_workers(STALLED_SECONDS)

    async def _pause(self, seconds: float) -> None:
        """Not longer than until Muster stops."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


class _Worker(Worker):
    """procrastinate's, which neither goes deaf nor forgets what it heard.

    It watches over its heartbeat and its ear until one of its tasks ends. The one for periodic jobs
    ends at once where there are none, and with it the watch: a worker whose heartbeat or ear had
    failed would go on deaf, and be taken for dead. Its methods say no types of what they return:
    hence the marks where they are called.
    """

    _heard = False

    async def _periodic_deferrer(self) -> None:
        await asyncio.Event().wait()

    async def _handle_notification(self, **notice: Any) -> None:
        self._heard = True
        await super()._handle_notification(**notice)

    async def _fetch_and_process_jobs(self) -> None:
        """Look once more after a notice that came while it was looking: it drops those."""
        self._heard = True
        while self._heard and not self._stop_event.is_set():
            self._heard = False
            await super()._fetch_and_process_jobs()  # type: ignore[no-untyped-call]
