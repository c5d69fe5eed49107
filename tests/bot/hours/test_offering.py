"""Hours offered for a week: by word, button and form, late or in time, and taken back."""

from __future__ import annotations

from datetime import date

import pytest

from bot.hours.requests import HoursByForm, OpenHoursForm, SayHours
from bot.model import Pledge
from tests.bot.cast import labels, text
from tests.bot.company import WEEK, Company

NEXT = date(2026, 11, 30)


def pledge(company: Company, week: date = WEEK, user: str = "ada") -> Pledge | None:
    with company.read() as tx:
        return tx.hours.pledge(company.ids[user], week)


@pytest.mark.parametrize(
    ("words", "minutes", "week"),
    [
        ("3", 180, WEEK),
        ("3h", 180, WEEK),
        ("2.5", 150, WEEK),
        ("2,5", 150, WEEK),
        ("1h30", 90, WEEK),
        ("90 min", 90, WEEK),
        ("three", 180, WEEK),
        ("“3”.", 180, WEEK),
        ("3 next week", 180, NEXT),
        ("3 h next week", 180, NEXT),
        ("next week 3", 180, NEXT),
        ("3 w49", 180, NEXT),
        ("3 for 2 dec", 180, NEXT),
        ("none", 0, WEEK),
        ("not this week", 0, WEEK),
        ("not next week", 0, NEXT),
        ("no hours next week", 0, NEXT),
        ("0", 0, WEEK),
        ("40", 2400, WEEK),
    ],
)
def test_words_say_how_many_and_for_which_week(
    company: Company, words: str, minutes: int, week: date
):
    said = company.says("ada", f"hours {words}")
    assert said.startswith("You offer" if minutes else "Noted: not this week.")
    found = pledge(company, week)
    assert found is not None
    assert (found.minutes, found.late) == (minutes, False)


def test_the_answer_says_what_was_understood(company: Company):
    assert company.says("ada", "hours 2,5 next week").splitlines() == [
        "You offer 2.5 h.",
        "For the week of Mon 30 Nov – Sun 6 Dec 2026.",
        "[Undo] [Change]",
    ]


def test_a_day_is_the_members_own(company: Company):
    company.say("goran", "hours 3 mon 30 nov")  # in Berlin that Monday begins on a Sunday
    assert pledge(company, NEXT, "goran") is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lots", "“lots” is not a number of hours."),
        ("-3", "not a number of hours"),
        ("400", "400 h is more than a week can hold."),
        ("41", "At most 40 h a week"),
        ("3 1 jun 2027", "is too far away"),
        ("3 1/12", "could be two dates"),
        ("facebook", "is not a number of hours"),
        ("done", "is not a number of hours"),
    ],
)
def test_what_is_no_hours_is_refused_and_nothing_changes(company: Company, words: str, said: str):
    shown = company.says("ada", f"hours {words}")
    assert said in shown
    assert not shown.startswith("You offer")
    assert pledge(company) is None


def test_after_the_deadline_it_counts_and_is_marked_late(company: Company):
    company.at(25, 17)
    assert "late" not in company.says("ada", "hours 3")
    company.at(25, 17, 1)
    assert "It came after the deadline, so it is marked late." in company.says("ada", "hours 2")
    found = pledge(company)
    assert found is not None
    assert (found.minutes, found.late) == (120, True)
    assert "late" not in company.says("ada", "hours 2 next week")


def test_the_deadline_is_the_chairs_to_set(company: Company):
    with company.write() as tx:
        tx.change_task_force(deadline_weekday=0, deadline_minute=12 * 60)
    company.at(23, 13)
    assert "marked late" in company.says("ada", "hours 3")


def test_hours_for_a_duty_are_asked_about(company: Company):
    reply = company.say("ada", "hours 2 facebook next week")
    assert "Do you offer 2 h, or do you take Moderate the Facebook page?" in text(reply)
    assert labels(reply) == ["Offer 2 h", "Claim 2 h of it"]
    assert "2 h, week of Mon 30 Nov" in text(company.push("ada", reply, "Claim 2 h of it"))
    company.push("ada", reply, "Offer 2 h")
    assert pledge(company, NEXT) is not None


