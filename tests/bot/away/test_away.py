"""Being away and back: which days, what is still held then, and what is kept private."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.away.requests import Back
from bot.cards import Card
from bot.model import Recipient, TimetableKind
from bot.weeks import Span
from tests.bot.away.seen import days, periods
from tests.bot.cast import labels, text
from tests.bot.company import Company, berlin

FRI, MON = date(2026, 11, 27), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("words", "first", "last", "said"),
    [
        ("fri..mon", FRI, MON, "You are away from Fri 27 Nov 2026 to Mon 30 Nov 2026."),
        ("fri to mon", FRI, MON, "from Fri 27 Nov 2026 to Mon 30 Nov 2026."),
        ("fri", FRI, FRI, "You are away on Fri 27 Nov 2026."),
        ("today", date(2026, 11, 23), date(2026, 11, 23), "on Mon 23 Nov 2026."),
        ("next week", MON, date(2026, 12, 6), "from Mon 30 Nov 2026 to Sun 6 Dec 2026."),
        ("2026-12-21 to 2027-01-04", date(2026, 12, 21), date(2027, 1, 4), "to Mon 4 Jan 2027."),
        ("this week", date(2026, 11, 23), date(2026, 11, 29), "to Sun 29 Nov 2026."),
        ("until fri", date(2026, 11, 23), FRI, "from Mon 23 Nov 2026 to Fri 27 Nov 2026."),
        ("for 3 days", date(2026, 11, 23), date(2026, 11, 25), "to Wed 25 Nov 2026."),
        ("the next 2 weeks", date(2026, 11, 23), date(2026, 12, 6), "to Sun 6 Dec 2026."),
        ("fri for a week", FRI, date(2026, 12, 3), "to Thu 3 Dec 2026."),
        ("the rest of the week", date(2026, 11, 23), date(2026, 11, 29), "to Sun 29 Nov 2026."),
        ("tomorrow all day", date(2026, 11, 24), date(2026, 11, 24), "on Tue 24 Nov 2026."),
        ("now", date(2026, 11, 23), date(2026, 11, 23), "on Mon 23 Nov 2026."),
    ],
)
def test_days_are_understood_and_said(
    company: Company, words: str, first: date, last: date, said: str
):
    assert said in company.says("ada", f"away {words}")
    assert days(company) == [(first, last)]


def test_days_are_the_members_own(company: Company):
    company.say("goran", "away fri")
    [period] = periods(company, "goran")
    assert period.span.start == berlin(27) - timedelta(hours=13.5)  # midnight in Kolkata


def test_days_that_began_in_the_past_count_from_today(company: Company):
    company.at(25)
    company.say("ada", "away mon 23 nov to fri 27 nov")
    assert days(company) == [(date(2026, 11, 25), FRI)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yesterday", "These days are over."),
        ("mon 16 nov to fri 20 nov", "These days are over."),
        ("2026-11-24 to 2028-01-01", "This is longer than a year."),
        ("2029-01-01", "This begins more than a year from now."),
        ("2026-12-24 to 2026-12-20", "ends before it begins"),
        ("to the hairdresser", "I did not understand which days or hours."),
        ("tomorrow 8am-noon", "I did not understand which days or hours."),
        ("fri 2h", "I did not understand which days or hours."),
        ("today and tomorrow", "two different times"),
        ("for 500 days", "This is longer than a year."),
        ("until 8:00", "These hours are over."),
        ("today 7-8", "These hours are over."),
        ("1/12", "could be two dates"),
    ],
)
def test_other_days_are_refused_with_the_reason(company: Company, words: str, said: str):
    reply = company.say("ada", f"away {words}")
    assert said in text(reply)
    assert days(company) == []


def test_the_way_out_of_words_that_are_no_days_is_the_form(company: Company):
    reply = company.say("ada", "away sometime")
    assert company.push("ada", reply, "Choose the days").form.title == "I will be away"


def test_the_same_days_again_are_said_already(company: Company):
    company.say("ada", "away fri..mon")
    reply = company.say("ada", "away sat")
    assert "You said so already." in text(reply)
    assert "Noted: you are here then." in text(company.push("ada", reply, "I am back"))
    assert days(company) == []


def test_the_reason_is_for_the_member_alone(company: Company):
    reply = company.say("ada", "away fri note: of my knee")
    assert "For you alone: of my knee" in text(reply)
    with company.read() as tx:
        changes = tx.record.since(berlin(1), berlin(60))
    assert not any("knee" in str(change) for change in changes)
    for words in ("who", "who facebook", "status", "open"):
        assert "knee" not in company.says("farah", words)


def test_what_nobody_asked_for_waits_until_they_are_back_or_is_not_said(company: Company):
    to = Recipient(member_id=company.ids["ada"])
    reminder, prompt = TimetableKind.REMINDER.value, TimetableKind.PROMPT.value
    with company.write() as tx:
        owed = {"due_at": berlin(24, 8), "now": berlin(23)}
        tx.outbox.owe(prompt, "x", to, Card("Hello"), **owed)
        tx.outbox.owe(reminder, "long", to, Card("Hello"), **owed)
        tx.outbox.owe(reminder, "soon", to, Card("Hello"), **owed, until=berlin(24, 18))
        tx.outbox.owe("nudge", "x", to, Card("Hello"), **owed)
        tx.outbox.owe("change", "x", to, Card("Hello"), **owed)
    company.say("ada", "away thu")
    assert {d.due_at for d in company.asked("prompt")["ada"]} == {berlin(24, 8)}
    company.say("ada", "away tue")
    stands = {
        (d.kind, d.occasion): (d.state.value, d.due_at)
        for kind in (prompt, reminder, "nudge", "change")
        for d in company.asked(kind)["ada"]
    }
    assert stands == {
        ("prompt", "x"): ("due", berlin(25, 8)),
        ("reminder", "long"): ("due", berlin(25, 8)),
        ("reminder", "soon"): ("dropped", berlin(24, 8)),
        ("nudge", "x"): ("dropped", berlin(24, 8)),
        ("change", "x"): ("due", berlin(24, 8)),
    }


def test_a_question_that_is_days_late_then_is_not_asked_any_more(company: Company):
    to = Recipient(member_id=company.ids["ada"])
    with company.write() as tx:
        tx.outbox.owe("prompt", "x", to, Card("Hello"), due_at=berlin(24, 8), now=berlin(23))
    company.say("ada", "away tue..wed")
    assert {d.state.value for d in company.asked("prompt")["ada"]} == {"dropped"}


# ---- back ---------------------------------------------------------------------------------------


def test_back_ends_what_runs_today(company: Company):
    company.say("ada", "away mon..fri")
    company.at(25)
    reply = company.say("ada", "back")
    assert text(reply).startswith("Welcome back.")
    assert days(company) == [(date(2026, 11, 23), date(2026, 11, 24))]
    assert "You hold" in company.says("ada", "claim facebook")


def test_back_on_its_first_day_takes_it_all_back(company: Company):
    company.say("ada", "away mon..fri")
    company.say("ada", "back")
    assert days(company) == []


def test_back_from_a_later_day(company: Company):
    company.say("ada", "away mon..fri")
    assert "You are back on Thu 26 Nov 2026." in company.says("ada", "back thursday")
    assert days(company) == [(date(2026, 11, 23), date(2026, 11, 25))]
    assert "You are away until Wed 25 Nov 2026 only." in company.says("ada", "back 30 nov")
    reply = company.say("ada", "back when I feel like it")
    assert "I did not understand from when you are back." in text(reply)
    assert "Welcome back." in text(company.push("ada", reply, "I am back now"))


@pytest.mark.parametrize(
    ("said", "until", "whole"),
    [
        ("back 15:00", berlin(23, 15), False),
        ("back at 3pm", berlin(23, 15), False),
        ("back in 2 hours", berlin(23, 11), False),
        ("back fri 14:00", berlin(27, 14), False),
        ("back fri afternoon", berlin(27, 12), False),
        ("back fri 00:00", berlin(27, 0), True),
        ("back next week", berlin(30, 0), True),
    ],
)
def test_back_from_a_later_time_of_a_day(
    company: Company, said: str, until: datetime, *, whole: bool
):
    company.say("ada", "away today..fri 4 dec")
    reply = company.say("ada", said)
    [away] = periods(company)
    assert (away.span, away.whole_days) == (Span(berlin(23, 0), until), whole)
    assert "You are back" in text(reply)
    company.push("ada", reply, "Undo")
    [away] = periods(company)
    assert (away.span, away.whole_days) == (Span(berlin(23, 0), berlin(35, 0)), True)


@pytest.mark.parametrize("said", ["back until friday", "back fri..mon", "back until 15:00"])
def test_back_for_a_while_is_no_end_of_it_all(company: Company, said: str):
    company.say("ada", "away today..fri 4 dec")
    assert "I did not understand from when you are back." in company.says("ada", said)
    assert periods(company)[0].span == Span(berlin(23, 0), berlin(35, 0))


def test_back_without_being_away(company: Company):
    reply = company.say("ada", "back")
    assert "You are not away." in text(reply)
    assert company.push("ada", reply, "I will be away").form


def test_of_absences_to_come_it_is_asked_which(company: Company):
    company.say("ada", "away fri")
    company.say("ada", "away 7 dec to 9 dec")
    reply = company.say("ada", "back")
    assert "You are not away now." in text(reply)
    company.push("ada", reply, "I am here", 1)
    assert days(company) == [(FRI, FRI)]
    assert "not away" in text(company.press("ada", Back(away=999)))


def test_two_that_run_at_once_end_together_each_with_its_undo(company: Company):
    company.say("ada", "away mon..tue")
    company.say("ada", "away mon..fri")
    reply = company.say("ada", "back")
    assert labels(reply) == ["Undo", "Undo"]
    assert days(company) == []
    company.push("ada", reply, "Undo", 1)
    assert days(company) == [(date(2026, 11, 23), FRI)]


def test_nobody_comes_back_for_somebody_else(company: Company):
    company.say("ada", "away mon..fri")
    [period] = periods(company)
    assert "You are not away." in text(company.press("bao", Back(away=period.id)))
    assert len(periods(company)) == 1


# ---- undo ---------------------------------------------------------------------------------------


def test_being_away_is_undone(company: Company):
    reply = company.say("ada", "away fri..mon")
    undone = company.push("ada", reply, "Undo")
    assert text(undone) == "Undone: you are not away from Fri 27 Nov 2026 to Mon 30 Nov 2026."
    assert days(company) == []
    assert "no longer be undone" in text(company.push("ada", reply, "Undo"))


def test_days_that_are_over_stay_absence(company: Company):
    reply = company.say("ada", "away mon..fri")
    company.at(25)
    company.push("ada", reply, "Undo")
    assert days(company) == [(date(2026, 11, 23), date(2026, 11, 24))]
    late = company.say("ada", "away wed")
    company.at(27)
    assert "You are not away." in text(company.push("ada", late, "Undo"))


def test_being_back_is_undone_reason_included(company: Company):
    company.say("ada", "away mon..fri because: skiing")
    for day in (23, 25):
        company.at(day)
        reply = company.say("ada", "back")
        undone = company.push("ada", reply, "Undo")
        assert "Undone: you are away from Mon 23 Nov 2026 to Fri 27 Nov 2026." in text(undone)
        assert days(company) == [(date(2026, 11, 23), FRI)]
    [period] = periods(company)
    assert "skiing" in period.reason
    reply = company.say("ada", "back")
    company.at(31)
    assert "These days are over." in text(company.push("ada", reply, "Undo"))
