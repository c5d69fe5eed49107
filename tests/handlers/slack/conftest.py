"""Fixtures of the Slack door's tests."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.slack.api import Api, open_api
from tests.handlers.slack.webapi import WebApi

PAYLOADS = Path(__file__).parents[2] / "payloads" / "slack"


@pytest.fixture
def payload() -> Callable[..., dict[str, Any]]:
    """A payload of Slack's by name, with some of its fields changed."""

    def load(name: str, **changes: Any) -> dict[str, Any]:
        body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
        return body | changes

    return load


class FixedClock:
    """Stands still, unless it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def slack() -> AsyncIterator[WebApi]:
    """Slack's Web API, on loopback."""
    api = WebApi()
    runner = await api.start()
    yield api
    await runner.cleanup()


@pytest.fixture
async def api(slack: WebApi, clock: FixedClock) -> AsyncIterator[Api]:
    """The line to it."""
    line = await open_api("xoxb-made-up", slack.url, clock)
    yield line
    await line.close()
