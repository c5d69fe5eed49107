"""Teams' requests by HTTP: signed, well-formed, or refused before anything is looked at."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from handlers.teams import limits
from handlers.teams.account import LOOPBACK
from handlers.teams.payloads import Json, Malformed
from handlers.teams.signatures import NoKeys, Signatures, Unsigned

log = structlog.get_logger()

Receive: TypeAlias = Callable[[Json], Awaitable[tuple[int, Json | None]]]

PATH = "/api/messages"
JSON = "application/json"


class _RefusedError(Exception):
    """An HTTP status, and a word for whoever reads the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class TeamsEndpoint:
    """POST /api/messages: everything of Teams'. Without `signatures` anybody is believed."""

    def __init__(self, receive: Receive, signatures: Signatures | None) -> None:
        self._receive = receive
        self._signatures = signatures

    async def __call__(self, request: Request) -> Response:
        """The status and body that Teams is to get, or a 4xx with the reason."""
        try:
            activity = _parse(await _read(request))
            await self._check(request, activity)
            status, body = await self._receive(activity)
        except _RefusedError as refused:
            log.info("A request was refused.", action="refused", reason=refused.reason)
            return PlainTextResponse(refused.reason, refused.status)
        except Malformed as error:
            log.info("A request was malformed.", action="malformed", reason=str(error))
            return PlainTextResponse("malformed activity", 400)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(status_code=status) if body is None else JSONResponse(body, status)

    async def _check(self, request: Request, activity: Json) -> None:
        """Raises _RefusedError."""
        if self._signatures is None:
            # a web page can have its own name lead to a loopback address, but not say another
            if request.url.hostname not in LOOPBACK:
                raise _RefusedError(403, "not by this name")
            return
        shown = request.headers.getlist("authorization")
        try:
            await self._signatures.check(shown[0] if len(shown) == 1 else "", activity)
        except Unsigned as error:
            log.info("A token was refused.", action="unsigned", reason=str(error))
            raise _RefusedError(401, "not signed by Microsoft for this bot") from error
        except NoKeys as error:
            raise _RefusedError(503, "signatures cannot be checked just now") from error


async def _read(request: Request) -> bytes:
    """The body, unless it is empty, too large or says that it is something else.

    A web page can make a browser post anything to a loopback address, but no JSON.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise _RefusedError(415, "not JSON")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limits.BODY_BYTES:
            raise _RefusedError(413, "too large")
    if not body:
        raise _RefusedError(400, "empty")
    return bytes(body)


def _parse(body: bytes) -> Json:
    try:
        value: Any = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise _RefusedError(400, "not JSON") from error
    if not isinstance(value, dict):
        raise _RefusedError(400, "not an object")
    return value
