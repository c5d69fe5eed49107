"""How answers read, whoever gives them."""

from __future__ import annotations

from bot.cards import Card, Table
from bot.people.requests import AskToJoin, Decline, EditMember, RemoveMember
from bot.plain import plain_text
from tests.bot.cast import text


def test_beside_an_input_stands_no_markup(company):
    form = company.press("farah", EditMember(member=company.ids["ada"]))
    said = text(company.submit("farah", form, usual="a lot"))
    assert said == "usual: This is not a number of hours. Write it like 3, 2.5 or 1h30."


def test_a_column_without_a_heading_is_read_by_its_values():
    card = Card("Noticed", (Table("By row", ("Row", "", "What"), (("2", "refused", "no name"),)),))
    assert "Row: 2; refused; What: no name" in plain_text(card)


def test_who_was_there_before_is_not_told_that_they_are_not_there_yet(company):
    company.says("ada", "mine")
    company.press("farah", RemoveMember(member=company.ids["ada"]))
    assert company.says("ada", "mine").startswith("You are not in the task force.\n")
    nia = company.user("nia")
    assert company.says(nia, "mine").startswith("You are not in the task force yet.\n")
    company.submit(nia, company.press(nia, AskToJoin()), department="1", hours="2")
    company.press("farah", Decline(member=company.by_user(nia).id))
    assert company.says(nia, "mine").startswith("You are not in the task force.\n")
