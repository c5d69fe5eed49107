"""`python -m bot serve`: started, asked, told to stop, killed, and started again."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
from contextlib import contextmanager

import aiohttp
import pytest

from tests.bot.operating.serving import (
    START_SECONDS,
    environment,
    let_leases_expire,
    prepared,
    run,
    seen,
    serving,
)

ROOM = "#task-force"
CLAIM = "claim copywriting"  # what is left of it: on Sunday night that is no hour
STOP_SECONDS = 30  # it takes 10 at most, where nobody else wants the cores


@pytest.fixture
async def env(playground, tmp_path):
    """A database with the sample company, and the settings for it."""
    env = environment(playground, f"sqlite:///{tmp_path / 'muster.db'}")
    await prepared(env)
    return env


async def get(served, path):
    url = f"http://127.0.0.1:{served.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def test_over_http_a_command_is_answered_and_health_is_told(playground, env, tmp_path):
    async with serving(playground, env) as served:
        ada = playground.person("Ada Brandt")
        answer = await ada.command("/muster", CLAIM, channel=ROOM)
        assert answer.says("You hold Copywriting.")
        assert await get(served, "/healthz") == (200, "ok")
        assert await get(served, "/readyz") == (200, '{"problems":[]}')

        with sqlite3.connect(tmp_path / "muster.db", timeout=START_SECONDS) as database:
            (version,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
            database.execute("DELETE FROM alembic_version")
            database.commit()
            status, said = await get(served, "/readyz")
            assert (status, json.loads(said)) == (
                503,
                {"problems": ["The database is not migrated."]},
            )
            assert (await get(served, "/healthz"))[0] == 200
            database.execute("INSERT INTO alembic_version VALUES (?)", [version])
            database.commit()
        database.close()
        assert (await get(served, "/readyz"))[0] == 200
        assert (await get(served, "/slack/events"))[0] == 405
        assert await served.terminate() == 0
        assert served.complaints() == []


async def test_by_socket_mode_a_command_is_answered_without_an_address(playground, env):
    del env["SLACK_SIGNING_SECRET"]
    async with serving(playground, env | {"SLACK_APP_TOKEN": playground.app_token}) as served:
        playground.app_url = "http://127.0.0.1:1"  # nobody listens there
        ada = playground.person("Ada Brandt")
        assert (await ada.command("/muster", CLAIM)).says("You hold Copywriting.")
        await ada.say("mine")
        await ada.hears("Your turns", "Copywriting")
        assert await get(served, "/healthz") == (200, "ok")
        assert (await get(served, "/slack/events"))[0] == 404
        assert await served.terminate() == 0
        assert served.complaints() == []


async def add_room(playground, person):
    """The chair gives a room its panel, which is then to be posted."""
    await person.command("/muster", "setup")
    await person.press("Rooms")
    await seen(playground, lambda: person.sees("In a private room"))
    await person.press("Add a room")
    await seen(playground, lambda: person.modal)
    await person.submit({"Room": "task-force"})


def panels(person):
    return [message for message in person.room(ROOM) if message.says("Roster,")]


async def test_told_to_stop_it_finishes_what_is_under_way_and_ends(playground, env):
    farah = playground.person("Farah Okafor")
    async with serving(playground, env) as served:
        gate = playground.faults.slow("chat.postMessage")
        await add_room(playground, farah)
        await asked(playground)
        async with asyncio.timeout(STOP_SECONDS):
            ending = asyncio.create_task(served.terminate())
            gate.set()
            assert await ending == 0
        assert served.complaints() == []
    async with serving(playground, env) as served:
        await farah.command("/muster", CLAIM)
        await seen(playground, lambda: panels(farah)[0].says("Copywriting: Farah Okafor"))
        assert len(panels(farah)) == 1


@pytest.mark.parametrize("accepted", [True, False], ids=["was said", "was not"])
async def test_killed_in_mid_sentence_nothing_is_lost_and_nothing_said_twice(
    playground, env, tmp_path, accepted
):
    farah, ada = playground.person("Farah Okafor"), playground.person("Ada Brandt")
    async with serving(playground, env) as served:
        playground.faults.slow("chat.postMessage", accepted=accepted)
        await add_room(playground, farah)
        await asked(playground)
        assert len(panels(farah)) == accepted
        assert (await ada.command("/muster", CLAIM)).says("You hold")
        await served.kill()

    let_leases_expire(tmp_path / "muster.db")
    async with serving(playground, env) as served:
        await seen(playground, lambda: any(p.says("Copywriting: Ada") for p in panels(farah)))
        assert len(panels(farah)) == 1
        assert (await ada.command("/muster", "mine")).says("Copywriting")
        assert await served.terminate() == 0
        assert served.complaints() == []


async def asked(playground):
    """Until the call that was to be slow has come."""
    async with asyncio.timeout(START_SECONDS):
        while playground.faults.pending():  # noqa: ASYNC110  # the workspace tells of no calls
            await asyncio.sleep(0.02)


async def test_a_port_in_use_and_a_token_of_nobody_end_it_with_a_sentence(playground, env):
    port = playground.url.rpartition(":")[2]
    for wrong, sentence in (
        (
            {"PORT": port},
            f"Port {port} of 127.0.0.1 cannot be listened on: Address already in use.",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-0"}, "Slack does not take SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-0"}, "Socket Mode could not be opened"),
    ):
        process = await run(env | wrong, "serve")
        _, errors = await process.communicate()
        assert process.returncode == 2
        assert sentence in " ".join(errors.decode().split())
        assert "Traceback" not in errors.decode()


@contextmanager
def interruptible():
    """What is started in the background, as CI may be, hands on that it ignores Ctrl+C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


async def test_the_playground_says_where_it_is_and_when_its_port_is_in_use(playground, env):
    port = playground.url.rpartition(":")[2]
    process = await run(env, "playground", "--port", port)
    _, errors = await process.communicate()
    assert process.returncode == 2
    assert f"Port {port} is in use; choose another with --port." in errors.decode()

    with interruptible():
        process = await run(env, "playground", "--port", "0")
    assert process.stdout is not None
    assert (await process.stdout.readline()).startswith(b"Muster is playing at http://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    _, errors = await process.communicate()
    assert errors.decode() == ""
    assert process.returncode == 0
