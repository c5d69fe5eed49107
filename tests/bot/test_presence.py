"""How much somebody is there: in working time, in their own zone, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.absence import days_away
from bot.model import Away, Member, Pledge
from bot.presence import (
    absent_parts,
    could_answer,
    expected,
    is_absent_all,
    is_away,
    next_awake,
    next_present,
    share_present,
)
from bot.weeks import Span, days_span, week_span

WEEK = date(2026, 11, 23)
BERLIN = "Europe/Berlin"
ZONES = st.sampled_from(
    [BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "UTC"]
)
# Weeks in which clocks change are among them.
WEEKS = st.dates(date(2026, 3, 2), date(2027, 4, 26)).map(
    lambda day: day - timedelta(days=day.weekday())
)


def away(first: int, last: int, zone: str = BERLIN, week: date = WEEK, **fields: object) -> Away:
    """Days of the week, 0 to 6."""
    days = week + timedelta(days=first), week + timedelta(days=last)
    return Away(1, 1, days_span(*days, zone), *days, **fields)  # type: ignore[arg-type]


def hours(day: int, begin: int, end: int) -> Away:
    midnight = days_span(WEEK + timedelta(days=day), WEEK + timedelta(days=day), BERLIN).start
    span = Span(midnight + timedelta(hours=begin), midnight + timedelta(hours=end))
    one = WEEK + timedelta(days=day)
    return Away(1, 1, span, one, one, whole_days=False)


@pytest.mark.parametrize(
    ("aways", "share"),
    [
        ([], 1),
        ([away(0, 0)], Fraction(4, 5)),
        ([away(0, 4)], 0),
        ([away(5, 6)], 1),  # hours are given in working time
        ([away(0, 1), away(1, 2)], Fraction(2, 5)),  # what overlaps counts once
        ([hours(1, 14, 18)], 1 - Fraction(3, 40)),
        ([hours(1, 6, 9)], 1),
        ([away(-3, 20)], 0),
    ],
)
def test_an_absence_takes_its_share_of_the_working_time(aways: list[Away], share: Fraction):
    assert share_present(aways, week_span(WEEK, BERLIN), BERLIN) == share


@given(ZONES, WEEKS, st.integers(0, 6), st.integers(0, 6))
def test_a_day_is_a_fifth_in_every_zone_and_week(zone: str, week: date, one: int, other: int):
    first, last = sorted((one, other))
    working = len({0, 1, 2, 3, 4} & set(range(first, last + 1)))
    found = share_present([away(first, last, zone, week)], week_span(week, zone), zone)
    assert found == 1 - Fraction(working, 5)


@given(ZONES, WEEKS, st.lists(st.tuples(st.integers(-5, 12), st.integers(0, 9)), max_size=5))
def test_more_absence_is_never_more_presence(zone: str, week: date, spans: list[tuple[int, int]]):
    aways = [away(first, first + length, zone, week) for first, length in spans]
    whole = week_span(week, zone)
    shares = [share_present(aways[:count], whole, zone) for count in range(len(aways) + 1)]
    assert shares == sorted(shares, reverse=True)
    parts = absent_parts(aways, whole)
    assert all(one.end < other.start for one, other in pairwise(parts))
    minutes = sum(part.minutes for part in parts)
    assert (minutes == whole.minutes) == is_absent_all(aways, whole)
    instants = [whole.start + timedelta(hours=h) for h in range(0, 24 * 7, 5)]
    for at in instants:
        assert is_away(aways, at) == any(part.contains(at) for part in parts)
        assert not is_away(aways, next_present(aways, at))


def test_weekends_alone_are_absence_where_no_working_time_is():
    saturday = days_span(WEEK + timedelta(days=5), WEEK + timedelta(days=5), BERLIN)
    assert share_present([away(5, 6)], saturday, BERLIN) == 0
    assert could_answer([away(6, 6)], saturday, BERLIN)


def member(usual: int) -> Member:
    return Member(1, "Ada", None, 1, role="member", zone=BERLIN, usual_minutes=usual)  # type: ignore[arg-type]


def test_usual_hours_and_offered_ones_are_lowered_in_proportion():
    pledge = Pledge(1, WEEK, 200, datetime(2026, 11, 20, tzinfo=UTC))
    assert expected(member(300), None, [], WEEK) == 300
    assert expected(member(300), None, [away(0, 1)], WEEK) == 180
    assert expected(member(300), pledge, [away(0, 1)], WEEK) == 120
    assert expected(member(300), pledge, [away(0, 4)], WEEK) == 0


def test_who_offers_hours_knowing_that_they_are_away_means_those():
    pledge = Pledge(1, WEEK, 200, datetime(2026, 11, 20, tzinfo=UTC))
    known = away(0, 1, said_at=datetime(2026, 11, 19, tzinfo=UTC))
    later = away(2, 2, said_at=datetime(2026, 11, 21, tzinfo=UTC))
    assert expected(member(300), pledge, [known], WEEK) == 200
    assert expected(member(300), pledge, [known, later], WEEK) == 160


def test_one_absence_after_the_other_is_waited_for():
    aways = [away(2, 3), away(0, 1), away(5, 5)]
    monday = aways[1].span.start
    assert next_present(aways, monday) == aways[0].span.end

    def next_morning(at: datetime) -> datetime:
        """Whoever wakes on the next day at eight."""
        day = at.replace(hour=7, minute=0)
        return day if day >= at else day + timedelta(days=1)

    evening = aways[2].span.start - timedelta(hours=2)
    assert next_awake(aways, evening, next_morning) == aways[2].span.end + timedelta(hours=8)


@given(ZONES, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 30))
def test_whole_days_begin_and_end_with_the_members_own(zone: str, first: date, more: int):
    times = days_away(first, first + timedelta(days=more), zone)
    assert times.span == days_span(first, first + timedelta(days=more), zone)
