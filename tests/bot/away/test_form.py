"""The form about absence: days, hours, and a reason; what is wrong is told beside the input."""

from __future__ import annotations

import pytest

from bot.away.requests import AwayByForm, SayAway
from tests.bot.away.seen import days, periods
from tests.bot.cast import text
from tests.bot.company import Company


def test_the_form_begins_with_today_and_takes_days_and_a_reason(company: Company):
    form = company.say("ada", "away")
    assert [one.initial for one in form.form.inputs[:2]] == ["2026-11-23", "2026-11-23"]
    reply = company.submit("ada", form, last_day="2026-11-25", reason=" skiing ")
    assert "You are away from Mon 23 Nov 2026 to Wed 25 Nov 2026." in text(reply)
    assert periods(company)[0].reason == "skiing"
    one = company.submit("bao", company.press("bao", SayAway()), last_day="")
    assert "You are away on Mon 23 Nov 2026." in text(one)


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"first_day": ""}, "first_day", "Please choose the first day."),
        ({"first_day": "soon"}, "first_day", "This is not a date."),
        ({"last_day": "2026-02-30"}, "last_day", "This is not a date."),
        ({"last_day": "2026-11-22"}, "last_day", "These days end before they begin."),
        ({"first_day": "2026-11-01", "last_day": "2026-11-22"}, "last_day", "are over"),
        ({"last_day": "2028-01-01"}, "last_day", "longer than a year"),
        ({"first_day": "2028-01-01", "last_day": "2028-01-02"}, "first_day", "more than a year"),
    ],
)
def test_wrong_days_are_told_beside_the_input(
    company: Company, answers: dict[str, str], field: str, sentence: str
):
    reply = company.submit("ada", company.say("ada", "away"), **answers)
    assert list(reply.errors) == [field]
    assert sentence in reply.errors[field]
    assert days(company) == []


def test_the_form_takes_hours_of_the_first_and_the_last_day(company: Company):
    form = company.say("ada", "away")
    some = company.submit("ada", form, from_time="14:00", until_time="18:00", reason="dentist")
    assert "You are away Mon 23 Nov 2026 14:00–18:00 (Europe/Berlin)." in text(some)
    over_night = company.submit("bao", form, from_time="14:00", last_day="2026-11-24")
    assert "You are away Mon 23 Nov 2026 14:00 – Tue 24 Nov 24:00" in text(over_night)
    assert [p.whole_days for p in periods(company) + periods(company, "bao")] == [False, False]
    whole = company.submit("uma", form, from_time="00:00", until_time="24:00")
    assert "You are away on Mon 23 Nov 2026." in text(whole)


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"from_time": "2"}, "from_time", "This is not a time of day."),
        ({"from_time": "18:00", "until_time": "14:00"}, "until_time", "ends before it begins"),
        ({"until_time": "08:00"}, "until_time", "These hours are over."),
    ],
)
def test_wrong_hours_are_told_beside_the_input(
    company: Company, answers: dict[str, str], field: str, sentence: str
):
    reply = company.submit("ada", company.say("ada", "away"), **answers)
    assert list(reply.errors) == [field]
    assert sentence in reply.errors[field]
    assert days(company) == []


def test_the_form_says_that_a_calendar_can_be_read_instead(company: Company):
    own, others = company.say("ada", "away").form, company.say("farah", "away @bao").form
    assert own
    assert others
    assert "Read my absence from a calendar" in str(own.intro)
    assert "[Read my absence from a calendar]" in text(company.say("ada", "home"))
    assert "calendar" not in str(others.intro)


def test_a_forged_form_without_answers_changes_nothing(company: Company):
    assert "Please choose the first day." in text(company.press("ada", AwayByForm()))
