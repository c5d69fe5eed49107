"""The app connects by socket: what people do comes down, its answers go up."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from handlers.playground.wire import Patience


@pytest.fixture
async def connected(playground, bolt):
    handler = AsyncSocketModeHandler(bolt, playground.app_token, web_client=bolt.client)
    await handler.connect_async()
    yield handler
    await handler.close_async()


async def test_commands_events_and_buttons_travel_by_socket(playground, bolt, connected, anna):
    heard = asyncio.Queue()

    @bolt.command("/muster")
    async def answer(ack, body):
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Undo"},
            "action_id": "u",
        }
        await ack(text=body["text"], blocks=[{"type": "actions", "elements": [button]}])

    @bolt.event("message")
    async def listen(event):
        await heard.put(event["text"])

    @bolt.action("u")
    async def undo(ack, respond):
        await ack()
        await respond("Undone", replace_original=True)

    assert (await anna.command("/muster", "who", channel="#general")).buttons == ("Undo",)
    await anna.say("hours 3")
    assert await heard.get() == "hours 3"
    await anna.press("Undo")
    assert (await anna.hears("undone")).private
    assert playground.sockets.connections == 1
    assert [sent.kind for sent in playground.wire.log] == [
        "slash_commands",
        "events_api",
        "interactive",
    ]


@pytest.fixture
async def bare(playground, web, session):
    """A socket handled by hand, after its hello."""
    opened = await web.apps_connections_open(app_token=playground.app_token)
    async with session.ws_connect(opened["url"]) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        yield socket


async def test_an_envelope_says_what_it_is_and_is_acknowledged(playground, bare, anna):
    asking = asyncio.create_task(anna.command("/muster", "who", channel="#general"))
    envelope = await bare.receive_json()
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"]
    assert envelope["payload"]["text"] == "who"
    await bare.send_str("no json")
    await bare.send_json({"envelope_id": "another"})
    payload = {"text": "Nobody"}
    await bare.send_json({"envelope_id": envelope["envelope_id"], "payload": payload})
    assert (await asking).text == "Nobody"


class TestImpatient:
    @pytest.fixture
    def patience(self):
        return Patience(ack=0.05, retries=(0.0,))

    async def test_an_event_without_ack_comes_again(self, playground, bare, anna):
        await anna.say("hours 3")
        first, second = await bare.receive_json(), await bare.receive_json()
        assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
        assert second["retry_reason"] == "http_timeout"
        assert first["payload"] == second["payload"]


async def test_slack_asks_for_a_new_connection(playground, bare, anna):
    await playground.sockets.refresh("warning")
    assert (await bare.receive_json())["reason"] == "warning"
    await playground.sockets.refresh()
    assert (await bare.receive_json())["reason"] == "refresh_requested"
    assert (await bare.receive()).type is aiohttp.WSMsgType.CLOSE
    assert "dispatch_failed" in (await anna.command("/muster", "who")).text


async def test_the_sdk_comes_back_after_a_refresh(playground, bolt, connected, anna):
    @bolt.command("/muster")
    async def answer(ack):
        await ack("here")

    await playground.sockets.refresh()
    await playground.sockets.connected()
    assert (await anna.command("/muster", "who", channel="#general")).text == "here"


async def test_a_ticket_opens_one_socket(playground, web, session):
    opened = await web.apps_connections_open(app_token=playground.app_token)
    async with session.ws_connect(opened["url"]):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(f"{playground.sockets.base}/link/")


async def test_while_a_socket_is_wanted_http_gets_nothing(playground, raw, bare, anna):
    asking = asyncio.create_task(anna.say("hello"))
    envelope = await bare.receive_json()
    await bare.send_json({"envelope_id": envelope["envelope_id"]})
    await asking
    assert raw.requests == []
    assert json.dumps(envelope["payload"])
