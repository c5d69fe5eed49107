"""The door end to end: signed requests in over HTTP, Web API and response_urls out."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from bot.cards import (
    Bold,
    Button,
    Card,
    Controls,
    Form,
    Reply,
    Table,
    Text,
    TextInput,
)
from bot.ports.outside import Heard, WhoIsThis
from handlers.slack import listeners
from tests.handlers.slack.reading import pressable, visible
from tests.strategies.cards import Ask

CARD = Card("You hold Copywriting.", (Controls((Button("Undo", Ask(1)),)),))
TABLED = Card("Hours", (Table("By department", ("Who", "h"), (("Sales", "3"),)),))
FORM = Form(
    "Hours", "Save", Ask(3), (TextInput(name="words", label="Hours"),), (Text(("How many?",)),)
)


def at_hooks(payload, slack):
    """The payload with a response_url of the test's own server."""
    text = json.dumps(payload)
    for kind in ("commands", "actions"):
        start = f"https://hooks.slack.com/{kind}/"
        while start in text:
            before, _, rest = text.partition(start)
            text = before + slack.hook() + rest[rest.index("x") + 1 :]
    return json.loads(text)


@pytest.fixture
def send(sender, payload, slack):
    async def send(name, **changes):
        return await sender.send(at_hooks(payload(name), slack) | changes)

    return send


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
        ready.wait(5)
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


# ---- buttons -------------------------------------------------------------------------------------


async def test_a_press_is_answered_beside_the_message(send, listener, slack):
    listener.will(Reply(card=CARD))
    assert await send("block_actions_message") == (200, "")
    said = await slack.next("one")
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    assert listener.heard[0][1] == Heard(pressed="claim.1?turn=12")


async def test_a_press_replaces_the_message_where_that_is_meant(send, listener, slack):
    listener.will(Reply(card=CARD, replaces=True))
    await send("block_actions_direct")
    assert (await slack.next("one"))["replace_original"] is True


async def test_what_a_room_sees_never_makes_way_for_one_persons_answer(send, listener, slack):
    listener.will(Reply(card=CARD, replaces=True))
    await send("block_actions_message")
    said = await slack.next("one")
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    listener.will(Reply(form=FORM))
    await send("block_actions_message", trigger_id="another")
    remembered = json.loads((await slack.next("views.open"))["view"]["private_metadata"])
    assert "p" not in remembered  # so that neither does the form's answer take its place


async def test_an_answer_only_the_caller_sees_is_replaced_by_the_next(send, listener, slack):
    listener.will(Reply(card=CARD))
    await send("block_actions_ephemeral")
    assert (await slack.next("one"))["replace_original"] is True


async def test_a_message_is_edited_if_its_response_url_is_dead(send, listener, slack):
    listener.will(Reply(card=CARD, replaces=True))
    slack.will("one", (404, {}, "used_url"))
    await send("block_actions_direct")
    edited = await slack.next("chat.update")
    assert (edited["channel"], edited["ts"]) == ("D0ANA0001", "1796029100.000100")


async def test_in_the_private_chat_an_answer_lasts(send, listener, slack):
    listener.will(Reply(card=CARD))
    await send("block_actions_direct")
    said = await slack.next("one")
    assert (said["response_type"], said["replace_original"]) == ("in_channel", False)


async def test_in_a_thread_a_private_answer_stays_in_it(send, listener, slack):
    listener.will(Reply(card=CARD))
    await send("block_actions_thread")
    assert (await slack.next("chat.postEphemeral"))["thread_ts"] == "1796029100.000100"


async def test_a_press_in_a_dialog_is_answered_in_it(send, listener, slack):
    listener.will(Reply(card=CARD))
    await send("block_actions_dialog")
    shown = await slack.next("views.update")
    assert shown["view_id"] == "V0CARD001"
    assert "You hold Copywriting." in visible(shown["view"]["blocks"])
    assert json.loads(shown["view"]["private_metadata"])["c"] == "C0ROOM001"


async def test_a_press_in_a_dialog_can_lead_to_a_form(send, listener, slack):
    listener.will(Reply(form=FORM))
    await send("block_actions_dialog")
    shown = await slack.next("views.update")
    assert shown["view"]["callback_id"] == "form"
    assert json.loads(shown["view"]["private_metadata"])["c"] == "C0ROOM001"


async def test_a_dialog_that_is_closed_by_now_is_answered_where_it_was_opened(
    send, listener, slack
):
    listener.will(Reply(card=CARD))
    slack.refuse("views.update", "not_found")
    await send("block_actions_dialog")
    assert (await slack.next("one"))["response_type"] == "ephemeral"


