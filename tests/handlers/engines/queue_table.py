"""A look at procrastinate's own tables from outside."""

from __future__ import annotations

import asyncio

from tests.unhurried import LONG

# procrastinate's own way to take the next job, as worker %s
FETCH = "SELECT (procrastinate_fetch_job_v2(NULL, %s)).id"


def jobs(db):
    return db.execute("SELECT * FROM procrastinate_jobs ORDER BY id").fetchall()


async def until(holds):
    """The other side of the database sets no event of ours."""
    async with asyncio.timeout(LONG):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def ears(db):
    """Backends of workers that listen in this database: that have said so, and been heard."""
    asked = (
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'"
    )
    return {row["pid"] for row in db.execute(asked)}
