"""A task force whose roster calendars read over HTTP, on a port of the system's choice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.model import Role
from handlers.feeds.calendar import render
from handlers.feeds.door import FeedDoor
from handlers.web import web_app
from tests.bot.cast import Cast, cast, migrated_file
from tests.bot.feeds.stage import PUBLIC, connected
from tests.handlers.slack.conftest import serving

__all__ = ["cast", "migrated_file"]


@dataclass(frozen=True)
class Got:
    status: int
    headers: Any
    body: bytes  # as it came over the wire

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Reader:
    """A calendar that asks for feeds."""

    cast: Cast
    door: FeedDoor
    address: str
    session: aiohttp.ClientSession

    async def get(self, token: str, method: str = "GET", **headers: str) -> Got:
        return await self.path(f"/feeds/{token}.ics", method, **headers)

    async def path(self, path: str, method: str = "GET", **headers: str) -> Got:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = self.session.request(
            method, self.address + path, headers=named, allow_redirects=False
        )
        async with asked as response:
            return Got(response.status, response.headers, await response.read())


@pytest.fixture
def stage(cast: Cast) -> Cast:
    connected(cast)
    cast.member("ada")
    cast.member("ben")
    cast.member("carla", Role.CHAIR)
    cast.duty("Facebook")
    return cast


@pytest.fixture
async def reader(stage: Cast) -> AsyncIterator[Reader]:
    door = FeedDoor(stage.bot.store, stage.clock, lambda: PUBLIC, render)
    app = web_app(lambda: (), {}, door.pages())
    plain = aiohttp.ClientSession(auto_decompress=False, headers={"Accept-Encoding": "identity"})
    async with serving(app) as address, plain as session:
        yield Reader(stage, door, address, session)
    door.close()
