"""What a turn still wants, and where it is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.rules import ceiling, free_for, share
from bot.held import Held, busiest, free_spans, without
from bot.model import Claim, Duty, Member, Role, Turn
from bot.weeks import Span

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = Span(MONDAY, MONDAY + 168 * HOUR)
DUTY = Duty(1, "Moderate", "", 360, 1, 1)


def part(first: float, last: float) -> Span:
    return Span(MONDAY + first * HOUR, MONDAY + last * HOUR)


def held(*claims: tuple[int, Span, int], span: Span = WEEK, **fields: int) -> Held:
    made = tuple(Claim(i, 1, who, m, s, MONDAY) for i, (who, s, m) in enumerate(claims, 1))
    least, most = fields.get("least", 1), fields.get("most", 1)
    turn = Turn(1, 1, date(2026, 11, 23), span, fields.get("minutes", 360), least, most, made)
    return Held(DUTY, turn, ())


def test_a_turn_to_come_wants_what_nobody_promised():
    assert held().wanted(MONDAY) == 360
    assert held((1, WEEK, 120), most=2).wanted(MONDAY) == 240
    assert held((1, WEEK, 400)).wanted(MONDAY) == 0


@pytest.mark.parametrize(
    ("hour", "wanted"), [(9, 360), (24, 315), (72, 210), (75, 210), (150, 60), (167, 60), (168, 0)]
)
def test_of_a_running_week_what_the_begun_days_need(hour: int, wanted: int):
    """By days that have begun: on Monday morning all of it, not all but the night's share."""
    assert held().wanted(MONDAY + hour * HOUR) == wanted


def test_of_a_running_window_its_share_by_the_minute():
    window = held(span=part(0, 4), minutes=120)
    assert window.wanted(MONDAY + HOUR) == 90
    assert window.wanted(MONDAY + 3.8 * HOUR) == 0  # less than a step


def test_hours_lost_in_the_past_are_not_asked_for_again():
    early = held((1, part(0, 24), 51))
    assert early.missing == 309
    assert early.wanted(MONDAY + 96 * HOUR) == 165
    assert early.is_open(MONDAY + 96 * HOUR)
    covered = held((1, part(9, 168), 345))
    assert covered.missing == 15
    assert covered.wanted(MONDAY + 9 * HOUR) == 15
    assert covered.wanted(MONDAY + 30 * HOUR) == 0


def test_people_are_wanted_as_long_as_they_could_come():
    two = held((1, part(0, 24), 360), least=2, most=2)
    assert two.people_wanted(MONDAY) == 1
    assert two.people_wanted(MONDAY + 30 * HOUR) == 2
    assert two.people_wanted(WEEK.end) == 0
    assert two.is_open(MONDAY)


def test_free_are_the_stretches_with_a_place_left():
    one = held((1, part(24, 48), 60))
    assert one.free(MONDAY) == (part(0, 24), part(48, 168))
    assert one.free(MONDAY + 30 * HOUR) == (part(48, 168),)
    assert one.free(WEEK.end) == ()
    assert not held((1, WEEK, 60)).is_open(MONDAY)
    assert held((1, WEEK, 60), most=2).free(MONDAY) == (WEEK,)


def test_what_is_no_longer_planned_is_not_open():
    turn = held().turn
    assert not Held(DUTY, replace(turn, planned=False), ()).is_open(MONDAY)
    assert not Held(replace(DUTY, retired_at=MONDAY), turn, ()).is_open(MONDAY)


def test_free_for_one_leaves_out_their_own_and_slivers():
    mine = held((7, part(24, 48), 60), (8, part(60, 100), 60), most=2)
    assert free_for(mine, 7, (), MONDAY) == (part(0, 24), part(48, 168))
    assert free_for(mine, 8, (), MONDAY + 167.9 * HOUR) == ()


@pytest.mark.parametrize(
    ("claims", "span", "least", "minutes"),
    [
        ([], WEEK, 1, 360),
        ([], WEEK, 2, 180),  # shared among those who are wanted
        ([(1, WEEK, 180)], WEEK, 2, 180),
        ([(1, WEEK, 360)], WEEK, 2, 180),  # hours are covered: an equal share
        ([], part(24, 48), 1, 60),  # a day: its seventh, in steps
        ([], part(33, 35), 1, 120),  # two hours of a day are two hours
        ([], part(33, 33.1), 1, 6),
    ],
)
def test_a_fair_share(claims: list, span: Span, least: int, minutes: int):
    assert share(held(*claims, least=least, most=3), span, MONDAY) == minutes


def test_ones_most_is_ones_own_setting_or_never_less_than_offered():
    ada = Member(1, "Ada", None, 1, Role.MEMBER, "UTC")
    assert ceiling(ada, 0) == 480
    assert ceiling(ada, 600) == 600
    assert ceiling(replace(ada, usual_minutes=540), 0) == 540
    assert ceiling(replace(ada, ceiling_minutes=60), 600) == 60


PARTS = st.tuples(st.integers(0, 167), st.integers(1, 30)).map(
    lambda p: part(p[0], min(168, p[0] + p[1]))
)


@given(spans=st.lists(PARTS, max_size=8), most=st.integers(1, 3))
def test_free_stretches_are_exactly_where_one_more_fits(spans: list[Span], most: int):
    claims = [Claim(i, 1, i, 1, span, MONDAY) for i, span in enumerate(spans)]
    free = free_spans(claims, most, WEEK)
    assert list(free) == sorted(free)
    for hour in range(168):
        slot = part(hour, hour + 1)
        inside = any(span.covers(slot) for span in free)
        assert inside == (busiest(claims, slot) < most)


@given(spans=st.lists(PARTS, max_size=4), taken=st.lists(PARTS, max_size=4))
def test_without_leaves_the_time_that_nobody_takes_out(spans: list[Span], taken: list[Span]):
    left = without(spans, taken)
    for hour in range(168):
        slot = part(hour, hour + 1)
        mine = sum(span.covers(slot) for span in spans)
        out = any(span.overlaps(slot) for span in taken)
        assert sum(span.covers(slot) for span in left) == (0 if out else mine)