def test_hours_alone_show_what_is_offered_with_buttons(company: Company):
    reply = company.say("ada", "hours")
    assert "Week of Mon 23 – Sun 29 Nov 2026: You have not said yet." in text(reply)
    assert "On time until Wed 25 Nov 2026 17:00 (Europe/Berlin)" in text(reply)
    assert labels(reply) == [
        "As usual: 2 h",
        "1 h",
        "3 h",
        "5 h",
        "Other",
        "Not this week",
        "Log hours done",
    ]
    done = company.push("ada", reply, "5 h")
    assert done.replaces
    assert "You offer 5 h." in company.says("ada", "hours")
    company.push("ada", reply, "Not this week")
    assert "You said: not this week." in company.says("ada", "hours")
    assert "Week of Mon 30 Nov" in company.says("ada", "hours next week")


def test_last_weeks_answer_is_the_first_button(company: Company):
    company.say("ada", "hours 4")
    company.at(30)
    assert labels(company.say("ada", "hours"))[:2] == ["Same as last time: 4 h", "1 h"]
    company.say("ada", "hours none")
    company.at(37)
    assert labels(company.say("ada", "hours"))[0] == "1 h"


# ---- the form -----------------------------------------------------------------------------------


def test_the_form_begins_with_what_was_said(company: Company):
    form = company.press("ada", OpenHoursForm())
    assert form.form.inputs[0].initial == "2 h"  # as usual
    assert "You offer 1.5 h." in text(company.submit("ada", form, hours="1h30"))
    again = company.press("ada", OpenHoursForm(week="2026-11-25"))
    assert again.form.inputs[0].initial == "1.5 h"
    assert "Noted" in text(company.submit("ada", again, hours="0"))


@pytest.mark.parametrize("hours", ["", "many", "999"])
def test_what_is_no_hours_is_told_beside_the_input(company: Company, hours: str):
    reply = company.submit("ada", company.press("ada", OpenHoursForm()), hours=hours)
    assert list(reply.errors) == ["hours"]
    assert pledge(company) is None


def test_a_form_left_open_until_its_week_is_over_says_so(company: Company):
    form = company.press("ada", OpenHoursForm())
    company.at(31)
    assert "is over" in company.submit("ada", form, hours="3").errors["hours"]


@pytest.mark.parametrize("week", ["soon", "0001-01-01", "9999-12-31", "2031-01-01"])
def test_a_forged_week_changes_nothing(company: Company, week: str):
    for request in (
        OpenHoursForm(week=week),
        HoursByForm(week=week, hours="3"),
        SayHours(week=week, minutes=60),
    ):
        reply = company.press("ada", request)
        assert reply.form is None
        assert "You offer" not in text(reply)


# ---- undo ---------------------------------------------------------------------------------------


def test_an_answer_is_taken_back_to_the_one_before(company: Company):
    first = company.say("ada", "hours 3")
    second = company.say("ada", "hours 5")
    assert text(company.push("ada", second, "Undo")) == "Undone. You offer 3 h again."
    assert pledge(company).minutes == 180
    assert "no longer be undone" in text(company.push("ada", first, "Undo"))
    assert "no longer be undone" in text(company.push("ada", second, "Undo"))


def test_the_first_answer_is_taken_back_to_none(company: Company):
    reply = company.say("ada", "hours 3")
    assert "You have not said for that week." in text(company.push("ada", reply, "Undo"))
    assert pledge(company) is None
    company.say("ada", "hours none")
    again = company.say("ada", "hours 2")
    assert "Not that week, again." in text(company.push("ada", again, "Undo"))


def test_of_a_week_that_is_over_what_was_offered_stays(company: Company):
    reply = company.say("ada", "hours 3")
    company.at(31)
    assert "is over, so what was offered for it stays." in text(company.push("ada", reply, "Undo"))
    assert pledge(company).minutes == 180
