"""Whom to ask, in which order, and when: held against any people and any times."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from bot.cover.rules import (
    LEAST,
    NEAR,
    ask_again_at,
    before,
    first_say,
    half_way,
    near_from,
    plan,
    rank,
)
from bot.weeks import Span, is_quiet, to_local
from tests.bot.cover.candidates import (
    ALWAYS,
    DAY,
    HOUR,
    candidate,
    instants,
    leads,
    rhythms,
    wish_of,
    zones,
)

SUNDAY = datetime(2026, 11, 29, 0, 0, tzinfo=UTC)

# ---- ranking -------------------------------------------------------------------------------------

candidates = st.lists(
    st.builds(
        candidate,
        st.integers(1, 10_000),
        whole=st.booleans(),
        fit=st.integers(0, 3),
        carried=st.integers(0, 3000),
        rested=st.integers(0, 3000),
    ),
    unique_by=lambda c: c.member_id,
    max_size=12,
)


@given(candidates, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_question(people, random):
    shuffled = list(people)
    random.shuffle(shuffled)
    assert rank(shuffled) == rank(people)
    assert {c.member_id for c in rank(people)} == {c.member_id for c in people}


@given(candidates)
def test_nobody_comes_before_somebody_who_is_better_in_all(people):
    ranked = rank(people)
    for index, one in enumerate(ranked):
        for later in ranked[index + 1 :]:
            worse = one.whole <= later.whole and one.fit <= later.fit
            worse = worse and one.carried >= later.carried and one.rested <= later.rested
            same = (one.whole, one.fit, one.carried, one.rested) == (
                later.whole,
                later.fit,
                later.carried,
                later.rested,
            )
            assert same or not worse


def test_who_can_take_all_of_it_fits_carries_little_and_has_rested_comes_first():
    people = [
        candidate(1, whole=False, fit=3),
        candidate(2, fit=1),
        candidate(3, fit=2, carried=600),
        candidate(4, fit=2, carried=60, rested=10),
        candidate(5, fit=2, carried=60, rested=900),
    ]
    assert [c.member_id for c in rank(people)] == [5, 4, 3, 2, 1]


# ---- when ----------------------------------------------------------------------------------------


@given(instants, leads, rhythms, rhythms, zones)
def test_lead_and_chair_are_told_in_time_the_lead_first(opened, ahead, lead, chair, zone):
    span = Span(opened + ahead, opened + ahead + 3 * HOUR)
    made = plan(span, opened, zone, lead, chair)
    latest = max(span.start, opened)
    assert opened <= made.lead_due <= latest
    assert made.lead_due <= made.chair_due <= latest
    if ahead > NEAR + DAY:
        assert made.lead_due <= span.start - NEAR or made.lead_due == opened


@given(instants, leads, zones)
def test_everybody_is_asked_a_day_before_at_the_latest(opened, ahead, zone):
    span = Span(opened + ahead, opened + ahead + 3 * HOUR)
    near = near_from(span, zone)
    assert near <= span.start - NEAR
    assert near >= span.start - NEAR - 4 * DAY
    assert to_local(near, zone).weekday() < 5


@given(instants, rhythms)
def test_a_bad_time_becomes_an_earlier_good_one(at, rhythm):
    then = before(at, rhythm)
    assert at - 5 * DAY <= then <= at
    local = to_local(then, rhythm.zone)
    assert local.weekday() < 5
    assert not is_quiet(then, rhythm.zone, rhythm.quiet_from, rhythm.quiet_to)


@given(instants, st.integers(1, 200), st.integers(0, 60), rhythms)
@example(SUNDAY, 47, 0, ALWAYS)  # an hour more ends as the weekend does
def test_the_first_say_is_in_proportion_and_ends_in_their_day(now, hours, people, rhythm):
    near = now + hours * HOUR
    until = first_say(now, near, people, rhythm)
    assert now < until <= near
    if until < near:
        assert until - now >= LEAST
        assert rhythm.is_up(until) or rhythm.quiet_from != 0
        awake = not is_quiet(until, rhythm.zone, rhythm.quiet_from, rhythm.quiet_to)
        assert awake
    assert first_say(now, near + HOUR, people, ALWAYS) >= first_say(now, near, people, ALWAYS)


@given(instants, leads, st.integers(1, 8))
def test_later_is_before_it_begins_or_not_at_all(now, ahead, hours):
    wish = wish_of(now, ahead, hours)
    at = ask_again_at(wish, now)
    end = wish.span.end if now >= wish.span.start else wish.span.start
    assert at is None or now < at < end


@given(instants, leads, rhythms)
def test_the_chair_is_told_between_the_lead_and_the_beginning(since, ahead, rhythm):
    start = since + ahead
    assert since <= half_way(since, start, rhythm) <= max(since, start)
