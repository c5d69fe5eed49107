"""The doctor looks at the address at which browsers and calendars reach Muster."""

from __future__ import annotations

import pytest

from bot.operating import doctor_web
from bot.settings import Settings
from handlers.feeds.calendar import render
from handlers.feeds.door import FeedDoor
from handlers.web import web_app
from storage import open_store
from storage.migrate import migrate
from tests.handlers.slack.conftest import FixedClock, serving


async def said(public_url: str) -> list[tuple[bool, str]]:
    settings = Settings(_env_file=None, MUSTER_PUBLIC_URL=public_url)
    return [(check.ok, check.sentence) for check in await doctor_web.check_web(settings)]


async def test_without_an_address_it_says_what_there_is_not():
    [(ok, sentence)] = await said("")
    assert ok
    assert "MUSTER_PUBLIC_URL is not set, so there are no calendar feeds" in sentence


async def test_an_address_that_others_read_along_is_to_be_mended():
    [(ok, sentence)] = await said("http://muster.example.com")
    assert not ok
    assert "want https://" in sentence


async def test_muster_is_known_by_its_answer(tmp_path):
    url = f"sqlite:///{tmp_path / 'muster.db'}"
    migrate(url)
    store = open_store(url)
    door = FeedDoor(store, FixedClock(), lambda: "", render)
    async with serving(web_app(lambda: (), {}, door.pages())) as address:
        found = await doctor_web._ask(address)
        assert (found.ok, found.sentence) == (
            True,
            f"Browsers and calendars reach Muster at {address}.",
        )
    door.close()
    store.close()


async def test_somebody_elses_answer_is_to_be_mended():
    async with serving(web_app(lambda: ())) as address:
        found = await doctor_web._ask(address)
    assert not found.ok
    assert "pass on GET /feeds/" in found.sentence


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nowhere.invalid"])
async def test_where_nothing_answers_yet_muster_is_to_be_started(address: str):
    found = await doctor_web._ask(address)
    assert found.ok
    assert "start Muster" in found.sentence
