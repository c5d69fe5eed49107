"""A signed command straight into an ASGI app, in one process, for valgrind to count instructions.

`ready` and `counted` are orders; between them callgrind is switched on from outside.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Any

import aiohttp
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck

from bench.caller import SECRET, command, signed
from bench.serving.bolt import bolt_app
from bench.serving.orders import obey
from bench.serving.raw import hand_checked
from bench.stage import StandingClock, on_stage
from bot.answer import answer
from handlers.ears import Ears
from handlers.slack import listeners
from handlers.slack.api import Api, Installed
from handlers.slack.http import SlackEndpoint
from handlers.slack.listeners import SlackDoor
from handlers.web import web_app

WARMING = 6
PATIENCE = 300.0  # seconds: under valgrind all takes fifty times as long
PATH = "/slack/events"
NOWHERE = "http://127.0.0.1:9/"
_KEYS = count(1)


async def call(app: Any, words: str) -> None:
    """Raises RuntimeError for anything but 200."""
    headers, body = signed(command(0, words, f"{next(_KEYS)}.1", NOWHERE))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: dict[str, Any]) -> None:
        statuses.append(event.get("status", 0))

    await app(scope, receive, send)
    if statuses[0] != 200:
        raise RuntimeError(f"{words}: {statuses[0]}")


@asynccontextmanager
async def muster_app(url: str) -> AsyncIterator[Any]:
    with on_stage(url) as stage:
        async with aiohttp.ClientSession() as session:
            api = Api(session, "xoxb-bench", NOWHERE, StandingClock())
            installed = Installed("T1", "Bench", "UBOT", frozenset())

            ears = Ears(partial(answer, stage.bot), _ignored, _ignored)
            door = SlackDoor(api, installed, ears)
            yield web_app(list, {PATH: SlackEndpoint(door.receive, SECRET)})
            await door.drain()


@asynccontextmanager
async def bare_bolt(_url: str) -> AsyncIterator[Any]:
    app = bolt_app(SECRET)

    @app.command("/muster")
    async def heard(ack: AsyncAck) -> None:
        await ack("Heard.")

    yield AsyncSlackRequestHandler(app, path=PATH)


@asynccontextmanager
async def by_hand(_url: str) -> AsyncIterator[Any]:
    async def said(_: dict[str, str]) -> bytes:
        return b'{"text": "Heard."}'

    yield hand_checked(SECRET, said)


APPS: dict[str, Callable[[str], Any]] = {
    "muster": muster_app,
    "bolt": bare_bolt,
    "raw": by_hand,
}


def _ignored(*_: object) -> None: ...


async def main(url: str, app: str, words: list[str], times: int) -> None:
    listeners.COMMAND_SECONDS = PATIENCE
    async with APPS[app](url) as asgi:

        async def speak(often: int) -> int:
            for _ in range(often):
                for said in words:
                    await call(asgi, said)
            return often * len(words)

        await obey(None, {"ready": lambda: speak(WARMING), "counted": lambda: speak(times)})
