"""The clock goes onwards in steps, and nothing on the way is jumped over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.playground.clock import MovableClock
from handlers.playground.page.travel import Traveller, a_day_on, next_monday

START = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = st.integers(0, 2 * 366 * 86400).map(lambda s: START + timedelta(seconds=s))
ZONES = st.sampled_from(["Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Etc/UTC"])


@pytest.fixture
def clock():
    return MovableClock(START, running=False)


async def test_a_journey_stops_every_quarter_of_an_hour(clock):
    seen = []

    async def moved():
        seen.append(clock.now())

    await Traveller(clock, moved).go(START + timedelta(minutes=40))
    minutes = [(at - START) / timedelta(minutes=1) for at in seen]
    assert minutes == [10, 25, 40]  # from 08:05: 08:15, 08:30, 08:45


async def test_a_journey_goes_from_due_to_due_where_muster_says_so(clock):
    seen, dues = [], [START + timedelta(hours=3), START + timedelta(hours=20)]

    async def moved():
        seen.append(clock.now())
        return next((due for due in dues if due > clock.now()), START + timedelta(days=9))

    goal = START + timedelta(days=1)
    await Traveller(clock, moved).go(goal)
    assert seen == [START + timedelta(minutes=10), *dues, goal]


async def test_what_is_overdue_does_not_stop_a_journey(clock):
    async def moved():
        return START - timedelta(days=1)

    await Traveller(clock, moved).go(START + timedelta(hours=1))
    assert clock.now() == START + timedelta(hours=1)


async def test_the_clock_never_goes_back(clock):
    async def moved():
        raise AssertionError("nothing may move")

    with pytest.raises(ValueError, match="only goes onwards"):
        await Traveller(clock, moved).go(START)


async def test_a_second_journey_waits_its_turn_and_a_journey_can_be_stopped(clock):
    traveller = None

    async def moved():
        with pytest.raises(ValueError, match="already moving"):
            await traveller.go(START + timedelta(days=3))
        assert 0 < traveller.progress < 1
        traveller.stop()

    traveller = Traveller(clock, moved)
    await traveller.go(START + timedelta(days=1))
    assert clock.now() == START + timedelta(minutes=10)
    assert traveller.goal is None


async def test_a_failure_ends_the_journey_and_is_said(clock):
    async def moved():
        raise RuntimeError("the database is gone")

    told = []
    traveller = Traveller(clock, moved)
    traveller.watch(lambda: told.append(traveller.goal))
    with pytest.raises(RuntimeError):
        await traveller.go(START + timedelta(days=1))
    assert told[-1] is None
    assert "stopped" in traveller.trouble


def test_watchers_hear_of_pausing_until_they_stop_listening(clock):
    told = []
    traveller = Traveller(clock, None)
    stop = traveller.watch(lambda: told.append(traveller.clock.running))
    traveller.set_running(running=True)
    stop()
    traveller.set_running(running=False)
    assert told == [True]


def test_monday_is_the_next_one_even_on_a_monday_morning():
    nine = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert next_monday(nine - timedelta(minutes=1), BERLIN) == nine
    assert next_monday(nine, BERLIN) == nine + timedelta(days=7)


def test_a_week_on_keeps_the_time_of_day_over_a_clock_change():
    before = datetime(2026, 10, 22, 7, 0, tzinfo=UTC)  # 09:00 summer time
    assert a_day_on(before, BERLIN, 7) == datetime(2026, 10, 29, 8, 0, tzinfo=UTC)


@given(INSTANTS, ZONES)
def test_the_next_monday_is_ahead_and_within_a_week(now, name):
    zone = ZoneInfo(name)
    monday = next_monday(now, zone)
    assert now < monday <= now + timedelta(days=7, hours=1)
    local = monday.astimezone(zone)
    assert (local.weekday(), local.hour, local.minute) == (0, 9, 0)


@given(INSTANTS, ZONES, st.integers(1, 8))
def test_a_day_on_is_always_ahead(now, name, days):
    later = a_day_on(now, ZoneInfo(name), days)
    assert timedelta(days=days, hours=-1) <= later - now <= timedelta(days=days, hours=1)
