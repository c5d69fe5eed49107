"""A browser without a network: asks a web app as a server would."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: Headers
    text: str


class Browser:
    def __init__(self, app: Any) -> None:
        self._app = app

    def get(self, url: str) -> Answer:
        return asyncio.run(self._ask("GET", url))

    def head(self, url: str) -> Answer:
        return asyncio.run(self._ask("HEAD", url))

    def post(self, url: str) -> Answer:
        return asyncio.run(self._ask("POST", url))

    async def _ask(self, method: str, url: str) -> Answer:
        parts = urlsplit(url)
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", b"testserver")],
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        begin, *rest = sent
        body = b"".join(message.get("body", b"") for message in rest)
        return Answer(begin["status"], Headers(raw=begin["headers"]), body.decode())
