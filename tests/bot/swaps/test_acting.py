"""The chair and leads do things for somebody else, and that shows."""

from __future__ import annotations

import pytest

from bot.digest.requests import PreviewDigest
from bot.plain import plain_text
from bot.swaps.requests import AcceptSwap, ShowTurn
from tests.bot.cast import labels, text
from tests.bot.company import Company
from tests.bot.swaps.people import duties_of, only_claim

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Moderate the LinkedIn group"


def told(company: Company, user: str) -> str:
    return "\n".join(map(plain_text, company.told(company.ids[user])))


@pytest.mark.parametrize("words", ["for @bao", "for bao", "for bao.xu@example.com", "for Bao Xu"])
def test_the_chair_puts_somebody_down(company: Company, words: str):
    reply = company.say("farah", f"claim facebook next week 2h {words}")
    assert text(reply).splitlines() == [
        "Bao Xu holds Moderate the Facebook page.",
        "Moderate the Facebook page, week of Mon 30 Nov – Sun 6 Dec 2026, 2 h.",
        "Bao Xu is told that it was you, and can say that they cannot.",
        "[Undo]",
    ]
    assert duties_of(company, "bao") == [FACEBOOK]
    assert duties_of(company, "farah") == []
    said = told(company, "bao")
    assert "Farah Okafor put you down for Moderate the Facebook page." in said
    assert "Yours now: Moderate the Facebook page, week of Mon 30 Nov" in said
    assert "[I can't] [Undo] [My turns]" in said
    claim = only_claim(company, "bao")
    with company.read() as tx:
        [change] = tx.record.of_subject(f"claim:{claim.id}")
    assert (change.actor_id, change.after["for"]) == (company.ids["farah"], company.ids["bao"])


@pytest.mark.parametrize("user", ["farah", "bao"])
def test_both_can_undo_it_and_the_other_is_told(company: Company, user: str):
    reply = company.say("farah", "claim facebook next week for bao")
    card = reply if user == "farah" else company.told(company.ids["bao"])[0]
    assert "any more" in text(company.push(user, card, "Undo"))
    assert duties_of(company, "bao") == []
    if user == "bao":
        assert "Bao Xu cannot do Moderate the Facebook page." in told(company, "farah")
    else:
        assert "Farah Okafor took Moderate the Facebook page off you again." in told(company, "bao")


def test_a_lead_acts_for_their_departments_duties_alone(company: Company):
    assert "Bao Xu holds Moderate the Facebook page." in company.says(
        "sanjay", "claim facebook next week for bao"
    )
    said = company.says("idris", "claim facebook next week for bao")
    assert "You cannot act for somebody else on Moderate the Facebook page." in said
    said = company.says("ada", "claim facebook next week for bao")
    assert "You cannot act for somebody else" in said


def test_all_rules_hold_for_whom_it_is(company: Company):
    company.say("bao", "away next week")
    said = company.says("farah", "claim facebook next week for bao")
    assert "Bao Xu" in said
    assert duties_of(company, "bao") == []


def test_a_limit_is_let_pass_with_a_reason(company: Company):
    company.change("bao", ceiling_minutes=60)
    reply = company.say("farah", "claim facebook next week 3h for bao")
    assert "Bao Xu's limit is 1 h a week" in text(reply)
    form = company.push("farah", reply, "Do it anyway")
    company.submit("farah", form, reason="nobody else speaks Danish")
    assert duties_of(company, "bao") == [FACEBOOK]
    assert "[I can't] [My turns]" in told(company, "bao")


def test_for_oneself_is_an_ordinary_claim(company: Company):
    assert "You hold Moderate the Facebook page." in company.says(
        "ada", "claim facebook next week 1h for me"
    )
    assert "You hold Moderate the LinkedIn group." in company.says(
        "ada", "claim linkedin next week 1h for @ada"
    )


def test_a_stranger_is_not_taken_for_a_part_of_the_name(company: Company):
    said = company.says("farah", "claim facebook next week for Zebulon")
    assert "I do not know who “Zebulon” is." in said
    assert duties_of(company, "farah") == []
    assert "I do not know" in company.says("farah", "claim facebook for @zebulon") or (
        "not in the task force" in company.says("farah", "claim facebook for @zebulon")
    )


