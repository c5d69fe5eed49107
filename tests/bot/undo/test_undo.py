"""Undo is everybody's for what is their own, and nobody's for what is another's."""

from __future__ import annotations

import pytest

from bot.setup.requests import RetireDuty
from bot.undo.requests import Undo
from tests.bot.cast import buttons, text

CHAIR, MEMBER = "farah", "zofia"


def last_change(company, action):
    with company.read() as tx:
        start, end = company.clock.now().replace(year=2000), company.clock.now().replace(year=2100)
        return max(c.id for c in tx.record.since(start, end, [action]))


def undo_of(company, user, words):
    """The change that these words made."""
    card = company.say(user, words).card
    assert card is not None
    [undo] = [b.request for b in buttons(card) if isinstance(b.request, Undo)]
    return undo.change


@pytest.mark.parametrize(
    "said",
    [
        ["claim facebook page"],
        ["claim facebook page", "release facebook page"],
        ["hours 3"],
        ["hours done 2"],
        ["away fri"],
        ["away today", "back"],
    ],
)
def test_the_chair_cannot_take_back_what_is_anothers(company, said):
    *before, last = said
    for words in before:
        company.say(MEMBER, words)
    change = undo_of(company, MEMBER, last)
    no = text(company.press(CHAIR, Undo(change=change)))
    assert "Only the person whose it is can take it back." in no
    assert company.claims_of(CHAIR) == []
    assert "Undone" in text(company.press(MEMBER, Undo(change=change)))


def test_a_chair_who_retires_a_duty_cannot_retake_its_turns(company):
    company.say(MEMBER, "claim facebook page next week")
    assert company.claims_of(MEMBER)
    company.press(CHAIR, RetireDuty(duty=company.duty_id("Moderate the Facebook")))
    assert company.claims_of(MEMBER) == []
    change = last_change(company, "claims.release")
    assert "can no longer be undone" in text(company.press(CHAIR, Undo(change=change)))
    assert company.claims_of(CHAIR) == []


def test_nobody_can_undo_twice(company):
    change = undo_of(company, MEMBER, "hours 3")
    assert "Undone" in text(company.press(MEMBER, Undo(change=change)))
    assert "can no longer be undone" in text(company.press(MEMBER, Undo(change=change)))
