"""When is asked, whom it goes to, what a link is: whatever turns, zones and clocks there are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.handover.rules import (
    LEAD,
    LINKS_MOST,
    ask_at,
    ask_day,
    following,
    goes_on,
    may_still_nudge,
    read_links,
)
from bot.model import Claim, Member, Role, Turn
from bot.weeks import Span, is_quiet, is_working_day, to_local

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "UTC")
zones = st.sampled_from(ZONES)
starts = st.datetimes(
    datetime(2026, 3, 20),  # noqa: DTZ001 - as hypothesis wants bounds
    datetime(2026, 11, 10),  # noqa: DTZ001
    timezones=st.just(UTC),
)  # both clock changes are within
lengths = st.integers(15, 7 * 1440).map(lambda number: timedelta(minutes=number))
minutes = st.integers(0, 1439)


def member(zone: str = "Europe/Berlin", quiet: tuple[int, int] = (20 * 60, 8 * 60)) -> Member:
    return Member(1, "Ada", None, 1, Role.MEMBER, zone, quiet_from=quiet[0], quiet_to=quiet[1])


@given(starts, lengths, zones, minutes, st.tuples(minutes, minutes))
def test_it_is_asked_within_the_turn_and_in_time(start, length, zone, minute, quiet):
    span = Span(start, start + length)
    at = ask_at(span, member(zone, quiet), frozenset(), minute)
    lead = min(LEAD, length / 2)
    assert span.start + lead <= at <= span.end - lead


@given(starts, lengths, zones, minutes)
def test_at_night_and_at_the_weekend_only_if_the_turn_has_nothing_else(start, length, zone, minute):
    span, who = Span(start, start + length), member(zone)
    at = ask_at(span, who, frozenset(), minute)
    day = to_local(at, zone).date()
    quiet = is_quiet(at, zone, who.quiet_from, who.quiet_to)
    if span.minutes >= 5 * 1440 and 8 * 60 <= minute < 20 * 60:  # some whole working day in it
        assert not quiet
        assert is_working_day(day, frozenset())


@given(starts, lengths, zones, minutes)
def test_the_day_is_that_of_the_asking(start, length, zone, minute):
    span, who = Span(start, start + length), member(zone)
    asked = ask_at(span, who, frozenset(), minute)
    assert ask_day(span, who, frozenset(), minute) == to_local(asked, zone).date()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-10-19", "2026-10-26", "2026-10-23T14:00+02:00"),  # clocks change on the Sunday
        ("2026-10-25", "2026-10-26", "2026-10-25T14:00+01:00"),  # a Sunday of 25 hours
        ("2026-03-28T20:00", "2026-03-29T10:00", "2026-03-29T09:00+02:00"),  # the night it changes
        ("2026-11-24T09:00", "2026-11-24T12:00", "2026-11-24T11:00+01:00"),
        ("2026-11-24T09:00", "2026-11-24T09:30", "2026-11-24T09:15+01:00"),
        ("2026-12-24T09:00", "2026-12-28T00:00", "2026-12-24T14:00+01:00"),  # Christmas, weekend
    ],
)
def test_the_moment_by_the_wall_clock(start: str, end: str, expected: str):
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    first, last = (datetime.fromisoformat(t).replace(tzinfo=berlin) for t in (start, end))
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 26)})
    at = ask_at(Span(first, last), member(), holidays, 14 * 60)
    assert at == datetime.fromisoformat(expected)


def claim(key: int, who: int, start: int, end: int, turn: int = 1) -> Claim:
    """Hours from noon."""
    span = Span(NOON + timedelta(hours=start), NOON + timedelta(hours=end))
    return Claim(key, turn, who, 60, span, NOON)


def turn(key: int, start: int, end: int, *claims: Claim) -> Turn:
    span = Span(NOON + timedelta(hours=start), NOON + timedelta(hours=end))
    return Turn(key, 7, date(2026, 11, 23), span, 60, 1, 3, claims)


def test_next_is_the_rest_of_the_turn_or_the_duty_s_next_one():
    ada, bao = claim(1, 10, 0, 4), claim(2, 20, 4, 8)
    now = turn(1, 0, 8, ada, bao)
    then = turn(2, 24, 32, claim(3, 30, 24, 32, 2), claim(4, 10, 28, 32, 2))
    first, second = following(ada, now, [now, then]), following(bao, now, [now, then])
    assert first is not None
    assert second is not None
    assert [c.member_id for c in first.claims] == [20]
    assert [c.member_id for c in second.claims] == [30]  # who begins with it
    assert not goes_on(ada, first)
    assert following(then.claims[0], then, [now, then]) is None


def test_who_holds_what_comes_next_goes_on_even_with_others():
    ada = claim(1, 10, 0, 8)
    now = turn(1, 0, 8, ada)
    then = turn(2, 24, 32, claim(3, 30, 24, 32, 2), claim(4, 10, 24, 32, 2))
    assert goes_on(ada, following(ada, now, [now, then]))
    nobody = turn(2, 24, 32)
    found = following(ada, now, [now, nobody])
    assert found is not None
    assert found.claims == ()
    assert not goes_on(ada, found)


@pytest.mark.parametrize(
    ("asked", "today", "may"),
    [
        ("2026-11-27", "2026-11-27", False),  # the same day
        ("2026-11-27", "2026-11-28", False),  # a Saturday is no working day
        ("2026-11-27", "2026-11-30", True),
        ("2026-11-27", "2026-12-01", True),
        ("2026-11-27", "2026-12-02", False),
    ],
)
def test_a_nudge_comes_within_two_working_days(asked: str, today: str, may: bool):
    dates = date.fromisoformat(asked), date.fromisoformat(today)
    assert may_still_nudge(*dates, frozenset()) is may


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("", ()),
        ("https://a.example/b/?c=d", (("https://a.example/b/?c=d", "a.example/b"),)),
        ("Draft: https://a.example/b", (("https://a.example/b", "Draft"),)),
        ("https://a.example the draft", (("https://a.example", "the draft"),)),
        ("<https://a.example/b>", (("https://a.example/b", "a.example/b"),)),
        (
            "https://a.example/1 http://b.example/2",
            (("https://a.example/1", "a.example/1"), ("http://b.example/2", "b.example/2")),
        ),
        ("HTTPS://A.example/x", (("HTTPS://A.example/x", "a.example/x"),)),
    ],
)
def test_links_as_people_paste_them(typed: str, links: tuple[tuple[str, str], ...]):
    assert read_links(typed) == links


@given(st.text(max_size=300))
def test_whatever_is_typed_is_links_to_the_web_or_refused(typed: str):
    found = _links_or_refusal(typed)
    if isinstance(found, Refusal):
        assert found.field == "links"
        assert found.what
        return
    assert len(found) <= LINKS_MOST
    assert all(url.lower().startswith(("http://", "https://")) for url, _label in found)
    assert all(label for _url, label in found)


def _links_or_refusal(typed: str):
    try:
        return read_links(typed)
    except Refusal as refusal:
        return refusal
