"""A task force that was imported first, and a bot that is registered for one company or for any."""

from __future__ import annotations

import asyncio

import pytest

from bot.operating.on_teams import open_teams
from bot.operating.platforms import Given
from bot.operating.playing import SAMPLE
from bot.ports.outside import SystemClock
from bot.settings import read_settings
from handlers.ears import Ears
from storage import open_store

APP = "11111111-2222-4333-8444-555555555555"
TENANT = "66666666-7777-4888-8999-000000000000"


@pytest.fixture
def opened(address, type_in, monkeypatch):
    """Muster's workspace in Teams after a start with these settings."""

    async def run(**settings):
        known = {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_TENANT_ID": TENANT}
        for name, value in (known | settings).items():
            monkeypatch.setenv(name, value)
        await asyncio.to_thread(type_in, "migrate")
        store = open_store(address)
        nobody = Ears(lambda *_: None, lambda *_: None, lambda *_: None)
        for _ in range(2):  # a second start finds what the first has done
            teams = await open_teams(Given(read_settings(), SystemClock(), store, nobody))
            await teams.close()
        found = store.find_workspace("teams", TENANT)
        store.close()
        return found

    return run


async def test_what_was_imported_first_lives_where_the_bot_is_registered(opened, type_in):
    await asyncio.to_thread(type_in, "import", SAMPLE, "--yes")
    found = await opened(MICROSOFT_APP_TENANT_ID=TENANT.upper())
    assert found.task_force_id == 1
    assert found.bot_user == f"28:{APP}"


async def test_a_bot_for_any_company_waits_for_whoever_speaks_first(opened, type_in):
    await asyncio.to_thread(type_in, "import", SAMPLE, "--yes")
    assert await opened(MICROSOFT_APP_TYPE="MultiTenant") is None


async def test_where_nothing_was_imported_nothing_is_founded(opened):
    assert await opened() is None
