"""A bare Bolt app, as its documents have it but without the polled acknowledgement."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bench.floors import CoreFloor
from bench.serving.orders import obey
from bench.serving.spoken import by_person, learn
from handlers.background import THREADS
from handlers.web import listen, port_of, web_server


async def _authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT")


def bolt_app(secret: str) -> AsyncApp:
    return AsyncApp(signing_secret=secret, authorize=_authorize, process_before_response=True)


async def main(url: str, secret: str, says: dict[str, list[str]]) -> None:
    known = learn(url, by_person(says))
    floor, threads = CoreFloor(url), ThreadPoolExecutor(THREADS)
    app = bolt_app(secret)

    @app.command("/muster")
    async def heard(ack: AsyncAck, command: dict[str, Any]) -> None:
        user = command["user_id"]
        script = known[user, command["text"]]
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(threads, floor.play, script, int(user[1:]))
        await ack(script.answer)

    await serve(AsyncSlackRequestHandler(app))
    floor.close()


async def settled() -> None:
    """Nothing is left to be done after an answer."""


async def serve(app: Any) -> None:
    """On the server that Muster has."""
    server = web_server(app, "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve(sockets=[listen("127.0.0.1", 0)]))
    while not server.started:  # noqa: ASYNC110 - uvicorn sets no event
        await asyncio.sleep(0.01)
    await obey(port_of(server), {"settled": settled})
    server.should_exit = True
    await serving
