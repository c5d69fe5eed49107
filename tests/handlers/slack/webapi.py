"""A small Web API of the tests' own: records what it is called with, answers as it is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from typing import Any

from aiohttp import WSMsgType, web

from tests.unhurried import LONG

Json = dict[str, Any]

PERSON: Json = {
    "id": "U0ANA0001",
    "team_id": "T0MUSTER1",
    "real_name": "Ana Example",
    "tz": "Europe/Berlin",
    "profile": {"real_name": "Ana Example", "email": "ana@example.com"},
}
GOOD: dict[str, Json] = {
    "auth.test": {"team_id": "T0MUSTER1", "team": "Tidewater", "user_id": "U0MUSTER0"},
    "chat.postMessage": {"channel": "D0ANA0001", "ts": "1796029300.000100"},
    "chat.update": {"channel": "D0ANA0001", "ts": "1796029300.000100"},
    "conversations.open": {"channel": {"id": "D0ANA0001"}},
    "conversations.history": {"messages": []},
    "users.info": {"user": PERSON},
    "users.lookupByEmail": {"user": PERSON},
}


class WebApi:
    """`script` holds the next answers of a method: a dict, a (status, headers, body), or a name.

    "drop" ends the connection without an answer; "hang" never answers.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.script: dict[str, deque[Any]] = defaultdict(deque)
        self.heard: dict[str, asyncio.Queue[Json]] = defaultdict(asyncio.Queue)
        self.sockets: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.address = ""

    def will(self, method: str, *answers: Any) -> None:
        """What the next calls of this method get."""
        self.script[method].extend(answers)

    def refuse(self, method: str, error: str) -> None:
        """The next call of this method is refused."""
        self.will(method, {"ok": False, "error": error})

    async def next(self, method: str) -> Json:
        """The arguments of the next call of this method (or body sent to this hook)."""
        return await asyncio.wait_for(self.heard[method].get(), LONG)

    def silent(self, *methods: str) -> bool:
        """Whether none of these was called since."""
        return all(self.heard[method].empty() for method in methods)

    @property
    def url(self) -> str:
        return f"{self.address}/api"

    def hook(self, name: str = "one") -> str:
        """A response_url."""
        return f"{self.address}/hook/{name}"

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/hook/{method}", self._api)
        app.router.add_get("/socket", self._socket)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        return runner

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            arguments = await request.json()
        else:
            arguments = dict(await request.post())
        self.calls.append((method, arguments))
        self.heard[method].put_nowait(arguments)
        answers = self.script[method]
        answer = answers.popleft() if answers else {}
        if answer == "hang":
            await asyncio.Event().wait()
        if answer == "drop":
            assert request.transport is not None
            request.transport.abort()
            answer = {}
        if isinstance(answer, tuple):
            status, headers, body = answer
            return web.Response(status=status, headers=headers, text=body)
        headers = {"x-oauth-scopes": "chat:write,commands"}
        body = {"ok": True, **GOOD.get(method, {}), **answer}
        if method == "apps.connections.open":
            body["url"] = self.address.replace("http", "ws") + "/socket"
        return web.json_response(body, headers=headers)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.sockets.put(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.heard["socket"].put_nowait(message.json())
        return socket
