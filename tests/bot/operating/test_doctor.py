"""The doctor names what is wrong, and how to mend it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.operating.playing import NAME, SAMPLE, set_up
from handlers.playground.clock import MovableClock
from handlers.playground.manifest import Manifest
from handlers.playground.server import Playground


@pytest.fixture
def settings(monkeypatch, address):
    def use(playground=None, **others):
        known = {"SLACK_BOT_TOKEN": "xoxb-0", "SLACK_SIGNING_SECRET": "s"}
        if playground:
            known |= {
                "SLACK_BOT_TOKEN": playground.bot_token,
                "SLACK_SIGNING_SECRET": playground.signing_secret,
                "SLACK_API_URL": playground.api_url,
            }
        for name, value in (known | others).items():
            monkeypatch.setenv(name, value)

    return use


@pytest.fixture
def examine(type_in):
    """The exit code, and what was printed, while others go on."""

    async def run():
        return await asyncio.to_thread(type_in, "doctor")

    return run


async def test_where_nothing_is_wrong_it_says_so_line_by_line(
    playground, settings, examine, address
):
    async with set_up(address, playground.workspace.clock, playground) as stage:
        await stage.settle()
    settings(playground)
    code, printed = await examine()
    assert code == 0
    assert "MEND" not in printed
    for sentence in (
        "Settings are complete; Slack is heard by HTTPS requests to /slack/events.",
        "The database answers, and is up to date.",
        f"The token is of the workspace {NAME}.",
        "The token has every right that the manifest asks for.",
        "This machine's clock agrees with Slack's.",
        "Every room can be posted in.",
    ):
        assert f"ok {sentence}" in printed
    settings(playground, SLACK_APP_TOKEN=playground.app_token)
    assert "Slack is heard by Socket Mode." in (await examine())[1]


def test_missing_settings_and_a_database_behind(type_in):
    code, printed = type_in("doctor")
    assert code == 1
    assert "MEND SLACK_BOT_TOKEN is not set" in printed
    assert "MEND The database is not up to date: run `python -m bot migrate`." in printed


def test_a_database_that_cannot_be_reached(type_in, monkeypatch):
    monkeypatch.setenv("MUSTER_DATABASE_URL", "postgresql://muster:hidden@127.0.0.1:1/x")
    code, printed = type_in("doctor")
    assert code == 1
    assert "MEND" in printed
    assert "hidden" not in printed


async def test_a_token_that_slack_does_not_take(playground, settings, examine):
    settings(playground, SLACK_BOT_TOKEN="xoxb-of-nobody")
    code, printed = await examine()
    assert code == 1
    assert "MEND Slack does not take SLACK_BOT_TOKEN" in printed
    assert "xoxb-of-nobody" not in printed


async def test_slack_away(settings, examine):
    settings(SLACK_API_URL="http://127.0.0.1:1/api/")
    assert "MEND Slack does not take SLACK_BOT_TOKEN: Slack could not" in (await examine())[1]


async def test_rights_that_the_manifest_asks_for_and_the_token_lacks(settings, examine):
    small = {
        "features": {"bot_user": {"display_name": "Muster"}},
        "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    }
    async with Playground(MovableClock(), Manifest.of(small), name=NAME) as playground:
        settings(playground)
        code, printed = await examine()
    assert code == 1
    assert "MEND The token lacks" in printed
    assert "users:read.email" in printed
    assert "reinstall it" in printed


@pytest.mark.parametrize(
    ("off", "sentence"),
    [
        (timedelta(hours=1), "MEND This machine's clock is 3"),
        (timedelta(0), "ok This machine's clock agrees with Slack's."),
        (None, "ok Slack did not say what time it is."),
    ],
)
async def test_a_clock_that_is_off(settings, examine, off, sentence):
    async def answer(reader, writer):
        while (await reader.readline()).strip():
            pass
        dated = f"Date: {format_datetime(datetime.now(UTC) + off)}\r\n" if off is not None else ""
        body = '{"ok":true,"team_id":"T1","team":"Acme","user_id":"U1"}'
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{dated}Connection: close\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        settings(SLACK_API_URL=f"http://127.0.0.1:{port}/api/")
        assert sentence in (await examine())[1]


async def test_a_task_force_without_a_room(playground, settings, examine, type_in):
    settings(playground)
    await asyncio.to_thread(type_in, "import", SAMPLE, "--yes")
    code, printed = await examine()
    assert code == 1
    assert "has no room for panel and digest: the chair adds one with `/muster setup`" in printed


async def test_a_room_that_cannot_be_posted_in_any_more(playground, settings, examine, address):
    await playground.people.archive(playground.workspace.channel("task-force"))
    async with set_up(address, playground.workspace.clock, playground) as stage:
        await stage.settle()
    settings(playground)
    code, printed = await examine()
    assert code == 1
    assert "MEND Room C" in printed
    assert "This room is archived. Unarchive it" in printed
