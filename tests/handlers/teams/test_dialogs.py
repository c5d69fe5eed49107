"""Dialogs, end to end: opened from a card, filled in, corrected, answered where they came from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards import Button, Card, Controls, Form, Reply, TextInput
from bot.home.requests import OpenHome
from bot.ports.outside import Heard
from handlers.teams import invokes
from tests.handlers.teams.conftest import hurried
from tests.handlers.teams.said import FORM, RELEASED, UNDO
from tests.strategies.cards import Ask

SAVED = Card("3 h logged.")
WRONG = Reply(errors={"words": "Hours look like 3 or 2:30."})


async def test_a_form_opens_is_filled_in_and_closes(wired, ada, held, listener, door):
    listener.will(Reply(form=FORM))
    dialog = await ada.opens("Log hours")
    assert (dialog.title, dialog.inputs) == ("Hours", ("Hours",))
    listener.will(Reply(card=SAVED))
    assert await ada.fills({"Hours": "3"}) is None
    assert listener.heard[-1][1] == Heard(submitted="test.1?number=3", answers={"words": "3"})
    await door.settled()
    assert ada.inbox[-1].says("3 h logged.")
    assert wired.problems == []


async def test_wrong_answers_keep_the_form_open_and_what_was_typed(
    wired, ada, held, listener, door
):
    form = Reply(form=FORM)
    listener.says = lambda caller, heard: form if heard.pressed else WRONG
    await ada.opens("Log hours")
    dialog = await ada.fills({"Hours": "three"})
    assert dialog.says("Hours look like 3 or 2:30.", "How many?")
    assert dialog.controls[0].part["value"] == "three"
    listener.will(Reply(card=SAVED))
    assert await ada.fills({"Hours": "3"}) is None
    await door.settled()
    assert ada.inbox[-1].says("3 h logged.")
    assert wired.problems == []


async def test_asking_for_the_form_anew_is_no_second_request(wired, ada, held, listener):
    form = Reply(form=FORM)
    listener.says = lambda caller, heard: form if heard.pressed else WRONG
    await ada.opens("Log hours")
    await ada.fills({"Hours": "three"})
    (_, sent), (caller, anew) = listener.heard[-2:]
    assert sent.submitted == "test.1?number=3"
    assert (anew, caller.once) == (Heard(pressed="fill.1", again=True), "")


async def test_a_form_after_a_form_is_kept_open_too(wired, ada, held, listener):
    """The second one is made anew by what the first one sent."""
    first = replace(FORM, request=OpenHome())
    second = Form("Which hours?", "Save", Ask(9), (TextInput(name="words", label="Hours"),))

    def says(caller, heard):
        if heard.submitted == "home.1" or heard.pressed == "home.1?words=3":
            return Reply(form=second)
        return WRONG if heard.submitted else Reply(form=first)

    listener.says = says
    await ada.opens("Log hours")
    assert (await ada.fills({"Hours": "3"})).title == "Which hours?"
    dialog = await ada.fills({"Hours": "?"})
    assert dialog.title == "Which hours?"
    assert dialog.says("Hours look like 3 or 2:30.")


async def test_where_the_form_cannot_be_made_anew_the_sentences_are_shown(
    wired, ada, held, listener
):
    listener.will(Reply(form=FORM))
    await ada.opens("Log hours")
    listener.will(WRONG)
    dialog = await ada.fills({"Hours": "three"})
    assert dialog.says("This was not saved.", "Hours look like 3 or 2:30.")
    assert wired.problems == []


async def test_what_speaks_against_a_form_is_shown_in_its_place(wired, ada, held, listener):
    listener.will(Reply(card=Card("Hours are not counted yet.", (Controls((UNDO,)),))))
    dialog = await ada.opens("Log hours")
    assert dialog.says("Hours are not counted yet.")
    listener.will(Reply(card=RELEASED))
    await ada.press("Undo")
    assert ada.dialog.says("Copywriting is free.")
    assert listener.heard[-1][1] == Heard(pressed="test.1?number=1")
    assert wired.problems == []


async def test_a_button_in_a_dialog_can_open_another(wired, ada, held, listener):
    listener.will(Reply(card=Card("Which?", (Controls((Button("Facebook", Ask(7)),)),))))
    await ada.opens("Log hours")
    listener.says = lambda caller, heard: WRONG if heard.submitted else Reply(form=FORM)
    await ada.press("Facebook")
    assert ada.dialog.title == "Hours"
    dialog = await ada.fills({"Hours": "x"})
    assert dialog.says("Hours look like 3 or 2:30.", "How many?")
    assert listener.heard[-1][1] == Heard(pressed="test.1?number=7", again=True)


async def test_a_form_in_a_room_is_answered_for_the_callers_eyes(
    wired, ada, bert, panel, listener, door
):
    listener.will(Reply(form=FORM))
    await ada.opens("Log hours", on=panel)
    listener.will(Reply(card=SAVED, replaces=True))
    assert await ada.fills({"Hours": "3"}) is None
    await door.settled()
    assert ada.room("Launch")[-1].private
    assert ada.room("Launch")[-1].says("3 h logged.")
    assert panel.post.edits == 0


async def test_a_slow_form_closes_with_a_word_and_is_answered_after(
    wired, ada, held, listener, door
):
    listener.will(Reply(form=FORM))
    await ada.opens("Log hours")
    ready = listener.will_when_let(Reply(card=SAVED))
    with hurried():
        assert await ada.fills({"Hours": "3"}) is None
    assert ada.toast == invokes.WORKING
    ready.set()
    await door.settled()
    assert ada.inbox[-1].says("3 h logged.")


async def test_a_form_that_comes_too_late_is_offered(wired, ada, held, listener, door):
    ready = listener.will_when_let(Reply(form=FORM))
    with pytest.raises(LookupError), hurried():
        await ada.opens("Log hours")
    ready.set()
    await door.settled()
    assert ada.inbox[-1].buttons == ("Open the form",)
    assert (await ada.opens("Open the form")).title == "Hours"
