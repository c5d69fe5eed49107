"""Documents as Google, Outlook, Apple and Nextcloud write them, and as nobody should."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendars.finding import Found, Seen
from bot.calendars.parsing import MOST, parse
from tests.bot.calendars.documents import OOF, WEST_EUROPE, days, document, event, hours

SINCE = datetime(2026, 11, 23, 8, tzinfo=UTC)
UNTIL = SINCE + timedelta(weeks=12)
BERLIN = "Europe/Berlin"


def found(*parts: str, zone: str = BERLIN) -> list[Seen]:
    return list(parse(document(*parts), zone, SINCE, UNTIL).events)


def test_whole_days_are_the_members_own():
    [seen] = found(days("a", "Vacation", "20261204", "20261208"), zone="Asia/Kolkata")
    assert (seen.when.first_day, seen.when.last_day) == (date(2026, 12, 4), date(2026, 12, 7))
    assert seen.when.whole_days
    assert seen.when.span.start == datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
    assert seen.series == ""


def test_midnights_are_whole_days():
    [seen] = found(hours("a", "Out of office", "20261203T230000Z", "20261204T230000Z"))
    assert seen.when.whole_days
    assert seen.when.first_day == seen.when.last_day == date(2026, 12, 4)


def test_a_day_without_an_end_is_one_day():
    [seen] = found(event("a", "SUMMARY:Krank", "DTSTART;VALUE=DATE:20261204"))
    assert seen.when.last_day == date(2026, 12, 4)


def test_outlook_names_zones_in_its_own_way():
    [seen] = found(
        WEST_EUROPE,
        event(
            "a",
            "SUMMARY:Away",
            "DTSTART;TZID=W. Europe Standard Time:20261204T090000",
            "DTEND;TZID=W. Europe Standard Time:20261204T170000",
            OOF,
        ),
    )
    assert seen.when.span.start == datetime(2026, 12, 4, 8, tzinfo=UTC)
    assert not seen.when.whole_days


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Tokyo Standard Time", 0),  # Windows' name, without a definition
        ("America/New_York", 14),
        ("/freeassociation.sourceforge.net/Europe/Paris", 8),
        ("Nowhere/Atall", 8),  # as in the member's own
    ],
)
def test_zones_without_a_definition(zone: str, hour: int):
    start, end = f"DTSTART;TZID={zone}:20261204T090000", f"DTEND;TZID={zone}:20261204T170000"
    [seen] = found(event("a", "SUMMARY:OOO", start, end))
    assert seen.when.span.start == datetime(2026, 12, 4, hour, tzinfo=UTC)


def test_times_without_a_zone_are_the_members():
    [seen] = found(hours("a", "OOO", "20261204T090000", "20261204T170000"), zone="Asia/Tokyo")
    assert seen.when.span.start == datetime(2026, 12, 4, 0, tzinfo=UTC)


def test_a_series_with_an_exception_a_moved_and_a_renamed_one():
    every = "RRULE:FREQ=WEEKLY;COUNT=5"
    seen = found(
        days("s", "Day off", "20261204", "20261205", every, "EXDATE;VALUE=DATE:20261211"),
        days("s", "Day off", "20261219", "20261220", "RECURRENCE-ID;VALUE=DATE:20261218"),
        days("s", "Planning day", "20261225", "20261226", "RECURRENCE-ID;VALUE=DATE:20261225"),
    )
    assert [one.when.first_day for one in seen] == [
        date(2026, 12, 4),
        date(2026, 12, 19),
        date(2027, 1, 1),
    ]
    assert len({one.key for one in seen}) == 3
    assert len({one.series for one in seen}) == 1
    assert seen[0].series


def test_a_moved_one_of_a_series_is_known_again():
    every = "RRULE:FREQ=WEEKLY;COUNT=2"
    plain = found(days("s", "Day off", "20261204", "20261205", every))
    moved = found(
        days("s", "Day off", "20261204", "20261205", every),
        days("s", "Day off", "20261212", "20261213", "RECURRENCE-ID;VALUE=DATE:20261211"),
    )
    assert [one.key for one in plain] == [one.key for one in moved]


def test_a_single_one_is_known_again_wherever_it_moves():
    [before] = found(days("a", "Urlaub", "20261204", "20261208"))
    [after] = found(days("a", "Urlaub", "20261211", "20261215"))
    assert before.key == after.key
    assert before.when != after.when


def test_meetings_cancelled_and_past_ones_are_not_seen():
    assert (
        found(
            hours("a", "Weekly sync", "20261204T090000Z", "20261204T100000Z"),
            days("b", "Vacation", "20261204", "20261208", "STATUS:CANCELLED"),
            days("c", "Vacation", "20261101", "20261105"),
            days("d", "Vacation", "20270401", "20270405"),
            days("e", "Kim on vacation", "20261204", "20261208", "TRANSP:TRANSPARENT"),
        )
        == []
    )


def test_one_that_runs_is_seen_from_its_beginning():
    [seen] = found(days("a", "Vacation", "20261120", "20261127"))
    assert seen.when.first_day == date(2026, 11, 20)


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "written",
    [
        days("a", "Vacation", "20261120", "20261124"),
        hours("a", "OOO", "20261120T000000", "20261124T000000"),  # of no zone
    ],
)
def test_its_last_day_is_over_when_it_is_over_for_the_member(zone: str, written: str):
    [whole] = found(written, zone=zone)
    for minutes in (0, 1, 5 * 60, 15 * 60):
        at = whole.when.span.end - timedelta(minutes=minutes)
        left = parse(document(written), zone, at, at + timedelta(weeks=12)).events
        assert left == ((whole,) if minutes else ())


def test_nothing_of_its_name_is_left():
    seen = found(days("kim@example.com", "Urlaub auf Mallorca", "20261204", "20261208"))
    assert "allorca" not in repr(seen)
    assert "kim" not in repr(seen)


def test_across_the_clock_change_days_stay_days():
    late = parse(
        document(days("a", "Vacation", "20270326", "20270330")),
        BERLIN,
        datetime(2027, 3, 20, tzinfo=UTC),
        datetime(2027, 4, 20, tzinfo=UTC),
    )
    [seen] = late.events
    assert seen.when.span.minutes == (4 * 24 - 1) * 60


# ---- hostile ones ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=1000000",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=1,2,3;BYSECOND=1,2,3",
    ],
)
def test_nobody_is_away_a_million_times(rule: str):
    wild = days("a", "Vacation", "20261130", "20261201", f"RRULE:{rule}")
    assert [s.when.first_day for s in found(wild, days("b", "OOO", "20261204", "20261205"))] == [
        date(2026, 12, 4)
    ]


def test_more_than_fit_are_cut_and_said_to_be():
    many = [days(f"{n}", "OOO", "20261204", "20261205") for n in range(MOST + 50)]
    cut = parse(document(many), BERLIN, SINCE, UNTIL)
    assert (len(cut.events), cut.complete) == (MOST, False)


@pytest.mark.parametrize(
    "broken",
    [
        event("a", "SUMMARY:OOO"),
        event("a", "SUMMARY:OOO", "DTSTART:banana"),
        event("a", "SUMMARY:OOO", "DTSTART;VALUE=DATE:20261332"),
        event("a", "SUMMARY:OOO", "DTSTART:20261204T100000Z", "DTEND:20261204T090000Z"),
        event("a", "SUMMARY:OOO", "DTSTART:20261204T100000Z", "DURATION:-P5D"),
        event("a", "SUMMARY:OOO", "DTSTART;VALUE=DATE:20261204", "DTEND;VALUE=DATE:29991231"),
        days("a", "OOO", "20261204", "20261205", "RRULE:FREQ=NEVER"),
        days("a", "OOO", "20261204", "20261205", "RRULE:FREQ=DAILY;INTERVAL=0"),
        days("a", "OOO", "20261204", "20261205", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"),
        days("a", "OOO", "00010101", "00010102", "RRULE:FREQ=DAILY;COUNT=3"),
        "BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n",
    ],
)
def test_broken_events_do_not_hide_the_others(broken: str):
    good = days("z", "Vacation", "20261210", "20261211")
    try:
        seen = found(broken, good)
    except ValueError:
        return  # the whole document is unreadable, which is said
    assert date(2026, 12, 10) in [one.when.first_day for one in seen]


@pytest.mark.parametrize(
    "rule", ["FREQ=NEVER", "FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;UNTIL=soon", "banana"]
)
def test_a_rule_that_is_none_hides_its_own_event_at_most(rule: str):
    broken = days("a", "OOO", "20261204", "20261205", f"RRULE:{rule}")
    seen = found(broken, days("z", "Vacation", "20261210", "20261211"))
    assert date(2026, 12, 10) in [one.when.first_day for one in seen]


LINES = st.lists(
    st.sampled_from(
        [
            "BEGIN:VEVENT",
            "END:VEVENT",
            "UID:a",
            "SUMMARY:OOO",
            "DTSTART;VALUE=DATE:20261204",
            "DTSTART:20261204T100000Z",
            "DTSTART;TZID=Nowhere:20261204T100000",
            "DTEND;VALUE=DATE:20261201",
            "DURATION:P1D",
            "RRULE:FREQ=DAILY;COUNT=3",
            "RRULE:FREQ=WEEKLY;BYDAY=XX",
            "EXDATE:20261204T100000Z",
            "RDATE;VALUE=DATE:20261211",
            "RDATE;VALUE=PERIOD:20261211T100000Z/P1D",
            "RECURRENCE-ID:20261204T100000Z",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20261204T100000Z",
            "STATUS:CANCELLED",
            OOF,
            "X-WR-TIMEZONE:Mars/Olympus",
        ]
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_document_is_read_or_refused(lines: list[str]):
    text = "".join(f"{line}\r\n" for line in ["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"])
    seen = None
    with suppress(Exception):  # in the process of its own that is "unreadable", whatever it was
        seen = parse(text.encode(), BERLIN, SINCE, UNTIL)
    assert seen is None or isinstance(seen, Found)
    assert seen is None or all(one.when.span.end > SINCE for one in seen.events)
