"""Rest and weeks in a row: refused with the way out, set by forms, let pass by the chair."""

from __future__ import annotations

import pytest

from bot.claims.requests import Claim, ClaimAnyway, OverrideForm
from bot.fairness.requests import EditLimits
from tests.bot.cast import buttons, labels, text
from tests.bot.company import Company
from tests.bot.fairness.history import held

CHAIR = "farah"


def test_a_nights_rest_lies_between_the_turns_of_two_days(company: Company):
    company.say("ada", "claim night watch tue")
    refused = company.say("ada", "claim answer on the support wed 9:00")
    said = text(refused)
    assert "You cannot take Answer on the support handle, Wed 25 Nov 2026 09:00–13:00" in said
    assert "You hold Night watch on the support handle, Tue 24 Nov 2026 21:00–23:00" in said
    assert "there is to be 11 h of rest" in said
    assert "Take a turn at another time, or give the other one back." in said
    assert "Farah Okafor can let it pass, with a reason." in said
    assert labels(refused) == ["See what is open", "My turns"]
    assert "You hold Answer on" in company.says("ada", "claim answer on the support wed 13:00")


def test_turns_of_one_day_follow_each_other(company: Company):
    assert "You hold" in company.says("bao", "claim answer on the support tue 9:00")
    assert "You hold" in company.says("bao", "claim answer on the support tue 13:00")
    assert "You hold" in company.says("bao", "claim night watch tue")


def test_a_night_of_the_week_before_counts(company: Company):
    company.at(28)
    assert "You hold" in company.says("ada", "claim night watch sun")
    assert "11 h of rest" in company.says("ada", "claim answer on the support next mon 9:00")
    assert "You hold" in company.says("ada", "claim answer on the support next mon 13:00")


def test_all_week_is_nothing_to_rest_from(company: Company):
    company.say("ada", "claim night watch tue")
    assert "You hold Moderate" in company.says("ada", "claim facebook 2h")
    assert "11 h of rest" in company.says(
        "ada", "claim linkedin wed 7:00 2h"
    )  # but a part of it is


# ---- weeks in a row -----------------------------------------------------------------------------


def test_somebody_may_want_a_week_off_every_so_often(company: Company):
    held(company, "ada", "Copywriting", 2, 60)
    form = company.submit(
        "ada", company.push("ada", company.home("ada"), "Change my settings"), weeks="2"
    )
    assert "Weeks in a row: 2" in text(form)
    refused = company.say("ada", "claim vimeo")
    assert "You would then hold something for more than 2 weeks in a row." in text(refused)
    assert labels(refused) == ["Later turns of this duty", "My settings"]
    assert "You hold" in company.says("ada", "claim vimeo next week")
    assert "more than 2 weeks" in company.says("ada", "claim facebook")  # now it would join both
    company.submit("ada", company.push("ada", company.home("ada"), "Change my settings"), weeks="")
    assert "You hold" in company.says("ada", "claim facebook 1h")


@pytest.mark.parametrize("weeks", ["0", "53", "many", "-1"])
def test_no_other_number_of_weeks(company: Company, weeks: str):
    form = company.push("ada", company.home("ada"), "Change my settings")
    assert "weeks" in company.submit("ada", form, weeks=weeks).errors


# ---- for everybody ------------------------------------------------------------------------------


def test_the_chair_sets_them_for_everybody_and_takes_it_back(company: Company):
    held(company, "ada", "Copywriting", 3, 60)
    setup = company.say(CHAIR, "setup")
    assert "Limits: 11 h of rest between two days' turns · any number of weeks" in text(setup)
    form = company.push(CHAIR, setup, "Limits")
    saved = company.submit(CHAIR, form, rest="8", weeks="3")
    assert "→ 8 h of rest between two days' turns · at most 3 weeks in a row" in text(saved)
    assert "more than 3 weeks in a row" in company.says("ada", "claim vimeo")
    company.say("bao", "claim night watch tue")
    assert "You hold" in company.says("bao", "claim answer on the support wed 9:00")
    company.push(CHAIR, saved, "Undo")
    assert "You hold" in company.says("ada", "claim vimeo")
    company.say("bao", "claim night watch wed")
    assert "11 h of rest" in company.says("bao", "claim answer on the support thu 9:00")
    again = company.submit(CHAIR, company.press(CHAIR, EditLimits()), rest="11")
    assert "Nothing was changed." in text(again)


