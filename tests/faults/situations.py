"""What goes wrong, one function each. `make faults` runs them at full length."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.digest.usecases import DIGEST
from bot.ports.lanes import BATCH
from handlers.playground.faults import FOREVER
from handlers.playground.manifest import Manifest
from tests.faults.disk import full, small_disk
from tests.faults.figures import Figures
from tests.faults.stage import PATIENCE, READABLE, REST, Stage, hours, unreadable
from tests.postgres import Cluster

# Short enough for CI by default: everything within four minutes on two idle cores.
KILLS = int(os.environ.get("MUSTER_FAULT_KILLS", "8"))
MESSAGES = int(os.environ.get("MUSTER_FAULT_MESSAGES", "300"))
SEED = int(os.environ.get("MUSTER_FAULT_SEED", "0")) or time.time_ns() % 1_000_000
FLEETS = 4 if KILLS >= 40 else 2  # among which kills are dealt
FEWER_KILLS = max(2, KILLS // 20)  # where Slack can be asked nothing, at Slack's own pace
TIMES = max(1, KILLS // 40)  # of what is not a kill
STORM_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Situation:
    """`name` is its line in the table. `may_double`: as many of its messages for each fault."""

    name: str
    run: Callable[[Makers], Awaitable[Figures]]
    may_double: int = 0
    may_tell: bool = False  # messages in rooms are given up where Slack cannot be asked


@dataclass(frozen=True, slots=True)
class Makers:
    """Where a situation gets its stages from: `folder` is its own, `cluster` is everybody's."""

    cluster: Cluster
    folder: Path
    stack: AsyncExitStack
    own_cluster: Callable[[], Cluster]

    async def stage(
        self, people: int, manifest: Manifest = READABLE, *, cluster: Cluster | None = None
    ) -> Stage:
        """On an empty database of PostgreSQL."""
        url = self.stack.enter_context((cluster or self.cluster).database())
        return await self.stage_at(url, people, manifest)

    async def stage_at(self, url: str, people: int, manifest: Manifest = READABLE) -> Stage:
        folder = self.folder / f"{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        stage = Stage(url, folder, people, manifest, seed=SEED)
        return await self.stack.enter_async_context(stage)


# ---- processes ----------------------------------------------------------------------------------


