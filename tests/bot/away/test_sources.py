"""Absence that is read somewhere: moved, ended, and on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.absence import CALENDAR, Source, days_away, go_away, hours_away
from bot.errors import Refusal
from bot.weeks import Span
from tests.bot.away.seen import covers, periods
from tests.bot.company import WEEK, Company, berlin


@pytest.fixture
def holding(company: Company) -> Company:
    """Ada holds the Facebook page all next week."""
    company.say("ada", "claim facebook next week")
    return company


def read(company: Company, first: int, last: int, key: str = "a@b") -> list[Span]:
    """A calendar says that Ada is away from one day of November to another; what is asked for."""
    with company.write() as tx:
        member = tx.people.find(company.ids["ada"])
        assert member is not None
        days = [WEEK + timedelta(days=day - 23) for day in (first, last)]
        times = days_away(days[0], days[1], member.zone)
        go_away(tx, member, times, Source(CALENDAR, key), company.clock.now(), actor_id=None)
    return [cover.span for cover in covers(company)]


def test_what_a_calendar_says_is_moved_when_it_says_otherwise(holding: Company):
    assert read(holding, 30, 31) == [Span(berlin(30, 0), berlin(32, 0))]
    assert read(holding, 30, 31) == [Span(berlin(30, 0), berlin(32, 0))]
    assert read(holding, 31, 33) == [Span(berlin(31, 0), berlin(34, 0))]
    [period] = periods(holding)
    assert (period.source, period.source_key, period.entered_by) == (CALENDAR, "a@b", None)
    with holding.read() as tx:
        actions = [change.action for change in tx.record.of_subject(f"away:{period.id}")]
    assert actions == ["away.away", "away.move"]


def test_another_event_is_another_absence(holding: Company):
    read(holding, 30, 30)
    read(holding, 32, 32, "c@d")
    assert len(periods(holding)) == len(covers(holding)) == 2


def test_the_member_can_say_that_a_calendar_is_wrong(holding: Company):
    read(holding, 30, 31)
    holding.push("ada", holding.say("ada", "back"), "I am here")
    assert covers(holding) == [] == periods(holding)


def test_days_that_no_absence_may_have_are_refused_there_too(holding: Company):
    with pytest.raises(Refusal, match="too_long"):
        read(holding, 30, 30 + 400)
    with pytest.raises(Refusal, match="past"):
        read(holding, 10, 12)
    assert periods(holding) == []


def test_hours_that_end_at_midnight_belong_to_their_day(company: Company):
    times = hours_away(Span(berlin(30, 22), berlin(31, 0)), "Europe/Berlin")
    assert (times.first_day, times.last_day) == (WEEK + timedelta(days=7),) * 2


# ---- on both databases --------------------------------------------------------------------------


def test_the_whole_way_on_each_database(company_on_each: Company):
    company = company_on_each
    company.say("ada", "claim facebook next week")
    company.say("ada", "away mon 30 nov to thu 3 dec")
    company.at(30, 6, 40)
    company.say("farah", "away @ada today 8:00-18:00")  # said already
    company.say("farah", "away @bao today 8:00-18:00")
    company.travel(30, 9)
    company.at(30, 10)
    assert "You are back on Wed 2 Dec 2026." in company.says("ada", "back wed")
    [cover] = covers(company)
    assert cover.span.end == berlin(32, 0)
    [period] = periods(company, "bao")
    assert (period.whole_days, period.entered_by) == (False, company.ids["farah"])
    with company.read() as tx:
        assert tx.aways.next_edge(company.clock.now()) == berlin(30, 18)
    read(company, 36, 38)
    read(company, 37, 38)
    assert [p.source for p in periods(company)] == ["", CALENDAR]
