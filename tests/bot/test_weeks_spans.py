"""Instants, spans, days and weeks, in every zone and through every clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.weeks import (
    Span,
    day_span,
    days_span,
    first_reaching,
    parse_week,
    second_time,
    to_local,
    to_utc,
    week_label,
    week_of,
    week_span,
)
from bot.weeks.zone_names import available_zones

# Half-hour summer time, half-hour zones, a skipped date, midnight gaps, a gap before midnight.
HARD_ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia",
    "Africa/Cairo", "Asia/Beirut", "America/Nuuk", "America/Santiago", "Pacific/Chatham",
    "Asia/Gaza", "Africa/Casablanca", "America/St_Johns", "UTC",
]  # fmt: skip
zones = st.one_of(st.sampled_from(HARD_ZONES), st.sampled_from(sorted(available_zones())))
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
minutes = st.integers(0, 1440)
weekdays = st.integers(0, 6)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "minute", "expected"),
    [
        ("Europe/Berlin", "2026-11-24", 540, "2026-11-24 08:00"),
        ("Europe/Berlin", "2026-03-29", 150, "2026-03-29 01:30"),  # gap: clocks show 03:30
        ("Europe/Berlin", "2026-10-25", 150, "2026-10-25 00:30"),  # overlap: the first 02:30
        ("Europe/Berlin", "2026-11-24", 1440, "2026-11-24 23:00"),
        ("Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03 15:45"),  # gap of 30 minutes
        ("Australia/Lord_Howe", "2026-04-05", 105, "2026-04-04 14:45"),  # overlap of 30 minutes
        ("Asia/Kolkata", "2026-11-24", 0, "2026-11-23 18:30"),
        ("Africa/Cairo", "2026-04-24", 0, "2026-04-23 22:00"),  # midnight itself is skipped
        ("Asia/Beirut", "2026-03-29", 30, "2026-03-28 22:30"),
        ("Pacific/Apia", "2011-12-31", 540, "2011-12-30 19:00"),
    ],
)
def test_a_wall_clock_time_is_one_instant(zone, day, minute, expected):
    assert to_utc(date.fromisoformat(day), minute, zone) == utc(expected)


@given(days, minutes, zones)
def test_a_time_that_exists_is_shown_back_by_local_clocks(day, minute, zone):
    local = to_local(to_utc(day, minute, zone), zone)
    wanted = datetime.combine(day, time()) + timedelta(minutes=minute)
    shift = local.replace(tzinfo=None) - wanted
    assert shift >= timedelta()
    if shift:  # in a gap: later by the gap, and the gap ends in between
        assert first_reaching(day, minute, zone) < to_utc(day, minute, zone)
    else:
        assert first_reaching(day, minute, zone) == to_utc(day, minute, zone)
        assert local.fold == 0


@given(days, minutes, zones)
@example(date(2026, 10, 25), 150, "Europe/Berlin")
def test_a_time_that_comes_twice_has_a_second_instant(day, minute, zone):
    again = second_time(day, minute, zone)
    first = to_utc(day, minute, zone)
    shown = to_local(first, zone).replace(tzinfo=None)
    if again is not None:
        assert again > first
        assert to_local(again, zone).replace(tzinfo=None) == shown
    else:
        later = first + timedelta(minutes=30)
        assert to_local(later, zone).replace(tzinfo=None) != shown


@given(days, minutes, zones)
@example(date(2026, 3, 29), 150, "Europe/Berlin")
@example(date(2026, 10, 4), 135, "Australia/Lord_Howe")
def test_the_first_instant_to_reach_a_time_is_the_first(day, minute, zone):
    instant = first_reaching(day, minute, zone)
    wanted = datetime.combine(day, time()) + timedelta(minutes=minute)
    assert to_local(instant, zone).replace(tzinfo=None) >= wanted
    just_before = to_local(instant - timedelta(seconds=1), zone).replace(tzinfo=None)
    assert just_before < wanted


@given(days, zones)
def test_days_follow_each_other_without_gap_or_overlap(day, zone):
    today, tomorrow = day_span(day, zone), day_span(day + timedelta(days=1), zone)
    assert today.end == tomorrow.start
    assert not today.overlaps(tomorrow)


@given(days, weekdays, zones)
def test_weeks_are_seven_days_and_follow_each_other(day, first_weekday, zone):
    week = week_of(day, first_weekday)
    assert week.weekday() == first_weekday
    assert week <= day < week + timedelta(days=7)
    span = week_span(week, zone)
    assert span.covers(day_span(day, zone))
    assert span.end == week_span(week + timedelta(days=7), zone).start


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("Africa/Cairo", "2026-04-24", 23),
        ("Pacific/Apia", "2011-12-30", 0),  # Samoa went to bed on Thursday, rose on Saturday
        ("Pacific/Apia", "2011-12-31", 24),
    ],
)
def test_a_day_is_as_long_as_it_was(zone, day, hours):
    span = day_span(date.fromisoformat(day), zone)
    assert span.minutes == hours * 60
    assert span.is_empty == (hours == 0)


def test_a_week_has_the_hours_that_pass():
    assert week_span(date(2026, 3, 23), "Europe/Berlin").minutes == 167 * 60
    assert week_span(date(2026, 10, 19), "Europe/Berlin").minutes == 169 * 60
    assert week_span(date(2011, 12, 26), "Pacific/Apia").minutes == 144 * 60


@pytest.mark.parametrize(
    ("label", "first_weekday", "week"),
    [
        ("2026-W49", 0, "2026-11-30"),
        ("2026-W49", 6, "2026-11-29"),
        ("2026-W49", 5, "2026-11-28"),
        ("2026-W49", 3, "2026-12-03"),
        ("2026-W53", 0, "2026-12-28"),
        ("2027-W01", 0, "2027-01-04"),
        ("2026w1", 0, "2025-12-29"),
    ],
)
def test_a_week_is_read_by_its_iso_name(label, first_weekday, week):
    assert parse_week(label, first_weekday) == date.fromisoformat(week)


@pytest.mark.parametrize("label", ["2025-W53", "2026-W00", "2026-W54", "W49", "0000-W01", "x", ""])
def test_a_week_that_is_not_is_none(label):
    assert parse_week(label) is None


@given(days, weekdays)
def test_a_week_survives_being_named_and_read(day, first_weekday):
    week = week_of(day, first_weekday)
    assert parse_week(week_label(week), first_weekday) == week


def test_spans_know_what_they_share():
    nine, ten, eleven = (utc(f"2026-11-24 {hour}:00") for hour in ("09", "10", "11"))
    whole, early, late = Span(nine, eleven), Span(nine, ten), Span(ten, eleven)
    assert not early.overlaps(late)
    assert early.overlap(late) is None
    assert whole.overlap(late) == late
    assert whole.covers(late)
    assert not late.covers(whole)
    assert early.contains(nine)
    assert not early.contains(ten)
    assert sorted([late, whole, early]) == [early, whole, late]
    assert not Span(ten, ten).overlaps(whole)


def test_spans_are_kept_in_utc_and_equal_by_instant():
    berlin = ZoneInfo("Europe/Berlin")
    local = Span(
        datetime(2026, 11, 24, 10, tzinfo=berlin), datetime(2026, 11, 24, 12, tzinfo=berlin)
    )
    assert local == Span(utc("2026-11-24 09:00"), utc("2026-11-24 11:00"))
    assert local.start.tzinfo is UTC
    assert hash(local) == hash(Span(utc("2026-11-24 09:00"), utc("2026-11-24 11:00")))


def test_what_is_no_span_is_refused():
    nine = utc("2026-11-24 09:00")
    with pytest.raises(ValueError, match="zone"):
        Span(nine.replace(tzinfo=None), nine)
    with pytest.raises(ValueError, match="in no year"):
        Span(datetime.fromisoformat("0001-01-01T00:00:00+23:59"), nine)
    with pytest.raises(ValueError, match="in no year"):
        Span(nine, datetime.fromisoformat("9999-12-31T23:59:59-23:59"))
    with pytest.raises(ValueError, match="before it starts"):
        Span(nine, nine - timedelta(minutes=1))
    with pytest.raises(ValueError, match="weekday"):
        week_of(date(2026, 11, 24), 7)
    with pytest.raises(ValueError, match="minute"):
        to_utc(date(2026, 11, 24), 1441, "UTC")
    with pytest.raises(ValueError, match="zone"):
        to_local(nine.replace(tzinfo=None), "UTC")
    with pytest.raises(ValueError, match="before"):
        days_span(date(2026, 11, 24), date(2026, 11, 22), "UTC")
