"""The way to Muster: activities posted to /api/messages, signed, and answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp

from tests.handlers.teams.fake.checks import invoke_problems
from tests.handlers.teams.fake.identity import Identity
from tests.handlers.teams.fake.world import Json
from tests.unhurried import LONG

Door = Callable[[Json], Awaitable[tuple[int, Json | None]]]
FINE = (200, 201, 202)


@dataclass(frozen=True, slots=True)
class Answer:
    """Muster's answer to one activity. `body`: what it says if that is JSON, else its text."""

    status: int
    body: Any = None


class Unanswered(Exception):
    """Muster did not take an activity."""


class Wire:
    """Posts activities to `app_url` + /api/messages, or gives them to `door` itself."""

    def __init__(self, identity: Identity, problems: list[str]) -> None:
        self.app_url = ""
        self.door: Door | None = None
        self.signed = True  # False: no Authorization header, as the Agents Playground sends
        self.sent: list[Json] = []
        self.answers: list[Answer] = []
        self.patience = LONG  # Teams' own is about 15 s
        self._identity = identity
        self._problems = problems
        self._session: aiohttp.ClientSession | None = None
        self._doubled = 0
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def send(self, activity: Json) -> Answer:
        """An activity of somebody's; the first answer if it is doubled. Raises Unanswered."""
        self.sent.append(activity)
        if self._doubled:
            self._doubled -= 1
            answer, _ = await asyncio.gather(self.post(activity), self.post(activity))
        else:
            answer = await self.post(activity)
        self.answers.append(answer)
        if activity.get("type") == "invoke":
            name = str(activity.get("name"))
            self._problems.extend(invoke_problems(name, answer.status, answer.body))
        if answer.status not in FINE:
            raise Unanswered(f"{activity.get('type')} was answered with {answer}")
        return answer

    async def post(self, activity: Json | bytes, token: str | None = None) -> Answer:
        """Anything at all, as it is. `token`: another than a good one; "" for no header."""
        with self.busy():
            if self.door is not None and isinstance(activity, dict):
                return Answer(*await self.door(json.loads(json.dumps(activity))))
            return await self._post(activity, token)

    async def _post(self, activity: Json | bytes, token: str | None) -> Answer:
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if token is None and self.signed:
            token = self._identity.token()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.patience)
        url = f"{self.app_url.rstrip('/')}/api/messages"
        data = BytesIO(body) if len(body) > 1 << 20 else body  # aiohttp warns of large ones
        async with self._session.post(url, data=data, headers=headers, timeout=timeout) as answer:
            text = await answer.text()
        try:
            return Answer(answer.status, json.loads(text) if text else None)
        except ValueError:
            return Answer(answer.status, text)

    # ---- what a test may order -----------------------------------------------------------------

    def double(self, times: int = 1) -> None:
        """The next activities are each sent twice, at the same time."""
        self._doubled += times

    async def replay(self, activity: Json | None = None) -> Answer:
        """Send an activity again as it was, by default the last one."""
        return await self.post(activity or self.sent[-1])

    # ---- being done ----------------------------------------------------------------------------

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Counts as a request in flight, in either direction, while inside."""
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def settled(self) -> None:
        """Return when nothing is in flight."""
        await asyncio.sleep(0)
        while self._busy:
            await self._idle.wait()
            await asyncio.sleep(0)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
