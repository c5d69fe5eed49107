from __future__ import annotations

import pytest

from bot import catalog
from bot.help.words import may
from bot.model import MemberState, Role
from tests.bot.cast import Cast, labels, text


def test_help_names_every_verb_with_an_example_to_copy(cast: Cast):
    cast.member("ada")
    shown = text(cast.say("ada", "help"))
    for line in catalog.LINES:
        assert f"{line.name}: {line.summary}" in shown
        assert f"/muster {line.example}" in shown
    assert "Your role: member." in shown


def test_each_example_is_understood(cast: Cast):
    for line in catalog.LINES:
        assert type(catalog.read_words(line.example)) is catalog.VERBS[line.name].request


def test_buttons_are_for_what_one_may_do(cast: Cast):
    cast.member("ada")
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    assert "Status" not in labels(cast.say("ada", "help"))
    assert {"Status", "Setup"} <= set(labels(cast.say("cara", "help")))
    assert not {"Claim", "Setup"} & set(labels(cast.say("nia", "help")))
    assert "setup: Set everything up" in text(cast.say("ada", "help"))
    assert "For: chair only." in text(cast.say("ada", "help setup"))
    assert "You are not in the task force yet." in text(cast.say("nia", "help"))
    assert "status: How things stand, holes first (chair only)" in text(cast.say("ada", "help"))


@pytest.mark.parametrize("said", ["help claim", "HELP Claim", "help /muster claim", "help take"])
def test_help_with_one_word_says_more(cast: Cast, said: str):
    cast.member("ada")
    shown = text(cast.say("ada", said))
    assert shown.startswith("/muster claim")
    assert "You write: /muster claim <duty> [when] [hours]" in shown
    assert "Also understood: take" in shown
    assert "For: members." in shown
    assert labels(cast.say("ada", said)) == ["Claim", "All words"]


def test_a_misspelt_word_gets_the_nearest_right_one(cast: Cast):
    cast.member("ada")
    card = cast.say("ada", "help clam")
    assert "I do not know the word “clam”" in text(card)
    assert "/muster claim facebook" in text(card)
    assert labels(card) == ["Help with claim", "All words"]
    assert text(cast.push("ada", card, "Help with claim")).startswith("/muster claim")


@pytest.mark.parametrize(
    "said", ["help zzzzzzzz", "help ☃x☃ y", "help " + "x" * 3000, "help <!channel>"]
)
def test_nonsense_is_answered_with_the_way_to_all_words(cast: Cast, said: str):
    cast.member("ada")
    card = cast.say("ada", said)
    assert "I do not know the word" in text(card)
    assert "All words" in labels(card)
    assert len(text(card)) < 500


def test_who_waits_or_has_left_is_shown_as_outside(cast: Cast):
    cast.member("nia", state=MemberState.ASKED)
    cast.member("gone", Role.CHAIR, state=MemberState.LEFT)
    for user in ("nia", "gone"):
        assert "You are not in the task force yet." in text(cast.say(user, "help"))


def test_leads_see_what_is_for_leads():
    line = next(line for line in catalog.LINES if line.name == "status")
    from dataclasses import replace

    of_leads = replace(line, who="leads")
    assert [may(of_leads, role) for role in (*Role, None)] == [True, True, False, False, False]
