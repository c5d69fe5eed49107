"""The playground on 127.0.0.1: workspace, Web API, wire and people, put together.

async with Playground(clock, Path("manifest.yml"), people=rows) as playground:
    playground.app_url = "http://127.0.0.1:8000"       # where Muster listens
    …  Muster gets playground.api_url, bot_token, signing_secret (and app_token)
    anna = playground.person("Ada Brandt")
    answer = await anna.command("/muster", "claim facebook", channel="#task-force")
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Awaitable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from handlers.playground import api_files
from handlers.playground.api import Api, Call, Tokens, read_arguments
from handlers.playground.errors import Refused
from handlers.playground.events import Events
from handlers.playground.faults import Faults
from handlers.playground.manifest import Manifest
from handlers.playground.methods import METHODS
from handlers.playground.objects import Row
from handlers.playground.people import People
from handlers.playground.person import Person
from handlers.playground.replies import Replies
from handlers.playground.socket_mode import SocketMode
from handlers.playground.state import ROOMS, Clock, Workspace
from handlers.playground.tickets import ResponseUrls, Triggers
from handlers.playground.touch import Touch
from handlers.playground.wire import Patience, Wire


class Playground:
    """A running workspace.

    `workspace` its state; `people` and `touch` what people do; `faults` what breaks in the Web API,
    `wire` the way to Muster; `asgi` the Starlette app, to be mounted elsewhere if need be.
    """

    def __init__(
        self,
        clock: Clock,
        manifest: Manifest | Path,
        *,
        people: Iterable[Row] = (),
        rooms: Iterable[str] = ROOMS,
        name: str = "Acme",
        patience: Patience | None = None,
    ) -> None:
        self.manifest = manifest if isinstance(manifest, Manifest) else Manifest.read(manifest)
        self.bot_token = f"xoxb-{secrets.token_hex(16)}"
        self.app_token = f"xapp-1-{secrets.token_hex(16)}"
        self.signing_secret = secrets.token_hex(16)
        self.workspace = Workspace(clock, name=name)
        self.workspace.seed(people, rooms)
        self.faults = Faults()
        self.sockets = SocketMode(self.workspace.app_id)
        self.wire = Wire(self.signing_secret, self.sockets, patience or Patience())
        self.events = Events(self.workspace, self.manifest, self.wire)
        triggers = Triggers(self.wire.patience.monotonic)
        self.urls = ResponseUrls(clock.now)
        self._replies = Replies(self.workspace, self.events, self.faults)
        tickets = (triggers, self.urls)
        where = (self.workspace, self.manifest, self.wire)
        self.people = People(*where, self.events, tickets, self._replies)
        self.touch = Touch(*where, tickets)
        tokens = Tokens(self.bot_token, self.app_token)
        parts = (self.events, self.faults, triggers, self.sockets)
        self.api = Api(self.workspace, self.manifest, tokens, METHODS, parts)
        self.asgi = Starlette(routes=self._routes())
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    # ---- addresses -----------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """http://127.0.0.1:port, once started."""
        return self.workspace.base

    @property
    def api_url(self) -> str:
        """What goes into SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def app_url(self) -> str:
        """Where Muster listens; requests go to its /slack/events."""
        return self.wire.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.wire.app_url = url.rstrip("/")

    # ---- looking and doing ---------------------------------------------------------------------

    def person(self, name: str) -> Person:
        """A person by name, e-mail address or id. Raises KeyError."""
        user = self.workspace.person(name)
        return Person(user, self.workspace, self.people, self.touch)

    def calls(self, method: str = "") -> list[Call]:
        """The Web API calls Muster made, oldest first: all, or those of one method."""
        return [call for call in self.api.calls if method in {"", call.method}]

    async def settled(self) -> None:
        """Return when no request of ours to Muster is in flight."""
        await self.wire.settled()

    # ---- running -------------------------------------------------------------------------------

    async def start(self, app: ASGIApp | None = None, port: int = 0) -> None:
        """Listen on 127.0.0.1. `app`: serve this instead, which has `asgi` in it. 0: a free port.

        Raises OSError if the port is in use.
        """
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen()
        except OSError:
            listener.close()
            raise
        port = listener.getsockname()[1]
        self.workspace.base = self.urls.base = f"http://127.0.0.1:{port}"
        self.sockets.base = f"ws://127.0.0.1:{port}"
        config = uvicorn.Config(
            app or self.asgi,
            http=_OpenHanded,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=2,  # seconds
            timeout_keep_alive=75,  # as handlers.web: longer than aiohttp's 15, which is Muster's
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.ready.wait()

    async def close(self) -> None:
        """Stop; faults end first, so that nothing is left hanging."""
        self.faults.up()
        await self.wire.close()
        await self.sockets.close()
        if self._server is not None and self._serving is not None:
            self._server.stop()
            await self._serving
            self._server = self._serving = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    # ---- routes --------------------------------------------------------------------------------

    def _routes(self) -> list[Route | WebSocketRoute]:
        return [
            Route("/api/{method}", self.api.handle, methods=["GET", "POST"]),
            Route("/response/{token}", self._respond, methods=["POST"]),
            Route("/upload/{file_id}", self._upload, methods=["POST"]),
            Route("/files/{file_id}/{name}", self._download, methods=["GET"]),
            WebSocketRoute("/link/", self.sockets.serve),
        ]

    async def _respond(self, request: Request) -> Response:
        return await self.api.tried("response_url", request, self._responded)

    async def _responded(self, request: Request) -> Response:
        """A response_url: docs.slack.dev/interactivity/handling-user-interaction."""
        try:
            ticket = self.urls.redeem(request.path_params["token"])
        except Refused as refused:
            return PlainTextResponse(refused.error, 404)
        try:
            self._replies.apply(await read_arguments(request), ticket)
        except Refused as refused:
            return PlainTextResponse(refused.error, 400)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        def put(upload: Request) -> Awaitable[Response]:
            return api_files.upload(self.api, upload)

        return await self.api.tried("upload", request, put)

    def _download(self, request: Request) -> Response:
        return api_files.download(self.api, request)


class _OpenHanded(HttpToolsProtocol):
    """uvicorn's protocol, but with the transport in the state, for faults that cut connections."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _Server(uvicorn.Server):
    """uvicorn inside a running loop: says when it is ready, leaves signals to the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Begin to shut down, at once."""
        self.should_exit = True
        self._stopping.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # keeps the Date header right, once a second
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._stopping.wait()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
