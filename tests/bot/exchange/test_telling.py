"""Who holds turns is told when a sheet changes them."""

from __future__ import annotations

from bot.exchange.requests import OpenImport
from tests.bot.cast import labels, text

HEAD = "name,hours_a_week,people_least,people_most,windows\n"
NAME = "Moderate the Facebook page"


def bring_in(company, row):
    form = company.press("farah", OpenImport())
    tried = company.submit("farah", form, text=HEAD + row)
    return company.push("farah", tried, "Import it")


def test_a_holder_is_told_what_changed_and_what_stays_theirs(company):
    company.says("zofia", "claim facebook page next week")
    assert "Imported" in text(bring_in(company, f"{NAME},4,1,2,\n"))
    [card] = company.told(company.ids["zofia"])
    told = text(card)
    assert f"{NAME} was changed." in told
    assert "Farah Okafor imported a sheet with it" in told
    assert "Hours a week: 6 h, now 4 h." in told
    assert "Still yours: week of Mon 30 Nov – Sun 6 Dec 2026" in told


def test_a_turn_that_left_the_plan_can_be_given_back(company):
    company.says("zofia", "claim facebook page next week")
    bring_in(company, f"{NAME},6,1,2,Mon-Fri 09:00-12:00\n")
    [card] = company.told(company.ids["zofia"])
    assert "When: all week, now Mon-Fri 09:00-12:00." in text(card).replace("–", "-")
    assert labels(card) == ["Give back"]
    assert "You gave back" in text(company.push("zofia", card, "Give back"))


def test_nobody_is_told_of_what_does_not_concern_their_turns(company):
    company.says("zofia", "claim facebook page next week")
    sheet = f"name,hours_a_week,description\n{NAME},6,Something else\n"
    tried = company.submit("farah", company.press("farah", OpenImport()), text=sheet)
    assert "Imported" in text(company.push("farah", tried, "Import it"))
    assert company.told(company.ids["zofia"]) == []


def test_more_holders_than_a_sheet_allows_are_named(company):
    company.change_duty(NAME, people_most=3)
    for user in ("zofia", "rania", "arjun"):
        company.says(user, "claim facebook page next week 1h")
    no = text(bring_in(company, f"{NAME},6,1,2,\n"))
    assert f"{NAME}: more people hold one of its turns than that." in no