@pytest.mark.parametrize("rest", ["25", "a lot", "-3"])
def test_no_rest_is_longer_than_a_day(company: Company, rest: str):
    form = company.press(CHAIR, EditLimits())
    assert "rest" in company.submit(CHAIR, form, rest=rest).errors


def test_only_the_chair_sets_them(company: Company):
    assert company.press("ada", EditLimits()).form is None


# ---- beyond them --------------------------------------------------------------------------------


def test_the_chair_lets_it_pass_with_a_reason_that_is_kept(company: Company):
    company.say(CHAIR, "claim night watch tue")
    refused = company.say(CHAIR, "claim answer on the support wed 9:00")
    form = company.push(CHAIR, refused, "Do it anyway")
    assert company.submit(CHAIR, form, reason="  ").errors
    done = company.submit(CHAIR, form, reason="Nobody else  is there.")
    assert "You hold Answer on the support handle." in text(done)
    assert "Let pass because: Nobody else is there." in text(done)
    claim = next(c for c in company.claims_of(CHAIR) if c.span.start.day == 25)
    with company.read() as tx:
        first, second = tx.record.of_subject(f"claim:{claim.id}")
    assert {first.action, second.action} == {"claims.override", "claims.claim"}
    over = next(c for c in (first, second) if c.action == "claims.override")
    assert over.after == {
        "limit": "rest", "reason": "Nobody else is there.", "member": company.ids[CHAIR]
    }  # fmt: skip
    company.push(CHAIR, done, "Undo")
    assert len(company.claims_of(CHAIR)) == 1


def test_the_chair_puts_somebody_down_beyond_their_limit_and_they_are_told(company: Company):
    company.say("ada", "claim facebook 6h")
    company.change("ada", ceiling_minutes=6 * 60)
    turn = company.turn("Copywriting")
    form = company.press(CHAIR, OverrideForm(turn=turn.id, minutes=120, member=company.ids["ada"]))
    done = company.submit(CHAIR, form, reason="The campaign starts.")
    assert "Ada Brandt holds Copywriting." in text(done)
    told = text(company.told(company.ids["ada"])[-1])
    assert "Farah Okafor put you down for Copywriting." in told
    assert "The campaign starts." in told
    company.push(CHAIR, done, "Undo")
    assert "took Copywriting off you again" in text(company.told(company.ids["ada"])[-1])
    assert len(company.claims_of("ada")) == 1


def test_a_place_or_an_absence_or_clearance_is_never_let_pass(company: Company):
    anyway = ClaimAnyway(turn=company.turn("Vimeo").id, member=company.ids["ada"], reason="Please.")
    company.say("bao", "claim vimeo")
    assert "is taken" in text(company.press(CHAIR, anyway))
    company.say("bao", "release vimeo")
    with company.write() as tx:
        for claim in company.claims_of("bao"):
            tx.claims.release(claim.id, company.clock.now())
    company.say("ada", "away mon..sun")
    refused = text(company.press(CHAIR, anyway))
    assert "Ada Brandt cannot take Keep the Vimeo channel" in refused
    company.say("ada", "back")
    company.change_duty("Vimeo", clearances=("video",))
    assert "It asks for clearance: video." in text(company.press(CHAIR, anyway))
    assert company.claims_of("ada") == []


def test_nobody_but_the_chair_lets_anything_pass(company: Company):
    company.say("ada", "claim night watch tue")
    turns = [t for t in company.turns(company.duty_id("Answer on the support")) if not t.claims]
    morning = next(t for t in turns if t.span.start.day == 25)
    anyway = ClaimAnyway(turn=morning.id, reason="I want to.")
    assert "chair" in text(company.press("ada", anyway))
    assert len(company.claims_of("ada")) == 1
    assert "11 h of rest" in text(company.press("ada", Claim(turn=morning.id)))
    assert "Do it anyway" not in [
        b.label for b in buttons(company.press("ada", Claim(turn=morning.id)).card)
    ]
