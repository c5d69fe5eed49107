"""Rules that come again, working days and quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.weeks import (
    Daily,
    Weekdays,
    Weekly,
    day_span,
    is_quiet,
    is_working_day,
    latest_at_or_before,
    next_after,
    next_waking,
    to_local,
    to_utc,
)

ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia",
    "Africa/Cairo", "Asia/Beirut", "America/Nuuk", "America/Santiago", "Asia/Gaza",
]  # fmt: skip
zones = st.sampled_from(ZONES)
FIRST = datetime(2005, 1, 1)  # noqa: DTZ001 - hypothesis wants bounds without a zone
LAST = datetime(2036, 12, 31)  # noqa: DTZ001
instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
minutes = st.integers(0, 1439)
rules = st.one_of(
    st.builds(Weekly, st.integers(0, 6), minutes),
    st.builds(Daily, minutes),
    st.builds(Weekdays, minutes),
    st.builds(Weekdays, minutes, st.frozensets(st.integers(0, 6), min_size=1)),
)
BERLIN = "Europe/Berlin"
NIGHT = (20 * 60, 8 * 60)  # minutes of the day


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(rules, zones, instants)
def test_each_next_instant_is_later_and_none_is_left_out(rule, zone, after):
    first = next_after(rule, zone, after)
    second = next_after(rule, zone, first)
    assert after < first < second
    assert latest_at_or_before(rule, zone, second - timedelta(microseconds=1)) == first
    assert latest_at_or_before(rule, zone, first) == first
    assert next_after(rule, zone, first - timedelta(microseconds=1)) == first


@given(rules, zones, instants)
def test_a_rule_falls_exactly_once_on_each_of_its_local_dates(rule, zone, after):
    begin = to_local(after, zone).date()
    dates = [begin + timedelta(days=count) for count in range(15)]
    wanted = {
        to_utc(day, rule.minute, zone)
        for day in dates
        if rule.falls_on(day) and not day_span(day, zone).is_empty
    }
    until = to_utc(dates[-1], 1440, zone)
    found, instant = set(), to_utc(begin, 0, zone) - timedelta(microseconds=1)
    while (instant := next_after(rule, zone, instant)) < until:
        found.add(instant)
    wanted_inside = {instant for instant in wanted if instant < until}
    # A rule of the day before may be shifted over midnight by a gap; none is doubled or lost.
    assert wanted_inside <= found
    assert len(found - wanted_inside) <= 1


@pytest.mark.parametrize(
    ("rule", "zone", "after", "expected"),
    [
        (Weekly(0, 540), BERLIN, "2026-11-23 07:59", "2026-11-23 08:00"),
        (Weekly(0, 540), BERLIN, "2026-11-23 08:00", "2026-11-30 08:00"),
        (Weekly(0, 540), BERLIN, "2026-03-24 08:00", "2026-03-30 07:00"),
        (Daily(150), BERLIN, "2026-03-28 12:00", "2026-03-29 01:30"),  # shifted, not skipped
        (Daily(150), BERLIN, "2026-10-25 00:30", "2026-10-26 01:30"),  # the second 02:30 is none
        (Daily(540), "Pacific/Apia", "2011-12-29 19:00", "2011-12-30 19:00"),  # 29th to 31st
        (Daily(0), "Africa/Cairo", "2026-04-23 12:00", "2026-04-23 22:00"),
        (Daily(1410), "America/Nuuk", "2026-03-28 12:00", "2026-03-29 01:30"),
        (Weekdays(540), BERLIN, "2026-11-27 08:00", "2026-11-30 08:00"),
    ],
)
def test_the_next_instant_of_a_rule(rule, zone, after, expected):
    assert next_after(rule, zone, utc(after)) == utc(expected)


def test_rules_outside_of_day_and_week_are_refused():
    for make in (
        lambda: Weekly(7, 0),
        lambda: Daily(1440),
        lambda: Daily(-1),
        lambda: Weekdays(0, frozenset()),
        lambda: Weekdays(0, frozenset({9})),
    ):
        with pytest.raises(ValueError, match=r"weekday|minute"):
            make()


def test_weekends_and_holidays_are_no_working_days():
    christmas = {date(2026, 12, 25)}
    assert is_working_day(date(2026, 12, 24), christmas)
    assert not is_working_day(date(2026, 12, 25), christmas)
    assert not is_working_day(date(2026, 12, 26), christmas)
    assert is_working_day(date(2026, 12, 27), christmas, weekend=(4, 5))


@pytest.mark.parametrize(
    ("instant", "quiet", "expected"),
    [
        ("2026-11-24 18:59", NIGHT, False),
        ("2026-11-24 19:00", NIGHT, True),
        ("2026-11-24 23:30", NIGHT, True),
        ("2026-11-25 06:59", NIGHT, True),
        ("2026-11-25 07:00", NIGHT, False),
        ("2026-11-24 11:30", (720, 780), True),
        ("2026-11-24 12:00", (720, 780), False),
        ("2026-11-24 12:00", (480, 480), False),
    ],
)
def test_quiet_hours_are_of_the_local_clock(instant, quiet, expected):
    assert is_quiet(utc(instant), BERLIN, *quiet) is expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 22:00", "2026-11-25 07:00"),
        ("2026-11-25 03:00", "2026-11-25 07:00"),
        ("2026-11-27 20:00", "2026-11-30 07:00"),  # Friday evening waits for Monday
        ("2026-12-24 22:00", "2026-12-28 07:00"),  # Christmas, Saturday, Sunday
        ("2026-03-28 12:00", "2026-03-30 06:00"),  # over the clock change
    ],
)
def test_a_message_waits_for_the_next_waking_hour(instant, expected):
    holidays = {date(2026, 12, 25)}
    assert next_waking(utc(instant), BERLIN, *NIGHT, holidays) == utc(expected)


@given(instants, zones, st.integers(0, 1440), st.integers(0, 1440), st.booleans())
def test_the_waking_instant_is_awake_and_the_first(instant, zone, start, end, tomorrow_off):
    today = to_local(instant, zone).date()
    holidays = {today + timedelta(days=1)} if tomorrow_off else set()

    def awake(moment):
        local = to_local(moment, zone).date()
        return not is_quiet(moment, zone, start, end) and is_working_day(local, holidays)

    assume(end - start < 1440)  # otherwise it is never anything but quiet
    found = next_waking(instant, zone, start, end, holidays)
    assert found >= instant
    assert awake(found)
    between = int((found - instant).total_seconds()) // 600
    for tens in range(between):
        assert not awake(instant + timedelta(minutes=10 * tens))


def test_a_year_without_working_days_does_not_silence_a_message_for_good():
    always_off = [date(2026, 1, 1) + timedelta(days=days) for days in range(1000)]
    found = next_waking(utc("2026-11-24 22:00"), BERLIN, *NIGHT, always_off)
    assert found == utc("2026-11-25 07:00")
    never_awake = next_waking(utc("2026-11-24 22:00"), BERLIN, 0, 1440)
    assert never_awake == utc("2026-11-24 22:00")
