"""A playground with a small Bolt app of the tests' own at the other end of the wire."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from handlers.playground.manifest import Manifest
from handlers.playground.objects import Row
from handlers.playground.server import Playground
from tests.handlers.playground.formapp import HOURS, App
from tests.unhurried import LONG, PATIENT

SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "team:read",
    "users:read",
    "users:read.email",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
]
PEOPLE = [
    Row("Ada Brandt", "ada.brandt@example.com"),
    Row("Ben Okoye", "ben.okoye@example.com", "America/St_Johns"),
    Row("Gil Guest", "gil@example.com", is_restricted=True),
    Row("Stan Strange", "stan@elsewhere.example", is_stranger=True),
    Row("Lea Left", "lea@example.com", deleted=True),
    Row("Other Bot", is_bot=True),
]


def raw_manifest(scopes=SCOPES, events=EVENTS, home=True, interactive=True):
    return {
        "features": {
            "app_home": {"home_tab_enabled": home, "messages_tab_enabled": True},
            "slash_commands": [{"command": "/muster", "should_escape": True}],
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(events)},
            "interactivity": {"is_enabled": interactive},
        },
    }


class MovableClock:
    def __init__(self):
        self.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)

    def now(self):
        return self.at

    def move(self, **by):
        self.at += timedelta(**by)


class Embedded(uvicorn.Server):
    @contextmanager
    def capture_signals(self):
        yield

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self):
        await self.stopping.wait()


@asynccontextmanager
async def serving(asgi):
    """Serve an ASGI app on a free port of loopback; yields its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = Embedded(uvicorn.Config(asgi, log_config=None, lifespan="off", timeout_keep_alive=75))
    server.ready, server.stopping = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(server.serve(sockets=[listener]))
    await server.ready.wait()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.force_exit = True
        server.stopping.set()
        await task


class RawApp:
    """An app that answers what a test orders and keeps what it was sent, bytes and all."""

    def __init__(self):
        self.requests = []
        self.answers = []  # (status, body, headers) in order; 200 "" when there are no more
        self.release = None  # an asyncio.Event: answers wait for it
        self.arrived = asyncio.Condition()

    async def __call__(self, scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        headers = {k.decode(): v.decode() for k, v in scope["headers"]}
        async with self.arrived:
            self.requests.append((headers, body))
            self.arrived.notify_all()
        if self.release is not None:
            await self.release.wait()
        status, text, more_headers = self.answers.pop(0) if self.answers else (200, "", {})
        if isinstance(text, dict):
            text, more_headers = json.dumps(text), {"content-type": "application/json"}
        pairs = [(k.encode(), v.encode()) for k, v in more_headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": text.encode()})

    async def count(self, number):
        """Wait until so many requests have come."""
        async with self.arrived, asyncio.timeout(LONG):
            await self.arrived.wait_for(lambda: len(self.requests) >= number)


@pytest.fixture
def clock():
    return MovableClock()


@pytest.fixture
def manifest():
    return raw_manifest()


@pytest.fixture
def patience():
    return PATIENT


@pytest.fixture
async def playground(clock, manifest, patience):
    async with Playground(
        clock, Manifest.of(manifest), people=PEOPLE, patience=patience
    ) as running:
        yield running


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as open_session:
        yield open_session


@pytest.fixture
async def web(playground, session):
    return AsyncWebClient(
        playground.bot_token, base_url=playground.api_url, session=session, retry_handlers=[]
    )


@pytest.fixture
async def raw(playground):
    app = RawApp()
    async with serving(app) as url:
        playground.app_url = url
        yield app


@pytest.fixture
async def bolt(playground, web):
    """A Bolt app served over HTTP; tests add their listeners to it."""

    async def authorize(**_):
        return AuthorizeResult(
            enterprise_id=None,
            team_id=playground.workspace.team_id,
            bot_token=playground.bot_token,
            bot_id=playground.workspace.bot_id,
            bot_user_id=playground.workspace.bot.id,
        )

    app = AsyncApp(signing_secret=playground.signing_secret, client=web, authorize=authorize)
    async with serving(AsyncSlackRequestHandler(app, path="/slack/events")) as url:
        playground.app_url = url
        yield app


@pytest.fixture
def anna(playground):
    return playground.person("Ada Brandt")


@pytest.fixture
def ben(playground):
    return playground.person("Ben Okoye")


@pytest.fixture
async def app(bolt):
    """A Bolt app that opens a form at its command."""
    return App(bolt, HOURS)
