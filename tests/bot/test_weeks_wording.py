"""What people read: dates, spans, hours; and the zones they write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.weeks import (
    Daily,
    Span,
    Weekdays,
    Weekly,
    ZoneMatch,
    days_span,
    find_zone,
    say_day,
    say_days,
    say_instant,
    say_minutes,
    say_rule,
    say_span,
    say_time,
    say_week,
    to_utc,
    week_span,
    zone_name,
)
from bot.weeks.zone_aliases import BY_COUNTRY, NICKNAMES, OFFSETS, RENAMED
from bot.weeks.zone_names import available_zones

BERLIN = "Europe/Berlin"


def between(day: str, start: int, end: int, zone: str = BERLIN) -> Span:
    local = date.fromisoformat(day)
    return Span(to_utc(local, start, zone), to_utc(local, end, zone))


def test_days_are_absolute():
    assert say_day(date(2026, 11, 24)) == "Tue 24 Nov 2026"
    assert say_days(date(2026, 11, 27), date(2026, 11, 30)) == "Fri 27 – Mon 30 Nov 2026"
    assert say_days(date(2026, 11, 27), date(2026, 12, 1)) == "Fri 27 Nov – Tue 1 Dec 2026"
    assert say_days(date(2026, 12, 21), date(2027, 1, 4)) == "Mon 21 Dec 2026 – Mon 4 Jan 2027"
    assert say_week(date(2026, 11, 23)) == "week of Mon 23 – Sun 29 Nov 2026"


def test_hours_carry_their_zone():
    span = between("2026-11-24", 540, 780)
    assert say_span(span, BERLIN) == "Tue 24 Nov 2026 09:00–13:00 (Europe/Berlin)"
    assert say_span(span, "Asia/Kolkata") == "Tue 24 Nov 2026 13:30–17:30 (Asia/Kolkata)"
    assert say_instant(span.start, BERLIN) == "Tue 24 Nov 2026 09:00 (Europe/Berlin)"
    assert say_time(span.start, "UTC") == "08:00"
    assert say_span(Span(span.start, span.start), "UTC") == "Tue 24 Nov 2026 08:00 (UTC)"


def test_hours_up_to_midnight_stay_on_their_day():
    late = between("2026-11-24", 1320, 1440)
    assert say_span(late, BERLIN) == "Tue 24 Nov 2026 22:00–24:00 (Europe/Berlin)"
    two_days = Span(late.start, late.end + timedelta(days=1))
    assert say_span(two_days, BERLIN) == (
        "Tue 24 Nov 2026 22:00 – Wed 25 Nov 24:00 (Europe/Berlin)"
    )
    over_new_year = Span(late.start + timedelta(37), late.start + timedelta(days=37, hours=4))
    assert say_span(over_new_year, BERLIN) == (
        "Thu 31 Dec 2026 22:00 – Fri 1 Jan 2027 02:00 (Europe/Berlin)"
    )


def test_a_clock_change_is_said_where_it_would_puzzle():
    span = Span(
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 45, tzinfo=UTC)
    )
    assert say_span(span, BERLIN) == ("Sun 25 Oct 2026 02:30–02:45 (Europe/Berlin, clocks change)")


def test_whole_days_and_weeks_need_no_hours():
    assert say_span(week_span(date(2026, 11, 23), BERLIN), BERLIN) == (
        "week of Mon 23 – Sun 29 Nov 2026"
    )
    assert say_span(week_span(date(2026, 3, 23), BERLIN), BERLIN).startswith("week of")
    sunday = week_span(date(2026, 11, 22), BERLIN)
    assert say_span(sunday, BERLIN) == "Sun 22 – Sat 28 Nov 2026"
    assert say_span(sunday, BERLIN, 6) == "week of Sun 22 – Sat 28 Nov 2026"
    assert say_span(days_span(date(2026, 4, 24), date(2026, 4, 24), "Africa/Cairo"),
                    "Africa/Cairo") == "Fri 24 Apr 2026"  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 h"), (15, "15 min"), (30, "30 min"), (45, "45 min"), (60, "1 h"), (80, "1 h 20 min"),
     (90, "1.5 h"), (120, "2 h"), (150, "2.5 h"), (2400, "40 h"), (-90, "−1.5 h"), (-5, "−5 min")],
)  # fmt: skip
def test_durations_are_said_the_clearest_way(minutes, said):
    assert say_minutes(minutes) == said


def test_rules_are_said_with_their_zone():
    assert say_rule(Weekly(0, 540), BERLIN) == "Mondays at 09:00 (Europe/Berlin)"
    assert say_rule(Daily(1020), "UTC") == "every day at 17:00 (UTC)"
    assert say_rule(Weekdays(480), "UTC") == "Mon-Fri at 08:00 (UTC)"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Berlin", BERLIN), ("europe/berlin", BERLIN), ("CET", BERLIN), ("München", BERLIN),
        ("Europe/Berlim", BERLIN), ("EST", "America/New_York"), ("New York", "America/New_York"),
        ("new_york", "America/New_York"), ("Kolkata", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"), ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Eastern", "America/New_York"), ("Lord Howe", "Australia/Lord_Howe"),
        ("UTC+5:30", "Asia/Kolkata"), ("+09:00", "Asia/Tokyo"), ("utc", "UTC"), ("GMT", "UTC"),
        ("São Paulo", "America/Sao_Paulo"), ("  Zurich ", "Europe/Zurich"),
    ],
)  # fmt: skip
def test_zones_are_understood_and_the_correction_is_told(written, name):
    assert find_zone(written) == ZoneMatch(name, corrected=True)


@pytest.mark.parametrize(
    "written",
    ["", "CST", "IST", "UTC+2", "UTC-5", "Springfield", "Europe", "x" * 500, "Mars/Olympus",
     "localtime", "../etc/passwd"],
)  # fmt: skip
def test_what_could_be_several_zones_or_none_is_not_guessed(written):
    assert find_zone(written) is None
    assert zone_name(written) is None


def test_a_country_settles_an_abbreviation():
    assert zone_name("CST", "US") == "America/Chicago"
    assert zone_name("cst", "cn") == "Asia/Shanghai"
    assert zone_name("IST", "IN") == "Asia/Kolkata"
    assert zone_name("IST", "US") is None


def test_every_zone_is_known_by_its_own_name():
    for name in available_zones() - set(RENAMED):
        found = zone_name(name)
        assert found == name or (found in NICKNAMES.values() and "/" not in name)


def test_the_tables_lead_to_zones_that_exist_and_are_current():
    targets = {*RENAMED.values(), *NICKNAMES.values(), *BY_COUNTRY.values(), *OFFSETS.values()}
    assert targets <= available_zones()
    assert not targets & set(RENAMED)


def test_offsets_stand_only_for_clocks_that_never_change():
    def offsets(name):
        zone = ZoneInfo(name)
        return {
            datetime(2026, month, 15, tzinfo=zone).utcoffset() // timedelta(minutes=1)
            for month in range(1, 13)
        }

    seasonal = set()
    for name in available_zones():
        if len(offsets(name)) > 1:
            seasonal |= offsets(name)
    for minutes, name in OFFSETS.items():
        assert offsets(name) == {minutes}
        assert minutes == 0 or minutes not in seasonal


@given(st.text(max_size=120))
def test_any_text_is_a_zone_or_none(text):
    found = find_zone(text)
    assert found is None or found.name in available_zones()
