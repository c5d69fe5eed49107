"""Sick, and on the phone: a chair or lead says it for somebody who cannot."""

from __future__ import annotations

from datetime import date

import pytest

from bot.away.requests import AwayByForm, Back, OpenAwayForm, SayAway
from bot.model import Role
from bot.people.requests import ShowMember
from tests.bot.away.seen import periods
from tests.bot.cast import text
from tests.bot.company import Company, berlin

BAO = "@bao"


@pytest.fixture
def lead(company: Company) -> str:
    """Of Bao's department."""
    bao = company.me("bao")
    company.change("ada", role=Role.LEAD, department_id=bao.department_id)
    return "ada"


def test_the_chair_says_it_and_the_member_is_told(company: Company):
    company.say("bao", "claim facebook this week")
    company.at(23, 6, 40)
    reply = company.say("farah", f"away {BAO} today")
    assert text(reply).startswith(f"{company.me('bao').name} is away on Mon 23 Nov 2026.")
    assert "I ask for cover at once; until somebody takes it, it stays theirs:" in text(reply)
    assert "[How it stands]" in text(reply)
    [period] = periods(company, "bao")
    assert period.entered_by == company.ids["farah"]
    [told] = company.asked("change")["bao"]
    card = company.last("change", "bao")
    assert card.title == "Farah Okafor entered that you are away on Mon 23 Nov 2026."
    assert told.due_at == berlin(23, 6, 40)
    with company.read() as tx:
        [cover] = tx.covers.open()
        changes = tx.record.of_subject(f"away:{period.id}")
    assert cover.opened_by == company.ids["farah"]
    assert [(c.actor_id, c.action) for c in changes] == [(company.ids["farah"], "absence.enter")]


def test_a_lead_says_it_for_their_department_alone(company: Company, lead: str):
    assert "is away on Tue 24 Nov 2026" in company.says(lead, f"away {BAO} tomorrow")
    other = next(
        user
        for user in company.ids
        if company.me(user).department_id != company.me("bao").department_id and user != "farah"
    )
    name = company.me(other).email
    assert "You cannot enter absence for" in company.says(lead, f"away {name} tomorrow")
    assert periods(company, other) == []


def test_nobody_else_does(company: Company):
    assert "You cannot enter absence for" in company.says("ada", f"away {BAO} today")
    bao = company.ids["bao"]
    for request in (
        SayAway(words="today", member=bao),
        OpenAwayForm(member=bao),
        AwayByForm(member=bao, first_day="2026-11-23"),
    ):
        assert "You cannot enter absence for" in text(company.press("ada", request))
    assert periods(company, "bao") == []


def test_no_reason_is_kept_of_others(company: Company):
    company.say("farah", f"away {BAO} today note: flu")
    [period] = periods(company, "bao")
    assert period.reason == ""
    assert "flu" not in str(company.deliveries("change"))


def test_a_name_without_a_sign_is_asked_about(company: Company):
    reply = company.say("farah", "away bao today")
    assert "away, or are you?" in text(reply)
    assert periods(company, "bao") == [] == periods(company, "farah")
    company.push("farah", reply, f"{company.me('bao').name} is")
    assert len(periods(company, "bao")) == 1
    assert "You cannot enter absence" in company.says("ada", "away bao today")
    assert periods(company, "ada") == []


def test_one_at_a_time_and_only_who_is_in(company: Company):
    assert "one person at a time" in company.says("farah", "away @bao @ada today")
    assert "not in the task force" in company.says("farah", "away @qqqqqq today")
    assert "not in the task force" in company.says("farah", "away stranger@example.com today")


def test_one_s_own_name_is_oneself(company: Company):
    assert "You are away on Mon 23 Nov 2026." in company.says("ada", "away @ada today")
    assert "You are away on Tue 24 Nov 2026." in company.says("ada", "away ada tomorrow")


def test_days_are_those_of_whoever_is_away(company: Company):
    company.at(23, 22)  # half past two on Tuesday in Kolkata
    company.say("farah", "away @goran today")
    [period] = periods(company, "goran")
    assert period.first_day.isoformat() == "2026-11-24"


def test_the_form_asks_no_reason_and_names_the_zone(company: Company):
    form = company.say("farah", f"away {BAO}")
    assert form.form.title == "Somebody is away"
    assert [one.name for one in form.form.inputs][-1] == "until_time"
    assert company.me("bao").zone in str(form.form.intro)
    reply = company.submit("farah", form, from_time="14:00", until_time="18:00")
    assert "is away Mon 23 Nov 2026 14:00–18:00 (Europe/Berlin)." in text(reply)


def test_the_chair_finds_it_on_the_members_card(company: Company):
    card = company.press("farah", ShowMember(member=company.ids["bao"]))
    assert company.push("farah", card, "Enter absence").form.title == "Somebody is away"


def test_a_slip_is_undone_and_told(company: Company):
    reply = company.say("farah", f"away {BAO} today")
    undone = text(company.push("farah", reply, "Undo"))
    assert f"{company.me('bao').name} is not away on Mon 23 Nov 2026." in undone
    assert periods(company, "bao") == []
    assert "took back that you are away" in company.last("change", "bao").title


def test_another_chair_may_undo_it_and_the_member_says_that_they_are_here(company: Company):
    company.change("ada", role=Role.CHAIR)
    reply = company.say("farah", f"away {BAO} today")
    assert "Undone" in text(company.push("ada", reply, "Undo"))
    company.say("farah", f"away {BAO} today")
    card = company.last("change", "bao")
    assert "Welcome back." in text(company.push("bao", card, "I am here"))
    assert periods(company, "bao") == []


def test_whoever_entered_it_ends_it_from_a_later_day_on(company: Company, lead: str):
    company.say("farah", f"away {BAO} mon..fri")
    assert "Bao Xu is away until Fri 27 Nov 2026 only." in company.says(lead, f"back {BAO} 30 nov")
    said = company.says(lead, f"back {BAO} thursday")
    assert "Bao Xu is back on Thu 26 Nov 2026, and is told." in said
    assert "ends before that" in said
    told = "you are back on Thu 26 Nov 2026: your absence from Mon 23 Nov 2026 to Fri 27 Nov 2026 "
    assert told + "ends before that." in company.last("change", "bao").title
    assert periods(company, "bao")[0].last_day == date(2026, 11, 25)


def test_whoever_entered_it_ends_it_but_nobody_ends_what_they_said_themselves(
    company: Company, lead: str
):
    company.say("farah", f"away {BAO} mon..fri")
    assert "is back, and is told." in company.says(lead, f"back {BAO}")
    assert periods(company, "bao") == []
    assert "entered that you are back" in company.last("change", "bao").title
    assert "is not away" in company.says("farah", f"back {BAO}")
    company.say("bao", "away today")
    assert "said that they are away" in company.says("farah", f"back {BAO}")
    [period] = periods(company, "bao")
    assert "said that they are away" in text(company.press("farah", Back(away=period.id)))
    assert len(periods(company, "bao")) == 1


def test_the_same_again_is_said_already(company: Company):
    company.say("bao", "away mon..fri note: of my knee")
    said = company.says("farah", f"away {BAO} tue")
    assert "is away then already." in said
    assert "knee" not in said
