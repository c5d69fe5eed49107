"""Two people exchange turns: both agree, both turns move, and everybody concerned reads of it."""

from __future__ import annotations

import pytest

from tests.bot.company import Company
from tests.bot.swaps.people import duties_of, swap_cards

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Build the LinkedIn group"


@pytest.fixture
def both(company: Company) -> Company:
    """Ada holds Facebook next week, Bao holds something else then."""
    company.say("ada", "claim facebook next week 2h")
    company.say("bao", "claim linkedin next week 2h")
    return company


def test_both_turns_move_when_both_agree(both: Company):
    theirs = duties_of(both, "bao")
    said = both.says("ada", "swap facebook next week with @bao for linkedin next week")
    [card] = swap_cards(both, "bao")
    assert duties_of(both, "bao") == [FACEBOOK]
    assert duties_of(both, "ada") == theirs
    [news] = swap_cards(both, "ada")
    assert duties_of(both, "ada") == [FACEBOOK]
