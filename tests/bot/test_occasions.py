from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import TimetableKind, TimetableRow
from bot.occasions import (
    Missed,
    day_of,
    default_rows,
    find_due,
    grace_of,
    missed_of_zones,
    next_instant,
    next_of_zones,
    replanned,
    rule_of,
    zone_instants,
)
from bot.weeks import Daily, Weekly, next_after, to_local

BERLIN = "Europe/Berlin"
HOUR = timedelta(hours=1)
# Half hours, three quarters, a change by half an hour, a change at midnight that pushes late
# evenings into the next day, a date line crossed, no changes at all.
ZONES = st.sampled_from(
    [
        BERLIN,
        "America/New_York",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Nuuk",
        "America/Havana",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "UTC",
    ]
)
INSTANTS = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda minutes: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
MINUTES = st.integers(0, 1440)
WEEKDAYS = st.none() | st.integers(0, 6)


def row(
    weekday: int | None = 0,
    minute: int = 600,
    grace: int | None = 720,
    due: datetime | None = None,
    kind: TimetableKind = TimetableKind.DIGEST,
) -> TimetableRow:
    return TimetableRow(1, kind, weekday, minute, True, grace, due)


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """In 2026. 23 November is a Monday; Berlin is one hour ahead of UTC then."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - HOUR


# ---- on time, late, too late --------------------------------------------------------------------


def test_an_occasion_on_time():
    due = berlin(23, 10)
    occasion, missed = find_due(row(due=due), BERLIN, 0, due)
    assert (occasion.due_at, occasion.key, missed) == (due, date(2026, 11, 23), None)


def test_an_occasion_late_within_its_grace_keeps_its_original_instant():
    due = berlin(23, 10)
    occasion, missed = find_due(row(due=due), BERLIN, 0, due + 12 * HOUR)
    assert (occasion.due_at, missed) == (due, None)


def test_an_occasion_beyond_its_grace_is_missed():
    due = berlin(23, 10)
    now = due + 12 * HOUR + timedelta(seconds=1)
    occasion, missed = find_due(row(due=due), BERLIN, 0, now)
    assert occasion is None
    assert missed == Missed(date(2026, 11, 23), date(2026, 11, 23), 1)


def test_after_two_weeks_of_downtime_only_the_newest_is_done_and_the_older_are_one_line():
    due = berlin(9, 10)
    occasion, missed = find_due(row(due=due), BERLIN, 0, berlin(23, 11))
    assert occasion.due_at == berlin(23, 10)
    assert missed == Missed(date(2026, 11, 9), date(2026, 11, 16), 2)


def test_after_two_weeks_of_downtime_on_a_friday_all_are_missed():
    occasion, missed = find_due(row(due=berlin(9, 10)), BERLIN, 0, berlin(27, 11))
    assert occasion is None
    assert missed == Missed(date(2026, 11, 9), date(2026, 11, 23), 3)


def test_without_a_limit_of_grace_nothing_is_missed_and_there_is_no_backlog():
    due = berlin(1, 3)
    occasion, missed = find_due(row(None, 180, None, due), BERLIN, 0, berlin(27, 11))
    assert (occasion.due_at, missed) == (berlin(27, 3), None)


def test_the_next_one_is_next_week_however_late_this_one_was():
    due = berlin(23, 10)
    for late in (timedelta(), 5 * HOUR, 30 * HOUR):
        assert next_instant(row(due=due), BERLIN, 0, due + late) == berlin(30, 10)


def test_a_week_that_begins_on_sunday_names_its_occasions_by_sundays():
    due = berlin(23, 10)
    occasion, missed = find_due(row(due=due), BERLIN, 6, due)
    assert occasion.key == date(2026, 11, 22)
    assert missed is None


def test_a_row_that_is_not_planned_cannot_be_due():
    with pytest.raises(ValueError, match="not planned"):
        find_due(row(), BERLIN, 0, berlin(23, 10))


# ---- clock changes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "minute", "day", "instant"),
    [
        (BERLIN, 150, date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # the gap
        (BERLIN, 150, date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first
        ("Australia/Lord_Howe", 600, date(2026, 10, 4), datetime(2026, 10, 3, 23, tzinfo=UTC)),
        ("Asia/Kolkata", 600, date(2026, 3, 29), datetime(2026, 3, 29, 4, 30, tzinfo=UTC)),
    ],
)
def test_a_daily_occasion_falls_once_on_the_day_the_clocks_change(
    zone: str, minute: int, day: date, instant: datetime
):
    daily = row(None, minute, 60, instant)
    now, found = instant - 40 * HOUR, []
    while (
        now := next_instant(replace(daily, next_run_at=now), zone, 0, now)
    ) < instant + 40 * HOUR:
        found.append((day_of(Daily(minute), now, zone), now))
    assert [on for on in found if on[0] == day] == [(day, instant)]


@given(WEEKDAYS, MINUTES, ZONES, INSTANTS, st.integers(0, 6))
def test_every_occasion_has_a_name_of_its_own(
    weekday: int | None, minute: int, zone: str, start: datetime, first_weekday: int
):
    """Else one of two would silently not be said: deliveries are unique by that name."""
    now, keys = start, []
    for _ in range(20):
        now = next_after(rule_of(row(weekday, minute)), zone, now)
        [instant] = [
            one
            for one in zone_instants(
                rule_of(row(weekday, minute)), [zone], now, timedelta(), first_weekday
            )
            if one.due_at == now
        ]
        keys.append(instant.key)
    assert keys == sorted(set(keys))


# ---- the machine sleeps and wakes ---------------------------------------------------------------


@given(
    WEEKDAYS,
    MINUTES,
    st.none() | st.integers(0, 3000),
    ZONES,
    INSTANTS,
    st.lists(st.floats(0, 24 * 20), min_size=1, max_size=12),
)
def test_whenever_it_sleeps_and_wakes_nothing_is_done_twice_and_nothing_lost_silently(
    weekday, minute, grace, zone, start, sleeps
):
    planned = row(weekday, minute, grace)
    planned = replace(planned, next_run_at=next_instant(planned, zone, 0, start))
    first, now = planned.next_run_at, start
    done: list[date] = []
    missed = 0
    for hours in sleeps:
        now += hours * HOUR
        if planned.next_run_at > now:
            continue
        occasion, late = find_due(planned, zone, 0, now)
        if occasion:
            assert occasion.due_at <= now
            assert grace is None or now - occasion.due_at <= timedelta(minutes=grace)
            done.append(occasion.key)
        missed += late.count if late else 0
        upcoming = next_instant(planned, zone, 0, now)
        assert upcoming > now
        planned = replace(planned, next_run_at=upcoming)
    assert done == sorted(set(done))
    if grace is not None:
        assert len(done) + missed == count(planned, zone, first, planned.next_run_at)


def count(planned: TimetableRow, zone: str, first: datetime, end: datetime) -> int:
    instants = [first]
    while (instant := next_after(rule_of(planned), zone, instants[-1])) < end:
        instants.append(instant)
    return len(instants) if first < end else 0


CHANGES = st.lists(
    st.tuples(st.floats(0, 24 * 5), st.integers(0, 6), MINUTES, ZONES),
    min_size=1,
    max_size=8,
)


@given(CHANGES, INSTANTS, st.integers(0, 6))
def test_however_the_rule_and_the_zone_change_no_week_is_done_twice_and_none_left_out(
    changes, start: datetime, first_weekday: int
):
    """The chair plays with the settings; the sweep runs every ten minutes."""
    zone, planned = "UTC", row(0, 600, 7 * 24 * 60)
    planned = replace(planned, next_run_at=next_instant(planned, zone, first_weekday, start))
    now, done = start, []

    def sweep() -> None:
        nonlocal planned
        if planned.next_run_at <= now:
            occasion, missed = find_due(planned, zone, first_weekday, now)
            assert missed is None
            done.append(occasion.key)
            upcoming = next_instant(planned, zone, first_weekday, now)
            planned = replace(planned, next_run_at=upcoming)

    for hours, weekday, minute, new_zone in changes:
        until = now + hours * HOUR
        while planned.next_run_at <= until:
            now = planned.next_run_at
            sweep()
        now = until
        planned = replace(planned, weekday=weekday, minute=minute)
        before, zone = zone, new_zone
        upcoming = replanned(planned, zone, before, first_weekday, now)
        planned = replace(planned, next_run_at=upcoming)
        sweep()
    for _ in range(3):
        now = max(now, planned.next_run_at)
        sweep()
    assert done == sorted(set(done))
    assert all(b - a == timedelta(weeks=1) for a, b in pairwise(done))


# ---- the chair changes when ---------------------------------------------------------------------

MONDAY_TEN = row(due=berlin(23, 10))


def test_a_digest_moved_to_an_hour_ago_comes_at_once():
    now = berlin(23, 9)
    moved = replace(MONDAY_TEN, minute=8 * 60)
    assert replanned(moved, BERLIN, BERLIN, 0, now) == berlin(23, 8)


def test_a_digest_said_this_week_is_not_said_again_on_friday():
    said = replace(MONDAY_TEN, next_run_at=berlin(30, 10), weekday=4)
    assert replanned(said, BERLIN, BERLIN, 0, berlin(25, 12)) == berlin(4, 10, month=12)


def test_a_digest_not_said_yet_moves_to_friday():
    moved = replace(MONDAY_TEN, weekday=4)
    assert replanned(moved, BERLIN, BERLIN, 0, berlin(23, 9)) == berlin(27, 10)


def test_a_time_long_past_this_week_means_next_week():
    moved = replace(row(4, 600, 720, berlin(27, 10)), weekday=0)
    assert replanned(moved, BERLIN, BERLIN, 0, berlin(26, 9)) == berlin(30, 10)


def test_what_is_due_already_is_done_before_anything_moves():
    assert replanned(MONDAY_TEN, BERLIN, BERLIN, 0, berlin(23, 11)) == berlin(23, 10)


def test_a_row_not_planned_yet_begins_with_its_next_time():
    assert replanned(row(), BERLIN, BERLIN, 0, berlin(23, 11)) == berlin(30, 10)


def test_a_task_force_that_moves_westwards_has_its_sunday_evening_later():
    sunday = row(6, 23 * 60, 720, datetime(2026, 11, 30, 7, tzinfo=UTC))  # 23:00 in Los Angeles
    now = datetime(2026, 11, 29, 20, tzinfo=UTC)  # 05:00 on Monday in Tokyo
    # Tokyo's Sunday 23:00 was six hours ago: it comes at once, and not a week later
    assert replanned(sunday, "Asia/Tokyo", "America/Los_Angeles", 0, now) == datetime(
        2026, 11, 29, 14, tzinfo=UTC
    )


# ---- everybody's own morning --------------------------------------------------------------------


def test_each_zone_has_its_own_instant_on_its_own_date():
    now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    zones = ["Asia/Kathmandu", BERLIN, "America/New_York", BERLIN]
    found = zone_instants(Weekly(0, 540), zones, now, 24 * HOUR)
    assert [(one.zone, to_local(one.due_at, one.zone).strftime("%a %H:%M")) for one in found] == [
        ("Asia/Kathmandu", "Mon 09:00"),
        (BERLIN, "Mon 09:00"),
    ]
    assert {one.key for one in found} == {date(2026, 11, 23)}


def test_a_grace_longer_than_a_day_has_two_evenings_at_once():
    now = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # 16:30 in Berlin
    found = zone_instants(Daily(16 * 60), [BERLIN], now, 32 * HOUR)
    assert [one.day for one in found] == [date(2026, 11, 23), date(2026, 11, 24)]


def test_without_a_limit_of_grace_only_the_newest_is_due():
    now = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    found = zone_instants(Daily(16 * 60), [BERLIN], now, None)
    assert [one.day for one in found] == [date(2026, 11, 24)]


def test_what_some_zone_missed_is_said_by_its_date():
    planned = row(0, 540, 24 * 60, datetime(2026, 11, 23, 3, 15, tzinfo=UTC))
    zones = ["Asia/Kathmandu", "America/New_York"]
    # Kathmandu's grace ended at 03:15, New York's lasts until 14:00
    assert missed_of_zones(planned, zones, datetime(2026, 11, 24, 3, 15, tzinfo=UTC)) is None
    late = datetime(2026, 11, 24, 3, 16, tzinfo=UTC)
    assert missed_of_zones(planned, zones, late) == Missed(
        date(2026, 11, 23), date(2026, 11, 23), 1
    )
    assert missed_of_zones(replace(planned, grace_minutes=None), zones, late) is None


@given(st.sets(ZONES, min_size=1), WEEKDAYS, MINUTES, INSTANTS)
def test_between_two_runs_no_zone_has_an_instant_of_its_own(zones, weekday, minute, now):
    rule = rule_of(row(weekday, minute))
    upcoming = next_of_zones(rule, zones, now)
    just_before = upcoming - timedelta(microseconds=1)
    assert not [one for one in zone_instants(rule, zones, just_before, None) if one.due_at > now]
    assert [one for one in zone_instants(rule, zones, upcoming, None) if one.due_at == upcoming]


# ---- what a task force begins with --------------------------------------------------------------


def test_a_task_force_begins_with_one_row_of_each_kind():
    rows = default_rows()
    assert {one.kind for one in rows} == set(TimetableKind)
    assert len(rows) == len(TimetableKind)
    assert all(one.enabled and one.next_run_at is None for one in rows)
    assert [one.kind for one in rows if grace_of(one) is None] == [
        TimetableKind.TURNS,
        TimetableKind.PANEL,
    ]


def test_midnight_at_the_end_of_the_day_is_the_last_minute_of_that_day():
    assert rule_of(row(0, 1440)) == Weekly(0, 1439)
