"""A play begins with `play = await curtain("2026-11-22 12:00")`."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest
from structlog.testing import capture_logs

from tests.scenarios.both import begin_both
from tests.scenarios.stage import BERLIN, Templates, at, begin, fill
from tests.unhurried import unhurried

__all__ = ["unhurried"]


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(autouse=True)
def logged():
    """What was logged. No play is over well that left an error there."""
    with capture_logs() as entries:
        yield entries
    assert [entry for entry in entries if entry["log_level"] in {"error", "critical"}] == []


@pytest.fixture
async def curtain(tmp_path, templates):
    """`await curtain(local, zone)`: the play, which begins then and ends with the test.

    With `usual` (hours by address) people live by themselves.
    """
    async with AsyncExitStack() as stack:

        async def rise(local, zone=BERLIN, usual=None):
            start = at(local, zone)
            url = templates.copy(start, tmp_path)
            return await stack.enter_async_context(begin(url, start, usual))

        yield rise


@pytest.fixture
async def curtain_on_both(database_url):
    """As `curtain`, once on SQLite and once on a real PostgreSQL."""
    async with AsyncExitStack() as stack:

        async def rise(local, zone=BERLIN):
            start = at(local, zone)
            fill(database_url, start)
            return await stack.enter_async_context(begin(database_url, start))

        yield rise


@pytest.fixture
async def curtain_in_two(tmp_path_factory, templates):
    """`await curtain_in_two(local)`: a play with Slack and Teams, in one task force or not yet."""
    async with AsyncExitStack() as stack:

        async def rise(local, *, connected=True):
            start = at(local, BERLIN)
            url = templates.copy(start, tmp_path_factory.mktemp("two"))
            return await stack.enter_async_context(begin_both(url, start, connected=connected))

        yield rise


@pytest.fixture
async def curtain_in_two_on_both(database_url):
    """As `curtain_in_two`, connected, once on SQLite and once on a real PostgreSQL."""
    async with AsyncExitStack() as stack:

        async def rise(local):
            start = at(local, BERLIN)
            fill(database_url, start)
            return await stack.enter_async_context(begin_both(database_url, start, connected=True))

        yield rise
