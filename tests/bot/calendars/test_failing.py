"""Readings that fail, and those that are no longer wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.calendars.requests import ReadNow, ShowCalendars
from bot.model import TimetableKind
from tests.bot.calendars.documents import days
from tests.bot.calendars.stage import (
    FRI_MON,
    VACATION,
    cards,
    end,
    fail,
    last,
    noted,
    opt_in,
    read,
    sources,
)
from tests.bot.cast import text
from tests.bot.company import Company, berlin


def test_a_first_reading_that_cannot_be_is_told_at_once(company: Company):
    opt_in(company)
    fail(company, "missing")
    assert "I cannot read the calendar at calendar.example." in text(last(company))
    assert sources(company)[0].due_at is None
    overview = company.press("ada", ShowCalendars())
    assert "Switched off." in text(overview)
    company.push("ada", overview, "Switch it on again")
    read(company, VACATION)
    assert "Shall I note it?" in last(company).title


def test_after_days_of_failures_it_is_told_once_and_switched_off(company: Company):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    for _ in range(5):
        fail(company, "server")
        assert len(cards(company)) == 1
    fail(company, "server")
    assert "I no longer read your calendar at calendar.example." in text(last(company))
    assert sources(company)[0].due_at is None
    assert noted(company) == [FRI_MON], "what was noted stays"
    assert len(cards(company)) == 2


def test_one_good_reading_forgives_what_failed(company: Company):
    opt_in(company)
    for _ in range(5):
        fail(company, "unreachable")
    read(company)
    assert sources(company)[0].failures == 0
    for _ in range(5):
        fail(company, "unreachable")
    assert sources(company)[0].due_at is not None


def test_two_workers_do_not_read_it_twice(company_on_each: Company):
    company = company_on_each
    from bot.calendars.usecases import begin_reading, end_reading

    opt_in(company)
    [source] = sources(company)
    now = company.clock.now()
    with company.write() as tx:
        assert begin_reading(tx, source.id, "one", now)
    with company.write() as tx:
        assert begin_reading(tx, source.id, "two", now) is None
    late = now + timedelta(minutes=4)  # the first one is dead
    with company.write() as tx:
        assert begin_reading(tx, source.id, "two", late)
    from bot.calendars.finding import Found
    from bot.calendars.usecases import Read

    with company.write() as tx:  # and comes back to life
        end_reading(tx, source.id, "one", Read(Found(())), late, 0.5)
    assert sources(company)[0].read_at is None
    with company.write() as tx:
        end_reading(tx, source.id, "two", Read(Found(())), late, 0.5)
    assert sources(company)[0].read_at == late


@pytest.mark.parametrize("how", ["stop", "leave"])
def test_what_is_no_longer_read_is_forgotten(company: Company, how: str):
    opt_in(company)
    read(company, VACATION)
    company.push("ada", last(company), "Yes, note it")
    if how == "stop":
        company.push("ada", company.press("ada", ShowCalendars()), "Stop reading it")
    else:
        from bot.people.requests import Leave

        company.say("jakub", "home")
        company.change("jakub", role="chair")
        company.press("ada", Leave())
    assert sources(company) == []
    assert noted(company) == [FRI_MON]


def test_reminders_are_quiet_in_an_absence_that_was_read(company: Company):
    opt_in(company, mode="always")
    read(company, days("a", "Vacation", "20261130", "20261207"))
    company.travel(30, 12)
    assert "ada" not in company.asked(TimetableKind.PROMPT) or all(
        d.due_at < berlin(30) for d in company.asked(TimetableKind.PROMPT)["ada"]
    )
    assert end


def test_a_first_reading_that_finds_nothing_says_so(company: Company):
    opt_in(company)
    read(company)
    assert "It says nothing of absence in the next twelve weeks." in text(last(company))
    read(company)
    assert len(cards(company)) == 1


def test_a_first_reading_that_finds_what_is_known_says_so(company: Company):
    company.say("ada", "away 2026-12-01 to 2026-12-20")
    opt_in(company)
    read(company, VACATION)
    assert "I know already of what it says" in text(last(company))


def test_pressing_read_now_again_and_again_reads_once_a_minute(company: Company):
    opt_in(company)
    read(company)
    [source] = sources(company)
    company.press("ada", ReadNow(source=source.id))
    assert sources(company)[0].due_at == source.read_at + timedelta(minutes=1)
