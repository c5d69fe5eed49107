"""Buttons and dialogs, end to end: an invoke gets its body in time, or a word and then the rest."""

from __future__ import annotations

import pytest

from bot.cards import Card, Controls, Reply, Text
from bot.ports.outside import Heard, Target
from handlers.teams import invokes
from tests.handlers.teams.conftest import hurried
from tests.handlers.teams.said import FORM, OPEN, RELEASED, UNDO
from tests.strategies.cards import Ask

SAVED = Card("3 h logged.")
WRONG = Reply(errors={"words": "Hours look like 3 or 2:30."})


# ---- buttons -------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [False, True], ids=["Execute", "Submit"])
async def test_in_the_private_chat_the_answer_takes_the_cards_place(
    wired, ada, held, listener, door, old
):
    ada.old = old
    listener.will(Reply(card=RELEASED, replaces=True))
    there = len(ada.inbox)
    await ada.press("Undo")
    await door.settled()
    assert listener.heard[-1][1] == Heard(pressed="test.1?number=1")
    assert len(ada.inbox) == there
    assert ada.inbox[-1].says("Copywriting is free.")
    assert held.post.edits == 1  # for her other devices
    assert wired.problems == []


async def test_else_it_stands_below_the_card(wired, ada, held, listener, door):
    listener.will(Reply(card=RELEASED))
    await ada.press("Undo")
    assert ada.toast == "Copywriting is free."
    await door.settled()
    assert ada.inbox[-2].says("You hold Copywriting.")
    assert ada.inbox[-1].says("Copywriting is free.")


async def test_what_all_see_makes_way_for_nobodys_answer(wired, ada, bert, panel, listener, door):
    listener.will(Reply(card=RELEASED, replaces=True))
    await ada.press("Undo", on=panel)
    await door.settled()
    assert panel.post.edits == 0
    assert panel.post.views == {}
    assert ada.room("Launch")[-1].private
    assert ada.room("Launch")[-1].says("Copywriting is free.")
    assert not any(seen.says("is free") for seen in bert.room("Launch"))
    assert wired.problems == []


async def test_a_private_answer_in_a_room_is_replaced_where_it_stands(
    wired, ada, panel, listener, door
):
    listener.will(Reply(card=RELEASED))
    await ada.press("Undo", on=panel)
    await door.settled()
    private = ada.room("Launch")[-1]
    listener.will(Reply(card=SAVED, replaces=True))
    await ada.press("Take it back", on=private)
    await door.settled()
    assert ada.room("Launch")[-1].says("3 h logged.")
    assert private.post.edits == 1
    assert wired.problems == []


async def test_an_answer_for_all_is_said_in_the_room(wired, ada, bert, panel, listener, door):
    listener.will(Reply(card=RELEASED, private=False))
    await ada.press("Undo", on=panel)
    await door.settled()
    assert bert.room("Launch")[-1].says("Copywriting is free.")


async def test_a_slow_press_is_answered_in_time_and_the_rest_comes_after(
    wired, ada, held, listener, door
):
    ready = listener.will_when_let(Reply(card=RELEASED, replaces=True))
    with hurried():
        await ada.press("Undo")
    assert ada.toast == invokes.WORKING
    ready.set()
    await door.settled()
    assert ada.inbox[-1].says("Copywriting is free.")
    assert not any(seen.says("You hold") for seen in ada.inbox)
    assert wired.problems == []


async def test_a_form_that_nobody_foresaw_is_offered_by_a_button(wired, ada, held, listener, door):
    listener.will(Reply(form=FORM))
    await ada.press("Undo")
    assert ada.toast == "Hours"
    await door.settled()
    dialog = await ada.opens("Open the form")
    assert dialog.says("How many?")
    assert listener.heard[-1][1] == Heard(pressed="test.1?number=1")


async def test_nothing_to_say_leaves_the_card(wired, ada, held, listener, door):
    listener.will(Reply())
    await ada.press("Undo")
    await door.settled()
    assert ada.toast == invokes.DONE
    assert ada.inbox[-1].says("You hold Copywriting.")


