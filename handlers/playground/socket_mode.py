"""Socket Mode: Muster connects to us, requests go down the socket, answers come up.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from handlers.playground.errors import Refused, Unanswered
from handlers.playground.objects import Json

CONNECTIONS_MOST = 10
CONNECTION_SECONDS = 18_060  # announced in hello; Slack's own figure moves around five hours


@dataclass(frozen=True, slots=True)
class Envelope:
    """What travels down the socket. `kind`: slash_commands, interactive or events_api."""

    kind: str
    payload: Json
    retry: int = 0
    reason: str = ""


@dataclass(slots=True)
class SocketMode:
    """All sockets of the app. `wanted`: the app has asked for one; HTTP gets nothing then."""

    app_id: str
    base: str = ""  # ws://127.0.0.1:port
    wanted: bool = False
    _tickets: set[str] = field(default_factory=set)
    _open: list[WebSocket] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    def invite(self) -> str:
        """The address of one new connection, as apps.connections.open answers. May refuse."""
        if len(self._open) >= CONNECTIONS_MOST:
            raise Refused("too_many_websockets")
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        self.wanted = True
        return f"{self.base}/link/?ticket={ticket}&app_id={self.app_id}"

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._open)

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        self._open.append(socket)
        self._arrived.set()
        try:
            await socket.send_json(self._hello())
            while True:
                self._acknowledged(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(socket)

    def _forget(self, socket: WebSocket) -> None:
        self._open = [other for other in self._open if other is not socket]
        if not self._open:
            self._arrived.clear()

    async def connected(self) -> None:
        """Return once the app has a socket open."""
        await self._arrived.wait()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {
                "host": "playground",
                "approximate_connection_time": CONNECTION_SECONDS,
            },
        }

    def _acknowledged(self, text: str) -> None:
        try:
            message: Any = json.loads(text)
        except ValueError:
            return
        if isinstance(message, dict):
            waiting = self._waiting.get(str(message.get("envelope_id")))
            if waiting is not None and not waiting.done():
                payload = message.get("payload")
                waiting.set_result(payload if isinstance(payload, dict) else {})

    async def send(self, envelope: Envelope, seconds: float) -> Json:
        """Send down the newest socket and wait for the ack's payload. Raises Unanswered."""
        if not self._open:
            raise Unanswered("connection_failed")
        envelope_id = str(uuid.uuid4())
        message: Json = {
            "envelope_id": envelope_id,
            "type": envelope.kind,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.kind != "events_api",
        }
        if envelope.kind == "events_api":
            message |= {"retry_attempt": envelope.retry, "retry_reason": envelope.reason}
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        try:
            await self._open[-1].send_json(message)
            return await asyncio.wait_for(waiting, seconds)
        except TimeoutError as late:
            raise Unanswered("http_timeout") from late
        except (WebSocketDisconnect, RuntimeError, OSError) as broken:
            raise Unanswered("connection_failed") from broken
        finally:
            del self._waiting[envelope_id]

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Tell the newest connection to come anew ("warning" gives notice only), as Slack does."""
        if self._open:
            socket = self._open[-1]
            message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            await socket.send_json(message)
            if reason != "warning":
                self._forget(socket)
                await socket.close()

    async def close(self) -> None:
        """Close every socket."""
        for socket in tuple(self._open):
            await socket.close()
