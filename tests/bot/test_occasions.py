from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import TimetableKind
from bot.occasions import (
    Missed,
    day_of,
    default_rows,
    find_due,
    grace_of,
    missed_of_zones,
    next_instant,
    replanned,
    rule_of,
    zone_instants,
)
from bot.weeks import Daily, Weekly, to_local
from tests.bot.rows import BERLIN, HOUR, berlin, row

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


# ---- what a task force begins with --------------------------------------------------------------


def test_a_task_force_begins_with_one_row_of_each_kind():
    rows = default_rows()
    assert {one.kind for one in rows} == set(TimetableKind)
    assert len(rows) == len(TimetableKind)
    assert all(one.enabled and one.next_run_at is None for one in rows)
    assert [one.kind for one in rows if grace_of(one) is None] == [
        TimetableKind.TURNS,
        TimetableKind.PANEL,
        TimetableKind.HANDOVER,
        TimetableKind.COVER,
    ]


def test_midnight_at_the_end_of_the_day_is_the_last_minute_of_that_day():
    assert rule_of(row(0, 1440)) == Weekly(0, 1439)


def test_what_was_due_before_the_chair_moved_it_by_an_hour_is_done_once_that_week():
    moved = row(minute=11 * 60, due=berlin(23, 10))
    occasion, missed = find_due(moved, BERLIN, 0, berlin(23, 10, 30))
    assert (occasion.key, missed) == (date(2026, 11, 23), None)
    assert next_instant(moved, BERLIN, 0, berlin(23, 10, 30)) == berlin(30, 11)
