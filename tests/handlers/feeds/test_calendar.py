"""Hours are right wherever they are read: by clocks that change, and by zones that nobody knows.

Readers know the zones of the world by name. In a feed whose zone has a name of its own they have
nothing but what the feed says of it: so what it says is held against the tz database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.rules import Calendar, Entry, Event, Standing, days_of
from bot.weeks import Span, Window, days_span, turn_spans, week_span
from handlers.feeds.calendar import render
from handlers.feeds.zones import timezone
from tests.bot.feeds.stage import read_text

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",  # half an hour, and summer time
    "Asia/Kolkata",
    "Asia/Kathmandu",  # three quarters of an hour
    "Australia/Lord_Howe",  # summer time of half an hour
    "Europe/Dublin",  # whose winter time is the one that is "saved"
    "Africa/Casablanca",  # no rule: Ramadan
    "America/Nuuk",
    "Pacific/Chatham",
    "UTC",
)


def calendar_of(zone: str, *spans: Span, days_in: str = "") -> str:
    entries = [
        Entry(number, span, days_of(span, days_in or zone), "Turn", "")
        for number, span in enumerate(spans, 1)
    ]
    events = tuple(Event(entry, 0, NOW) for entry in entries)
    return render(Calendar("A", "B", zone, "turn", events), "muster.example.com").decode()


def hours_from(start: datetime, hours: float = 4) -> Span:
    return Span(start, start + timedelta(hours=hours))


def as_unknown(text: str, zone: str) -> str:
    """Under a name of its own for each: readers remember what they were told of a name."""
    name = f"Elsewhere/Unheard-Of-{ZONES.index(zone)}"
    whole = text.replace("\r\n ", "").replace(f"TZID={zone}:", f"TZID={name}:")
    return whole.replace(f":{zone}\r\n", f":{name}\r\n")


@pytest.mark.parametrize("zone", ZONES)
def test_hours_of_a_whole_year_are_where_they_belong(zone: str):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    spans = [hours_from(start + n * timedelta(hours=61), 1) for n in range(365 * 24 // 61)]
    around = [change + n * HOUR for change in changes(zone, 2026) for n in range(-4, 5)]
    spans += [hours_from(at, 1) for at in around]
    seen = read_text(calendar_of(zone, *spans))
    assert [(one.start, one.end) for one in seen] == [(span.start, span.end) for span in spans]


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_a_reader_that_does_not_know_the_zone_is_told_enough(zone: str):
    spans = [
        hours_from(change + step * timedelta(minutes=30), 0.5)
        for change in changes(zone, 2026)
        for step in range(-8, 9)
    ] or [hours_from(datetime(2026, 5, 1, n, tzinfo=UTC)) for n in range(24)]
    text = as_unknown(calendar_of(zone, *spans), zone)
    assert zone not in text
    # the second reader takes a zone that it does not know for no zone: dateutil stands in for it
    told = tzical(StringIO(text)).get()
    found = icalendar.Calendar.from_ical(text).walk("VEVENT")
    for event, span in zip(found, spans, strict=True):
        start = event.decoded("dtstart")
        assert start.astimezone(UTC) == span.start
        if str(start.tzinfo) != "UTC":
            assert start.replace(tzinfo=told).astimezone(UTC) == span.start


def changes(zone: str, year: int) -> list[datetime]:
    """To the half hour, by looking at every one of them."""
    local = ZoneInfo(zone)
    step, at = timedelta(minutes=30), datetime(year, 1, 1, tzinfo=UTC)
    found = []
    while at.year == year:
        if at.astimezone(local).utcoffset() != (at + step).astimezone(local).utcoffset():
            found.append(at + step)
        at += step
    return found


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_a_change_is_said_by_the_clock_that_it_ends(zone: str):
    """RFC 5545, 3.6.5: an observance begins at a wall clock of the offset before it."""
    said = icalendar.Timezone.from_ical(timezone(zone, 2026, 2026))
    begun = sorted(
        (part["dtstart"].dt - part["tzoffsetfrom"].td).replace(tzinfo=UTC)
        for part in said.subcomponents
    )
    within = [at for at in begun if at.year == 2026]
    assert within == [at for at in changes(zone, 2026) if at.year == 2026]


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_a_week_in_which_clocks_change_is_seven_days(change: str):
    week = date.fromisoformat(change) - timedelta(days=6)
    span = week_span(week, "Europe/Berlin")
    assert span.minutes != 7 * 24 * 60
    [seen] = read_text(calendar_of("Europe/Berlin", span))
    assert (seen.start, seen.end) == (week, week + timedelta(days=7))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_window_on_the_day_of_the_change_keeps_its_hours(day: date):
    windows = [Window(6, 60, 4 * 60), Window(6, 9 * 60, 13 * 60), Window(6, 22 * 60, 2 * 60)]
    spans = turn_spans(windows, day - timedelta(days=6), 0, "Europe/Berlin")
    seen = read_text(calendar_of("Europe/Berlin", *spans))
    assert [(one.start, one.end) for one in seen] == [(span.start, span.end) for span in spans]


def test_an_hour_that_comes_twice_is_said_by_the_clock_that_has_it_once():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 for the second time
    text = calendar_of("Europe/Berlin", hours_from(second), hours_from(second - HOUR))
    assert "DTSTART:20261025T013000Z" in text
    assert "DTSTART:20261025T003000Z" in text  # and for the first
    assert {one.start for one in read_text(text)} == {second, second - HOUR}


def test_days_are_the_task_forces_for_whoever_reads_them_elsewhere():
    week = week_span(date(2026, 11, 23), "Europe/Berlin")
    [seen] = read_text(calendar_of("America/New_York", week, days_in="Europe/Berlin"))
    assert (seen.start, seen.end) == (date(2026, 11, 23), date(2026, 11, 30))


@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    length=st.integers(1, 14),
)
@settings(deadline=None)
def test_whole_days_are_said_as_those_days(zone: str, first: date, length: int):
    last = first + timedelta(days=length - 1)
    assert days_of(days_span(first, last, zone), zone) == (first, last)


@given(
    zone=st.sampled_from(ZONES),
    start=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001 - made aware below
    minutes=st.integers(1, 8 * 24 * 60),
)
@settings(deadline=None)
def test_days_hold_all_of_what_they_stand_for(zone: str, start: datetime, minutes: int):
    begin = start.replace(tzinfo=UTC)
    span = Span(begin, begin + timedelta(minutes=minutes))
    days = days_of(span, zone)
    if days is None:
        assert minutes < 24 * 60
    else:
        assert days_span(*days, zone).covers(span)
        assert days_span(*days, zone).minutes - minutes < 2 * 25 * 60


def test_a_feed_without_hours_says_nothing_of_zones():
    text = calendar_of("Europe/Berlin", week_span(date(2026, 11, 23), "Europe/Berlin"))
    assert "VTIMEZONE" not in text
    assert "X-WR-TIMEZONE:Europe/Berlin" in text


def test_the_same_says_the_same():
    """Byte for byte, so that its tag is the same in every process."""
    span = hours_from(NOW)
    assert calendar_of("Europe/Berlin", span) == calendar_of("Europe/Berlin", span)
    entry = Entry(1, span, None, "Turn", "", standing=Standing.OFF)
    event = Event(entry, 3, NOW)
    text = render(Calendar("A", "B", "UTC", "claim", (event,)), "x.example").decode()
    for line in ("UID:claim-1@x.example", "SEQUENCE:3", "DTSTAMP:20261122T090000Z"):
        assert line in text
    assert "LAST-MODIFIED:20261122T090000Z" in text
    assert "STATUS:CANCELLED" in text
