"""Slack, as far as a command goes: signs it, sends it on a kept connection, waits for the answer.

The answer travels in the acknowledgement, or later to the request's response_url: whichever brings
it, the clock stops there.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from urllib.parse import urlencode

SECRET = "bench-signing-secret"
LATEST = 30.0  # seconds until an answer is given up
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


def signed(fields: dict[str, str]) -> tuple[dict[str, str], bytes]:
    """Headers and body of a slash command."""
    body = urlencode(fields).encode()
    stamp = str(int(time.time()))
    base = f"v0:{stamp}:".encode() + body
    signature = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }
    return headers, body


def command(person: int, words: str, trigger: str, response_url: str) -> dict[str, str]:
    """The fields that Slack sends."""
    return {
        "token": "unused",
        "team_id": "T1",
        "team_domain": "bench",
        "channel_id": "C1",
        "channel_name": "bench",
        "user_id": f"U{person}",
        "user_name": f"person{person}",
        "command": "/muster",
        "text": words,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


class Caller:
    """Asks the program on one port; `late` counts the answers that came by response_url."""

    def __init__(self, port: int, own_port: int, waiting: dict[str, asyncio.Future[bytes]]) -> None:
        self._port = port
        self._own = f"http://127.0.0.1:{own_port}/"
        self._waiting = waiting
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.late = 0

    async def ask(self, person: int, words: str) -> float:
        """Seconds to the answer. Raises RuntimeError for anything but 200."""
        key = f"{next(_KEYS)}.{person}"
        headers, body = signed(command(person, words, key, self._own + key))
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n"
        reader, writer = await self._connection()
        later = self._waiting[key] = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        writer.write(head.encode() + body)
        status, answer = await read_message(reader)
        self._idle.append((reader, writer))
        if b" 200 " not in status:
            raise RuntimeError(f"{words}: {status.decode()} {answer.decode()[:200]}")
        if not answer:
            async with asyncio.timeout(LATEST):
                await later
            self.late += 1
        del self._waiting[key]
        return time.perf_counter() - begun

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """One that was kept, unless the server has closed it meanwhile."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()


_KEYS = count(1)


async def read_message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Its first line, and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = await reader.readexactly(int(length[1])) if length else b""
    return head.partition(b"\r\n")[0], body


class Callers:
    """Makes callers; listens for the answers that come later."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._port = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Callers]:
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    @asynccontextmanager
    async def calling(self, port: int) -> AsyncIterator[Caller]:
        caller = Caller(port, self._port, self._waiting)
        try:
            yield caller
        finally:
            caller.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                line, body = await read_message(reader)
                later = self._waiting.get(line.split()[1].decode().strip("/"))
                if later and not later.done():
                    later.set_result(body)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
