"""Feeds on a real PostgreSQL, where two may press at the same instant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.feeds.requests import AddFeed, EndFeed
from bot.feeds.usecases import find_feed, load_version
from bot.model import Role
from tests.bot.cast import Cast
from tests.bot.feeds.stage import composed, connected, make, read, text_of, titles


@pytest.mark.postgres
def test_two_presses_at_once_make_one_feed(cast_on_postgres: Cast):
    cast = cast_on_postgres
    connected(cast)
    cast.member("ada")
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: cast.press("ada", AddFeed(again=True)), range(8)))
    assert len(replies) == 8
    with cast.read() as tx:
        assert len(tx.feeds.all()) == 1


@pytest.mark.postgres
def test_two_calendars_at_once_find_one_number(cast_on_postgres: Cast):
    cast = cast_on_postgres
    connected(cast)
    ada = cast.member("ada", Role.CHAIR)
    turn = cast.turns(cast.duty("Facebook"))[1]
    token = make(cast, "ada", "all")
    with ThreadPoolExecutor(8) as pool:
        first = set(pool.map(lambda _: text_of(cast, token), range(8)))
    assert {event.sequence for event in composed(cast, token).events} == {0}
    assert len(first) == 1
    store = cast.bot.store
    task_force, feed = find_feed(store, token)
    before = load_version(store, task_force, cast.clock.now())
    cast.hold(ada, turn, 360)
    cast.say("ada", "claim facebook this week")
    assert load_version(store, task_force, cast.clock.now()) != before
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: text_of(cast, token), range(8)))
    assert {event.sequence for event in composed(cast, token).events} == {0, 1}
    assert "Facebook" in titles(read(cast, token))
    cast.press("ada", EndFeed(feed=feed.id))
    assert find_feed(store, token) is None
