"""Windows: read, written back, and turned into the turns of a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.weeks import (
    Window,
    WindowsError,
    format_weekdays,
    format_windows,
    parse_windows,
    read_weekday,
    say_span,
    turn_spans,
    week_of,
    week_span,
)

ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia",
    "Africa/Cairo", "Asia/Beirut", "America/Nuuk", "America/Santiago",
]  # fmt: skip
zones = st.sampled_from(ZONES)
days = st.dates(date(2010, 1, 1), date(2037, 12, 31))
weekdays = st.integers(0, 6)
windows = st.builds(Window, weekdays, st.integers(0, 1439), st.integers(1, 1440))
BERLIN = "Europe/Berlin"


@st.composite
def separate_windows(draw):
    """Windows that do not overlap: a week of wall clock minutes cut into pieces."""
    cuts = sorted(draw(st.sets(st.integers(0, 7 * 1440), min_size=2, max_size=12)))
    return [
        Window(start // 1440, start % 1440, (end - 1) % 1440 + 1)
        for start, end in pairwise(cuts)
        if end - start <= 1440
    ]


def test_windows_are_read_as_people_write_them():
    text = "Mon-Fri 09:00-13:00; Mon-Fri 13:00-17:00; Tue,Thu 10:00-12:00; Sat 22:00-02:00"
    read = parse_windows(text)
    assert len(read) == 13
    assert Window(5, 1320, 120) in read
    assert format_windows(read) == text


@pytest.mark.parametrize(
    ("text", "compact"),
    [
        ("", ""),
        (" ; ", ""),
        ("Mon–Fri 9–12", "Mon-Fri 09:00-12:00"),
        ("weekdays 9am - 5pm", "Mon-Fri 09:00-17:00"),
        ("daily 20:00 to 24:00", "Mon-Sun 20:00-24:00"),
        ("Tue 10:00-12:00; Thu 10:00-12:00", "Tue,Thu 10:00-12:00"),
        ("tuesdays & weds 8.30-9.15", "Tue,Wed 08:30-09:15"),
        ("Sat-Mon 22:00-00:00", "Mon,Sat,Sun 22:00-24:00"),
        ("Mo-Fr 09:00-13:00\nSa 10:00-11:00", "Mon-Fri 09:00-13:00; Sat 10:00-11:00"),
        ("12am-12pm", "Mon-Sun 00:00-12:00"),
        ("Sun: 08:00-08:00", "Sun 08:00-08:00"),
        ("Mon, Wed and Fri 9-10; Mon 9-10", "Mon,Wed,Fri 09:00-10:00"),
        ("weekend, Mon 9-10", "Mon,Sat,Sun 09:00-10:00"),
    ],
)
def test_other_ways_of_writing_windows_come_out_compact(text, compact):
    assert format_windows(parse_windows(text)) == compact


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Mon-Fri", "no hours"),
        ("Mon 25:00-26:00", "beyond 24:00"),
        ("Mon 09:70-10:00", "beyond 24:00"),
        ("Mon 13pm-2pm", "beyond 24:00"),
        ("Foo 09:00-10:00", "“foo” is no weekday"),
        ("Mon-Tue-Wed 09:00-10:00", "no weekday"),
        ("T 09:00-10:00", "no weekday"),
        ("Mon 24:00-02:00", "next day"),
        ("Mon " + "9" * 500, "too long"),
    ],
)
def test_what_is_no_window_is_answered_in_a_sentence(text, says):
    with pytest.raises(WindowsError, match=says) as caught:
        parse_windows(text)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).endswith(".")


@given(st.text(max_size=300))
def test_any_text_is_windows_or_a_sentence(text):
    try:
        read = parse_windows(text)
    except WindowsError:
        return
    assert parse_windows(format_windows(read)) == read


@given(st.sets(windows, max_size=20))
def test_windows_survive_being_written_and_read(several):
    assert parse_windows(format_windows(several)) == tuple(sorted(several))


@pytest.mark.parametrize(
    ("word", "weekday"),
    [("mon", 0), ("Tues", 1), ("weds", 2), ("Thursday", 3), ("fri.", 4), ("Sundays", 6),
     ("mo", None), ("s", None), ("", None), ("sunny", None)],
)  # fmt: skip
def test_weekdays_are_known_by_three_letters(word, weekday):
    assert read_weekday(word) == weekday


def test_two_days_in_a_row_are_no_range():
    assert format_weekdays([0, 1, 3, 4, 5]) == "Mon,Tue,Thu-Sat"


def test_a_window_knows_its_length_and_its_bounds():
    assert Window(0, 540, 780).minutes == 240
    assert Window(5, 1320, 120).minutes == 240
    assert Window(6, 480, 480).minutes == 1440
    for wrong in ((7, 0, 60), (0, 1440, 60), (0, -1, 60), (0, 0, 0), (0, 0, 1441)):
        with pytest.raises(ValueError, match=r"weekday|window"):
            Window(*wrong)


def test_a_duty_without_windows_is_one_turn_a_week():
    week = date(2026, 11, 23)
    assert turn_spans((), week, 0, BERLIN) == (week_span(week, BERLIN),)
    assert turn_spans((), date(2026, 11, 26), 0, BERLIN) == (week_span(week, BERLIN),)


@given(days, weekdays, zones)
def test_all_week_turns_follow_each_other_without_gap_or_overlap(day, first_weekday, zone):
    week = week_of(day, first_weekday)
    (this,) = turn_spans((), week, first_weekday, zone)
    (following,) = turn_spans((), week + timedelta(days=7), first_weekday, zone)
    assert this.end == following.start


@given(separate_windows(), days, weekdays, zones)
def test_turns_overlap_only_where_windows_do(several, day, first_weekday, zone):
    spans = turn_spans(several, week_of(day, first_weekday), first_weekday, zone)
    assert list(spans) == sorted(set(spans))
    for earlier, later in pairwise(spans):
        assert not earlier.overlaps(later)


@given(st.lists(windows, max_size=8), days, weekdays, zones)
def test_turns_begin_in_their_week_and_last_as_long_as_windows(several, day, first_weekday, zone):
    week = week_of(day, first_weekday)
    spans = turn_spans(several, week, first_weekday, zone)
    whole = week_span(week, zone)
    if several:
        assert len(spans) <= len(set(several))
    for span in spans:
        assert not span.is_empty
        assert whole.start <= span.start <= whole.end
        if several:
            assert span.minutes <= max(window.minutes for window in several) + 60


def test_an_evening_window_keeps_its_local_hours_across_the_clock_change():
    for week, hour in ((date(2026, 10, 19), 19), (date(2026, 10, 26), 20)):
        (span,) = turn_spans(parse_windows("Wed 21:00-23:00"), week, 0, BERLIN)
        assert span.start == datetime(2026, week.month, week.day, hour, tzinfo=UTC) + timedelta(2)
        assert span.minutes == 120


def test_a_night_window_is_shorter_or_longer_when_clocks_change():
    night = parse_windows("Sat 22:00-06:00")
    (spring,) = turn_spans(night, date(2026, 3, 23), 0, BERLIN)
    (autumn,) = turn_spans(night, date(2026, 10, 19), 0, BERLIN)
    assert (spring.minutes, autumn.minutes) == (7 * 60, 9 * 60)
    assert say_span(autumn, BERLIN) == (
        "Sat 24 Oct 2026 22:00 – Sun 25 Oct 06:00 (Europe/Berlin, clocks change)"
    )


def test_hours_that_a_clock_change_skips_make_no_turn():
    skipped = parse_windows("Sun 02:00-03:00")
    assert turn_spans(skipped, date(2026, 3, 23), 0, BERLIN) == ()
    assert len(turn_spans(skipped, date(2026, 3, 30), 0, BERLIN)) == 1
    samoa = parse_windows("Mon-Sun 09:00-10:00")
    assert len(turn_spans(samoa, date(2011, 12, 26), 0, "Pacific/Apia")) == 6


def test_neighbours_stay_neighbours_in_the_gap():
    halves = parse_windows("Sun 01:00-02:30; Sun 02:30-04:00")
    first, second = turn_spans(halves, date(2026, 3, 23), 0, BERLIN)
    assert first.end == second.start == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_sunday_week_puts_its_sunday_first():
    spans = turn_spans(parse_windows("Sun,Mon 09:00-10:00"), date(2026, 11, 22), 6, BERLIN)
    assert [span.start.day for span in spans] == [22, 23]
