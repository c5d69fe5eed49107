"""The way from the workspace to Muster: signed requests, Slack's patience, Slack's retries.

Over HTTP to Muster's /slack/events, or through Socket Mode once Muster has asked for that. Every
request is kept in `log`, so that a test can send it again.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from handlers.playground.errors import Unanswered
from handlers.playground.objects import Json
from handlers.playground.socket_mode import Envelope, SocketMode

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long Slack waits; all in seconds.

    `ack`: docs.slack.dev/interactivity/implementing-slash-commands. `retries`: the waits before
    each of the three repetitions of an event; Slack's own are about 0, 60 and 300
    (docs.slack.dev/apis/events-api), shorter by default so that nobody waits in the playground.
    """

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 1.0, 2.0)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    wall: Callable[[], float] = time.time  # for signatures: real time, not the movable clock
    monotonic: Callable[[], float] = time.monotonic  # for trigger ids


@dataclass(frozen=True, slots=True)
class Ack:
    """Muster's answer to a request: its JSON body (None if it is no JSON object), or its text."""

    body: Json | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it went to Muster. `kind`: slash_commands, interactive or events_api."""

    kind: str
    payload: Json
    body: bytes
    headers: dict[str, str]
    retry: int = 0  # how often it had been sent before
    reason: str = ""  # why it is sent again


class Wire:
    """Sends to Muster, at `app_url` + /slack/events or by socket."""

    def __init__(self, secret: str, sockets: SocketMode, patience: Patience) -> None:
        self.app_url = ""
        self.log: deque[Sent] = deque(maxlen=1000)
        self.patience = patience
        self._secret = secret
        self._sockets = sockets
        self._session: aiohttp.ClientSession | None = None
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Json] | None = None
        self._doubled = 0

    # ---- requests ------------------------------------------------------------------------------

    async def ask(self, kind: str, payload: Json) -> Ack:
        """Send a command or an interaction and wait for the answer. Raises Unanswered."""
        return await self._send(self._signed(kind, payload))

    def tell(self, payload: Json) -> asyncio.Future[bool]:
        """Send an event, with retries. The future: whether the first attempt was taken."""
        first: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if self._held is not None:
            self._held.append(payload)
            first.set_result(True)
            return first
        flight = ExitStack()  # in flight from now on, until the first attempt is over
        flight.enter_context(self.busy())
        task = asyncio.create_task(self._with_retries(payload, first, flight))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return first

    async def _with_retries(
        self, payload: Json, first: asyncio.Future[bool], flight: ExitStack
    ) -> None:
        reason = ""
        for retry, delay in enumerate((0.0, *self.patience.retries)):
            if delay:
                await self.patience.sleep(delay)
            try:
                with flight.pop_all() if retry == 0 else nullcontext():
                    await self._send(self._signed("events_api", payload, retry, reason))
            except Unanswered as failure:
                reason = failure.reason
                if not first.done():
                    first.set_result(False)
                if failure.final:
                    return
            else:
                if not first.done():
                    first.set_result(True)
                return

    def _signed(self, kind: str, payload: Json, retry: int = 0, reason: str = "") -> Sent:
        if kind == "events_api":
            body, content = json.dumps(payload).encode(), "application/json"
        else:
            fields = {"payload": json.dumps(payload)} if kind == "interactive" else payload
            body, content = urlencode(fields).encode(), FORM
        stamp = str(int(self.patience.wall()))
        headers = {
            "Content-Type": content,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self._secret, stamp, body),
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return Sent(kind, payload, body, headers, retry, reason)

    async def _send(self, sent: Sent) -> Ack:
        """Send a request, or twice if a test ordered that; the first answer counts."""
        self.log.append(sent)
        if not self._doubled:
            return await self._transmit(sent)
        self._doubled -= 1
        answers = await asyncio.gather(
            self._transmit(sent), self._transmit(sent), return_exceptions=True
        )
        if isinstance(answers[0], BaseException):
            raise answers[0]
        return answers[0]

    async def _transmit(self, sent: Sent) -> Ack:
        with self.busy():
            if not self._sockets.wanted:
                return await self._post(sent)
            envelope = Envelope(sent.kind, sent.payload, sent.retry, sent.reason)
            answer = await self._sockets.send(envelope, self.patience.ack)
            return Ack(answer)

    async def _post(self, sent: Sent) -> Ack:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.patience.ack)
        url = f"{self.app_url}/slack/events"
        try:
            async with self._session.post(
                url, data=sent.body, headers=sent.headers, timeout=timeout, allow_redirects=False
            ) as answer:
                text = await answer.text()
        except TimeoutError as late:
            raise Unanswered("http_timeout") from late
        except (aiohttp.ClientError, OSError, UnicodeDecodeError) as broken:
            raise Unanswered("connection_failed") from broken
        if not 200 <= answer.status < 300:
            final = answer.headers.get("X-Slack-No-Retry") == "1"
            raise Unanswered("http_error", answer.status, final=final)
        return Ack(_json_object(text), text)

    # ---- what a test may order -----------------------------------------------------------------

    async def replay(self, sent: Sent | None = None) -> Ack:
        """Send a request again, byte for byte, signature and all; by default the last one."""
        return await self._transmit(sent or self.log[-1])

    def double(self, times: int = 1) -> None:
        """Send each of the next requests twice, at the same time."""
        self._doubled += times

    def hold(self) -> None:
        """Keep events back until `release`."""
        self._held = self._held or []

    async def release(self, *, backwards: bool = False) -> None:
        """Send what was held back, in order or last first; returns when each was tried once."""
        held, self._held = self._held or [], None
        for payload in reversed(held) if backwards else held:
            await self.tell(payload)

    # ---- being done ----------------------------------------------------------------------------

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Counts as a request in flight while inside."""
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def settled(self) -> None:
        """Return when nothing is in flight in either direction; waiting retries do not count."""
        await asyncio.sleep(0)
        while self._busy:
            await self._idle.wait()
            await asyncio.sleep(0)

    async def close(self) -> None:
        """Give up waiting retries and close the connections."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None


def signature(secret: str, stamp: str, body: bytes) -> str:
    """X-Slack-Signature: docs.slack.dev/authentication/verifying-requests-from-slack."""
    base = f"v0:{stamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def _json_object(text: str) -> Json | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
