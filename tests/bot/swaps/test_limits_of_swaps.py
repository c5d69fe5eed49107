"""Limits are held against what both will hold once the turns have moved."""

from __future__ import annotations

from datetime import date

from bot.ports.swaps import SwapState
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.swaps.people import (
    duties_of,
    newest,
    propose,
    states,
    swap_cards,
)

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Moderate the LinkedIn group"


def test_a_full_ceiling_does_not_forbid_an_even_swap(both: Company):
    both.change("ada", ceiling_minutes=120)
    both.change("bao", ceiling_minutes=60)  # even below what he holds
    propose(both)
    both.push("bao", newest(both, "bao"), "Swap")
    assert duties_of(both, "ada") == [LINKEDIN]


def test_more_than_the_ceiling_is_refused_and_nothing_moves(both: Company):
    both.change("bao", ceiling_minutes=120)
    propose(both, "swap facebook with bao")  # he may still offer something for it
    card = newest(both, "bao")
    assert "As things stand, this cannot be. You would hold more than 2 h that week" in text(card)
    said = text(both.push("bao", card, "Take it"))
    assert "You cannot take Moderate the Facebook page" in said
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([FACEBOOK], [LINKEDIN])
    assert states(both) == [SwapState.OPEN]


def test_the_askers_limits_hold_as_well(both: Company):
    propose(both)
    both.say("ada", "away 30 nov to 2 dec")
    said = text(both.push("bao", newest(both, "bao"), "Swap"))
    assert "Ada Brandt cannot take Moderate the LinkedIn group" in said
    assert "Ada Brandt is away then: Mon 30 Nov – Wed 2 Dec 2026." in said
    assert duties_of(both, "bao") == [LINKEDIN]


def test_who_is_away_then_is_not_asked(both: Company):
    both.say("bao", "away 30 nov to 2 dec")
    said = both.says("ada", "swap facebook next week with bao for linkedin")
    assert "Bao Xu cannot take Moderate the Facebook page" in said
    assert "Bao Xu is away then" in said
    assert swap_cards(both, "bao") == []


def test_who_is_away_now_or_paused_is_asked_and_the_asker_knows(both: Company):
    both.say("bao", "away today to fri")
    assert "Bao Xu is away, Mon 23 – Fri 27 Nov 2026" in both.says("ada", "swap facebook with bao")
    both.change("greta", paused_until=date(2026, 12, 1))
    said = both.says("ada", "swap facebook with greta")
    assert "Greta Conti has paused my messages until Tue 1 Dec 2026" in said


def test_a_partner_is_shown_as_partner(both: Company):
    partner = next(u for u in both.ids if both.me(u).role.value == "partner")
    said = both.says("ada", f"swap facebook with {partner}")
    assert "(partner)" in said
    assert "is a partner" in said
