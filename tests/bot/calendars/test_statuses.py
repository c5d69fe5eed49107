"""A status says away: asked at once, until it clears itself; a storm asks three times."""

from __future__ import annotations

from datetime import date

from tests.bot.calendars.stage import (
    aways,
    cards,
    hear,
    last,
    noted,
    opt_in,
)
from tests.bot.company import Company, berlin


def follow_status(company: Company, **more: str) -> None:
    opt_in(company, address="", status="follow", **more)
    company.clock.forward(minutes=1)


def test_a_status_asks_at_once_until_it_clears(company: Company):
    follow_status(company)
    company.at(24, 6, 40)
    hear(company, "face_with_thermometer", "Out sick", 17.3)
    [delivery] = company.asked("calendar")["ada"]
    assert delivery.due_at == company.clock.now(), "who sets a status is awake"
    assert last(company).title == "Your status says away Tue 24 Nov 2026. Shall I note it?"
    company.push("ada", last(company), "Yes, note it")
    assert noted(company) == [(date(2026, 11, 24), date(2026, 11, 24))]


def test_a_status_that_ends_in_the_day_is_hours(company: Company):
    follow_status(company, mode="always")
    company.at(24, 9)
    hear(company, "palm_tree", "", 5)
    [away] = aways(company)
    assert (away.span.start, away.span.end) == (berlin(24, 9), berlin(24, 14))


def test_a_status_without_an_end_is_for_today(company: Company):
    follow_status(company, mode="always")
    hear(company, "palm_tree", "Vacationing", None)
    assert noted(company) == [(date(2026, 11, 23), date(2026, 11, 23))]
    company.at(24)
    hear(company, "palm_tree", "Vacationing", None)
    assert len(noted(company)) == 1


def test_a_status_that_clears_early_ends_its_absence(company: Company):
    follow_status(company, mode="always")
    hear(company, "palm_tree", "Vacationing", 96)
    assert len(noted(company)) == 1
    company.at(24)
    hear(company, "", "", None)
    [away] = aways(company)
    assert away.span.end == berlin(24)


def test_a_storm_of_statuses_asks_three_times_a_day(company: Company):
    follow_status(company)
    for number in range(60):
        hear(company, "palm_tree", f"Vacation {number}", 40)
        hear(company, "", "", None)
    assert len(cards(company)) == 3


def test_a_status_of_who_did_not_ask_for_it_is_nothing(company: Company):
    company.home("jakub")
    hear(company, "palm_tree", "Vacationing", 40, user="jakub")
    assert cards(company, "jakub") == []
    assert noted(company, "jakub") == []


def test_working_is_no_absence(company: Company):
    follow_status(company, mode="always")
    hear(company, "house_with_garden", "Working remotely", 9)
    assert noted(company) == []
