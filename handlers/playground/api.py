"""The Web API's front: who calls, may they, what goes wrong on order, how it is answered.

https://docs.slack.dev/apis/web-api. The methods themselves are in api_*.py, as functions of
(Api, arguments) that change the state at once; methods.py lists them all.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from handlers.playground.content import strict_json
from handlers.playground.errors import Refused
from handlers.playground.events import Events
from handlers.playground.faults import Fault, Faults, What
from handlers.playground.manifest import Manifest
from handlers.playground.objects import Json
from handlers.playground.socket_mode import SocketMode
from handlers.playground.state import Workspace
from handlers.playground.tickets import Triggers

CALLS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `scopes`: the token needs one of them, none if empty.

    `caller`: whose token. `form_only`: a JSON body is refused.
    """

    run: Callable[[Api, Json], Json]
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "anyone"] = "bot"
    form_only: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was answered. `error`: "" if it was granted."""

    method: str
    args: Json
    error: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The app's secrets in this workspace."""

    bot: str  # xoxb-…
    app: str  # xapp-…, for Socket Mode


class Api:
    """Answers `/api/<method>`. `calls` keeps what was asked, newest last."""

    def __init__(
        self,
        ws: Workspace,
        manifest: Manifest,
        tokens: Tokens,
        methods: Mapping[str, Method],
        parts: tuple[Events, Faults, Triggers, SocketMode],
    ) -> None:
        self.ws = ws
        self.manifest = manifest
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.events, self.faults, self.triggers, self.sockets = parts
        self._tokens = tokens
        self._methods = methods

    # ---- answering -----------------------------------------------------------------------------

    async def handle(self, request: Request) -> Response:
        """One HTTP request to `/api/{method}`."""
        name = request.path_params["method"]
        return await self.tried(name, request, self._answer)

    async def tried(
        self, name: str, request: Request, answer: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        """Answer, unless a fault was ordered for `name` ("response_url" and "upload" too)."""
        fault = self.faults.next(name)
        if fault is None:
            return await answer(request)
        if fault.what is What.SLOW:
            await fault.gate.wait()
            return await answer(request)
        if fault.what is What.SLOW_AFTER:
            answered = await answer(request)
            await fault.gate.wait()
            return answered
        if fault.what is What.DROP_AFTER:
            await answer(request)
        if fault.what in {What.DROP, What.DROP_AFTER}:
            return break_off(request)
        return self._faulty(name, fault)

    async def _answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        args: Json = {}
        try:
            args = await read_arguments(request)
            body = {"ok": True, **self._run(name, request, args)}
        except Refused as refused:
            body = refused.body()
        self.calls.append(Call(name, args, str(body.get("error", ""))))
        return JSONResponse(body, headers=self._headers(name))

    def _run(self, name: str, request: Request, args: Json) -> Json:
        method = self._methods.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        token = _token(request, args)
        if method.caller != "anyone":
            self._check_token(token, method.caller)
        if method.scopes:
            self.need(*method.scopes)
        if method.form_only and _is_json(request):
            raise Refused("invalid_arguments", ["[ERROR] must be form-encoded"])
        return method.run(self, args)

    def _faulty(self, name: str, fault: Fault) -> Response:
        status, body, headers = fault.answer()
        self.calls.append(Call(name, {}, str(body["error"] if body else status)))
        if body is None:
            return HTMLResponse("<html><body>Server Error</body></html>", status, headers)
        return JSONResponse(body, status, headers)

    def _headers(self, name: str) -> dict[str, str]:
        method = self._methods.get(name)
        return {
            "X-OAuth-Scopes": ",".join(sorted(self.manifest.scopes)),
            "X-Accepted-OAuth-Scopes": ",".join(method.scopes) if method else "",
            "X-Slack-Req-Id": secrets.token_hex(16),
        }

    # ---- what methods need ---------------------------------------------------------------------

    def _check_token(self, token: str, kind: str) -> None:
        if not token:
            raise Refused("not_authed")
        if token not in {self._tokens.bot, self._tokens.app}:
            raise Refused("invalid_auth")
        if token != (self._tokens.app if kind == "app" else self._tokens.bot):
            raise Refused("not_allowed_token_type")

    def need(self, *scopes: str) -> None:
        """Raise Refused("missing_scope") unless the manifest grants one of these."""
        if not self.manifest.scopes & set(scopes):
            provided = ",".join(sorted(self.manifest.scopes))
            raise Refused("missing_scope", needed=",".join(scopes), provided=provided)

    def is_bot_token(self, request: Request) -> bool:
        """Whether the request carries the bot's token, for files."""
        return _token(request, {}) == self._tokens.bot


def _token(request: Request, args: Json) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(args.pop("token", ""))


def _is_json(request: Request) -> bool:
    return request.headers.get("Content-Type", "").startswith("application/json")


async def read_arguments(request: Request) -> Json:
    """Query, form or JSON, whichever come. Raises Refused as Slack does for broken ones."""
    args: dict[str, Any] = dict(request.query_params)
    if request.method != "POST":
        return args
    if _is_json(request):
        try:
            body = strict_json(await request.body() or b"{}")
        except ValueError as broken:
            raise Refused("invalid_json") from broken
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        return args | {k: v for k, v in body.items() if v is not None}
    kind = request.headers.get("Content-Type", "").partition(";")[0]
    if kind not in {"", "application/x-www-form-urlencoded", "multipart/form-data"}:
        raise Refused("invalid_post_type")
    async with request.form() as form:
        return args | {k: v for k, v in form.items() if isinstance(v, str)}


def break_off(request: Request) -> Response:
    """Cut the connection without an answer; server.py puts the transport into the state."""
    transport: asyncio.Transport = request.scope["state"]["transport"]
    transport.abort()
    return Response()
