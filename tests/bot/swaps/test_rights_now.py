"""Whoever acted for somebody else may no longer undo it once that is not their right any more."""

from __future__ import annotations

from bot.model import Role
from bot.swaps.requests import AcceptSwap
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.swaps.people import duties_of, propose

FACEBOOK, LINKEDIN = "Moderate the Facebook page", "Moderate the LinkedIn group"
REFUSED = "You cannot act for somebody else on"


def test_what_a_lead_gave_is_not_taken_back_once_they_lead_no_more(company: Company):
    reply = company.say("sanjay", "claim facebook next week for bao")
    company.change("sanjay", role=Role.MEMBER)
    assert REFUSED in text(company.push("sanjay", reply, "Undo"))
    assert duties_of(company, "bao") == [FACEBOOK]
    company.push("farah", reply, "Undo")  # the chair may
    assert duties_of(company, "bao") == []


def test_nor_in_another_department(company: Company):
    reply = company.say("sanjay", "claim facebook next week for bao")
    company.change("sanjay", department_id=company.me("idris").department_id)
    assert REFUSED in text(company.push("sanjay", reply, "Undo"))
    assert duties_of(company, "bao") == [FACEBOOK]


def test_nor_what_they_handed_from_one_to_another(company: Company):
    company.say("ada", "claim facebook next week")
    reply = company.say("sanjay", "claim facebook next week from ada for bao")
    company.change("sanjay", role=Role.MEMBER)
    assert REFUSED in text(company.push("sanjay", reply, "Undo"))
    assert duties_of(company, "bao") == [FACEBOOK]


def test_nor_the_exchange_that_they_agreed_to_in_somebodys_place(both: Company):
    propose(both)
    reply = both.press("farah", AcceptSwap(swap=1))
    both.change("farah", role=Role.MEMBER)
    assert REFUSED in text(both.push("farah", reply, "Undo"))
    assert (duties_of(both, "ada"), duties_of(both, "bao")) == ([LINKEDIN], [FACEBOOK])
