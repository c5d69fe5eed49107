"""Times in words, and the spans they come to."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.grammar import Day, DayKind, When, parse_when, resolve, split_tail
from bot.weeks import say_day, say_span, to_local, week_of
from tests.bot.whens import whens

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)  # a Tuesday, 11:30 in Berlin
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]
)


def said(text, prefer="future", now=NOW, first_weekday=0):
    return resolve(parse_when(text), now, BERLIN, first_weekday, prefer)


@given(whens())
def test_a_time_survives_being_written_and_read(when):
    assert parse_when(when.to_text()) == when
    assert json.loads(json.dumps(when.to_text())) == when.to_text()
    assert hash(when) == hash(parse_when(when.to_text().upper()))


@given(whens(), ZONES, st.integers(0, 6), st.sampled_from(["future", "past"]))
def test_a_time_becomes_a_span_or_a_refusal(when, zone, first_weekday, prefer):
    try:
        found = resolve(when, NOW, zone, first_weekday, prefer)
    except Refusal:
        return
    assert not found.span.is_empty
    assert found.kind in ("instant", "day", "days", "week", "part")
    if found.kind != "instant":
        assert found.explanation == say_span(found.span, zone, first_weekday)


@pytest.mark.parametrize(
    ("text", "kind", "explanation"),
    [
        ("now", "instant", "Tue 24 Nov 2026 11:30 (Europe/Berlin)"),
        ("today", "day", "Tue 24 Nov 2026"),
        ("Tomorrow", "day", "Wed 25 Nov 2026"),
        ("yesterday", "day", "Mon 23 Nov 2026"),
        ("day after tomorrow", "day", "Thu 26 Nov 2026"),
        ("in 3 days", "day", "Fri 27 Nov 2026"),
        ("fri", "day", "Fri 27 Nov 2026"),
        ("on friday", "day", "Fri 27 Nov 2026"),
        ("tue", "day", "Tue 24 Nov 2026"),
        ("next tue", "day", "Tue 1 Dec 2026"),
        ("tue next week", "day", "Tue 1 Dec 2026"),
        ("next week on tue", "day", "Tue 1 Dec 2026"),
        ("last tue", "day", "Tue 17 Nov 2026"),
        ("last mon", "day", "Mon 23 Nov 2026"),
        ("this mon", "day", "Mon 23 Nov 2026"),
        ("mon last week", "day", "Mon 16 Nov 2026"),
        ("2026-12-01", "day", "Tue 1 Dec 2026"),
        ("2026/12/01", "day", "Tue 1 Dec 2026"),
        ("1 dec", "day", "Tue 1 Dec 2026"),
        ("Dec 1st", "day", "Tue 1 Dec 2026"),
        ("the 1st of December", "day", "Tue 1 Dec 2026"),
        ("1.12.", "day", "Tue 1 Dec 2026"),
        ("1.12", "day", "Tue 1 Dec 2026"),
        ("1. 12. 2027", "day", "Wed 1 Dec 2027"),
        ("1.12.27", "day", "Wed 1 Dec 2027"),
        ("25/12", "day", "Fri 25 Dec 2026"),
        ("12/25", "day", "Fri 25 Dec 2026"),
        ("12 jan", "day", "Tue 12 Jan 2027"),
        ("20 nov", "day", "Fri 20 Nov 2026"),
        ("29 feb", "day", "Tue 29 Feb 2028"),
        ("tue 1 dec", "day", "Tue 1 Dec 2026"),
        ("fri..mon", "days", "Fri 27 – Mon 30 Nov 2026"),
        ("fri-mon", "days", "Fri 27 – Mon 30 Nov 2026"),
        ("fri – mon", "days", "Fri 27 – Mon 30 Nov 2026"),
        ("fri to fri", "days", "Fri 27 Nov – Fri 4 Dec 2026"),
        ("today to fri", "days", "Tue 24 – Fri 27 Nov 2026"),
        ("2026-12-21 to 2027-01-04", "days", "Mon 21 Dec 2026 – Mon 4 Jan 2027"),
        ("from 21 dec until 4 jan", "days", "Mon 21 Dec 2026 – Mon 4 Jan 2027"),
        ("21-24 dec", "days", "Mon 21 – Thu 24 Dec 2026"),
        ("dec 21 to 24", "days", "Mon 21 – Thu 24 Dec 2026"),
        ("21.-24.12.", "days", "Mon 21 – Thu 24 Dec 2026"),
        ("1.12-4.12", "days", "Tue 1 – Fri 4 Dec 2026"),
        ("weekend", "days", "Sat 28 – Sun 29 Nov 2026"),
        ("this week", "week", "week of Mon 23 – Sun 29 Nov 2026"),
        ("next week", "week", "week of Mon 30 Nov – Sun 6 Dec 2026"),
        ("last week", "week", "week of Mon 16 – Sun 22 Nov 2026"),
        ("in 2 weeks", "week", "week of Mon 7 – Sun 13 Dec 2026"),
        ("a week ago", "week", "week of Mon 16 – Sun 22 Nov 2026"),
        ("W49", "week", "week of Mon 30 Nov – Sun 6 Dec 2026"),
        ("week 2", "week", "week of Mon 11 – Sun 17 Jan 2027"),
        ("2026-W49", "week", "week of Mon 30 Nov – Sun 6 Dec 2026"),
        ("week of 1 dec", "week", "week of Mon 30 Nov – Sun 6 Dec 2026"),
        ("9-13", "part", "Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin)"),
        ("9am-1pm", "part", "Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin)"),
        ("9-1pm", "part", "Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin)"),
        ("2-4 p.m.", "part", "Tue 24 Nov 2026 14:00–16:00 (Europe/Berlin)"),
        ("9am to 5", "part", "Tue 24 Nov 2026 09:00–17:00 (Europe/Berlin)"),
        ("from 9 to 13", "part", "Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin)"),
        ("between 9 and 13", "part", "Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin)"),
        ("22-2", "part", "Tue 24 Nov 2026 22:00 – Wed 25 Nov 02:00 (Europe/Berlin)"),
        ("22-24", "part", "Tue 24 Nov 2026 22:00–24:00 (Europe/Berlin)"),
        ("next tue 9-11", "part", "Tue 1 Dec 2026 09:00–11:00 (Europe/Berlin)"),
        ("9-11 on next tue", "part", "Tue 1 Dec 2026 09:00–11:00 (Europe/Berlin)"),
        ("until 17:00", "part", "Tue 24 Nov 2026 11:30–17:00 (Europe/Berlin)"),
        ("until fri", "part", "Tue 24 Nov 2026 11:30 – Fri 27 Nov 24:00 (Europe/Berlin)"),
        ("fri 17:00 to mon 9:00", "part",
         "Fri 27 Nov 2026 17:00 – Mon 30 Nov 09:00 (Europe/Berlin)"),
        ("fri at 9", "instant", "Fri 27 Nov 2026 09:00 (Europe/Berlin)"),
        ("9:30 tomorrow", "instant", "Wed 25 Nov 2026 09:30 (Europe/Berlin)"),
    ],
)  # fmt: skip
def test_times_are_understood_with_absolute_dates(text, kind, explanation):
    found = said(text)
    assert (found.kind, found.explanation) == (kind, explanation)
    if text != "1.12":  # among other words it could be hours
        assert split_tail(f"xylophone {text}").when == parse_when(text)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("1/12", ("`1 dec`", "`12 jan`")),
        ("1/12/2026", ("`2026-12-01`", "`2026-01-12`")),
        ("9-5", ("`09:00-17:00`", "`09:00-05:00`")),
        ("9.10-11.10", ("`9 oct to 11 oct`", "`09:10-11:10`")),
        ("fri..mon 9-11", ("`fri 09:00-11:00`", "`mon 09:00-11:00`")),
    ],
)
def test_words_with_two_meanings_are_refused_with_both(text, instead):
    with pytest.raises(Refusal) as caught:
        parse_when(text)
    assert caught.value.code == "unclear"
    for reading in instead:
        assert reading in caught.value.instead
        assert said(reading.strip("`"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("facebook", "no_time"), ("", "no_time"), ("fridge", "no_time"), ("24/7", "no_time"),
     ("31 feb", "unclear"), ("31.2.", "unclear"), ("2026-13-01", "unclear"), ("W54", "unclear"),
     ("2025-W53", "unclear"), ("1 dec 1999", "unclear"), ("friä", "no_time"),
     ("99/99", "no_time"), ("25-26", "no_time"), ("in 5000 days", "no_time")],
)  # fmt: skip
def test_what_is_no_time_is_refused(text, code):
    with pytest.raises(Refusal) as caught:
        parse_when(text)
    assert caught.value.code == code
    assert caught.value.instead


@pytest.mark.parametrize(
    ("text", "code"),
    [("fri to yesterday", "backwards"), ("2026-12-04 to 2026-12-01", "backwards"),
     ("wed 24 nov 2026", "other_weekday"), ("tue 24 nov to fri 28 nov", "other_weekday"),
     ("2025-02-28 to 29 feb", None), ("until 9:00", "backwards")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(text, code):
    if code is None:
        assert said(text).kind == "days"
        return
    with pytest.raises(Refusal) as caught:
        said(text)
    assert caught.value.code == code


def test_hours_that_clocks_skip_are_refused():
    with pytest.raises(Refusal) as caught:
        said("29 mar 02:00-03:00", now=datetime(2026, 3, 25, tzinfo=UTC))
    assert caught.value.code == "no_such_time"


def test_who_looks_back_may_prefer_the_past():
    assert said("fri", "past").explanation == "Fri 20 Nov 2026"
    assert said("tue", "past").explanation == "Tue 24 Nov 2026"


def test_today_is_of_the_zone_of_the_one_who_says_it():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert resolve(parse_when("today"), late, "Asia/Kolkata", 0).explanation == "Wed 25 Nov 2026"
    new_york = resolve(parse_when("today"), late, "America/New_York", 0)
    assert new_york.explanation == "Tue 24 Nov 2026"


def test_weeks_begin_where_the_task_force_begins_them():
    assert said("this week", first_weekday=6).explanation == "week of Sun 22 – Sat 28 Nov 2026"
    assert said("next sun", first_weekday=6).explanation == "Sun 29 Nov 2026"
    assert said("next sun").explanation == "Sun 6 Dec 2026"


def test_on_a_sunday_the_weekend_is_the_one_that_is_on():
    sunday = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert said("weekend", now=sunday).explanation == "Sat 28 – Sun 29 Nov 2026"
    assert said("next weekend", now=sunday).explanation == "Sat 5 – Sun 6 Dec 2026"


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_weekdays_fall_where_people_expect_them(now):
    today = to_local(now, BERLIN).date()
    for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        for text, least, most in ((name, 0, 6), (f"last {name}", -7, -1)):
            day = to_local(said(text, now=now).span.start, BERLIN).date()
            assert day.weekday() == number
            assert timedelta(least) <= day - today <= timedelta(most)
        following = to_local(said(f"next {name}", now=now).span.start, BERLIN).date()
        assert week_of(following, 0) == week_of(today, 0) + timedelta(weeks=1)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_every_date_the_bot_says_it_reads(day):
    found = parse_when(say_day(day))
    assert said(say_day(day)).explanation == say_day(day)
    assert found.first is not None
    assert said(day.isoformat()).explanation == say_day(day)


@given(
    st.dates(date(2000, 1, 1), date(2199, 11, 1)),
    st.integers(0, 40),
    st.integers(0, 1439),
    st.integers(1, 1440),
)
def test_every_span_the_bot_says_it_reads(day, more, start, end):
    last = day + timedelta(days=more)
    days = said(f"{day} to {last}")
    assert said(days.explanation).span == days.span
    if start != end:
        hours = said(
            When(Day(DayKind.DATE, day.day, day.month, day.year), None, start, end).to_text()
        )
        words = hours.explanation.partition(" (")[0]
        if "clocks change" not in hours.explanation:
            assert said(words).span == hours.span


def test_values_without_a_meaning_cannot_be_made():
    friday, week = Day(DayKind.WEEKDAY, 4), Day(DayKind.WEEK)
    for wrong in (
        {}, {"end": 60}, {"first": friday, "end": 60}, {"first": week, "start": 60},
        {"first": friday, "start": 60, "end": 60}, {"first": friday, "start": 1440},
        {"first": friday, "start": 0, "end": 1441}, {"last": friday, "start": 60},
        {"first": friday, "last": week, "end": 60}, {"first": friday, "last": Day(DayKind.NOW)},
        {"first": Day(DayKind.NOW), "start": 60},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"hour|day|time|minute"):
            When(**wrong)
    for kind, fields in (
        (DayKind.NOW, {"number": 1}), (DayKind.WEEKDAY, {"number": 7}),
        (DayKind.DATE, {"number": 30, "month": 2}), (DayKind.WEEK, {"whole_week": True}),
        (DayKind.WEEK, {"weekday": 1}), (DayKind.WEEKEND, {"number": 2}),
        (DayKind.ISO_WEEK, {"number": 53, "year": 2025}), (DayKind.OFFSET, {"month": 1}),
        (DayKind.ISO_WEEK, {"number": 1, "year": 1}), (DayKind.DATE, {"number": 1, "month": 13}),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="no such day"):
            Day(kind, **fields)
