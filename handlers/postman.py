"""Speaks what is in the outbox, lane by lane: lease, batch, speak, record.

Nothing is held across the network: each step is a short transaction in a worker thread, and what
was taken but not recorded is in doubt for whoever comes next.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

import structlog

from bot import retries
from bot.model import Workspace
from bot.ports.lanes import LEASE, RENEWAL, Lease, Taken
from bot.signs import SIGN
from handlers.pacing import SLACK, Pace, Pacing
from handlers.recording import Recorder
from handlers.saying import Saying, Tools

__all__ = ["Postman", "Tools"]

T = TypeVar("T")

FAIR_SECONDS = 20.0  # then somebody else may have the lane
RENEW_SECONDS = RENEWAL.total_seconds()
STOP_SECONDS = 8.0  # for messages under way, of the 10 that stopping may take
THREADS = 8
log = structlog.get_logger()


class Postman:
    """`run_lane` is what an engine is started with."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.stopping = asyncio.Event()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="postman")
        self.recorder = Recorder(tools.bot.store.lanes, self.hop, tools.now)
        self._paces: dict[int, Pace] = {}
        self._rounds: set[asyncio.Task[None]] = set()

    async def run_lane(self, lane: int) -> None:
        """Say what is due there, for at most 20 s; nothing if somebody else is at it."""
        if self.stopping.is_set():
            return
        task = asyncio.create_task(self._run(lane))
        self._rounds.add(task)
        task.add_done_callback(self._rounds.discard)
        await task

    async def _run(self, lane: int) -> None:
        try:
            await Round(self, lane).run()
        except Exception:
            log.exception("A lane failed.", action="lane.failed", lane=lane)

    async def stop(self) -> None:
        """Finish what is under way and hand the lanes back, within 10 s."""
        self.stopping.set()
        rounds = set(self._rounds)
        if rounds:
            _, late = await asyncio.wait(rounds, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        # a lease that was being renewed: its transaction ends before the store is closed
        await asyncio.to_thread(self._threads.shutdown, wait=True)

    async def hop(self, work: Callable[[], T]) -> T:
        """One short transaction in a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def pace(self, workspace: Workspace) -> tuple[Pacing, Pace]:
        """Kept from one round to the next, else each would begin with a burst."""
        pacing = self.tools.pacing.get(workspace.platform, SLACK)
        pace = self._paces.setdefault(workspace.id, Pace(pacing, self.tools.monotonic))
        return pacing, pace


class Round:
    """One holding of one lane's lease."""

    def __init__(self, postman: Postman, lane: int) -> None:
        self._postman = postman
        self._tools = postman.tools
        self._hop = postman.hop
        self._desk = postman.tools.bot.store.lanes
        self._lane = lane
        self._owner = secrets.token_hex(8)  # another each time: what it leaves behind is in doubt
        self._queue: deque[Taken] = deque()
        self._untouched: dict[int, Taken] = {}  # taken, but not attempted yet
        self._lost = self._silenced = False
        self._began = self._renewed = self._tools.monotonic()

    async def run(self) -> None:
        """Take the lane, serve it, hand it back whatever happens."""
        now = self._tools.now()
        lease = await self._hop(lambda: self._desk.take(self._lane, self._owner, now))
        if lease is None:
            return
        keeper = asyncio.create_task(self._keep())
        wake = True
        try:
            await self._serve(lease)
        except Exception:
            wake = False  # the next one would fail at once, too: the sweep is soon enough
            raise
        finally:
            keeper.cancel()
            await self._hop(lambda: self._give_back(wake=wake))

    def _give_back(self, *, wake: bool) -> None:
        left = list(self._untouched.values())
        self._desk.give_back(self._lane, self._owner, left, self._tools.now(), wake=wake)

    async def _serve(self, lease: Lease) -> None:
        messenger = self._tools.messengers.get(lease.workspace.platform)
        if messenger is None:
            reason = f"Muster is not set up to speak on {lease.workspace.platform}."
            await self._silence(self._tools.now() + retries.MENDING, reason)
            return
        pacing, pace = self._postman.pace(lease.workspace)
        recorder = self._postman.recorder
        hop, silence, lose = self._hop, self._silence, self._lose
        saying = Saying(self._tools, lease, messenger, recorder, hop, silence, lose)
        try:
            await self._serve_with(saying, pacing, pace)
        finally:
            await recorder.close()

    async def _serve_with(self, saying: Saying, pacing: Pacing, pace: Pace) -> None:
        while self._may_go_on():
            batch = await self._take_batch(saying)
            if batch:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(pacing.in_flight, len(batch))):
                        group.create_task(self._speak(saying, pace))
                await self._put_back()
            elif not await self._wait_out(pacing):
                return

    async def _take_batch(self, saying: Saying) -> Sequence[Taken]:
        self._silenced = False
        now = self._tools.now()
        batch = await self._hop(lambda: self._take_prepared(saying, now))
        if batch:
            self._renewed = self._tools.monotonic()
            self._queue.extend(batch)
            self._untouched = {taken.delivery.id: taken for taken in batch}
        return batch

    def _take_prepared(self, saying: Saying, now: datetime) -> Sequence[Taken]:
        batch = self._desk.take_batch(self._lane, self._owner, now)
        saying.prepare(batch)
        return batch

    async def _speak(self, saying: Saying, pace: Pace) -> None:
        """One of the few that speak at once."""
        while self._queue and self._may_speak():
            taken = self._queue.popleft()
            is_sign = taken.delivery.kind == SIGN
            if is_sign and (later := pace.hold_back(taken.delivery.id)):
                del self._untouched[taken.delivery.id]
                await saying.put_off(taken, later)
                continue
            wait = pace.take_turn(saying.conversation(taken))
            if wait > 0:
                await self._pause(wait)
                if not self._may_speak():
                    return
            del self._untouched[taken.delivery.id]
            await saying.say(taken)

    async def _put_back(self) -> None:
        """What was not attempted is not to wait for the lease's end."""
        self._queue.clear()
        if self._untouched:
            untouched = list(self._untouched.values())
            await self._hop(lambda: self._desk.release(untouched))
            self._untouched.clear()

    def _may_go_on(self) -> bool:
        """Not after the lease was lost, the time is up, or Muster is stopping."""
        now = self._tools.monotonic()
        held = not self._lost and now - self._renewed < LEASE.total_seconds()
        fair = now - self._began < FAIR_SECONDS
        return held and fair and not self._postman.stopping.is_set()

    def _may_speak(self) -> bool:
        return self._may_go_on() and not self._silenced

    async def _silence(self, until: datetime, reason: str) -> None:
        """Nobody speaks in this workspace before then."""
        self._silenced = True
        log.warning(
            "A workspace cannot be spoken in.",
            action="lane.blocked",
            lane=self._lane,
            until=until,
            reason=reason,
        )
        await self._hop(lambda: self._desk.block(self._lane, until, reason))

    def _lose(self) -> None:
        """Somebody else has the lease: he may be speaking already."""
        self._lost = True

    async def _wait_out(self, pacing: Pacing) -> bool:
        """Whether there was a short block, which is over now."""
        lease = await self._renew()
        if lease is None or lease.blocked_until is None:
            return False
        wait = (lease.blocked_until - self._tools.now()).total_seconds()
        if not 0 < wait <= pacing.patience:
            return False
        await self._pause(wait)
        return True

    async def _pause(self, seconds: float) -> None:
        """Not longer than until Muster stops."""
        sleep = asyncio.ensure_future(self._tools.sleep(seconds))
        stop = asyncio.create_task(self._postman.stopping.wait())
        try:
            await asyncio.wait({sleep, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            stop.cancel()

    async def _keep(self) -> None:
        """Renew the lease while messages are under way."""
        while not self._lost:
            await asyncio.sleep(RENEW_SECONDS)
            await self._renew()

    async def _renew(self) -> Lease | None:
        now = self._tools.now()
        try:
            lease = await self._hop(lambda: self._desk.renew(self._lane, self._owner, now))
        except Exception:
            log.exception("A lease could not be renewed.", action="lane.failed", lane=self._lane)
            lease = None
        if lease is None:
            self._lose()
        else:
            self._renewed = self._tools.monotonic()
        return lease
