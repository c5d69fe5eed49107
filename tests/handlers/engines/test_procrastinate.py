"""What procrastinate does to whoever takes it as it comes, kept out: each test is one trap.

Jobs and transactions are here, workers in test_procrastinate_workers.py. What every engine
promises is in test_contract.py.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event

import pytest
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

from handlers.engines.procrastinate import working
from tests.handlers.engines.conftest import procrastinate
from tests.handlers.engines.queue_table import FETCH, ears, jobs, until
from tests.unhurried import LONG

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("case", ["procrastinate"], indirect=True),
]


# ---- jobs are lanes ----------------------------------------------------------------------------


def test_many_wakes_are_one_job_without_lock_time_or_retry(case, db):
    for _ in range(50):
        case.wake(7, 8)
    assert [(job["args"], job["queueing_lock"]) for job in jobs(db)] == [
        ({"lane": 7}, "lane:7"),
        ({"lane": 8}, "lane:8"),
    ]
    assert {(job["lock"], job["scheduled_at"], job["priority"]) for job in jobs(db)} == {
        (None, None, 0)
    }


async def test_the_queue_is_empty_again_after_a_lane_that_fails(case, db):
    async def failing(lane):
        await case.run(lane)
        raise ZeroDivisionError

    await case.engine.start(failing)
    case.wake(7)
    await case.engine.idle()
    assert case.runs == [7]  # once: a retry would be a second clock beside our own
    assert jobs(db) == db.execute("SELECT * FROM procrastinate_events").fetchall() == []


# ---- within our transaction --------------------------------------------------------------------


@pytest.mark.parametrize("statements_before", [0, 1])
def test_a_wake_goes_with_its_transaction_whether_or_not_that_has_begun(
    case, db, statements_before
):
    """psycopg's own savepoint would be the whole transaction where nothing was sent before."""
    with suppress(ZeroDivisionError), case.transaction() as tx:
        if statements_before:
            tx.people.add_department("Sales")
        case.engine.wake(tx, [7])
        raise ZeroDivisionError
    assert jobs(db) == []


def test_a_wake_that_meets_another_leaves_the_transaction_whole(case, db):
    """The second meets the first uncommitted: that is a unique violation once it commits."""
    ready = Barrier(2)

    def write(name):
        with case.transaction() as tx:
            tx.people.add_department(name)
            ready.wait(LONG)
            case.engine.wake(tx, [7])

    with ThreadPoolExecutor() as threads:
        list(threads.map(write, ["Sales", "Press"]))
    with case.store.read(case.task_force_id) as tx:
        assert {"Sales", "Press"} <= {one.name for one in tx.people.departments()}
    assert len(jobs(db)) == 1


def test_a_job_that_waits_is_not_taken_before_all_who_rely_on_it_have_committed(case, db):
    """Else its run would look before the second one's messages can be seen."""
    case.wake(7)
    worker = db.execute("SELECT worker_id FROM procrastinate_register_worker_v1()").fetchone()
    values = (worker["worker_id"],)
    with case.transaction() as tx:
        case.engine.wake(tx, [7])
        assert db.execute(FETCH, values).fetchone()["id"] is None
    assert db.execute(FETCH, values).fetchone()["id"] is not None


async def test_a_worker_that_stepped_over_it_is_told_when_it_can_be_taken(case, db, monkeypatch):
    """Not found by looking every two seconds."""
    monkeypatch.setattr(working, "LOOK_SECONDS", 3600)
    relied, taken = Event(), Event()

    def rely():
        with case.transaction() as tx:
            case.engine.wake(tx, [7])
            relied.set()
            taken.wait(LONG)

    case.wake(7)
    relying = asyncio.create_task(asyncio.to_thread(rely))
    await asyncio.to_thread(relied.wait, LONG)
    await case.engine.start(case.run)
    await until(lambda: ears(db))
    case.wake(8)
    await case.until(lambda runs: 8 in runs)
    assert case.runs == [8]
    taken.set()
    await relying
    await case.until(lambda runs: 7 in runs)


async def test_a_notice_that_comes_while_it_looks_is_not_forgotten(case, db, monkeypatch):
    """procrastinate drops it, and would find the job by looking two seconds later."""
    monkeypatch.setattr(working, "LOOK_SECONDS", 3600)
    looked, heard, go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()
    fetch, hear = JobManager.fetch_job, Worker._handle_notification

    async def look(*args, **kwargs):
        found = await fetch(*args, **kwargs)
        looked.set()
        await go_on.wait()
        return found

    async def listen(*args, **kwargs):
        await hear(*args, **kwargs)
        heard.set()

    monkeypatch.setattr(JobManager, "fetch_job", look)
    monkeypatch.setattr(Worker, "_handle_notification", listen)
    await case.engine.start(case.run)
    await looked.wait()
    await until(lambda: ears(db))
    case.wake(7)
    await heard.wait()
    go_on.set()
    await case.until(lambda runs: runs == [7])


def test_wakes_of_the_same_lanes_in_another_order_do_not_wait_for_each_other(case, db):
    def write(lanes):
        for _ in range(20):
            case.wake(*lanes)
            db.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")

    with ThreadPoolExecutor() as threads:
        list(threads.map(write, [(1, 2, 3), (3, 2, 1), (2, 3, 1), (1, 3, 2)]))


async def test_a_process_that_only_wakes_neither_runs_nor_connects(case, db, migrated_postgres):
    def connections():
        return len(
            db.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            ).fetchall()
        )

    before = connections()
    case.wake(7)
    assert connections() - before <= 0  # our transaction's is there already
    worker = procrastinate(migrated_postgres)
    await worker.start(case.run)
    await case.until(lambda runs: runs == [7])
    await worker.stop()
    await until(lambda: connections() == before)
