"""Both platforms show the same: whatever is on a card, and all that people really come across.

Every other test of bot/ sees to it too, through its stage (tests/bot/cast.py).
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bot.buttons import encode
from bot.cards import Button, Card, Controls, Row, Text
from handlers.characters import units
from handlers.slack import limits
from handlers.teams import adaptive
from tests.bot.company import company_copied, found_company
from tests.bot.tour import cards_of_a_week
from tests.parity import but_numbers, differences, form_differences
from tests.strategies.cards import Ask, any_card, every_request

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(any_card)
def test_any_card_is_the_same_on_both(card):
    """But for buttons that carry more than Slack's can: Slack's card says that it lacks them."""
    assume(all(units(encode(one)) <= limits.BUTTON_VALUE for one in every_request(card)))
    assert differences(card) == []


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Cards and forms of a week and a half at the sample company, each once with any numbers."""
    folder = tmp_path_factory.mktemp("parity")
    found_company(f"sqlite:///{folder / 'company.db'}")
    with company_copied(folder / "company.db", folder) as company:
        cards, forms = cards_of_a_week(company, 1)
    each = [{but_numbers(one): one for one in found}.values() for found in (cards, forms)]
    return tuple(map(list, each))


def test_all_that_people_come_across_is_the_same_on_both(shown):
    cards, _forms = shown
    assert len(cards) > 400
    assert [(card.title, found) for card in cards if (found := differences(card))] == []


def test_all_that_people_fill_in_is_the_same_on_both(shown):
    _cards, forms = shown
    assert len(forms) > 40
    assert [(form.title, found) for form in forms if (found := form_differences(form))] == []


CARD = Card("Roster", (Text(("Who holds what",)), Row(("Copywriting",), Button("Claim", Ask(3)))))


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        (Card("Roster", (Row(("Copywriting",), Button("Claim", Ask(3))),)), "“Who holds what”"),
        (Card("Roster", (Text(("Who holds what",)), Row(("Copywriting",)))), "test.1?number=3"),
        (Card("Roster", (*CARD.body, Controls((Button("Undo", Ask(4)),)))), ""),
    ],
)
def test_what_one_platform_leaves_out_is_found(monkeypatch, lost, said):
    """Rendered as if Teams lost a part of it."""
    real = adaptive.message
    monkeypatch.setattr(adaptive, "message", lambda card, **how: real(lost, **how))
    found = differences(CARD)
    assert any(said in sentence for sentence in found) if said else found == []