async def test_a_message_that_cannot_be_edited_is_answered_below(wired, ada, held, listener, door):
    ada.old = True
    listener.will(Reply(card=RELEASED, replaces=True))
    wired.faults.fail("update", 404)
    await ada.press("Undo")
    await door.settled()
    assert ada.inbox[-1].says("Copywriting is free.")
    assert ada.inbox[-2].says("You hold Copywriting.")


# ---- home ----------------------------------------------------------------------------------------


async def test_the_home_card_is_brought_up_to_date_where_it_stands(wired, ada, listener, door):
    listener.home = Card("Home", (Text(("Your week",)), Controls((UNDO, OPEN))))
    listener.will(Reply(card=listener.home, home=True))
    home = await ada.asks("")
    assert home.says("Your week")
    there = len(ada.inbox)
    listener.will(Reply(card=RELEASED, home=True))
    await ada.press("Undo", on=home)
    await door.settled()
    assert len(ada.inbox) == there
    assert ada.inbox[-1].says("Copywriting is free.", "Your week")
    assert home.post.edits == 1
    assert wired.problems == []


async def test_a_form_from_the_home_card_brings_it_up_to_date(wired, ada, listener, door):
    listener.home = Card("Home", (Text(("Your week",)), Controls((OPEN,))))
    listener.will(Reply(card=listener.home, home=True))
    home = await ada.asks("")
    listener.will(Reply(form=FORM))
    await ada.opens("Log hours")
    listener.will(Reply(card=SAVED, home=True))
    assert await ada.fills({"Hours": "3"}) is None
    await door.settled()
    assert ada.inbox[-1].says("3 h logged.", "Your week")
    assert home.post.edits == 1


async def test_elsewhere_the_home_card_is_not_said_again(wired, ada, held, listener, door):
    there = len(ada.inbox)
    listener.will(Reply(card=RELEASED, home=True))
    await ada.press("Undo")
    await door.settled()
    assert len(ada.inbox) == there + 1
    assert ada.inbox[-1].says("Copywriting is free.")


# ---- cards that ask for themselves anew ----------------------------------------------------------


@pytest.fixture
async def fresh(wired, ada, bert, door, messenger, workspace):
    """A panel that the postman has posted in a room, where both are known."""
    room = await wired.add_to_chat("Launch", [ada, bert])
    for person in (ada, bert):
        await person.says("who", "Launch")
    await door.settled()
    panel = Card("Roster", (Text(("Facebook: nobody",)),), refresh=Ask(5))
    await messenger.post(Target(workspace, channel=room.id), panel, "1")
    return ada.room("Launch")[-1]


async def test_whoever_looks_sees_it_anew(wired, ada, bert, fresh, listener):
    listener.will(Reply(card=Card("Roster", (Text(("Facebook: Ada",)),), refresh=Ask(5))))
    await bert.looks("Launch")
    assert listener.heard[-1][1] == Heard(pressed="test.1?number=5")
    assert bert.room("Launch")[-1].says("Facebook: Ada")
    assert ada.room("Launch")[-1].says("Facebook: nobody")
    assert wired.problems == []


@pytest.mark.parametrize("reply", [Reply(card=Card("You are not in the task force.")), Reply()])
async def test_a_refusal_does_not_take_its_place(wired, bert, fresh, listener, door, reply):
    listener.will(reply)
    await bert.looks("Launch")
    await door.settled()
    assert bert.room("Launch")[-1].says("Facebook: nobody")
    assert wired.problems == []


async def test_looking_late_says_nothing(wired, bert, fresh, listener, door):
    ready = listener.will_when_let(Reply(card=Card("Roster", (), refresh=Ask(5))))
    there = len(bert.room("Launch"))
    with hurried():
        await bert.looks("Launch")
    ready.set()
    await door.settled()
    assert len(bert.room("Launch")) == there