def test_several_turns_are_asked_about(company: Company):
    reply = company.say("farah", "claim answer on the support next week for bao")
    assert "Which turn of Answer on the support handle for Bao Xu?" in text(reply)
    company.push("farah", reply, labels(reply)[0])
    assert duties_of(company, "bao") == ["Answer on the support handle"]


def test_from_one_for_another(company: Company):
    company.say("ada", "claim facebook next week")
    company.say("farah", "claim facebook next week from ada for bao")
    assert (duties_of(company, "ada"), duties_of(company, "bao")) == ([], [FACEBOOK])
    assert "Farah Okafor has given Moderate the Facebook page to Bao Xu" in told(company, "ada")
    assert "Farah Okafor put you down for" in told(company, "bao")
    assert "Ada Brandt held it before." in told(company, "bao")


def test_a_turn_can_be_changed_by_hand(company: Company):
    company.say("ada", "claim facebook next week 3h")
    turn = company.turn("Facebook", week=1)
    reply = company.press("farah", ShowTurn(turn=turn.id))
    assert "Ada Brandt, 3 h" in text(reply)
    assert labels(reply) == [
        "Give to somebody else",
        "Swap",
        "Set free",
        "Claim for somebody",
        "Claim it myself",
    ]
    form = company.push("farah", reply, "Claim for somebody")
    company.submit("farah", form, who=str(company.ids["greta"]), hours="1")
    assert duties_of(company, "greta") == [FACEBOOK]
    form = company.push("farah", reply, "Give to somebody else")
    company.submit("farah", form, who=str(company.ids["bao"]))
    assert (duties_of(company, "ada"), duties_of(company, "bao")) == ([], [FACEBOOK])


def test_who_has_no_say_sees_no_such_card(company: Company):
    turn = company.turn("Facebook", week=1)
    assert "Only the chair or a department lead" in text(
        company.press("ada", ShowTurn(turn=turn.id))
    )
    assert "You cannot act for somebody else" in text(
        company.press("idris", ShowTurn(turn=turn.id))
    )


def test_i_cant_says_so(company: Company):
    company.say("farah", "claim facebook next week for bao")
    card = company.told(company.ids["bao"])[0]
    reply = company.push("bao", card, "I can't")
    assert "Moderate the Facebook page" in text(reply)
    assert LINKEDIN not in text(reply)


def test_the_chair_sets_free_what_somebody_holds(company: Company):
    company.say("ada", "claim facebook next week")
    reply = company.say("farah", "release facebook next week from @ada")
    assert duties_of(company, "ada") == []
    assert FACEBOOK in told(company, "ada")
    company.push("farah", reply, "Undo")
    assert duties_of(company, "ada") == [FACEBOOK]
    assert duties_of(company, "farah") == []


def test_a_note_that_says_from_is_a_note(company: Company):
    company.say("ada", "claim facebook next week")
    said = company.says("ada", "release facebook from @bao I have the numbers")
    assert FACEBOOK in said
    assert duties_of(company, "bao") == []


def test_the_week_counts_what_was_put_down_and_swapped(company: Company):
    company.say("farah", "claim facebook next week 1h for bao")
    company.say("ada", "claim linkedin next week 1h")
    company.say("ada", "swap linkedin with bao for facebook")
    company.press("bao", AcceptSwap(swap=1))
    company.at(30, 10)
    digest = text(company.press("farah", PreviewDigest()))
    assert "2 turns claimed" in digest
    assert "1 swap" in digest
    assert "given back" not in digest


def test_the_chair_asks_for_a_swap_by_form_in_somebodys_place(company: Company):
    company.say("ada", "claim facebook next week")
    card = company.press("farah", ShowTurn(turn=company.turn("Facebook", week=1).id))
    form = company.push("farah", card, "Swap")
    assert form.form
    assert form.form.inputs[0].label == "Which of Ada Brandt's turns"
    reply = company.submit("farah", form, who=str(company.ids["bao"]))
    assert "Ada Brandt asked Bao Xu." in text(reply)
    company.press("bao", AcceptSwap(swap=1))
    assert duties_of(company, "bao") == [FACEBOOK]
    refused = company.submit("greta", form, who=str(company.ids["bao"]))
    assert refused.errors
