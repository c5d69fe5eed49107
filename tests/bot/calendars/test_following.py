"""What changes in a calendar changes what came from it, after telling."""

from __future__ import annotations

from bot.away.requests import Back
from bot.calendars.requests import AnswerEvent
from tests.bot.calendars.documents import days
from tests.bot.calendars.stage import (
    FRI_MON,
    LATER,
    SAT_TUE,
    VACATION,
    arrive,
    aways,
    cards,
    last,
    noted,
    opt_in,
    read,
    sources,
)
from tests.bot.cast import labels, text
from tests.bot.company import Company


def test_a_question_moves_with_its_event_in_its_place(company: Company):
    opt_in(company)
    read(company, VACATION)
    read(company, LATER)
    assert len(cards(company)) == 1
    assert "Sat 5 – Tue 8 Dec 2026. Shall I note it?" in last(company).title
    read(company)
    assert len(cards(company)) == 1
    assert text(last(company)).startswith("Your calendar no longer says Sat 5 – Tue 8 Dec 2026.")
    assert labels(last(company)) == []


def test_a_moved_event_moves_its_absence_after_telling(company_on_each: Company):
    company = company_on_each
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company, LATER)
    assert noted(company) == [FRI_MON]
    assert "It says away Sat 5 – Tue 8 Dec 2026, and no longer Fri 4 – Mon 7 Dec 2026." in text(
        last(company)
    )
    read(company, LATER)
    assert noted(company) == [FRI_MON], "not before it was told"
    arrive(company)
    read(company, LATER)
    assert noted(company) == [SAT_TUE]
    assert "Changed: you are away Sat 5 – Tue 8 Dec 2026." in text(last(company))


def test_a_deleted_event_takes_its_absence_back_after_telling(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company)
    assert noted(company) == [FRI_MON]
    assert "It no longer says away Fri 4 – Mon 7 Dec 2026." in text(last(company))
    arrive(company)
    read(company)
    assert noted(company) == []
    assert "your absence has ended" in text(last(company))


def test_an_empty_reading_by_mistake_costs_nothing(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company)
    arrive(company)
    read(company, VACATION)
    assert noted(company) == [FRI_MON]
    assert labels(last(company)) == ["I am here then"]
    read(company)
    assert noted(company) == [FRI_MON], "told anew first"


def test_they_may_keep_it_or_change_it_at_once(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    read(company, LATER)
    company.push("ada", last(company), "Change it now")
    assert noted(company) == [SAT_TUE]
    read(company)
    kept = company.push("ada", last(company), "I am away all the same")
    assert "It stays as it is: you are away Sat 5 – Tue 8 Dec 2026." in text(kept)
    arrive(company)
    read(company)
    read(company)
    assert noted(company) == [SAT_TUE]


def test_with_always_it_follows_at_once(company: Company):
    opt_in(company, mode="always")
    read(company, VACATION)
    read(company, LATER)
    assert noted(company) == [SAT_TUE]
    assert "Changed: you are away Sat 5 – Tue 8 Dec 2026." in text(last(company))
    read(company)
    assert noted(company) == []
    assert "your absence has ended" in text(last(company))


def test_who_comes_back_is_not_sent_away_again(company: Company):
    opt_in(company)
    read(company, days("a", "Vacation", "20261123", "20261208"))
    company.push("ada", last(company), "Yes, note it")
    company.at(25)
    company.say("ada", "back")
    before = noted(company)
    read(company, days("a", "Vacation", "20261123", "20261208"))
    assert noted(company) == before
    assert len(cards(company)) == 1


def test_a_series_is_one_answer(company: Company):
    friday = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=3")
    more = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=4")
    opt_in(company)
    read(company, friday)
    company.push("ada", last(company), "None of these")
    read(company, more)
    assert noted(company) == []
    assert len(cards(company)) == 1


def test_a_series_that_was_noted_goes_on_and_is_told(company: Company):
    friday = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=3")
    more = days("s", "Day off", "20261204", "20261205", "RRULE:FREQ=WEEKLY;COUNT=4")
    opt_in(company)
    read(company, friday)
    company.push("ada", last(company), "Note all of these")
    read(company, more)
    assert len(noted(company)) == 4
    assert "Noted: you are away Fri 25 Dec 2026." in text(last(company))


def test_an_absence_taken_back_elsewhere_is_not_noted_again(company: Company):
    opt_in(company, mode="always")
    read(company, VACATION)
    [away] = aways(company)
    company.press("ada", Back(away=away.id))
    assert noted(company) == []
    read(company, VACATION)
    assert noted(company) == []
    assert "Taken back: you are here Fri 4 – Mon 7 Dec 2026." in text(last(company))


def test_a_calendar_that_was_cut_takes_nothing_back(company: Company):
    opt_in(company, mode="always")
    read(company, VACATION)
    read(company, complete=False)
    arrive(company)
    read(company, complete=False)
    assert noted(company) == [FRI_MON]


def test_an_absence_noted_anew_is_not_there_twice_by_an_undo(company_on_each: Company):
    company = company_on_each
    opt_in(company, mode="always")
    read(company, VACATION)
    ended = company.press("ada", Back(away=aways(company)[0].id))
    with company.read() as tx:
        [event] = tx.calendars.events(sources(company)[0].id)
    declined = company.press("ada", AnswerEvent(event=event.id))  # on a card that is still open
    company.push("ada", declined, "Note it after all")
    assert "This absence stands already." in text(company.push("ada", ended, "Undo"))
    assert noted(company) == [FRI_MON]
