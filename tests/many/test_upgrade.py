"""The old version goes on while the new one is rolled out; none serves on tables it lacks."""

from __future__ import annotations

import asyncio

import aiohttp
import psycopg
import pytest

from tests.unhurried import LONG

pytestmark = pytest.mark.postgres


async def readiness(port):
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/readyz") as answer,
    ):
        return answer.status


async def test_old_and_new_side_by_side_over_a_migration(enlist):
    fleet = await enlist(5)
    (old,) = await fleet.start("serve --no-worker")
    assert await readiness(old.port) == 200
    with psycopg.connect(fleet.url) as connection:  # what an additive revision does
        connection.execute("ALTER TABLE members ADD COLUMN nickname varchar(80)")
        connection.execute("CREATE TABLE badges (id bigint PRIMARY KEY)")
        connection.execute("UPDATE alembic_version SET version_num = '9999_badges'")
    assert await readiness(old.port) == 200
    ada = fleet.playground.person(fleet.names[1])
    await ada.command("/muster", "claim facebook")
    await ada.hears("You hold")
    again, worker = await fleet.start("serve --no-worker", "work --port 0")  # crashed, and anew
    assert again.did("newer_database")
    assert await readiness(worker.port) == 200


async def test_a_process_is_not_ready_while_migrations_are_missing(enlist):
    fleet = await enlist(2)
    (web,) = await fleet.start("serve --no-worker")

    def be_at(revision):
        with psycopg.connect(fleet.url) as connection:
            connection.execute("UPDATE alembic_version SET version_num = %s", [revision])

    with psycopg.connect(fleet.url) as connection:
        (newest,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    be_at("0003_messages")
    assert await readiness(web.port) == 503
    late = await fleet._start("work", paced=True)
    await late._reading
    assert not late.running or await asyncio.wait_for(late._process.wait(), LONG) == 2
    assert "python -m bot migrate" in str(late.lines)
    be_at(newest)
    assert await readiness(web.port) == 200
