"""While Slack wants no more messages in a workspace, answers keep to it too, in any process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.cards import Card, Reply, Text
from bot.errors import Outcome
from handlers.ears import Ears
from handlers.slack.api import Api, Installed
from handlers.slack.errors import RATE_LIMITED, SlackFailed
from handlers.slack.listeners import SlackDoor
from handlers.slack.quiet import QuietApi
from storage import open_store
from storage.store import SqlStore
from tests.handlers.slack.conftest import BOT, Listener
from tests.storage.conftest import migrated_file, migrated_sqlite

__all__ = ["migrated_file", "migrated_sqlite"]

TEAM = "T0MUSTER1"
CARD = Card("You hold nothing.", (Text(("Claim something.",)),))
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def store(migrated_sqlite: str, clock) -> Iterator[SqlStore]:
    store = open_store(migrated_sqlite)
    task_force = store.create_task_force("Tidewater", "Europe/Berlin", clock.now())
    store.add_workspace(task_force, "slack", TEAM, BOT)
    yield store
    store.close()


class Line:
    """A process's line for answers; what it knows grows old when it is told."""

    def __init__(self, api: Api, store: SqlStore) -> None:
        self.now = 0.0
        self.api = QuietApi(api, store, TEAM, lambda: self.now)

    async def post(self, method: str = "chat.postMessage") -> None:
        await self.api.call(method, {"channel": "C1", "text": "Hello"})


@pytest.fixture
def line(api: Api, store: SqlStore) -> Line:
    return Line(api, store)


@pytest.fixture
def elsewhere(api: Api, store: SqlStore) -> Line:
    return Line(api, store)


@pytest.fixture
async def door(api: Api, line: Line, listener: Listener) -> AsyncIterator[SlackDoor]:
    ears = Ears(listener.answer, listener.person_changed, listener.workspace_lost)
    door = SlackDoor(api, Installed(TEAM, "Tidewater", BOT, frozenset()), ears, line.api)
    yield door
    await door.drain(5)


def limit(slack, seconds: int = 30) -> None:
    slack.will("chat.postMessage", (429, {"Retry-After": str(seconds)}, ""))


async def refused(line: Line, method: str = "chat.postMessage") -> SlackFailed:
    with pytest.raises(SlackFailed) as caught:
        await line.post(method)
    assert caught.value.outcome is Outcome.BLOCKED
    return caught.value


async def test_what_one_process_is_told_all_of_them_keep_to(line, elsewhere, slack, clock):
    limit(slack)
    until = clock.now() + HALF_A_MINUTE
    assert (await refused(line)).retry_at == until
    assert len(slack.calls) == 1
    for other in (line, elsewhere):
        for method in ("chat.postMessage", "chat.postEphemeral", "chat.update"):
            assert (await refused(other, method)).retry_at == until
    assert len(slack.calls) == 1  # nobody asked Slack
    clock.at = until
    line.now = elsewhere.now = 2.0
    await line.post()
    await elsewhere.post()
    assert len(slack.calls) == 3


async def test_the_postman_is_silent_too(line, slack, store, clock):
    limit(slack)
    await refused(line)
    lane = store.find_workspace("slack", TEAM).id
    assert store.lanes.take(lane, "postman", clock.now()).blocked_until == (
        clock.now() + HALF_A_MINUTE
    )


async def test_what_the_postman_was_told_answers_keep_to(line, slack, store, clock):
    await line.post()
    lane = store.find_workspace("slack", TEAM).id
    store.lanes.block(lane, clock.now() + HALF_A_MINUTE, RATE_LIMITED[1])
    line.now = 2.0  # known for a second at most
    await refused(line)
    assert len(slack.calls) == 1


async def test_a_block_for_another_reason_silences_no_answer(line, slack, store, clock):
    """What an operator has to mend may be a permission that answers do not need."""
    lane = store.find_workspace("slack", TEAM).id
    store.lanes.block(lane, clock.now() + HALF_A_MINUTE, "Muster lacks a permission.")
    await line.post()
    assert len(slack.calls) == 1


async def test_dialogs_and_app_home_are_not_held_up(line, slack, store, clock):
    lane = store.find_workspace("slack", TEAM).id
    store.lanes.block(lane, clock.now() + HALF_A_MINUTE, RATE_LIMITED[1])
    for method in ("views.open", "views.update", "views.publish", "users.info"):
        await line.post(method)
    assert len(slack.calls) == 4


async def test_the_last_moment_is_waited_out(line, slack, store, clock):
    lane = store.find_workspace("slack", TEAM).id
    store.lanes.block(lane, clock.now() + timedelta(milliseconds=5), RATE_LIMITED[1])
    await line.post()
    assert len(slack.calls) == 1


async def test_a_database_that_is_away_silences_nobody(line, slack, monkeypatch):
    monkeypatch.setattr(line.api, "_store", None)
    await line.post()
    limit(slack)
    assert await refused(line)
    assert len(slack.calls) == 2


async def test_who_asked_by_command_is_answered_by_the_ways_that_are_not_limited(
    send, listener, slack, store, clock
):
    lane = store.find_workspace("slack", TEAM).id
    store.lanes.block(lane, clock.now() + HALF_A_MINUTE, RATE_LIMITED[1])
    listener.will(Reply(card=CARD))
    _, said = await send("command")
    assert said["text"].startswith("You hold nothing")
    assert slack.silent("chat.postMessage", "chat.postEphemeral")


async def test_who_cannot_be_answered_otherwise_is_not_and_the_log_says_so(
    send, door, listener, slack, store, clock
):
    lane = store.find_workspace("slack", TEAM).id
    store.lanes.block(lane, clock.now() + HALF_A_MINUTE, RATE_LIMITED[1])
    listener.will(Reply(card=CARD))
    with capture_logs() as logs:
        await send("message_im")
        await door.settled()
    assert slack.silent("chat.postMessage")
    assert [e["reason"] for e in logs if e.get("action") == "unanswered"] == [RATE_LIMITED[1]]
