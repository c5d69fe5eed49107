"""A job for each lane, written by our own transaction: it is there if and only if that commits.

A job is a lane, never a message: no lock, no retry, no time in the future, and at most one that
waits for each lane (`queueing_lock`). docs/decisions/0009-procrastinate-for-many.md says why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import structlog
from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager, get_channel_for_queues

QUEUE = "lanes"
TASK = "muster.lane"
TRIES = 10  # each one lost to a wake that committed meanwhile and was picked up at once
log = structlog.get_logger()

# A job that waits already will do, if no worker takes it before we have committed: what we owe
# would not be seen. Workers step over a locked row, so they are told to look again afterwards.
_KEEP_WAITING = """
WITH waiting AS MATERIALIZED (
    SELECT queueing_lock FROM procrastinate_jobs
     WHERE queueing_lock = ANY(%(locks)s) AND status = 'todo'
       FOR KEY SHARE
)
SELECT queueing_lock, pg_notify(%(channel)s, %(notice)s) FROM waiting
"""
# Alike for all, so that PostgreSQL sends one of them; workers ask of it only that it is there.
_NOTICE = '{"type": "job_inserted", "job_id": 0}'
# By hand: SQLAlchemy's begin_nested() sends none before its own first statement, and psycopg's
# transaction() would commit on leaving where ours has sent no statement yet.
_SAVEPOINT = "SAVEPOINT muster_wake"
_BACK = "ROLLBACK TO SAVEPOINT muster_wake"
_RELEASE = "RELEASE SAVEPOINT muster_wake"


class Waker:
    """Used from many threads, each with its own transaction's connection."""

    def __init__(self) -> None:
        self._jobs = JobManager(SyncPsycopgConnector())  # never opened: it is lent connections
        (self._channel,) = get_channel_for_queues([QUEUE])

    def wake(self, connection: Any, lanes: Collection[int]) -> None:
        """`connection`: psycopg's. In READ COMMITTED, so that each statement sees the newest."""
        missing = sorted(set(lanes))  # in one order everywhere, else two could wait for each other
        for _ in range(TRIES):
            missing = self._without_waiting(connection, missing)
            if not missing or self._defer(connection, missing):
                return
        log.warning("Lanes were left to the sweep.", action="lanes.not_woken", lanes=missing)

    def _without_waiting(self, connection: Any, lanes: Sequence[int]) -> list[int]:
        locks = [_name(lane) for lane in lanes]
        values = {"locks": locks, "channel": self._channel, "notice": _NOTICE}
        waiting = {row[0] for row in connection.execute(_KEEP_WAITING, values).fetchall()}
        return [lane for lane in lanes if _name(lane) not in waiting]

    def _defer(self, connection: Any, lanes: Sequence[int]) -> bool:
        """False, and nothing done, if somebody else has woken one of them since we looked."""
        connection.execute(_SAVEPOINT)
        try:
            self._jobs.batch_defer_jobs([_job(lane) for lane in lanes], connection=connection)
        except AlreadyEnqueued:
            connection.execute(_BACK)
            return False
        connection.execute(_RELEASE)
        return True


def _name(lane: int) -> str:
    return f"lane:{lane}"


def _job(lane: int) -> Job:
    return Job(
        queue=QUEUE,
        task_name=TASK,
        lock=None,
        queueing_lock=_name(lane),
        task_kwargs={"lane": lane},
    )
