"""What every engine promises (bot.ports.engine)."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from tests.handlers.engines.conftest import Case


async def test_a_commit_means_a_run_after_it(case: Case):
    await case.engine.start(case.run)
    with case.transaction() as tx:
        case.engine.wake(tx, [7])
        await asyncio.sleep(0)
        assert case.runs == []
    await case.until(lambda runs: runs == [7])


async def test_a_rollback_means_no_run(case: Case):
    await case.engine.start(case.run)
    with suppress(ZeroDivisionError), case.transaction() as tx:
        case.engine.wake(tx, [7])
        raise ZeroDivisionError
    case.wake(8)
    await case.until(lambda runs: 8 in runs)
    assert case.runs == [8]


async def test_a_wake_from_another_thread_is_heard(case: Case):
    await case.engine.start(case.run)
    await asyncio.to_thread(case.wake, 7)
    await case.until(lambda runs: runs == [7])


async def test_several_lanes_are_each_run(case: Case):
    await case.engine.start(case.run)
    case.wake(1, 2, 3)
    await case.until(lambda runs: sorted(runs) == [1, 2, 3])


async def test_wakes_coalesce(case: Case):
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slow(lane: int) -> None:
        await case.run(lane)
        started.set()
        await go_on.wait()

    await case.engine.start(slow)
    case.wake(7)
    await started.wait()
    for _ in range(20):
        case.wake(7)
    go_on.set()
    case.wake(8)
    await case.until(lambda runs: 8 in runs and runs.count(7) >= 2)
    assert case.runs.count(7) == 2


async def test_a_wake_during_a_run_means_another_run(case: Case):
    """What was owed after the running postman looked must not wait for a sweep."""
    seen: list[str] = []
    inside = asyncio.Event()
    go_on = asyncio.Event()

    async def slow(lane: int) -> None:
        seen.append("in")
        inside.set()
        await go_on.wait()
        seen.append("out")
        await case.run(lane)

    await case.engine.start(slow)
    case.wake(7)
    await inside.wait()
    case.wake(7)
    go_on.set()
    await case.until(lambda runs: runs == [7, 7])
    assert seen == ["in", "out", "in", "out"]  # never two at once here


async def test_a_wake_before_the_start_is_not_lost(case: Case):
    case.wake(7)
    await case.engine.start(case.run)
    await case.until(lambda runs: runs == [7])


async def test_a_lane_that_fails_does_not_end_the_engine(case: Case):
    async def failing(lane: int) -> None:
        await case.run(lane)
        if lane == 7:
            raise ZeroDivisionError

    await case.engine.start(failing)
    case.wake(7)
    await case.until(lambda runs: runs == [7])
    case.wake(7, 8)
    await case.until(lambda runs: sorted(runs) == [7, 7, 8])


async def test_stopping_lets_a_running_lane_finish(case: Case):
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slow(lane: int) -> None:
        started.set()
        await go_on.wait()
        await case.run(lane)

    await case.engine.start(slow)
    case.wake(7)
    await started.wait()
    stopping = asyncio.create_task(case.engine.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert case.runs == [7]


async def test_nothing_is_run_after_the_stop(case: Case):
    await case.engine.start(case.run)
    await case.engine.stop()
    case.wake(7)
    await asyncio.sleep(0)
    assert case.runs == []


async def test_what_storage_owes_wakes_the_lane(case: Case):
    await case.engine.start(case.run)
    with case.transaction() as tx:
        tx.lanes.add(5)
    await case.until(lambda runs: runs == [5])
