"""The door end to end: signed activities in over HTTP, calls to the connector out."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.cards import Reply
from bot.ports.outside import Heard, WhoIsThis
from tests.handlers.teams.conftest import chat_of, room_of
from tests.handlers.teams.said import CARD, FORM, RELEASED, TABLED
from tests.unhurried import LONG


@pytest.fixture
async def bert(wired, ada):
    return wired.person("Bert Curie")


@pytest.fixture
async def channel(wired, door, ada, bert):
    """A team's channel with both of them."""
    room = await wired.add_to_team("Marketing", "task-force", [ada, bert])
    await door.settled()
    return room


@pytest.fixture
async def group(wired, door, ada, bert):
    room = await wired.add_to_chat("Launch", [ada, bert])
    await door.settled()
    return room


# ---- words ---------------------------------------------------------------------------------------


async def test_words_in_the_private_chat_are_answered_there(wired, ada, listener):
    listener.will(Reply(card=CARD))
    answer = await ada.asks("claim copywriting")
    assert answer.says("You hold Copywriting.", "Until Friday.")
    assert listener.heard[-1][1] == Heard(words="claim copywriting")
    assert wired.problems == []


async def test_a_mention_in_a_channel_is_answered_for_the_callers_eyes(
    wired, ada, bert, channel, listener
):
    listener.will(Reply(card=CARD))
    answer = await ada.asks("claim copywriting", "task-force")
    assert answer.private
    assert answer.says("You hold Copywriting.")
    assert listener.heard[-1][1] == Heard(words="claim copywriting")
    assert not any(seen.says("Copywriting.") for seen in bert.room("task-force"))
    assert wired.problems == []


async def test_an_answer_for_all_is_said_in_the_thread(wired, ada, bert, channel, listener):
    listener.will(Reply(card=CARD, private=False))
    asked = await ada.asks("who", "task-force")
    assert not asked.private
    root = wired.calls("send")[-1].conversation
    assert root.startswith(f"{channel.id};messageid=")
    assert bert.room("task-force")[-1].says("You hold Copywriting.")


async def test_a_slash_command_is_heard_and_answered_privately(wired, ada, group, listener):
    listener.will(Reply(card=CARD))
    answer = await ada.asks("/claim copywriting", "Launch", slash=True)
    assert answer.private
    assert listener.heard[-1][1] == Heard(words="claim copywriting")


async def test_where_there_are_no_targeted_messages_it_is_the_private_chat(
    wired, ada, group, listener
):
    wired.routes.targeted = False
    listener.will(Reply(card=CARD))
    await ada.says("claim", "Launch")
    await ada.hears("You hold Copywriting.")
    assert ada.inbox[-1].says("You hold Copywriting.")


async def test_who_cannot_be_reached_alone_is_told_nothing_private(
    wired, bert, ada, group, listener
):
    wired.routes.targeted = False
    bert.blocks()
    listener.will(Reply(card=CARD))
    await bert.says("claim", "Launch")
    said = await bert.hears("to you alone")
    assert not said.private
    assert not said.says("Copywriting")


async def test_somebody_mentioned_is_named_by_their_id_of_the_directory(
    wired, ada, bert, channel, listener, door
):
    await ada.says("@Muster handover to @Bert Curie", "task-force")
    await ada.says("@Muster handover to @Bert Curie", "task-force")
    await door.settled()
    assert listener.words[-1] == f"handover to <@{bert.user.aad}|Bert Curie>"
    assert len([c for c in wired.calls("member") if c.body is not None]) <= 4


async def test_words_that_need_a_form_get_a_button_for_it(wired, ada, listener):
    listener.will(Reply(form=FORM))
    offered = await ada.asks("log")
    assert offered.says("How many?")
    dialog = await ada.opens("Open the form")
    assert dialog.says("How many?")
    assert listener.heard[-1][1] == Heard(words="log")


async def test_a_table_that_is_refused_is_said_plainer(wired, ada, listener):
    listener.will(Reply(card=TABLED))
    wired.faults.fail("send", 400)
    answer = await ada.asks("hours")
    assert answer.says("Sales", "3")
    first, second = wired.calls("send")[-2:]
    assert "Table" in str(first.body)
    assert "'Table'" not in str(second.body)


async def test_a_document_comes_as_text_into_the_private_chat(wired, ada, channel, listener, door):
    listener.will(Reply(card=CARD, file=("roster.csv", "Duty,Hours\nCopywriting,3\n")))
    await ada.says("export", "task-force")
    await door.settled()
    assert ada.inbox[-1].says("roster.csv")
    sent = wired.calls("send")[-1]
    assert sent.conversation == chat_of(wired, ada).conversation
    assert "Copywriting,3" in str(sent.body)


async def test_an_answer_that_teams_slows_down_is_still_given(wired, ada, listener, naps):
    listener.will(Reply(card=CARD))
    wired.faults.limit("send", 2)
    assert (await ada.asks("who")).says("You hold Copywriting.")
    assert 2 <= naps.taken[0] <= 3


