"""Commands and presses arrive at the app as Slack would send them, and its answer is seen."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import parse_qsl

import pytest
from slack_sdk.signature import SignatureVerifier

from handlers.playground.errors import CannotDo
from handlers.playground.wire import Patience
from tests.handlers.playground.conftest import raw_manifest
from tests.unhurried import PATIENT


def form(request):
    return dict(parse_qsl(request[1].decode(), keep_blank_values=True))


async def test_a_command_is_signed_and_says_who_where_and_what(playground, raw, anna):
    raw.answers = [(200, {"text": "Noted"}, {})]
    answer = await anna.command("/muster", " claim facebook ", channel="#task-force")
    [request] = raw.requests
    headers, body = request
    assert SignatureVerifier(playground.signing_secret).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    sent = form(request)
    ws = playground.workspace
    assert (sent["command"], sent["text"]) == ("/muster", "claim facebook")
    assert (sent["user_id"], sent["user_name"]) == (anna.user.id, "ada.brandt")
    assert (sent["channel_id"], sent["channel_name"]) == (
        ws.channel("#task-force").id,
        "task-force",
    )
    assert (sent["team_id"], sent["api_app_id"]) == (ws.team_id, ws.app_id)
    assert sent["response_url"].startswith(playground.url)
    assert sent["trigger_id"]
    assert (answer.text, answer.private) == ("Noted", True)


async def test_a_command_in_the_direct_message_says_so(raw, anna):
    raw.answers = [(200, "Plain words\n", {"content-type": "text/plain"})]
    answer = await anna.command("/muster", "mine")
    assert form(raw.requests[0])["channel_name"] == "directmessage"
    assert answer.text == "Plain words"


async def test_an_answer_may_be_for_the_whole_room(playground, raw, anna, ben):
    raw.answers = [(200, {"response_type": "in_channel", "text": "Look"}, {})]
    room = playground.workspace.channel("#general")
    await playground.people.command(anna.user, room, "/muster")
    assert ben.sees("look")
    assert not ben.sees("look").private


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, "oops", {}), "dispatch_failed"),
        ((404, "", {}), "dispatch_failed"),
        ((302, "", {"location": "/elsewhere"}), "dispatch_failed"),
        ((200, {"blocks": [{"type": "section"}]}, {}), "invalid_command_response"),
    ],
)
async def test_a_failed_command_is_told_by_slackbot(raw, anna, answer, code):
    raw.answers = [answer]
    seen = await anna.command("/muster", "who", channel="#general")
    assert seen.text == f'/muster failed with the error "{code}"'
    assert seen.private


async def test_a_command_of_nobody_listening(playground, anna):
    playground.app_url = "http://127.0.0.1:1"
    seen = await anna.command("/muster", "who")
    assert "dispatch_failed" in seen.text


async def test_an_unknown_command_goes_nowhere(raw, anna):
    seen = await anna.command("/dance", channel="#general")
    assert seen.text == "/dance is not a valid command."
    assert raw.requests == []


class TestImpatient:
    @pytest.fixture
    def patience(self):
        return Patience(ack=0.5, retries=(0.0, 0.0, 0.0))

    async def test_a_late_answer_is_a_timeout(self, raw, anna):
        raw.release = asyncio.Event()
        seen = await anna.command("/muster", "who", channel="#general")
        assert seen.text == '/muster failed with the error "operation_timeout"'
        raw.release.set()

    async def test_a_late_button_shows_trouble(self, raw, web, anna, playground):
        await post_button(playground, web)
        raw.release = asyncio.Event()
        await anna.press("Claim")
        raw.release.set()
        [message] = [s.source for s in anna.room("#general")]
        assert "trouble connecting" in message.trouble[anna.user.id]
        playground.wire.patience = PATIENT
        await anna.press("Claim")
        assert message.trouble == {}

    async def test_a_late_event_is_retried_with_the_reason(self, raw, anna):
        raw.release = asyncio.Event()
        await anna.say("hello")
        await raw.count(2)
        raw.release.set()
        assert raw.requests[1][0]["x-slack-retry-reason"] == "http_timeout"


async def post_button(playground, web, channel="#general", **more):
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Claim"},
        "action_id": "claim.1",
        "value": "17",
        **more,
    }
    select = {
        "type": "static_select",
        "placeholder": {"type": "plain_text", "text": "Which week"},
        "action_id": "week.1",
        "options": [
            {"text": {"type": "plain_text", "text": f"Week {n}"}, "value": f"w{n}"} for n in (1, 2)
        ],
    }
    pick = {"type": "datepicker", "action_id": "day.1", "initial_date": "2026-12-01"}
    who = {"type": "users_select", "action_id": "who.1"}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Facebook* open"}},
        {"type": "actions", "block_id": "row", "elements": [button, select, pick, who]},
    ]
    return await web.chat_postMessage(channel=channel, text="Facebook open", blocks=blocks)


def pressed(request):
    return json.loads(form(request)["payload"])


async def test_a_pressed_button_says_what_it_was_and_where(playground, raw, web, anna):
    posted = await post_button(playground, web)
    await anna.press("Claim")
    [request] = raw.requests
    assert SignatureVerifier(playground.signing_secret).is_valid_request(request[1], request[0])
    sent = pressed(request)
    assert sent["type"] == "block_actions"
    assert sent["user"]["id"] == anna.user.id
    assert sent["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": playground.workspace.channel("#general").id,
        "is_ephemeral": False,
    }
    assert sent["message"]["text"] == "Facebook open"
    [action] = sent["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("claim.1", "row", "17")
    assert sent["state"]["values"]["row"]["day.1"] == {
        "type": "datepicker",
        "selected_date": "2026-12-01",
    }


async def test_menus_and_pickers_say_what_was_chosen(playground, raw, web, anna, ben):
    await post_button(playground, web)
    await anna.choose("Which week", "Week 2")
    await anna.choose("day.1", "2026-12-24")
    await anna.choose("who.1", "Ben Okoye")
    chosen = [pressed(request)["actions"][0] for request in raw.requests]
    assert chosen[0]["selected_option"]["value"] == "w2"
    assert chosen[1]["selected_date"] == "2026-12-24"
    assert chosen[2]["selected_user"] == ben.user.id
    state = pressed(raw.requests[2])["state"]["values"]["row"]
    assert state["week.1"]["selected_option"]["value"] == "w2"
    with pytest.raises(CannotDo, match="Week 1, Week 2"):
        await anna.choose("Which week", "Week 3")
    with pytest.raises(CannotDo, match="Nobody"):
        await anna.choose("who.1", "Nobody")


class TestWithoutInteractivity:
    @pytest.fixture
    def manifest(self):
        return raw_manifest(interactive=False)

    async def test_buttons_do_nothing_but_say_so(self, playground, raw, web, anna):
        await post_button(playground, web)
        await anna.press("Claim")
        assert raw.requests == []
        [message] = [s.source for s in anna.room("#general")]
        assert "not configured" in message.trouble[anna.user.id]


async def respond(session, url, **body):
    async with session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_replaces_answers_and_deletes(
    playground, raw, web, session, anna, ben
):
    await post_button(playground, web)
    await anna.press("Claim")
    url = pressed(raw.requests[0])["response_url"]
    assert await respond(session, url, text="Only for you") == (200, "ok")
    assert anna.sees("only for you").private
    assert ben.sees("only for you") is None
    await respond(session, url, text="For all", response_type="in_channel")
    assert ben.sees("for all")
    await respond(session, url, text="Taken by Ada", replace_original=True)
    assert ben.sees("taken by ada")
    assert ben.sees("facebook") is None
    assert await respond(session, url, blocks=[{"type": "section"}]) == (400, "invalid_blocks")
    await respond(session, url, delete_original=True)
    assert ben.sees("taken by ada") is None
    assert await respond(session, url, text="6") == (404, "used_url")


async def test_an_ephemeral_answer_is_replaced_by_its_own_buttons(raw, session, anna):
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Undo"},
        "action_id": "undo.1",
    }
    raw.answers = [
        (200, {"text": "Done", "blocks": [{"type": "actions", "elements": [button]}]}, {})
    ]
    await anna.command("/muster", "claim", channel="#general")
    await anna.press("Undo")
    sent = pressed(raw.requests[1])
    assert sent["container"]["is_ephemeral"]
    assert "message" not in sent
    await respond(session, sent["response_url"], text="Undone", replace_original=True)
    assert [seen.text for seen in anna.ephemerals] == ["Undone"]


async def test_a_response_url_lasts_half_an_hour(clock, raw, session, anna):
    raw.answers = [(200, {"text": "ok"}, {})]
    await anna.command("/muster", "who", channel="#general")
    url = form(raw.requests[0])["response_url"]
    clock.move(minutes=30)
    assert (await respond(session, url, text="in time"))[0] == 200
    clock.move(seconds=1)
    assert await respond(session, url, text="late") == (404, "expired_url")
    assert (await respond(session, url + "x", text="?"))[0] == 404
