"""POST /api/messages: what comes in malformed is a 4xx, whatever it is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from handlers.teams import limits
from handlers.teams.http import TeamsEndpoint
from tests.handlers.teams.conftest import serving
from tests.handlers.teams.connector import Person, Teams

JSON = {"Content-Type": "application/json"}


class Post:
    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self._address = f"{address}/api/messages"
        self._session = session

    async def __call__(self, body: Any, **headers: str) -> tuple[int, str]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        # aiohttp warns of large bytes
        async with self._session.post(
            self._address, data=BytesIO(data), headers=JSON | headers
        ) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def open_post(door) -> AsyncIterator[Post]:
    """To a door that asks for no token: what is wrong with the rest shows."""
    async with serving(TeamsEndpoint(door.receive, None)) as at, aiohttp.ClientSession() as session:
        yield Post(at, session)


@pytest.fixture
async def post(wired: Teams) -> AsyncIterator[Post]:
    async with aiohttp.ClientSession() as session:
        yield Post(wired.app_url, session)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe{}", 400),
        (b"[" * 100_000, 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"null", 400),
        (b"{}", 400),
        (b'{"type": "message"}', 400),
        (b"x" * (limits.BODY_BYTES + 1), 413),
    ],
)
async def test_what_is_no_activity(open_post: Post, body: bytes, status: int):
    assert (await open_post(body))[0] == status


async def test_an_unsigned_request_is_told_no_more_than_that(post: Post, wired: Teams):
    assert await post({"type": "message"}) == (401, "not signed by Microsoft for this bot")


async def test_two_tokens_are_none(wired: Teams):
    token = f"Bearer {wired.identity.token()}"
    body = json.dumps({"channelId": "msteams", "serviceUrl": wired.service_url}).encode()
    headers = [("Authorization", token), ("Authorization", token), *JSON.items()]
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{wired.app_url}/api/messages", data=body, headers=headers) as answer,
    ):
        assert answer.status == 401


async def test_a_web_page_cannot_post_here(open_post: Post):
    """A browser lets any page send text/plain to a loopback address, and no JSON."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert (await open_post(b"{}", **{"Content-Type": kind}))[0] == 415


async def test_while_keys_are_out_of_reach_nobody_is_let_in(wired: Teams, ada: Person, signatures):
    signatures._keys, signatures._looked = {}, -1e9
    wired.faults.fail("metadata", 503)
    message = wired.activities.message(ada.user, wired.world.personal(ada.user), "who")
    assert (await wired.wire.post(message)).status == 503


async def test_an_activity_is_answered_at_once_and_an_invoke_with_its_body(
    wired: Teams, ada: Person
):
    message = wired.activities.message(ada.user, wired.world.personal(ada.user), "who")
    answer = await wired.wire.post(message)
    assert (answer.status, answer.body) == (200, None)
    action = {"type": "Action.Execute", "verb": "press", "data": {"m": "home.1"}}
    invoke = wired.activities.invoke(
        ada.user,
        wired.world.personal(ada.user),
        "adaptiveCard/action",
        {"action": action, "trigger": "manual"},
    )
    answer = await wired.wire.post(invoke)
    assert answer.status == 200
    assert answer.body["statusCode"] == 200


@pytest.mark.parametrize("kind", ["typing", "event", "messageReaction", "endOfConversation", "?"])
async def test_what_is_unknown_is_taken_and_ignored(wired: Teams, ada: Person, listener, kind: str):
    heard = len(listener.heard)
    activity = wired.activities.base(kind, ada.user, wired.world.personal(ada.user))
    assert (await wired.wire.post(activity)).status == 200
    invoke = wired.activities.invoke(
        ada.user, wired.world.personal(ada.user), "composeExtension/query", {}
    )
    assert (await wired.wire.post(invoke)).status == 200
    assert len(listener.heard) == heard