async def test_an_answer_is_rather_given_twice_than_not_at_all(wired, ada, listener):
    """A message of the postman's is not: see test_line."""
    listener.will(Reply(card=CARD))
    wired.faults.fail("send", 502)
    assert (await ada.asks("who")).says("You hold Copywriting.")


async def test_an_answer_that_cannot_be_given_is_logged_and_no_more(wired, ada, listener, door):
    listener.will(Reply(card=CARD))
    wired.faults.fail("send", 500, times=5)
    assert (await ada.says("who")).status == 200
    await door.settled()
    assert not any(seen.says("Copywriting") for seen in ada.inbox)


# ---- once ----------------------------------------------------------------------------------------


async def test_an_activity_sent_twice_is_handled_once(wired, ada, listener, door):
    listener.will(Reply(card=CARD))
    heard = len(listener.heard)
    wired.wire.double()
    await ada.asks("claim")
    await wired.wire.replay()
    await door.settled()
    assert len(listener.heard) == heard + 1
    assert len([seen for seen in ada.inbox if seen.says("You hold")]) == 1
    once = listener.heard[-1][0].once
    assert once == f"teams:{wired.tenant}:{chat_of(wired, ada).conversation}:{_last_id(wired)}"


async def test_a_press_sent_twice_is_answered_twice_and_handled_once(wired, ada, listener):
    listener.will(Reply(card=CARD))
    await ada.asks("claim")
    heard = len(listener.heard)
    wired.wire.double()
    await ada.press("Undo")
    assert len(listener.heard) == heard + 1
    assert wired.problems == []


def _last_id(teams):
    return teams.wire.sent[-1]["id"]


# ---- who speaks ----------------------------------------------------------------------------------


async def test_a_stranger_is_introduced_with_the_address_of_the_directory(wired, ada, listener):
    listener.says = lambda caller, heard: Reply(card=CARD) if caller.profile else WhoIsThis()
    await ada.asks("who")
    profile = listener.heard[-1][0].profile
    assert (profile.user, profile.name, profile.email) == (
        ada.user.aad,
        "Ada Brandt",
        "ada.brandt@example.com",
    )
    assert profile.zone == "Europe/Berlin"


async def test_a_guest_is_said_to_be_one(wired, door, group, listener):
    guest = wired.person("Gus", "gus@elsewhere.example", guest=True)
    await guest.joins("Launch")
    listener.says = lambda caller, heard: Reply(card=CARD) if caller.profile else WhoIsThis()
    await guest.asks("who", "Launch")
    assert listener.heard[-1][0].profile.is_guest


async def test_who_stays_unknown_is_told_so(wired, ada, listener):
    listener.says = lambda caller, heard: WhoIsThis()
    wired.faults.fail("member", 500)
    assert (await ada.asks("who")).says("did not say who you are")


async def test_who_spoke_can_be_reached_later(wired, ada, channel, door, store, workspace):
    await ada.says("who", "task-force")
    await door.settled()
    kept = store.references.find(workspace.id, ada.user.aad)
    assert kept["conversation"] == chat_of(wired, ada).conversation
    assert kept["user"] == ada.user.id
    room = store.references.find(workspace.id, channel.id)
    assert room == {**room_of(wired, "task-force").plain(), "name": "task-force"}


async def test_who_spoke_in_a_room_alone_has_no_private_chat_yet(
    wired, bert, channel, door, store, workspace
):
    await bert.says("who", "task-force")
    await door.settled()
    kept = store.references.find(workspace.id, bert.user.aad)
    assert "conversation" not in kept
    assert kept["user"] == bert.user.id


async def test_not_every_message_writes(wired, ada, door, store, monkeypatch):
    await ada.says("who")
    await door.settled()
    kept = []
    monkeypatch.setattr(store.references, "keep", lambda *what: kept.append(what))
    for _ in range(3):
        await ada.says("who")
    await door.settled()
    assert kept == []


# ---- the end -------------------------------------------------------------------------------------


async def test_the_door_waits_for_answers_under_way(wired, ada, listener, door):
    ready = threading.Event()

    def slowly(caller, heard):
        ready.wait(LONG)
        return Reply(card=RELEASED)

    listener.says = slowly
    await ada.says("release")
    draining = asyncio.create_task(door.drain(LONG))
    await asyncio.sleep(0)
    ready.set()
    await draining
    assert ada.inbox[-1].says("Copywriting is free.")


async def test_what_fails_behind_the_door_is_logged_and_answered_with_200(wired, ada, listener):
    def breaks(caller, heard):
        raise RuntimeError("never raised by bot.answer")

    listener.will(Reply(card=CARD))
    await ada.asks("who")
    listener.says = breaks
    await ada.press("Undo")
    assert wired.problems == []
    assert (await ada.says("who")).status == 200
