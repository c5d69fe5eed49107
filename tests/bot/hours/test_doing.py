"""Hours done: logged, corrected, and never lost without a trace."""

from __future__ import annotations

from datetime import date

import pytest

from bot.hours.requests import LogByForm, OpenLogForm
from tests.bot.cast import labels, text
from tests.bot.company import WEEK, Company

LAST = date(2026, 11, 16)


def logged(company: Company, week: date = WEEK, user: str = "ada") -> list[tuple[int, int | None]]:
    with company.read() as tx:
        return [(e.minutes, e.duty_id) for e in tx.hours.logged(company.ids[user], week)]


@pytest.mark.parametrize(
    ("words", "week", "minutes"),
    [
        ("hours done 2", WEEK, 120),
        ("done 2", WEEK, 120),
        ("log 2 last week", LAST, 120),
        ("did 1h30", WEEK, 90),
        ("hours did 1h30", WEEK, 90),
        ("hours logged 45 min", WEEK, 45),
        ("hours 3 last week", LAST, 180),
        ("hours done 3 last week", LAST, 180),
    ],
)
def test_a_word_or_a_past_week_means_hours_done(
    company: Company, words: str, week: date, minutes: int
):
    said = company.says("ada", words)
    assert said.startswith("Logged: ")
    assert logged(company, week) == [(minutes, None)]


def test_done_alone_opens_the_form(company: Company):
    assert company.say("ada", "done").form.title == "Log hours"


def test_hours_are_logged_for_a_duty_or_all_together(company: Company):
    company.say("ada", "hours done 2 facebook")
    said = company.says("ada", "hours done 1")
    assert said.splitlines()[0] == "Logged: 3 h in the week of Mon 23 – Sun 29 Nov 2026."
    assert "Moderate the Facebook page: 2 h" in said
    assert "All together: 1 h" in said
    assert sorted(logged(company), key=str) == sorted(
        [(120, company.duty_id("Facebook")), (60, None)], key=str
    )


def test_a_second_entry_corrects_the_first_and_both_are_on_record(company: Company):
    company.say("ada", "hours done 2 facebook")
    company.say("ada", "hours done 3 facebook")
    duty = company.duty_id("Facebook")
    assert logged(company) == [(180, duty)]
    with company.read() as tx:
        subject = f"logged:{company.ids['ada']}:{WEEK}:{duty}"
        first, second = tx.record.of_subject(subject)
    assert (first.before, first.after["minutes"]) == ({}, 120)
    assert (second.before["minutes"], second.after["minutes"]) == (120, 180)


def test_which_duty_is_asked_and_never_guessed(company: Company):
    reply = company.say("ada", "hours done 2 support")
    assert "Which duty did you do these hours for?" in text(reply)
    assert labels(reply) == [
        "Answer on the support handle",
        "Night watch on the support handle",
        "All together",
    ]
    company.push("ada", reply, "Night watch on the support handle")
    assert logged(company) == [(120, company.duty_id("Night watch"))]
    company.push("bao", company.say("bao", "hours done 1 support"), "All together")
    assert logged(company, user="bao") == [(60, None)]


def test_hours_on_a_retired_duty_can_still_be_logged(company: Company):
    duty = company.duty_id("Copywriting")
    company.at(31)
    with company.write() as tx:
        tx.roster.change_duty(duty, retired_at=company.clock.now())
    assert "Copywriting: 2 h" in company.says("ada", "hours done 2 copywriting last week")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hours done 3 next week", "has not begun"),
        ("hours done 41", "more than a week can hold"),
        ("done 500", "Write it like /muster done 3."),
        ("hours done lots", "is not a number of hours"),
        ("hours done 2 knitting", "There is no duty called “knitting”."),
        ("hours done 2 1 jan 2020", "is too far away"),
    ],
)
def test_what_cannot_be_logged_is_refused(company: Company, words: str, said: str):
    assert said in company.says("ada", words)
    assert logged(company) == []


def test_undo_takes_back_to_what_was_logged_before(company: Company):
    first = company.say("ada", "hours done 2")
    second = company.say("ada", "hours done 3")
    assert "as they were" in text(company.push("ada", second, "Undo"))
    assert logged(company) == [(120, None)]
    assert "no longer be undone" in text(company.push("ada", first, "Undo"))
    other = company.say("bao", "hours done 2")
    company.push("bao", other, "Undo")
    assert logged(company, user="bao") == []


# ---- the form -----------------------------------------------------------------------------------


def test_the_form_has_the_weeks_the_duties_and_what_was_offered(company: Company):
    company.say("ada", "hours 3")
    form = company.push("ada", company.say("ada", "hours"), "Log hours done")
    week, duty, hours, _note = form.form.inputs
    assert week.initial == ("2026-11-23",)
    assert len(week.options) == 8
    assert duty.options[0] == ("", "All together")
    assert hours.initial == "3 h"
    reply = company.submit(
        "ada",
        form,
        week="2026-11-16",
        duty=str(company.duty_id("Facebook")),
        hours="2,5",
        note="  much\n spam ",
    )
    assert "Moderate the Facebook page: 2.5 h (much spam)" in text(reply)
    assert logged(company, LAST) == [(150, company.duty_id("Facebook"))]


def test_an_older_week_is_among_the_choices_and_a_coming_one_is_not(company: Company):
    form = company.press("ada", OpenLogForm(week="2026-06-01"))
    assert form.form.inputs[0].options[0][0] == "2026-06-01"
    form = company.press("ada", OpenLogForm(week="2026-12-07"))
    assert form.form.inputs[0].initial == ("2026-11-23",)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"hours": "many"}, "hours"),
        ({"hours": "99"}, "hours"),
        ({"hours": "1", "duty": "999"}, "duty"),
        ({"hours": "1", "duty": "x"}, "duty"),
        ({"hours": "1", "week": "soon"}, "week"),
        ({"hours": "1", "week": "2026-12-07"}, "week"),
    ],
)
def test_wrong_answers_are_told_beside_their_input(
    company: Company, answers: dict[str, str], field: str
):
    reply = company.submit("ada", company.press("ada", OpenLogForm()), **answers)
    assert list(reply.errors) == [field]
    assert logged(company) == []


def test_yes_i_did_them_is_one_tap(company: Company):
    company.say("ada", "hours 3")
    company.at(30)
    answer = company.say("ada", "hours 2")
    assert "In the week of Mon 23 – Sun 29 Nov 2026 you offered 3 h. Did you do them?" in text(
        answer
    )
    assert "Logged: 3 h" in text(company.push("ada", answer, "Yes, log them"))
    assert logged(company) == [(180, None)]
    assert "Did you do them?" not in company.says("ada", "hours 1")
    company.say("bao", "hours 4")
    company.at(37)
    form = company.push("bao", company.say("bao", "hours 3"), "It was different")
    assert form.form.inputs[0].initial == ("2026-11-30",)


def test_a_forged_form_changes_nothing(company: Company):
    assert "How many hours?" in text(company.press("ada", LogByForm()))
    assert logged(company) == []
