"""The protocol's and the disk's own limit: a signature checked by hand, the SQL by the driver."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

from bench.floors import DriverFloor
from bench.serving.bolt import serve
from bench.serving.spoken import by_person, learn
from handlers.background import THREADS

Asgi = Callable[[Any, Any, Any], Awaitable[None]]


def hand_checked(secret: str, answer: Callable[[dict[str, str]], Awaitable[bytes]]) -> Asgi:
    """POST of a signed form → 200 with JSON, or 401."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        base = b"v0:" + headers[b"x-slack-request-timestamp"] + b":" + body
        signed = b"v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest().encode()
        right = hmac.compare_digest(signed, headers[b"x-slack-signature"])
        said = await answer(dict(parse_qsl(body.decode()))) if right else b""
        kind = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(said))]
        status = 200 if right else 401
        await send({"type": "http.response.start", "status": status, "headers": kind})
        await send({"type": "http.response.body", "body": said})

    return app


async def main(url: str, secret: str, says: dict[str, list[str]]) -> None:
    known = learn(url, by_person(says))
    said = {key: json.dumps(script.answer).encode() for key, script in known.items()}
    floor, threads = DriverFloor(url), ThreadPoolExecutor(THREADS)

    async def answer(form: dict[str, str]) -> bytes:
        key = user, _ = form["user_id"], form["text"]
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(threads, floor.play, known[key], int(user[1:]))
        return said[key]

    await serve(hand_checked(secret, answer))
    floor.close()
