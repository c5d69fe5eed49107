"""Who may take what: rest, weeks in a row, clearance; whatever somebody holds already."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.claims.rules import (
    WEEK,
    Limits,
    Standing,
    Stint,
    in_a_row,
    lacking,
    may_take,
    too_near,
)
from bot.held import DAY, Held
from bot.model import Duty, Member, Role, Turn
from bot.weeks import Span

BERLIN, REST = "Europe/Berlin", 11 * 60
MONDAY = date(2026, 11, 23)
ZONES = st.sampled_from((BERLIN, "Asia/Kolkata", "America/New_York", "Pacific/Auckland"))


def at(day: int, hour: float) -> datetime:
    """In November 2026 in Berlin, of which 23 is a Monday."""
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour - 1)


def stint(day: int, begin: float, hours: float) -> Stint:
    return Stint(Span(at(day, begin), at(day, begin + hours)), 1)


@st.composite
def stints(draw) -> Stint:
    begin = at(23, 0) + timedelta(minutes=15 * draw(st.integers(0, 600)))
    return Stint(Span(begin, begin + timedelta(minutes=15 * draw(st.integers(1, 95)))), 1)


@pytest.mark.parametrize(
    ("held", "wanted", "fine"),
    [
        (stint(23, 9, 4), stint(23, 13, 4), True),  # one day's turns may follow each other
        (stint(23, 9, 4), stint(23, 21, 2), True),
        (stint(23, 21, 2), stint(24, 9, 4), False),  # ten hours between
        (stint(23, 21, 2), stint(24, 10, 2), True),
        (stint(23, 22, 8), stint(24, 9, 3), False),  # after a night
        (stint(24, 0, 6), stint(24, 9, 3), False),  # it belongs to the evening before
        (stint(23, 20, 2), stint(23, 22, 4), True),
        (stint(23, 9, 3), stint(24, 9, 3), True),
        (stint(24, 9, 3), stint(23, 23, 2), False),  # the other way round
    ],
)
def test_a_nights_rest_lies_between_the_turns_of_two_days(held: Stint, wanted: Stint, fine: bool):
    assert (too_near(wanted.span, [held], REST, BERLIN) is None) is fine


@given(one=stints(), other=stints(), rest=st.integers(0, 24 * 60), zone=ZONES)
def test_rest_is_wanted_on_both_sides_alike(one, other, rest, zone):
    near = too_near(one.span, [other], rest, zone)
    assert (near is None) == (too_near(other.span, [one], rest, zone) is None)
    apart = max(one.span.start - other.span.end, other.span.start - one.span.end)
    if near:
        assert apart < timedelta(minutes=rest)
        assert too_near(one.span, [other], rest + 60, zone)  # more rest never lets more pass
    else:
        whole_day = abs(one.span.start - other.span.start) >= timedelta(days=1)
        assert apart >= timedelta(minutes=rest) or not whole_day or not rest


@given(other=stints(), rest=st.integers(0, 24 * 60))
def test_a_day_or_more_is_nothing_to_rest_from(other, rest):
    long = Span(at(23, 0), at(23, 0) + timedelta(minutes=DAY))
    assert too_near(long, [other], rest, BERLIN) is None


@given(st.sets(st.integers(-20, 20)), st.integers(-20, 20))
def test_weeks_in_a_row_are_counted_on_both_sides(numbers, wanted):
    weeks = {MONDAY + n * WEEK for n in numbers}
    row = in_a_row(MONDAY + wanted * WEEK, weeks)
    assert 1 <= row <= len(numbers | {wanted})
    runs = [set(range(n, n + row)) for n in range(wanted - row + 1, wanted + 1)]
    assert any(run <= numbers | {wanted} for run in runs)
    longer = [set(range(n, n + row + 1)) for n in range(wanted - row, wanted + 1)]
    assert not any(run <= numbers | {wanted} for run in longer)


# ---- all of it together -------------------------------------------------------------------------

TURN = Turn(1, 1, MONDAY, Span(at(25, 9), at(25, 13)), 240, 1, 2)
ADA = Member(1, "Ada", None, 1, Role.MEMBER, BERLIN)
NOW = at(23, 8)


def duty(*clearances: str) -> Duty:
    return Duty(1, "Moderate", "", 240, 1, 2, clearances=clearances)


def ask(member: Member = ADA, clearances: tuple[str, ...] = (), **standing) -> str:
    """The code of the refusal."""
    held = Held(duty(*clearances), TURN, ())
    full = Standing(standing.pop("held", 0), 0, (), **standing)
    no = may_take(held, member, TURN.span, 60, full, NOW)
    return no.code if no else ""


def cleared(*names: str) -> Member:
    return Member(1, "Ada", None, 1, Role.MEMBER, BERLIN, clearances=names)


def test_clearance_is_asked_for_whatever_its_letters():
    assert ask(clearances=("press",)) == "clearance"
    assert ask(cleared("PRESS"), ("press",)) == ""
    assert ask(cleared("press"), ("Press", "ads account")) == "clearance"
    assert lacking(duty("Press", "ads account"), cleared("press")) == ("ads account",)


@pytest.mark.parametrize(
    ("own", "everybodys", "code"),
    [(None, 2, "weeks"), (3, 2, ""), (2, None, "weeks"), (None, None, "")],
)
def test_ones_own_weeks_in_a_row_go_before_everybodys(own, everybodys, code):
    member = Member(1, "Ada", None, 1, Role.MEMBER, BERLIN, weeks_in_a_row=own)
    before = {MONDAY - WEEK, MONDAY - 2 * WEEK}
    assert ask(member, weeks=before, limits=Limits(weeks=everybodys)) == code
    # who holds something in the week already has not one week more by it
    assert ask(member, weeks=before | {MONDAY}, limits=Limits(weeks=everybodys)) == ""


@given(
    near=st.lists(stints(), max_size=4),
    weeks=st.sets(st.integers(-6, 6)),
    rest=st.integers(0, 1440),
    most=st.integers(1, 8),
    held=st.integers(0, 600),
)
def test_who_carries_less_may_take_whatever_who_carries_more_may(near, weeks, rest, most, held):
    limits = Limits(rest, most)
    mine = {MONDAY + n * WEEK for n in weeks}
    assume(not ask(near=near, weeks=mine, limits=limits, held=held))
    assert not ask(near=near[1:], weeks=mine, limits=limits, held=held // 2)
    assert not ask(near=near, weeks=mine, limits=Limits(rest // 2, most + 1), held=held)
    assert not ask(cleared("press"), near=near, weeks=mine, limits=limits, held=held)
