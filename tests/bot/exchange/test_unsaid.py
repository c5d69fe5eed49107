"""A sheet that leaves a column out leaves alone what would stand in it."""

from __future__ import annotations

from dataclasses import replace

from bot.exchange.requests import OpenImport
from tests.bot.cast import text

NAME = "Moderate the Facebook page"


def bring_in(company, sheet):
    tried = company.submit("farah", company.press("farah", OpenImport()), text=sheet)
    return company.push("farah", tried, "Import it")


def duty(company):
    with company.read() as tx:
        return tx.roster.find_duty(company.duty_id(NAME))


def test_a_duty_keeps_what_the_sheet_does_not_say(company):
    before = duty(company)
    assert before.description
    assert before.account_id
    bring_in(company, f"name,hours_a_week\n{NAME},4\n")
    assert duty(company) == replace(before, minutes_a_week=240)


def test_an_empty_cell_says_that_there_is_nothing(company):
    bring_in(company, f"name,hours_a_week,description,account\n{NAME},6,,\n")
    assert duty(company).description == ""
    assert duty(company).account_id is None


def test_a_smaller_most_than_the_least_that_stays_is_refused(company):
    company.change_duty(NAME, people_least=2)
    sheet = f"name,hours_a_week,people_most\n{NAME},6,1\n"
    tried = company.submit("farah", company.press("farah", OpenImport()), text=sheet)
    assert "At most 1 people is less than 2." in text(tried)


def test_an_account_keeps_its_kind_and_custodians(company):
    with company.write() as tx:
        first = tx.roster.accounts()[0]
        tx.roster.set_custodians(first.id, [company.ids["zofia"]])
        before = tx.roster.accounts()[0]
    assert before.custodian_ids
    assert before.kind
    bring_in(company, f"name,url\n{before.name},https://example.com/new\n")
    with company.read() as tx:
        after = next(a for a in tx.roster.accounts() if a.id == before.id)
    assert after == replace(before, url="https://example.com/new")
