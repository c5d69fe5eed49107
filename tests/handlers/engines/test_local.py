from __future__ import annotations

import asyncio

import pytest

from handlers.engines import local
from handlers.engines.local import LocalEngine
from tests.handlers.engines.conftest import Case


class Open:
    """A transaction that has committed as soon as it is asked."""

    connection = None

    def after_commit(self, then) -> None:
        then()


async def test_only_so_many_lanes_run_at_once():
    engine = LocalEngine(at_once=2)
    two, go_on, most, running, done = asyncio.Event(), asyncio.Event(), 0, 0, []

    async def slow(lane: int) -> None:
        nonlocal most, running
        running += 1
        most = max(most, running)
        if running == 2:
            two.set()
        await go_on.wait()
        running -= 1
        done.append(lane)

    await engine.start(slow)
    engine.wake(Open(), range(5))
    await two.wait()
    go_on.set()
    await engine.idle()
    assert (most, sorted(done)) == (2, [0, 1, 2, 3, 4])
    await engine.stop()


async def test_idle_means_that_all_that_was_woken_has_been_run(case: Case):
    await case.engine.start(case.run)
    await case.engine.idle()
    case.wake(1, 2)
    await case.engine.idle()
    assert sorted(case.runs) == [1, 2]


async def test_a_lane_that_will_not_end_is_broken_off(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(local, "STOPPING_SECONDS", 0.01)
    engine, started, handed_back = LocalEngine(), asyncio.Event(), []

    async def endless(lane: int) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            handed_back.append(lane)

    await engine.start(endless)
    engine.wake(Open(), [7])
    await started.wait()
    await engine.stop()
    assert handed_back == [7]


def test_a_wake_after_the_loop_has_gone_hurts_nobody():
    engine = LocalEngine()

    async def nothing(lane: int) -> None: ...

    async def main() -> None:
        await engine.start(nothing)

    asyncio.run(main())
    engine.wake(Open(), [7])
