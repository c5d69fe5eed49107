"""Buttons and forms end to end: pressed and handed in over HTTP, answered where they stand."""

from __future__ import annotations

import json
import threading

from bot.cards import Bold, Card, Reply, Text
from bot.ports.outside import Heard
from handlers.slack import listeners
from tests.handlers.slack.reading import visible
from tests.handlers.slack.said import CARD, FORM
from tests.unhurried import LONG

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


async def test_what_is_done_elsewhere_draws_no_page(send, listener, slack, door):
    """Whoever goes to App Home afterwards opens it, and it is drawn then."""
    listener.will(Reply(card=CARD, home=True))
    await send("message_im")
    await slack.next("chat.postMessage")
    await door.drain(5)
    assert slack.silent("views.publish")


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
        ready.wait(LONG)
        return Reply(errors={"hours": "At most 40 hours."})

    listener.says = slowly
    assert await send("view_submission") == (200, {"response_action": "clear"})
    ready.set()
    assert "At most 40 hours." in visible((await slack.next("one"))["blocks"])
