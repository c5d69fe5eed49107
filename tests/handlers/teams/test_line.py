"""The line to Teams: what goes out, what is tried again, what a refusal means."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.cards import Card, Text
from bot.errors import Outcome
from handlers.teams.account import Account
from handlers.teams.adaptive import message
from handlers.teams.api import TRIES, Api
from handlers.teams.errors import TeamsFailed
from handlers.teams.payloads import Reference
from tests.handlers.teams.conftest import NOW, Naps, chat_of
from tests.handlers.teams.connector import Person, Teams

HELLO = message(Card("Hello", (Text(("How are you?",)),)))


@pytest.fixture
async def ada(teams: Teams) -> Person:
    """Muster is installed for her; what Teams tells Muster of that is not heard here."""
    person = teams.person("Ada Brandt")
    teams.world.personal(person.user).here = True
    return person


@pytest.fixture
def chat(teams: Teams, ada: Person) -> Reference:
    return chat_of(teams, ada)


async def failing(call) -> TeamsFailed:
    with pytest.raises(TeamsFailed) as caught:
        await call
    return caught.value


async def test_a_message_is_said_edited_and_deleted(api: Api, teams: Teams, ada: Person, chat):
    said = await api.send(chat, HELLO)
    assert ada.inbox[-1].says("Hello", "How are you?")
    await api.update(chat, said, message(Card("Changed")))
    assert ada.inbox[-1].says("Changed")
    await api.delete(chat, said)
    assert ada.inbox == []
    assert teams.problems == []


async def test_a_card_goes_out_as_it_was_composed(api: Api, teams: Teams, ada: Person, chat):
    """botbuilder's own writing drops the fields that it does not know: mentions, for one."""
    entity = {"type": "mention", "text": "<at>Ada</at>", "mentioned": {"id": ada.user.id}}
    composed = {**HELLO, "entities": [entity], "unheardOf": {"a": [1, None, 2.5, True]}}
    await api.send(chat, composed)
    assert teams.calls("send")[-1].body == composed


async def test_many_are_said_at_once(api: Api, teams: Teams, chat):
    """Through the shared thread pool it would be six on this kind of machine."""
    await api.send(chat, HELLO)
    gate = teams.faults.slow("send", times=60)
    sending = [asyncio.create_task(api.send(chat, HELLO)) for _ in range(60)]
    while teams.wire._busy < 60:  # noqa: ASYNC110  # all of them wait at the gate
        await asyncio.sleep(0.005)
    gate.set()
    assert len(set(await asyncio.gather(*sending))) == 60


async def test_the_roster_comes_page_by_page_and_not_without_end(
    api: Api, teams: Teams, monkeypatch: pytest.MonkeyPatch
):
    people = [teams.person(f"Person {n}") for n in range(620)]
    room = teams.world.add_room("task-force", "channel", ("19:t@thread.tacv2", "Team"))
    room.here = True
    room.members.update({person.user.id: person.user for person in people})
    where = Reference(teams.service_url, teams.tenant, room.id, "channel")
    pages = [page async for page in api.members(where)]
    assert [len(page) for page in pages] == [500, 120]
    assert {one["name"] for page in pages for one in page} == {p.name for p in people}
    monkeypatch.setattr("handlers.teams.limits.ROSTER_MOST", 500)
    assert [len(page) async for page in api.members(where)] == [500]


