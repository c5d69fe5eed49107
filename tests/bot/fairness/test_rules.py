"""The arithmetic of what people carry, whatever the hours, zones and people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fairness.rules import (
    ALONE,
    SLIVER,
    Burden,
    Share,
    by_department,
    find_alone,
    find_slivers,
    hard_minutes,
    hard_of,
    middle,
    together,
)
from bot.model import Department, Member, Role
from bot.weeks import Span, day_span, week_span

BERLIN = "Europe/Berlin"
ZONES = st.sampled_from(
    (BERLIN, "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu", "UTC")
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
BEGINS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@st.composite
def spans(draw) -> Span:
    begin = draw(BEGINS)
    return Span(begin, begin + timedelta(minutes=draw(st.integers(1, 9 * 24 * 60))))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026 in Berlin, of which 23 is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("begin", "end", "hard"),
    [
        (local(23, 9), local(23, 17), 0),
        (local(23, 18), local(23, 23), 60),
        (local(23, 22), local(24, 6), 480),
        (local(27, 22), local(28, 12), 840),  # into a Saturday
        (local(24, 4), local(24, 9), 120),
        (local(26, 9), local(26, 12), 180),  # a holiday
    ],
)
def test_nights_weekends_and_holidays_are_hard(begin: datetime, end: datetime, hard: int):
    assert hard_minutes(Span(begin, end), BERLIN, {date(2026, 11, 26)}) == hard


def test_the_clock_that_counts_is_the_members_own():
    evening_in_berlin = Span(local(23, 18), local(23, 20))
    assert hard_minutes(evening_in_berlin, BERLIN, ()) == 0
    assert hard_minutes(evening_in_berlin, "Asia/Kolkata", ()) == 120  # half past ten at night


def test_a_night_of_a_clock_change_is_as_long_as_it_is():
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):  # Sundays both
        assert hard_minutes(day_span(day, BERLIN), BERLIN, ()) == hours * 60


@given(span=spans(), zone=ZONES, holidays=st.sets(DAYS, max_size=3), data=st.data())
def test_hard_minutes_add_up_and_never_exceed_the_time(span, zone, holidays, data):
    whole = hard_minutes(span, zone, holidays)
    assert 0 <= whole <= span.minutes
    cut = span.start + timedelta(minutes=data.draw(st.integers(0, span.minutes)))
    parts = hard_minutes(Span(span.start, cut), zone, holidays)
    assert whole == parts + hard_minutes(Span(cut, span.end), zone, holidays)
    assert whole >= hard_minutes(span, zone, ())


@given(span=spans(), minutes=st.integers(1, 10_000), data=st.data())
def test_of_a_claim_no_more_is_hard_than_it_has(span, minutes, data):
    hard = data.draw(st.integers(0, span.minutes))
    minutes = min(minutes, span.minutes)
    assert 0 <= hard_of(minutes, span, hard) <= minutes
    assert hard_of(minutes, span, 0) == 0
    assert hard_of(minutes, span, span.minutes) == minutes


def test_in_a_long_turn_people_choose_their_hours():
    week = week_span(date(2026, 11, 23), BERLIN)
    hard = hard_minutes(week, BERLIN, ())
    assert hard_of(6 * 60, week, hard) == 0
    weekend = Span(day_span(date(2026, 11, 28), BERLIN).start, week.end)
    assert hard_of(6 * 60, weekend, hard_minutes(weekend, BERLIN, ())) == 6 * 60


BURDENS = st.builds(Burden, *(st.integers(0, 5000) for _ in range(5)), away=st.just(0))


@given(st.lists(st.tuples(st.integers(1, 3), BURDENS), max_size=20))
def test_departments_carry_what_their_people_do(people):
    departments = [Department(n, f"D{n}") for n in (1, 2, 3)]
    members = [Member(n, f"M{n}", None, d, Role.MEMBER, "UTC") for n, (d, _b) in enumerate(people)]
    burdens = {n: burden for n, (_d, burden) in enumerate(people)}
    teams = by_department(departments, members, burdens)
    assert sum(team.people for team in teams) == len(people)
    assert together(team.burden for team in teams) == together(burdens.values())
    assert sum(team.burden.hard for team in teams) == sum(b.hard for b in burdens.values())
    for team in teams:
        held = [burden.held for department, burden in people if department == team.id]
        if team.middle is None:
            assert len(held) < 4
        else:
            assert 2 * sum(h <= team.middle for h in held) >= len(held)
            assert 2 * sum(h >= team.middle for h in held) >= len(held)


def test_a_middle_of_few_would_be_about_somebody():
    assert middle([60, 120, 180]) is None
    assert middle([60, 120, 180, 600]) == 120


# ---- warnings -----------------------------------------------------------------------------------


@st.composite
def shares(draw) -> list[Share]:
    pairs = draw(
        st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9)), unique=True, max_size=20)
    )
    return [Share(d, m, draw(st.integers(0, 900)), draw(st.integers(1, 12))) for d, m in pairs]


@given(shares())
def test_a_duty_is_not_thin_and_on_one_person_by_hours_at_once(found):
    for warning in find_slivers(found):
        mine = [s for s in found if s.duty_id == warning.duty_id and s.minutes]
        assert warning.people == len(mine)
        assert warning.thin == sum(s.a_week < SLIVER for s in mine)
        assert 2 * warning.thin > warning.people
    for warning in find_alone(found):
        mine = [s for s in found if s.duty_id == warning.duty_id]
        most = next(s for s in mine if s.member_id == warning.member_id)
        assert most.minutes == max(s.minutes for s in mine)
        assert 100 * most.minutes >= ALONE * sum(s.minutes for s in mine)
    ids = [warning.duty_id for warning in find_alone(found)]
    assert all(a < b for a, b in pairwise(ids))


def test_many_with_little_each_are_slivers():
    thin = [Share(1, n, 180, 6) for n in range(5)]
    [warning] = find_slivers([*thin, Share(1, 9, 600, 6), Share(1, 10, 1200, 12)])
    assert (warning.people, warning.thin, warning.middle) == (7, 5, 30)
    assert find_slivers(thin[:3]) == ()  # too few people to speak of slivers
    assert find_slivers([Share(1, n, 360, 6) for n in range(5)]) == ()  # an hour a week is one


def test_nearly_all_by_one_person_for_weeks_is_alone():
    [warning] = find_alone([Share(1, 7, 960, 8), Share(1, 8, 60, 1)])
    assert (warning.member_id, warning.percent, warning.weeks) == (7, 94, 8)
    assert find_alone([Share(1, 7, 960, 3)]) == ()  # a new duty
    assert find_alone([Share(1, 7, 600, 8), Share(1, 8, 240, 4)]) == ()
