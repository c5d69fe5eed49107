"""Socket Mode: the same payloads over a connection that we open."""

from __future__ import annotations

import asyncio

import pytest

from bot.cards import Card, Reply
from bot.errors import Fault
from handlers.slack.socket import SlackSocket
from tests.unhurried import LONG

CARD = Card("You hold Copywriting.")


@pytest.fixture
async def socket(door, api, slack):
    socket = SlackSocket(door, api, "xapp-made-up")
    yield socket
    await socket.stop()


async def envelope(slack, kind, payload, envelope_id):
    connection = await asyncio.wait_for(slack.sockets.get(), LONG)
    await connection.send_json({"type": "hello", "num_connections": 1})
    await connection.send_json(
        {"type": kind, "envelope_id": envelope_id, "payload": payload}
        | {"accepts_response_payload": True}
    )
    slack.sockets.put_nowait(connection)


async def test_a_command_is_answered_in_its_acknowledgement(socket, slack, listener, payload):
    listener.will(Reply(card=CARD))
    await socket.start()
    assert await slack.next("apps.connections.open") == {}
    await envelope(slack, "slash_commands", payload("command"), "e1")
    acknowledged = await slack.next("socket")
    assert acknowledged["envelope_id"] == "e1"
    assert acknowledged["payload"]["text"] == "You hold Copywriting."


async def test_an_event_is_heard_once_and_acknowledged_each_time(socket, slack, listener, payload):
    listener.will(Reply(card=CARD))
    await socket.start()
    for envelope_id in ("e1", "e2"):
        await envelope(slack, "events_api", payload("message_im"), envelope_id)
        assert await slack.next("socket") == {"envelope_id": envelope_id}
    await slack.next("chat.postMessage")
    assert len(listener.heard) == 1


async def test_nonsense_is_acknowledged_so_that_it_does_not_come_again(socket, slack, listener):
    await socket.start()
    await envelope(slack, "events_api", {"type": "event_callback"}, "e1")
    assert await slack.next("socket") == {"envelope_id": "e1"}
    assert listener.heard == []


async def test_a_wrong_app_token_stops_the_start_with_one_sentence(socket, slack):
    slack.refuse("apps.connections.open", "invalid_auth")
    with pytest.raises(Fault, match="Socket Mode could not be opened"):
        await socket.start()
