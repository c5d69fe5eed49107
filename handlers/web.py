"""The HTTP app: each platform's endpoint, and health beside them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


class Endpoint(Protocol):
    """Answers one request."""

    async def __call__(self, request: Request) -> Response:
        """Never a 5xx for what comes in malformed."""
        ...


BACKLOG = 2048  # connections that wait to be taken, as uvicorn has it
GOODBYE_SECONDS = 5  # for requests under way when the process is told to stop
# For which a connection is kept that nobody uses: longer than by whoever stands before us (nginx
# and Amazon's balancer keep theirs for 60). Else a request may meet one that we are just closing,
# and what was asked by POST is not asked again: uvicorn's own is 5.
KEEP_ALIVE_SECONDS = 75


def web_app(
    ready: Callable[[], Sequence[str]],
    endpoints: Mapping[str, Endpoint] | None = None,
    pages: Mapping[str, Endpoint] | None = None,
) -> Starlette:
    """The app. `ready` names what is not: called in a worker thread at each GET /readyz.

    `endpoints`: who answers a POST, by path; none in a process that hears nobody by HTTP. `pages`:
    who answers a GET or HEAD, by path (which may hold `{names}`): what browsers and calendars open.
    """

    async def answer_ready(_: Request) -> Response:
        problems = list(await run_in_threadpool(ready))
        return JSONResponse({"problems": problems}, 503 if problems else 200)

    doors = (
        Route(path, endpoint.__call__, methods=["POST"])
        for path, endpoint in (endpoints or {}).items()
    )
    return Starlette(
        routes=[
            Route("/healthz", _healthy, methods=["GET"]),
            Route("/readyz", answer_ready, methods=["GET"]),
            *doors,
            *(Route(path, page.__call__, methods=["GET"]) for path, page in (pages or {}).items()),
        ]
    )


async def _healthy(_: Request) -> Response:
    return PlainTextResponse("ok")


class Server(uvicorn.Server):
    """uvicorn without its signal handlers, which would end the process before it has drained.

    Whoever runs it sets `should_exit`.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves SIGINT and SIGTERM to the composition root."""
        yield


PROXIES = "127.0.0.1,::1"  # who may say on whose behalf it asks


def web_server(app: Starlette, host: str, port: int, proxies: str = PROXIES) -> Server:
    """A server that logs through the process's own logging.

    uvloop and httptools where they are installed (ENGINE.md, 2). Port 0: the system chooses.
    `proxies`: addresses whose X-Forwarded-For is believed, by commas; `*`: everybody's.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="auto",
        http="auto",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    return Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A bound socket for `Server.serve(sockets=[…])`: uvicorn by itself ends the process instead.

    Raises OSError if the port is in use or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def port_of(server: uvicorn.Server) -> int:
    """The port that a started server listens on."""
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
