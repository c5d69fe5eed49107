"""What procrastinate's workers do to whoever takes them as they come, kept out: one trap each.

They die, share, end, and lose their database.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.rows import dict_row

from handlers.engines.procrastinate import engine as engine_module
from handlers.engines.procrastinate import working
from tests.handlers.engines.conftest import procrastinate
from tests.handlers.engines.queue_table import FETCH, ears, jobs, until
from tests.unhurried import LONG

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("case", ["procrastinate"], indirect=True),
]

OLD_WORKER = (
    "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '16 seconds')"
    " RETURNING id"
)


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
    deaf = ears(db)
    with cut_off(migrated_postgres, postgres_cluster):
        await asyncio.sleep(0.5)  # it has nothing to tell us by: it tries again, in vain
    case.store.database.writer.dispose()  # the store's own connections are another test's matter
    with psycopg.connect(migrated_postgres, autocommit=True, row_factory=dict_row) as again:
        await until(lambda: ears(again) - deaf)
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
        async with asyncio.timeout(LONG):
            await case.engine.stop()
    case.store.database.writer.dispose()
