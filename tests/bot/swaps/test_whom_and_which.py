"""Whom one swaps with, which turn is meant, and who may answer."""

from __future__ import annotations

from bot.model import MemberState
from bot.people.requests import Leave
from bot.ports.swaps import SwapState
from bot.swaps.requests import AcceptSwap, DeclineSwap, OpenSwapForm, OpenTrade, WithdrawSwap
from tests.bot.cast import labels, text
from tests.bot.company import Company
from tests.bot.swaps.people import (
    duties_of,
    newest,
    only_claim,
    propose,
    say_everything,
    states,
    swap_cards,
)

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Moderate the LinkedIn group"


def test_oneself_is_nobody_to_swap_with(both: Company):
    assert "That is you yourself." in both.says("ada", "swap facebook with @ada")


def test_who_has_left_or_is_of_another_company_is_not_asked(both: Company):
    both.change("bao", state=MemberState.LEFT)
    assert "Bao Xu has left the task force." in both.says("ada", "swap facebook with bao")
    assert "not in the task force" in both.says("ada", "swap facebook with eve@elsewhere.example")
    assert "not in the task force" in both.says("ada", "swap facebook with <@U999>")


def test_somebody_who_leaves_ends_what_they_were_asked(both: Company):
    both.say("ada", "swap facebook with greta")
    both.press("greta", Leave())
    assert states(both) == [SwapState.IMPOSSIBLE]
    assert "The swap with Greta Conti is off." in text(newest(both, "ada"))


def test_a_name_of_several_is_asked_about(both: Company):
    reply = both.say("ada", "swap facebook with Conti for linkedin")
    assert "Whom do you mean by “Conti”?" in text(reply)
    assert "Greta Conti" in labels(reply)


def test_an_address_and_a_mention_name_people(both: Company):
    address = both.me("bao").email
    assert "I have asked Bao Xu." in both.says("ada", f"swap facebook with {address}")
    both.say("bao", "home")  # met: the platform's id is known
    both.press("ada", WithdrawSwap(swap=1))
    assert "I have asked Bao Xu." in both.says("ada", "swap facebook with @bao.xu")


def test_what_they_do_not_hold_is_said(both: Company):
    said = both.says("ada", "swap facebook with bao for youtube")
    assert "Bao Xu does not hold Edit and publish videos then." in said
    assert "You do not hold" in both.says("ada", "swap youtube with bao")


def test_several_of_mine_are_asked_about(both: Company):
    both.say("ada", "claim facebook 14 dec 2h") and both.say("ada", "claim facebook 7 dec 1h")
    reply = both.say("ada", "swap facebook with bao for linkedin")
    assert "Which of your turns do you give?" in text(reply)
    both.push("ada", reply, "This one", 1)
    assert len(swap_cards(both, "bao")) == 1


def test_the_form_asks_for_all_of_it(both: Company):
    form = both.say("ada", "swap")
    assert form.form
    mine, bao = str(only_claim(both, "ada").id), str(both.ids["bao"])
    assert "I have asked Bao Xu." in text(
        both.submit("ada", form, mine=mine, who=bao, theirs="linkedin")
    )
    wrong = both.submit("ada", form, mine=mine, who=bao, theirs="youtube")
    assert list(wrong.errors) == ["theirs"]


def test_the_form_names_the_input_at_fault(both: Company):
    form = both.press("ada", OpenSwapForm())
    mine, bao = str(only_claim(both, "ada").id), str(both.ids["bao"])
    assert "part" in both.submit("ada", form, mine=mine, who=bao, part="next month").errors
    assert "who" in both.submit("ada", form, mine=mine, who=str(10**9)).errors
    parted = both.submit("ada", form, mine=mine, who=bao, part="1 dec")
    assert "Tue 1 Dec 2026" in text(parted)


def test_who_holds_nothing_has_nothing_to_swap(company: Company):
    assert "You hold nothing that could be swapped." in company.says("ada", "swap")
    assert "You hold nothing" in company.says("ada", "swap facebook with bao")


def test_a_trade_offers_mine_for_theirs(both: Company):
    claim = only_claim(both, "bao")
    form = both.press("ada", OpenTrade(claim=claim.id))
    assert form.form
    assert form.form.title == "Swap a turn"
    both.submit("ada", form, mine=str(only_claim(both, "ada").id))
    card = newest(both, "bao")
    assert "You would take: Moderate the Facebook page" in text(card)
    assert "You would give: Moderate the LinkedIn group" in text(card)
    both.push("bao", card, "Swap")
    assert duties_of(both, "ada") == [LINKEDIN]


def test_nobody_answers_for_somebody_else(both: Company):
    propose(both)
    for request in (AcceptSwap(swap=1), DeclineSwap(swap=1), WithdrawSwap(swap=1)):
        assert "This was asked of somebody else." in text(both.press("greta", request))
    assert "This was asked of somebody else." in text(both.press("ada", AcceptSwap(swap=1)))
    assert states(both) == [SwapState.OPEN]


def test_the_chair_answers_in_somebodys_place_and_that_shows(both: Company):
    propose(both)
    say_everything(both)
    both.press("farah", AcceptSwap(swap=1))
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([LINKEDIN], [FACEBOOK])
    with both.read() as tx:
        [_ask, done] = tx.record.of_subject("swap:1")
    assert done.actor_id == both.ids["farah"]
    assert "Farah Okafor" in "\n".join(map(text, both.told(both.ids["bao"])))


def test_the_chair_proposes_in_somebodys_place(both: Company):
    said = both.says("farah", "swap facebook from @ada with @bao for linkedin")
    assert "Ada Brandt asked Bao Xu." in said
    assert "Farah Okafor asks in the place of Ada Brandt." in text(newest(both, "bao"))
    assert "Farah Okafor asks in the place of Ada Brandt." in text(newest(both, "ada"))
    both.push("bao", newest(both, "bao"), "Swap")
    assert duties_of(both, "ada") == [LINKEDIN]


def test_a_member_does_not_propose_in_somebodys_place(both: Company):
    said = both.says("greta", "swap facebook from @ada with @bao")
    assert "You cannot act for somebody else on Moderate the Facebook page." in said
