"""Whatever the rules, zones, sleeps and changes: nothing twice, and nothing lost silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.model import TimetableRow
from bot.occasions import (
    find_due,
    next_instant,
    next_of_zones,
    replanned,
    rule_of,
    zone_instants,
)
from bot.weeks import next_after
from tests.bot.rows import BERLIN, HOUR, row

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


@given(st.sets(ZONES, min_size=1), WEEKDAYS, MINUTES, INSTANTS)
def test_between_two_runs_no_zone_has_an_instant_of_its_own(zones, weekday, minute, now):
    rule = rule_of(row(weekday, minute))
    upcoming = next_of_zones(rule, zones, now)
    just_before = upcoming - timedelta(microseconds=1)
    assert not [one for one in zone_instants(rule, zones, just_before, None) if one.due_at > now]
    assert [one for one in zone_instants(rule, zones, upcoming, None) if one.due_at == upcoming]