async def test_a_private_chat_is_made_once(api: Api, teams: Teams, ada: Person, chat):
    made = await api.create_private(chat)
    assert made == chat.conversation == await api.create_private(chat)
    asked = teams.calls("create")[-1].body
    assert asked["tenantId"] == asked["channelData"]["tenant"]["id"] == teams.tenant


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b"{", b'{"id": 5}', b"\xff"])
@pytest.mark.parametrize("status", [200, 201, 204])
async def test_an_answer_of_any_shape_is_taken(api: Api, chat, status: int, body: bytes):
    """What was accepted was accepted; one without an id cannot be edited later."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, body=body, content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    line = Api(Account("", api_url=url), api._session, api.clock)
    there = replace(chat, service_url=url)
    assert await line.send(there, HELLO) == ""
    await line.update(there, "1", HELLO)
    await line.delete(there, "1")
    assert await line.member(there, "29:x") in ({}, {"id": 5})
    assert [page async for page in line.members(there)] == [[]]
    assert (await failing(line.create_private(there))).outcome is Outcome.LATER
    line.tokens.close()
    await runner.cleanup()


# ---- what goes wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [412, 502, 504])
async def test_what_passes_is_tried_again_with_growing_waits(
    api: Api, teams: Teams, ada: Person, chat, naps: Naps, status: int
):
    teams.faults.fail("send", status, times=2)
    await api.send(chat, HELLO, once=False)
    assert len(ada.inbox) == 1
    first, second = naps.taken
    assert 0.5 <= first <= 1.0 <= second <= 1.5


async def test_teams_says_how_long_to_wait(api: Api, teams: Teams, ada: Person, chat, naps: Naps):
    teams.faults.limit("send", 3)
    await api.send(chat, HELLO)
    assert len(ada.inbox) == 1
    assert 3.0 <= naps.taken[0] <= 4.5


async def test_waits_are_not_the_same_for_everybody(api: Api, teams: Teams, chat, naps: Naps):
    for _ in range(8):
        teams.faults.limit("send", 1)
        await api.send(chat, HELLO)
    assert len(set(naps.taken)) == 8


async def test_a_long_wait_is_the_postmans(api: Api, teams: Teams, chat, naps: Naps):
    teams.faults.limit("send", 60)
    failure = await failing(api.send(chat, HELLO))
    assert failure.outcome is Outcome.BLOCKED
    assert failure.retry_at == NOW + timedelta(seconds=60)
    assert naps.taken == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 500, 503])
async def test_nothing_else_is_tried_again(api: Api, teams: Teams, chat, status: int):
    teams.faults.fail("send", status)
    await failing(api.send(chat, HELLO, once=False))
    assert len(teams.calls("send")) == 1


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_what_may_have_been_said_is_not_said_twice(
    api: Api, teams: Teams, chat, naps: Naps, status: int
):
    teams.faults.fail("send", status)
    failure = await failing(api.send(chat, HELLO))
    assert failure.outcome is Outcome.IN_DOUBT
    assert len(teams.calls("send")) == 1


async def test_a_line_that_breaks_leaves_a_message_in_doubt_and_an_edit_not(
    api: Api, teams: Teams, ada: Person, chat
):
    said = await api.send(chat, HELLO)
    teams.faults.drop("send", accepted=True)
    assert (await failing(api.send(chat, HELLO))).outcome is Outcome.IN_DOUBT
    teams.faults.drop("update", times=2, accepted=True)  # once is mended beneath us
    assert (await failing(api.update(chat, said, HELLO))).outcome is Outcome.LATER


async def test_what_stays_is_given_up_after_a_few_tries(api: Api, teams: Teams, chat):
    teams.faults.fail("send", 412, times=9)
    assert (await failing(api.send(chat, HELLO))).outcome is Outcome.LATER
    assert len(teams.calls("send")) == TRIES


@pytest.mark.parametrize(
    ("code", "outcome", "word"),
    [
        ("ConversationBlockedByUser", Outcome.UNREACHABLE, "blocked"),
        ("MessageWritesBlocked", Outcome.UNREACHABLE, "blocked"),
        ("BotNotInConversationRoster", Outcome.UNREACHABLE, "not in this conversation"),
        ("BotDisabledByAdmin", Outcome.UNREACHABLE, "administrator"),
        ("NobodyKnowsThisCode", Outcome.UNREACHABLE, "does not let"),
    ],
)
async def test_a_refusal_says_what_it_means(
    api: Api, teams: Teams, chat, code: str, outcome: Outcome, word: str
):
    teams.faults.refuse(code, "send")
    failure = await failing(api.send(chat, HELLO))
    assert failure.outcome is outcome
    assert word in failure.reason


async def test_a_subcode_counts(api: Api, teams: Teams, ada: Person, chat):
    ada.blocks("MessageWritesBlocked")
    failure = await failing(api.send(chat, HELLO))
    assert (failure.outcome, failure.status) == (Outcome.UNREACHABLE, 403)
    assert "removed it" in failure.reason


async def test_what_is_gone_is_gone(api: Api, teams: Teams, chat):
    assert (await failing(api.update(chat, "123", HELLO))).outcome is Outcome.GONE
    assert (await failing(api.delete(chat, "123"))).outcome is Outcome.GONE
    teams.world.rooms.clear()
    assert (await failing(api.send(chat, HELLO))).outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(("plain", "outcome"), [(True, Outcome.NEVER), (False, Outcome.PLAINER)])
async def test_a_layout_that_is_refused(api: Api, teams: Teams, chat, plain, outcome):
    for status in (400, 413):
        teams.faults.fail("send", status)
        assert (await failing(api.send(chat, HELLO, plain=plain))).outcome is outcome


async def test_nothing_is_sent_to_an_address_that_is_not_microsofts(api: Api, teams: Teams, chat):
    """Our token goes along: an address kept from other days, or forged, must not get it."""
    elsewhere = Reference("http://127.0.0.1:9/", chat.tenant, chat.conversation, chat.kind)
    failure = await failing(api.send(elsewhere, HELLO))
    assert failure.outcome is Outcome.UNREACHABLE
    assert teams.identity.fetches == 0


async def test_where_teams_cannot_be_reached(api: Api, teams: Teams, chat):
    await teams.close()
    failure = await failing(api.send(chat, HELLO))
    assert failure.outcome is Outcome.LATER
    assert failure.retry_at is not None