async def test_a_press_on_app_home_is_answered_above_it(send, listener, slack):
    listener.will(Reply(card=CARD, home=True))
    await send("block_actions_home")
    view = (await slack.next("views.publish"))["view"]
    seen = visible(view["blocks"])
    assert seen.index("You hold Copywriting.") < seen.index("Your week")
    assert listener.heard[-1][0].once == ""


async def test_a_refusal_on_app_home_is_seen_in_a_dialog(send, listener, slack):
    listener.will(Reply(card=Card("Taken.", (Text(("By ", Bold("Ben"))),))))
    await send("block_actions_home")
    assert "Taken." in visible((await slack.next("views.open"))["view"]["blocks"])


async def test_without_a_trigger_left_app_home_answers_in_the_private_chat(send, listener, slack):
    listener.will(Reply(card=CARD))
    slack.refuse("views.open", "expired_trigger_id")
    await send("block_actions_home")
    assert (await slack.next("chat.postMessage"))["channel"] == "U0ANA0001"


async def test_a_link_button_is_only_acknowledged(send, listener, slack):
    assert await send("block_actions_link") == (200, "")
    assert listener.heard == []


# ---- forms ---------------------------------------------------------------------------------------


async def test_wrong_answers_are_said_under_their_inputs(send, listener):
    listener.will(Reply(errors={"hours": "At most 40 hours.", "turn": "Taken."}))
    assert await send("view_submission") == (
        200,
        {"response_action": "errors", "errors": {"hours": "At most 40 hours.", "duty": "Taken."}},
    )


async def test_a_form_can_lead_to_another(send, listener, slack):
    listener.will(Reply(form=FORM))
    status, said = await send("view_submission")
    assert (status, said["response_action"]) == (200, "update")
    remembered = json.loads(said["view"]["private_metadata"])
    assert remembered["u"] == slack.hook()
    assert remembered["r"] == "test.1?number=3"


async def test_a_form_is_answered_where_it_was_opened(send, listener, slack):
    listener.will(Reply(card=CARD))
    assert await send("view_submission") == (200, {"response_action": "clear"})
    said = await slack.next("one")
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    listener.will(Reply(card=CARD, replaces=True))
    await send("view_submission", trigger_id="another")
    assert (await slack.next("one"))["replace_original"] is True


async def test_a_form_of_app_home_is_answered_in_its_dialog_or_above_home(
    send, listener, slack, payload
):
    view = payload("view_submission")["view"]
    view["private_metadata"] = '{"r":"test.1","h":true}'
    listener.will(Reply(card=CARD))
    said = (await send("view_submission", view=view))[1]
    assert said["response_action"] == "update"
    assert "You hold" in visible(said["view"]["blocks"])
    listener.will(Reply(card=CARD, home=True))
    said = (await send("view_submission", view=view, trigger_id="another"))[1]
    assert said == {"response_action": "clear"}
    assert "You hold" in visible((await slack.next("views.publish"))["view"]["blocks"])


async def test_a_slow_form_is_closed_and_answered_after(send, listener, slack, monkeypatch):
    monkeypatch.setattr(listeners, "FORM_SECONDS", 0.05)
    ready = threading.Event()

    def slowly(caller, heard):
        ready.wait(5)
        return Reply(errors={"hours": "At most 40 hours."})

    listener.says = slowly
    assert await send("view_submission") == (200, {"response_action": "clear"})
    ready.set()
    assert "At most 40 hours." in visible((await slack.next("one"))["blocks"])


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
    await asyncio.wait_for(listener.told.wait(), 5)
    assert listener.people[0].deactivated


async def test_a_lost_workspace_is_told_of(send, listener):
    await send("app_uninstalled")
    await asyncio.wait_for(listener.told.wait(), 5)
    assert listener.lost == ["T0MUSTER1"]


async def test_the_handshake_is_returned(send, payload):
    challenge = payload("url_verification")["challenge"]
    assert await send("url_verification") == (200, {"challenge": challenge})


async def test_an_answer_that_cannot_be_given_at_all_is_logged(send, listener, slack, door, capsys):
    listener.will(Reply(card=CARD, private=False))
    slack.refuse("chat.postMessage", "channel_not_found")
    await send("app_mention")
    await slack.next("chat.postMessage")
    await door.drain(5)
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
    await asyncio.wait_for(door.drain(0.05), 2)


async def test_going_down_waits_for_what_is_under_way(send, listener, slack, door):
    ready = threading.Event()

    def slowly(caller, heard):
        ready.wait(5)
        return Reply(card=CARD)

    listener.says = slowly
    await send("message_im")
    draining = asyncio.create_task(door.drain(5))
    await asyncio.sleep(0)
    assert not draining.done()
    ready.set()
    await draining
    assert slack.calls[-1][0] == "chat.postMessage"
