"""Words about absence: days and hours as people say them, in their zone, through clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.absence import Times, days_away
from bot.away.reading import date_it, read
from bot.errors import Refusal
from bot.weeks import Span, days_span, first_reaching, format_minute, to_local

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 23, 5, 40, tzinfo=UTC)  # Monday, 06:40 in Berlin
ZONES = st.sampled_from(
    [BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "UTC"]
)
INSTANTS = st.integers(0, 2 * 365 * 1440).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
MINUTES = st.integers(0, 1439)


def dated(words: str, now: datetime = NOW, zone: str = BERLIN) -> Times | None:
    return date_it(read(words), now, zone, 0)


def tried(words: str, now: datetime, zone: str) -> Times | Refusal | None:
    try:
        return dated(words, now, zone)
    except Refusal as refusal:
        return refusal


def hours(words: str, now: datetime = NOW, zone: str = BERLIN) -> tuple[str, str]:
    """The local times of an absence that is not of whole days."""
    times = dated(words, now, zone)
    assert times is not None
    assert not times.whole_days
    ends = (to_local(at, zone) for at in (times.span.start, times.span.end))
    begin, end = (f"{at:%a %H:%M}" for at in ends)
    return begin, end


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("today 14:00-18:00", "Mon 14:00", "Mon 18:00"),
        ("today 2pm to 6pm", "Mon 14:00", "Mon 18:00"),
        ("until 15:00", "Mon 06:40", "Mon 15:00"),
        ("until noon", "Mon 06:40", "Mon 12:00"),
        ("today until 12:00", "Mon 06:40", "Mon 12:00"),
        ("tomorrow morning", "Tue 06:00", "Tue 12:00"),
        ("in the afternoon", "Mon 12:00", "Mon 18:00"),
        ("this evening", "Mon 18:00", "Mon 22:00"),
        ("fri afternoon", "Fri 12:00", "Fri 18:00"),
        ("tomorrow until noon", "Tue 00:00", "Tue 12:00"),
        ("tomorrow from 9 to 12", "Tue 09:00", "Tue 12:00"),
        ("from 14:00", "Mon 14:00", "Tue 00:00"),
        ("fri from noon", "Fri 12:00", "Sat 00:00"),
        ("2h", "Mon 06:40", "Mon 08:40"),
        ("for 2 hours", "Mon 06:40", "Mon 08:40"),
        ("fri 14:00 for 2 hours", "Fri 14:00", "Fri 16:00"),
        ("mon 14:00 to wed 10:00", "Mon 14:00", "Wed 10:00"),
        ("fri 14:00 until mon", "Fri 14:00", "Tue 00:00"),
        ("tomorrow 22:00-02:00", "Tue 22:00", "Wed 02:00"),
    ],
)
def test_hours_as_people_say_them(words: str, begin: str, end: str):
    assert hours(words) == (begin, end)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("today 00:00-24:00", 23, 23),
        ("now", 23, 23),
        ("until fri", 23, 27),
        ("until tomorrow", 23, 24),
        ("rest of the day", 23, 23),
        ("the rest of this week", 23, 29),
        ("for a week", 23, 29),
        ("tomorrow for 3 days", 24, 26),
        ("the next two days", 23, 24),
        ("this week", 23, 29),
        ("weekend", None, None),
        ("this weekend", 28, 29),
    ],
)
def test_whole_days_as_people_say_them(words: str, first: int | None, last: int | None):
    times = dated(words)
    if first is None or last is None:
        assert times is None or times.whole_days
        return
    assert times == days_away(date(2026, 11, first), date(2026, 11, last), BERLIN)


def test_a_note_is_no_time():
    said = read("fri note: back for 3 days, until then all day in bed")
    assert (said.days, said.reason) == (0, "back for 3 days, until then all day in bed")
    assert dated("fri because of the next 2 weeks") == dated("fri")


@pytest.mark.parametrize("words", ["fri 2h", "for 3 days 2h", "sometime", "", "now to fri 2h"])
def test_what_makes_no_sense_is_not_guessed(words: str):
    assert dated(words) is None


@pytest.mark.parametrize(
    "words", ["tomorrow 8am-noon", "until further notice", "half a day", "a few days"]
)
def test_words_that_look_like_a_time_are_no_reason(words: str):
    said = read(words)
    assert said.is_odd or not said.has_time


# ---- clocks change ------------------------------------------------------------------------------


def test_an_hour_that_a_clock_change_skips_is_none():
    with pytest.raises(Refusal, match="no_such_time"):
        dated("2027-03-28 02:00-03:00")
    assert hours("2027-03-28 01:00-04:00") == ("Sun 01:00", "Sun 04:00")
    times = dated("2027-03-28 01:00-04:00")
    assert times is not None
    assert times.span.minutes == 120


def test_an_hour_that_comes_twice_begins_the_first_time():
    now = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
    times = dated("2026-10-25 02:00-04:00", now)
    assert times is not None
    assert times.span.minutes == 180
    day = dated("2026-10-25", now)
    assert day is not None
    assert day.span.minutes == 25 * 60


@given(ZONES, INSTANTS, st.integers(0, 300), st.integers(0, 60))
def test_days_are_whole_ones_of_the_member_s_own(zone: str, now: datetime, ahead: int, more: int):
    first = to_local(now, zone).date() + timedelta(days=ahead)
    last = first + timedelta(days=more)
    assert dated(f"{first} to {last}", now, zone) == days_away(first, last, zone)
    assert dated(f"{first} for {more + 1} days", now, zone) == days_away(first, last, zone)


@given(ZONES, INSTANTS, st.integers(0, 300), MINUTES, MINUTES)
def test_hours_are_read_on_the_member_s_own_clock(
    zone: str, now: datetime, ahead: int, one: int, other: int
):
    begin, end = sorted((one, other))
    assume(begin < end)
    day = to_local(now, zone).date() + timedelta(days=ahead)
    span = Span(first_reaching(day, begin, zone), first_reaching(day, end, zone))
    found = tried(f"{day} {format_minute(begin)}-{format_minute(end)}", now, zone)
    if isinstance(found, Refusal):
        assert found.code == ("no_such_time" if span.is_empty else "past")
        assert span.end <= now or span.is_empty
    else:
        assert found == Times(span, day, day, whole_days=False)


@given(ZONES, INSTANTS, st.integers(1, 1440))
def test_until_an_hour_begins_now(zone: str, now: datetime, minute: int):
    today = to_local(now, zone).date()
    end = first_reaching(today, minute, zone)
    found = tried(f"until {format_minute(minute)}", now, zone)
    if isinstance(found, Refusal):
        assert found.code == "past"
        assert end <= now
    else:
        assert found is not None
        assert found.span == Span(now, end) or found.whole_days


VOCABULARY = """
    today tomorrow now fri mon..wed next week for 2 3 days hours 2h until till from to 14:00 9-11
    18:00-9:00 noon morning afternoon the rest of all day in 2026-12-24 2027-03-28 1.12. 25/12 note:
    sick because @bao 02:30 24:00 weekend W53 a few evening
"""
WORDS = st.sampled_from(sorted(set(VOCABULARY.split())))


@given(st.lists(WORDS, max_size=7).map(" ".join), ZONES, INSTANTS)
def test_whatever_is_said_is_an_absence_a_refusal_or_nothing(words: str, zone: str, now: datetime):
    times = tried(words, now, zone)
    if isinstance(times, Refusal):
        assert times.what
    elif times is not None:
        assert times.first_day <= times.last_day
        assert not times.span.is_empty
        whole = days_span(times.first_day, times.last_day, zone)
        assert whole.covers(times.span)
        assert times.whole_days == (whole == times.span)
