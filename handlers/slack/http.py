"""Slack's requests by HTTP: signed, well-formed, or refused before anything is looked at."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import structlog
from slack_bolt import BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from handlers.slack import limits
from handlers.slack.payloads import Malformed
from handlers.slack.text import Json

log = structlog.get_logger()

Receive: TypeAlias = Callable[[Json], Awaitable[BoltResponse]]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
FIELDS = 100  # of a form; a slash command has a dozen


class _RefusedError(Exception):
    """An HTTP status, and a word for whoever reads the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class SlackEndpoint:
    """POST /slack/events: commands, interactivity and events alike."""

    def __init__(self, receive: Receive, signing_secret: str) -> None:
        self._receive = receive
        self._verifier = SignatureVerifier(signing_secret)

    async def __call__(self, request: Request) -> Response:
        """200 with what Slack is to be told, or a 4xx with the reason."""
        try:
            body = await _read(request)
            if _is_ssl_check(request, body):
                return Response(status_code=200)
            self._check_signature(request, body)
            answer = await self._receive(_parse(request, body))
        except _RefusedError as refused:
            log.info("A request was refused.", action="refused", reason=refused.reason)
            return PlainTextResponse(refused.reason, refused.status)
        except Malformed as error:
            log.info("A request was malformed.", action="malformed", reason=str(error))
            return PlainTextResponse("malformed payload", 400)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(answer.body, answer.status, answer.first_headers())

    def _check_signature(self, request: Request, body: bytes) -> None:
        """Raises _RefusedError. Looks before the SDK does: it stumbles over what is no number."""
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        numeric = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12
        if not numeric or not signature.isascii():
            raise _RefusedError(401, "not signed")
        if not self._verifier.is_valid(_utf8(body), timestamp, signature):
            raise _RefusedError(401, "wrong or old signature")


async def _read(request: Request) -> bytes:
    """The body, unless it is empty or larger than anything Slack sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limits.BODY_BYTES:
            raise _RefusedError(413, "too large")
    if not body:
        raise _RefusedError(400, "empty")
    return bytes(body)


def _is_ssl_check(request: Request, body: bytes) -> bool:
    """Slack looks at the certificate now and then, without a signature."""
    unsigned = "x-slack-signature" not in request.headers
    return unsigned and b"ssl_check=1" in body.split(b"&")


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise _RefusedError(400, "not UTF-8") from error


def _parse(request: Request, body: bytes) -> Json:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        return _object(_utf8(body))
    if kind != FORM:
        raise _RefusedError(415, "neither JSON nor a form")
    try:
        fields = dict(parse_qsl(_utf8(body), keep_blank_values=True, max_num_fields=FIELDS))
    except ValueError as error:
        raise _RefusedError(400, "not a form") from error
    return _object(fields["payload"]) if "payload" in fields else dict(fields)


def _object(text: str) -> Json:
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _RefusedError(400, "not JSON") from error
    if not isinstance(value, dict):
        raise _RefusedError(400, "not an object")
    return value
