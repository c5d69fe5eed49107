"""`fleet = await enlist(people)`: real processes to be started; all are gone after the test."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest

from tests.many.fleet import Fleet
from tests.unhurried import unhurried

__all__ = ["unhurried"]


@pytest.fixture
async def enlist(postgres_url, tmp_path):
    async with AsyncExitStack() as stack:

        async def enter(people: int) -> Fleet:
            return await stack.enter_async_context(Fleet(postgres_url, tmp_path, people))

        yield enter