async def speaker_killed(make: Makers) -> Figures:
    parts = [_killed(make, MESSAGES, KILLS // FLEETS) for _ in range(FLEETS)]
    first, *others = await asyncio.gather(*parts)
    return sum(others, start=first)


async def _killed(make: Makers, messages: int, kills: int) -> Figures:
    stage = await make.stage(messages)
    await stage.work()
    stage.owe_people(messages)
    return await _kill_at_random(stage, kills)


async def _kill_at_random(
    stage: Stage, kills: int, *, rest: int = REST, paced: bool = False
) -> Figures:
    for instant in stage.instants(kills, rest):
        await stage.at_random(instant)
        await stage.kill(stage.speaker, paced=paced)
    ended = time.monotonic()
    await stage.settle()
    return stage.figures(kills, ended)


async def both_killed(make: Makers) -> Figures:
    stage = await make.stage(MESSAGES)
    await stage.work()
    stage.owe_people(MESSAGES)
    for instant in stage.instants(TIMES):
        await stage.at_random(instant)
        await stage.kill(*stage.workers)
    ended = time.monotonic()
    await stage.settle()
    return stage.figures(TIMES, ended)


async def killed_and_unreadable(make: Makers) -> Figures:
    """At Slack's own pace: faster than that nobody speaks to people."""
    kills = FEWER_KILLS
    stage = await make.stage((kills + 1) * REST, unreadable())
    await stage.work(paced=True)
    stage.owe_people((kills + 1) * REST)
    return await _kill_at_random(stage, kills, paced=True)


async def killed_and_rooms_unreadable(make: Makers) -> Figures:
    kills = FEWER_KILLS
    stage = await make.stage(5, unreadable())
    await stage.work(paced=True)
    stage.owe_rooms((kills + 1) * REST)
    # each kill may give up a batch, which then never arrives
    return await _kill_at_random(stage, kills, rest=(kills + 1) * BATCH, paced=True)


# ---- the platform -------------------------------------------------------------------------------


async def too_many_requests(make: Makers) -> Figures:
    def storm(stage: Stage) -> None:
        for _ in range(100):
            stage.playground.faults.limit("*", retry_after=stage.random.randint(1, 5))

    return await _storms(make, storm)


async def server_errors(make: Makers) -> Figures:
    def storm(stage: Stage) -> None:
        for _ in range(1000):
            stage.playground.faults.fail("*", stage.random.choice((500, 502, 503, 504)))

    return await _storms(make, storm)


async def slack_away(make: Makers) -> Figures:
    def storm(stage: Stage) -> None:
        stage.playground.faults.drop("*", FOREVER)

    return await _storms(make, storm)


async def _storms(make: Makers, storm: Callable[[Stage], None]) -> Figures:
    stage = await make.stage(MESSAGES)
    await stage.work()
    stage.owe_people(MESSAGES)
    for instant in stage.instants(TIMES):
        await stage.at_random(instant)
        storm(stage)
        await asyncio.sleep(STORM_SECONDS)  # so long it lasts
        stage.playground.faults.up()
        await stage.back(time.monotonic())
    ended = time.monotonic()
    await stage.settle()
    return stage.figures(TIMES, ended)


async def dropped_after_accepted(make: Makers) -> Figures:
    return await _dropped(await make.stage(MESSAGES))


async def dropped_and_unreadable(make: Makers) -> Figures:
    return await _dropped(await make.stage(MESSAGES, unreadable()))


async def _dropped(stage: Stage) -> Figures:
    """Every thirtieth, and then ten in a row."""
    await stage.work()
    stage.owe_people(MESSAGES)
    alone, faults = MESSAGES // 30, stage.playground.faults
    for instant in stage.instants(alone):
        await stage.at_random(instant)
        faults.drop("chat.postMessage", accepted=True)
    stage.owe_people(MESSAGES, "more")
    faults.drop("chat.postMessage", 10, accepted=True)
    await stage.until(lambda: not faults.pending())
    ended = time.monotonic()
    await stage.back(ended)
    await stage.settle()
    return stage.figures(alone + 10, ended)


# ---- the clock ----------------------------------------------------------------------------------


async def clock_stepped(make: Makers) -> Figures:
    """Hours and more than a day, ahead and behind, and right again; a digest comes due meanwhile.

    Some messages are owed by each wrong clock. Slack's own clock is right all the time.
    """
    stage = await make.stage(MESSAGES)
    await stage.work()
    stage.owe_people(MESSAGES)
    digest = stage.owe_digest(hours(1))
    wrong = [hours(h) for h in (3, 0, -3, 0, 25, 0, -25, 0)] * TIMES
    for step, instant in zip(wrong, stage.instants(len(wrong)), strict=True):
        await stage.at_random(instant)
        stage.clock.set_wrong_by(step)
        stepped = time.monotonic()
        stage.owe_people(10, f"step {instant}")
        await stage.back(stepped)
        # the first step is past its time, and within its grace
        await stage.until(lambda: any(d.kind == DIGEST for d in stage.deliveries()))
        if step > hours(24):  # what it has said by a wrong clock is looked for by the right one
            dead = stage.speaker
            os.kill(dead.pid, signal.SIGKILL)
            stage.clock.set_wrong_by(hours(0))
            await stage.kill(dead)
    ended = time.monotonic()
    await stage.settle()
    assert digest() == 1
    return stage.figures(len(wrong) + TIMES, ended)


# ---- the database -------------------------------------------------------------------------------


async def database_restarted(make: Makers) -> Figures:
    cluster = await asyncio.to_thread(make.own_cluster)
    stage = await make.stage(MESSAGES, cluster=cluster)
    await stage.work()
    stage.owe_people(MESSAGES)
    for instant in stage.instants(TIMES):
        await stage.at_random(instant)
        try:
            await asyncio.to_thread(cluster.crash)
        finally:
            await asyncio.to_thread(cluster.start)
        await stage.back(time.monotonic())
    ended = time.monotonic()
    await stage.settle()
    return stage.figures(TIMES, ended)


async def disk_full(make: Makers) -> Figures:
    """A file system of its own, filled to the last byte by somebody else."""
    with small_disk(make.folder / "disk") as disk:
        return await _disk_full(make, disk, disk / "ballast")


async def disk_full_by_limit(make: Makers) -> Figures:
    """The system refuses every write to a file, as a quota does; needs nobody's leave."""
    folder = make.folder / "limited"
    folder.mkdir()
    return await _disk_full(make, folder, None)


async def _disk_full(make: Makers, folder: Path, ballast: Path | None) -> Figures:
    stage = await make.stage_at(f"sqlite:///{folder / 'muster.db'}", MESSAGES)
    stage.owe_people(MESSAGES)
    stage.store.close()  # whoever closes last folds the WAL in: it is to grow
    stage.workers += await stage.start("serve", paced=False)
    (alone,) = stage.workers
    for instant in stage.instants(TIMES):
        await stage.at_random(instant)
        with full(alone.pid, ballast):
            await stage.until(lambda: alone.did("lane.failed"), seconds=PATIENCE)
            await asyncio.sleep(STORM_SECONDS / 4)  # so long it stays full
        await stage.back(time.monotonic())
    ended = time.monotonic()
    await stage.settle()
    return stage.figures(TIMES, ended)
