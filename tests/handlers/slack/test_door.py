"""The door end to end: signed requests in over HTTP, Web API and response_urls out."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from bot.cards import Reply
from bot.ports.outside import Heard, WhoIsThis
from handlers.slack import listeners
from tests.handlers.slack.reading import pressable, visible
from tests.handlers.slack.said import CARD, FORM, TABLED
from tests.unhurried import LONG

# ---- commands ------------------------------------------------------------------------------------


async def test_a_command_is_answered_in_its_acknowledgement(send, listener, slack):
    listener.will(Reply(card=CARD))
    status, said = await send("command")
    assert status == 200
    assert said["response_type"] == "ephemeral"
    assert said["text"].startswith("You hold Copywriting.")
    assert pressable(said["blocks"]) == {"test.1?number=1"}
    (caller, heard) = listener.heard[0]
    assert heard == Heard(words="claim facebook 3h")
    assert (caller.workspace, caller.user, caller.channel) == (
        "T0MUSTER1",
        "U0ANA0001",
        "C0ROOM001",
    )
    assert slack.calls == []


async def test_an_answer_for_all_is_said_in_the_room(send, listener):
    listener.will(Reply(card=CARD, private=False))
    assert (await send("command"))[1]["response_type"] == "in_channel"


async def test_a_slow_command_is_acknowledged_first_and_answered_after(
    send, listener, slack, monkeypatch
):
    monkeypatch.setattr(listeners, "COMMAND_SECONDS", 0.05)
    ready = threading.Event()

    def slowly(caller, heard):
        ready.wait(LONG)
        return Reply(card=CARD)

    listener.says = slowly
    assert await send("command") == (200, "")
    ready.set()
    said = await slack.next("one")
    assert said["response_type"] == "ephemeral"
    assert pressable(said["blocks"]) == {"test.1?number=1"}


async def test_a_table_is_said_by_response_url_and_plainer_if_refused(send, listener, slack):
    listener.will(Reply(card=TABLED))
    slack.will("one", (400, {}, "invalid_blocks"))
    assert await send("command") == (200, "")
    assert [b["type"] for b in (await slack.next("one"))["blocks"]][-1] == "table"
    assert "h: 3" in visible((await slack.next("one"))["blocks"])


async def test_a_dead_response_url_gives_way_to_an_ephemeral_message_and_that_to_the_private_chat(
    send, listener, slack
):
    listener.will(Reply(card=TABLED))
    slack.will("one", (404, {}, "expired_url"))
    slack.refuse("chat.postEphemeral", "user_not_in_channel")
    await send("command")
    tried = await slack.next("chat.postEphemeral")
    assert (tried["channel"], tried["user"]) == ("C0ROOM001", "U0ANA0001")
    assert (await slack.next("chat.postMessage"))["channel"] == "U0ANA0001"


async def test_a_command_opens_a_form(send, listener, slack):
    listener.will(Reply(form=FORM))
    assert await send("command") == (200, "")
    opened = await slack.next("views.open")
    assert opened["trigger_id"].startswith("8000000000002.")
    assert opened["view"]["callback_id"] == "form"
    remembered = json.loads(opened["view"]["private_metadata"])
    assert remembered == {"r": "test.1?number=3", "c": "C0ROOM001", "u": slack.hook()}


async def test_a_form_that_opens_too_late_is_offered_by_a_button(send, listener, slack):
    listener.will(Reply(form=FORM))
    slack.refuse("views.open", "expired_trigger_id")
    await send("command")
    offered = await slack.next("chat.postEphemeral")
    assert "How many?" in visible(offered["blocks"])
    button = offered["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("say", "claim facebook 3h")
    await slack.next("views.open")
    await send("block_actions_message", actions=[button])
    assert (await slack.next("views.open"))["trigger_id"].startswith("8000000000003.")
    assert listener.heard[-1][1] == Heard(words="claim facebook 3h")


async def test_nothing_to_say_is_an_empty_acknowledgement(send, slack):
    assert await send("command") == (200, "")
    assert slack.calls == []


# ---- words ---------------------------------------------------------------------------------------


async def test_words_in_the_private_chat_are_answered_there(send, listener, slack):
    listener.will(Reply(card=CARD))
    assert await send("message_im") == (200, "")
    said = await slack.next("chat.postMessage")
    assert said["channel"] == "D0ANA0001"
    assert (said["unfurl_links"], said["parse"]) == (False, "none")


async def test_words_that_need_a_form_get_a_button_for_it(send, listener, slack):
    listener.will(Reply(form=FORM))
    await send("message_im")
    button = (await slack.next("chat.postMessage"))["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("say", "who <tomorrow> & ben@example.com")


async def test_a_mention_is_answered_unseen_by_others(send, listener, slack):
    listener.will(Reply(card=CARD))
    await send("app_mention_thread")
    said = await slack.next("chat.postEphemeral")
    assert (said["channel"], said["user"]) == ("C0ROOM001", "U0ANA0001")
    assert said["thread_ts"] == "1796029000.000100"


async def test_a_mention_is_answered_in_the_private_chat_if_the_room_refuses(send, listener, slack):
    listener.will(Reply(card=CARD))
    slack.refuse("chat.postEphemeral", "user_not_in_channel")
    await send("app_mention")
    assert (await slack.next("chat.postMessage"))["channel"] == "U0ANA0001"


async def test_a_document_is_handed_over_as_text_to_copy(send, listener, slack):
    rows = "\n".join(f"member {i},sales" for i in range(1000))
    listener.will(Reply(card=CARD, file=("members.csv", rows)))
    await send("message_im")
    await slack.next("chat.postMessage")
    parts = [await slack.next("chat.postMessage"), await slack.next("chat.postMessage")]
    assert [part["text"] for part in parts] == ["members.csv", "members.csv, continued"]
    seen = [
        block["elements"][0]["elements"][0]["text"]
        for part in parts
        for block in part["blocks"]
        if block["type"] == "rich_text"
    ]
    assert "".join(seen) == rows


async def test_app_home_is_drawn_when_it_is_opened(send, slack):
    await send("app_home_opened")
    published = await slack.next("views.publish")
    assert published["user_id"] == "U0ANA0001"
    assert "Your week" in visible(published["view"]["blocks"])


async def test_slack_asking_to_slow_down_for_a_moment_is_honoured(send, listener, slack):
    listener.will(Reply(card=CARD))
    slack.will("chat.postMessage", (429, {"Retry-After": "1"}, ""))
    await send("message_im")
    first, second = [await slack.next("chat.postMessage") for _ in range(2)]
    assert first == second


# ---- who it is, and how often --------------------------------------------------------------------


async def test_a_stranger_is_introduced_by_their_profile(send, listener, slack):
    listener.says = lambda caller, heard: Reply(card=CARD) if caller.profile else WhoIsThis()
    _, said = await send("command")
    assert said["text"].startswith("You hold")
    profile = listener.heard[-1][0].profile
    assert profile is not None
    assert profile.email == "ana@example.com"
    assert len(listener.heard) == 2


async def test_whom_slack_does_not_describe_is_asked_to_try_again(send, listener, slack):
    listener.says = lambda caller, heard: WhoIsThis()
    slack.refuse("users.info", "internal_error")
    assert "try again" in (await send("command"))[1]["text"]


async def test_retries_and_replays_are_heard_once(send, listener, slack):
    listener.will(Reply(card=CARD))
    assert await send("message_im") == (200, "")
    assert await send("message_im") == (200, "")
    await send("command")
    assert await send("command") == (200, "")
    await slack.next("chat.postMessage")
    assert [heard.words for _, heard in listener.heard] == [
        "who <tomorrow> & ben@example.com",
        "claim facebook 3h",
    ]


@pytest.mark.parametrize(
    "name", ["message_im_bot", "message_im_changed", "reaction_added", "shortcut"]
)
async def test_what_is_not_for_us_is_acknowledged(send, listener, name):
    assert await send(name) == (200, "")
    assert listener.heard == []


async def test_a_person_who_changed_is_told_of(send, listener):
    assert await send("user_change") == (200, "")
    await asyncio.wait_for(listener.told.wait(), LONG)
    assert listener.people[0].deactivated


async def test_a_lost_workspace_is_told_of(send, listener):
    await send("app_uninstalled")
    await asyncio.wait_for(listener.told.wait(), LONG)
    assert listener.lost == ["T0MUSTER1"]


async def test_the_handshake_is_returned(send, payload):
    challenge = payload("url_verification")["challenge"]
    assert await send("url_verification") == (200, {"challenge": challenge})


async def test_an_answer_that_cannot_be_given_at_all_is_logged(send, listener, slack, door, capsys):
    listener.will(Reply(card=CARD, private=False))
    slack.refuse("chat.postMessage", "channel_not_found")
    await send("app_mention")
    await slack.next("chat.postMessage")
    await door.drain(LONG)
    assert "unanswered" in capsys.readouterr().out


async def test_a_fault_behind_the_door_is_logged_and_others_go_on(
    send, listener, slack, door, capsys
):
    def broken(caller, heard):
        raise RuntimeError("made up")

    listener.says = broken
    assert await send("message_im") == (200, "")
    assert await send("command") == (200, "")
    assert await send("view_submission") == (200, {"response_action": "clear"})
    listener.will(Reply(card=CARD))
    await send("app_mention")
    await slack.next("chat.postEphemeral")
    assert "Work behind the door failed." in capsys.readouterr().out


async def test_going_down_does_not_wait_for_ever(send, listener, slack, door):
    listener.will(Reply(card=CARD))
    slack.will("chat.postMessage", "hang")
    await send("message_im")
    await slack.next("chat.postMessage")
    await asyncio.wait_for(door.drain(0.05), LONG)


async def test_going_down_waits_for_what_is_under_way(send, listener, slack, door):
    ready = threading.Event()

    def slowly(caller, heard):
        ready.wait(LONG)
        return Reply(card=CARD)

    listener.says = slowly
    await send("message_im")
    draining = asyncio.create_task(door.drain(LONG))
    await asyncio.sleep(0)
    assert not draining.done()
    ready.set()
    await draining
    assert slack.calls[-1][0] == "chat.postMessage"
