"""What procrastinate does to whoever takes it as it comes, kept out: each test is one trap.

What every engine promises is in test_contract.py.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, Event

import psycopg
import pytest
from psycopg.rows import dict_row

from handlers.engines.procrastinate import engine as engine_module
from handlers.engines.procrastinate import working
from storage import open_store
from tests.handlers.engines.conftest import Case, procrastinate
from tests.storage.stage import set_stage

pytestmark = pytest.mark.postgres

# procrastinate's own way to take the next job, as worker %s
FETCH = "SELECT (procrastinate_fetch_job_v2(NULL, %s)).id"
OLD_WORKER = (
    "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '16 seconds')"
    " RETURNING id"
)


@pytest.fixture
def db(migrated_postgres):
    """A look at the queue from outside."""
    with psycopg.connect(migrated_postgres, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
async def case(migrated_postgres):
    engine = procrastinate(migrated_postgres)
    store = open_store(migrated_postgres, engine)
    yield Case(engine, store, set_stage(store).id)
    await engine.stop()
    store.close()


def jobs(db):
    return db.execute("SELECT * FROM procrastinate_jobs ORDER BY id").fetchall()


async def until(holds):
    """The other side of the database sets no event of ours."""
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def ears(db):
    """Backends of workers that listen in this database."""
    asked = (
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )
    return {row["pid"] for row in db.execute(asked)}


@contextmanager
def cut_off(url, cluster):
    """The database is away, for everybody who is in it or wants to be."""
    name = url.rpartition("/")[2]
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(cluster.url(), autocommit=True) as outside:
        outside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            outside.execute(end, [name])
            yield
        finally:
            outside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


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
            ready.wait(10)
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
            taken.wait(10)

    case.wake(7)
    relying = asyncio.create_task(asyncio.to_thread(rely))
    await asyncio.to_thread(relied.wait, 10)
    await case.engine.start(case.run)
    await until(lambda: ears(db))
    case.wake(8)
    await case.until(lambda runs: 8 in runs)
    assert case.runs == [8]
    taken.set()
    await relying
    await case.until(lambda runs: 7 in runs)


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


# ---- workers that die --------------------------------------------------------------------------


def leave_behind(case, db, lane):
    """A job that a worker took before it was killed."""
    case.wake(lane)
    worker = db.execute(OLD_WORKER).fetchone()["id"]
    assert db.execute(FETCH, (worker,)).fetchone()["id"] is not None
    return worker


async def test_what_a_dead_worker_left_is_forgotten_though_its_lane_was_woken_again(case, db):
    """procrastinate's own recipe puts it back, which clashes with the wake that waits."""
    dead = leave_behind(case, db, 7)
    case.wake(7)
    assert sorted(job["status"] for job in jobs(db)) == ["doing", "todo"]
    await case.engine.start(case.run)
    await case.engine.idle()
    assert case.runs == [7]
    workers = db.execute("SELECT id FROM procrastinate_workers").fetchall()
    assert len(workers) == 1
    assert workers[0]["id"] != dead


async def test_two_that_sweep_at_once_do_not_disturb_each_other(case, db, migrated_postgres):
    for lane in range(5):
        leave_behind(case, db, lane)
    other = procrastinate(migrated_postgres)
    await asyncio.gather(case.engine.start(case.run), other.start(case.run))
    await until(lambda: jobs(db) == [])
    await other.stop()
    assert case.runs == []  # forgotten, not run: the lane sweep knows what is still due


async def test_a_worker_that_was_taken_for_dead_begins_anew(case, db):
    """A frozen process, thawed: what it takes in its old name would be refused for ever."""
    await case.engine.start(case.run)
    await until(lambda: db.execute("SELECT 1 FROM procrastinate_workers").fetchall())
    db.execute("DELETE FROM procrastinate_workers")
    case.wake(7)
    await case.until(lambda runs: runs == [7])
    assert len(db.execute("SELECT 1 FROM procrastinate_workers").fetchall()) == 1


async def test_a_worker_survives_its_database(
    case, db, migrated_postgres, postgres_cluster, monkeypatch
):
    """Its ear fails first, and unheard: the worker would go on by looking now and then."""
    monkeypatch.setattr(working, "LOOK_SECONDS", 3600)
    monkeypatch.setattr(working, "PAUSE_SECONDS", 0.2)
    await case.engine.start(case.run)
    await until(lambda: ears(db))
    with cut_off(migrated_postgres, postgres_cluster):
        await asyncio.sleep(0.5)  # it has nothing to tell us by: it tries again, in vain
    case.store.database.writer.dispose()  # the store's own connections are another test's matter
    with psycopg.connect(migrated_postgres, autocommit=True, row_factory=dict_row) as again:
        await until(lambda: ears(again))
    case.wake(7)
    await case.until(lambda runs: 7 in runs)


# ---- many workers, and the end -----------------------------------------------------------------


async def test_lanes_are_shared_among_workers(case, migrated_postgres):
    """Each holds as many as it may; the rest falls to the other."""
    here, there, go_on = [], [], asyncio.Event()

    def run(mine):
        async def slow(lane):
            mine.append(lane)
            await go_on.wait()

        return slow

    one, two = (procrastinate(migrated_postgres, at_once=2) for _ in "ab")
    await one.start(run(here))
    await two.start(run(there))
    case.wake(1, 2, 3, 4)
    await until(lambda: len(here + there) == 4)
    assert sorted(here + there) == [1, 2, 3, 4]
    assert len(here) == len(there) == 2
    go_on.set()
    await one.stop()
    await two.stop()


async def test_a_lane_that_will_not_end_is_broken_off_and_leaves_nothing(case, db, monkeypatch):
    monkeypatch.setattr(working, "FINISHING_SECONDS", 0.05)
    started, handed_back = asyncio.Event(), []

    async def endless(lane):
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            handed_back.append(lane)

    await case.engine.start(endless)
    case.wake(7)
    await started.wait()
    await case.engine.stop()
    assert handed_back == [7]
    assert jobs(db) == db.execute("SELECT 1 FROM procrastinate_workers").fetchall() == []


async def test_stopping_does_not_wait_for_a_database_that_is_away(
    case, migrated_postgres, postgres_cluster, monkeypatch
):
    monkeypatch.setattr(engine_module, "STOPPING_SECONDS", 0.5)
    await case.engine.start(case.run)
    case.wake(7)
    await case.until(lambda runs: runs == [7])
    with cut_off(migrated_postgres, postgres_cluster):
        async with asyncio.timeout(8):
            await case.engine.stop()
    case.store.database.writer.dispose()
