"""Fixtures of the Slack door's tests."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.cards import Card, Reply, Text
from bot.ports.outside import Caller, Heard, Profile, WhoIsThis
from handlers.ears import Ears
from handlers.slack.api import Api, Installed, open_api
from handlers.slack.http import FORM, JSON, SlackEndpoint
from handlers.slack.listeners import SlackDoor
from handlers.web import port_of, web_app, web_server
from tests.handlers.slack.webapi import WebApi

SECRET = "made-up-signing-secret"
BOT = "U0MUSTER0"
PAYLOADS = Path(__file__).parents[2] / "payloads" / "slack"

Load = Callable[..., dict[str, Any]]


@pytest.fixture
def payload() -> Load:
    """A payload of Slack's by name, with some of its fields changed."""

    def load(name: str, **changes: Any) -> dict[str, Any]:
        body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
        return body | changes

    return load


class FixedClock:
    """Stands still, unless it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def slack() -> AsyncIterator[WebApi]:
    """Slack's Web API, on loopback."""
    api = WebApi()
    runner = await api.start()
    yield api
    await runner.cleanup()


@pytest.fixture
async def api(slack: WebApi, clock: FixedClock) -> AsyncIterator[Api]:
    """The line to it."""
    line = await open_api("xoxb-made-up", slack.url, clock)
    yield line
    await line.close()


class Listener:
    """Plays bot.answer: says what it is told to say, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[Caller, Heard]] = []
        self.people: list[Profile] = []
        self.lost: list[str] = []
        self.home = Card("Home", (Text(("Your week",)),))
        self.says: Callable[[Caller, Heard], Reply | WhoIsThis] = lambda caller, heard: Reply()
        self.told = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def will(self, reply: Reply) -> None:
        self.says = lambda caller, heard: reply

    def answer(self, caller: Caller, heard: Heard) -> Reply | WhoIsThis:
        self.heard.append((caller, heard))
        return Reply(card=self.home) if heard.home else self.says(caller, heard)

    def person_changed(self, platform: str, workspace: str, profile: Profile) -> None:
        self.people.append(profile)
        self._loop.call_soon_threadsafe(self.told.set)

    def workspace_lost(self, platform: str, workspace: str) -> None:
        self.lost.append(workspace)
        self._loop.call_soon_threadsafe(self.told.set)


@pytest.fixture
async def listener() -> Listener:
    return Listener()


@pytest.fixture
async def door(api: Api, listener: Listener) -> AsyncIterator[SlackDoor]:
    ears = Ears(listener.answer, listener.person_changed, listener.workspace_lost)
    installed = Installed("T0MUSTER1", "Tidewater", BOT, frozenset())
    door = SlackDoor(api, installed, ears)
    yield door
    await door.drain(5)


class Sender:
    """Plays Slack: signs requests and sends them over HTTP."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self._session = session

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        data = BytesIO(body) if len(body) > 1 << 20 else body  # aiohttp warns of large ones
        async with self._session.post(self.address, data=data, headers=headers) as answer:
            return answer.status, await answer.text()

    async def send(self, payload: dict[str, Any], **headers: str) -> tuple[int, Any]:
        """A payload the way its kind is sent; the answer's status and JSON (or text)."""
        if "command" in payload:
            kind, body = FORM, urlencode(payload).encode()
        elif payload["type"] in ("event_callback", "url_verification", "app_rate_limited"):
            kind, body = JSON, json.dumps(payload).encode()
        else:
            kind, body = FORM, urlencode({"payload": json.dumps(payload)}).encode()
        status, text = await self.post(body, {"Content-Type": kind, **signed(body), **headers})
        return status, json.loads(text) if text.startswith("{") else text


def signed(body: bytes, *, late: int = 0, secret: str = SECRET) -> dict[str, str]:
    """Slack's signature over this body, made `late` seconds ago."""
    stamp = str(int(time.time()) - late)
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """The app on a port of the system's choice; its address."""
    server = web_server(app, "127.0.0.1", 0)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells nobody
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port_of(server)}"
    server.should_exit = True
    await task


@pytest.fixture
async def sender(door: SlackDoor) -> AsyncIterator[Sender]:
    """Slack's end of the wire, the door being open at the other."""
    app = web_app(lambda: (), {"/slack/events": SlackEndpoint(door.receive, SECRET)})
    async with serving(app) as address, aiohttp.ClientSession() as session:
        yield Sender(f"{address}/slack/events", session)


def at_hooks(payload: dict[str, Any], slack: WebApi) -> dict[str, Any]:
    """The payload with a response_url of the test's own server."""
    text = json.dumps(payload)
    for kind in ("commands", "actions"):
        start = f"https://hooks.slack.com/{kind}/"
        while start in text:
            before, _, rest = text.partition(start)
            text = before + slack.hook() + rest[rest.index("x") + 1 :]
    hooked: dict[str, Any] = json.loads(text)
    return hooked


@pytest.fixture
def send(sender: Sender, payload: Load, slack: WebApi) -> Callable[..., Awaitable[tuple[int, Any]]]:
    """Slack sends a payload by name; what it is answered."""

    async def send(name: str, **changes: Any) -> tuple[int, Any]:
        return await sender.send(at_hooks(payload(name), slack) | changes)

    return send
