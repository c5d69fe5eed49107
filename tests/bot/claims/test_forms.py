"""Claiming by form: a part of a turn, and whatever of a duty is open; errors beside the inputs."""

from __future__ import annotations

import pytest

from bot.claims.requests import ClaimByForm, OpenClaimForm
from bot.plain import plain_line
from tests.bot.cast import text
from tests.bot.company import Company


def initial(reply) -> dict[str, str]:
    return {one.name: one.initial for one in reply.form.inputs}


def test_the_form_of_a_turn_shows_all_that_is_left_of_it(company: Company):
    form = company.press("ada", OpenClaimForm(turn=company.turn("Facebook").id))
    assert initial(form) == {
        "hours": "",
        "from_day": "2026-11-23",
        "from_time": "09:00",
        "to_day": "2026-11-29",
        "to_time": "",
    }
    assert form.form.inputs[0].hint.endswith("6 h for all of it.")
    assert plain_line(form.form.intro[0].line).startswith("Moderate the Facebook page, week of")
    assert "6 h, Mon 23 Nov 2026 09:00 – Sun 29 Nov 24:00 (Europe/Berlin): the rest" in text(
        company.submit("ada", form)
    )


def test_times_are_in_the_readers_own_zone(company: Company):
    form = company.press("goran", OpenClaimForm(turn=company.turn("Night watch").id))
    shown = initial(form)
    assert (shown["from_day"], shown["from_time"]) == ("2026-11-24", "01:30")
    assert (shown["to_day"], shown["to_time"]) == ("2026-11-24", "03:30")
    said = text(company.submit("goran", form, to_time="02:30"))
    assert "Tue 24 Nov 2026 01:30–02:30 (Asia/Kolkata): a part of it" in said


def test_a_part_is_claimed_in_hours_or_from_to(company: Company):
    request = OpenClaimForm(turn=company.turn("Facebook").id)
    form = company.press("ada", request)
    assert "1.5 h, Mon 23" in text(company.submit("ada", form, hours="1h30"))
    form = company.press("bao", request)
    said = text(
        company.submit(
            "bao",
            form,
            hours="",
            from_day="2026-11-25",
            from_time="10:00",
            to_day="",
            to_time="12:00",
        )
    )
    assert "2 h, Wed 25 Nov 2026 10:00–12:00 (Europe/Berlin): a part of it" in said


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"hours": "many"}, "hours", "This is not a number of hours."),
        ({"hours": "0"}, "hours", "This is not a number of hours."),
        ({"hours": "7"}, "hours", "All of it needs only 6 h."),
        ({"hours": "399"}, "hours", "All of it needs only 6 h."),
        ({"from_day": "someday"}, "from_day", "This is not a date."),
        ({"from_time": "25:00"}, "from_time", "This is not a time of day."),
        ({"to_day": "2026-11-22"}, "to_day", "This ends before it begins."),
        ({"to_day": "", "to_time": "08:00"}, "to_time", "This ends before it begins."),
        ({"from_day": "2026-12-05", "to_day": "2026-12-06"}, "from_day", "at another time"),
        ({"from_day": "0001-01-01"}, "from_day", "This is not a date."),
        ({"to_day": "9999-12-31"}, "to_day", "This is not a date."),
    ],
)
def test_each_wrong_answer_is_told_beside_its_input(
    company: Company, answers: dict[str, str], field: str, sentence: str
):
    form = company.press("ada", OpenClaimForm(turn=company.turn("Facebook").id))
    reply = company.submit("ada", form, **answers)
    assert list(reply.errors) == [field]
    assert sentence in reply.errors[field]
    assert company.claims_of("ada") == []


def test_a_refusal_about_no_input_stands_at_the_first(company: Company):
    company.say("bao", "claim vimeo")
    form = company.press("ada", OpenClaimForm(turn=company.turn("Vimeo").id))
    assert "Held by Bao Xu" in company.submit("ada", form).errors["hours"]


def test_a_form_sent_after_the_turn_is_over_says_so(company: Company):
    request = OpenClaimForm(turn=company.turn("Facebook").id)
    form = company.press("ada", request)
    company.at(31)
    assert "is over" in company.submit("ada", form).errors["from_day"]
    assert "is over" in text(company.press("ada", request))


# ---- any duty -----------------------------------------------------------------------------------


def choose(company: Company, **answers: str):
    form = company.press("ada", OpenClaimForm())
    return company.submit("ada", form, **answers)


def test_choosing_a_duty_alone_takes_the_rest_of_its_turn(company: Company):
    duty = str(company.duty_id("Facebook"))
    assert "6 h, Mon 23 Nov 2026 09:00 – Sun 29 Nov 24:00" in text(choose(company, duty=duty))
    other = str(company.duty_id("Channel"))
    assert "2 h, Mon 23" in text(choose(company, duty=other, from_day=""))


def test_a_day_of_another_week_is_looked_for_there(company: Company):
    duty = str(company.duty_id("Facebook"))
    said = text(choose(company, duty=duty, from_day="2026-12-03"))
    assert "Thu 3 – Sun 6 Dec 2026: a part of it" in said
    said = text(choose(company, duty=duty, from_day="2026-12-07", to_day="2026-12-13"))
    assert "6 h, week of Mon 7 – Sun 13 Dec 2026: all of it" in said


def test_a_duty_with_several_turns_then_asks_which(company: Company):
    duty = str(company.duty_id("Answer on the support"))
    said = text(choose(company, duty=duty, from_day="2026-11-26"))
    assert "Which turn of Answer on the support handle?" in said
    day = {"from_day": "2026-11-26", "to_day": "2026-11-26"}
    said = text(choose(company, duty=duty, **day, from_time="14:00", to_time="16:00", hours="1"))
    assert "1 h, Thu 26 Nov 2026 14:00–16:00" in said


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"duty": "999"}, "duty", "Please choose a duty"),
        ({"duty": "x"}, "duty", "Please choose a duty"),
        ({"duty": "9" * 30}, "duty", "Please choose a duty"),
        ({"from_day": "2026-11-20", "to_day": "2026-11-21"}, "from_day", "is over"),
        ({"from_day": "2027-11-20"}, "from_day", "It is open through Sun 21 Feb 2027."),
        ({"from_day": "2026-11-24", "to_day": "2026-11-23"}, "to_day", "ends before"),
    ],
)
def test_wrong_answers_here_too(
    company: Company, answers: dict[str, str], field: str, sentence: str
):
    reply = choose(company, **({"duty": str(company.duty_id("Facebook"))} | answers))
    assert list(reply.errors) == [field]
    assert sentence in reply.errors[field]


def test_a_duty_retired_while_the_form_was_open_is_said(company: Company):
    form = company.press("ada", OpenClaimForm())
    duty = company.duty_id("Facebook")
    with company.write() as tx:
        tx.roster.change_duty(duty, retired_at=company.clock.now())
    assert "no longer a duty" in company.submit("ada", form, duty=str(duty)).errors["duty"]


def test_what_was_not_answered_at_all_is_said(company: Company):
    reply = company.press("ada", ClaimByForm())
    assert "Please choose a duty" in text(reply)
