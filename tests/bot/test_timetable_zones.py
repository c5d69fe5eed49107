"""What falls at each member's own time: in every zone, on the day clocks change, while they fly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.jobs import reschedule
from bot.model import MemberState
from bot.weeks import to_local
from storage import open_store
from tests.bot.times import BERLIN, HOUR, MONDAY, PROMPT, Times, berlin
from tests.storage.conftest import (
    migrated_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_template,
    migrated_url,
)
from tests.storage.stage import set_stage

__all__ = [
    "migrated_file",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_template",
    "migrated_url",
]


@pytest.fixture
def times(migrated_url: str) -> Iterator[Times]:
    store = open_store(migrated_url)
    yield Times(set_stage(store))
    store.close()


def test_everybody_is_asked_at_nine_of_their_own_monday(times: Times):
    zones = ["Australia/Lord_Howe", "Asia/Kolkata", BERLIN, "America/New_York"]
    members = [times.ours.member(zone=zone) for zone in zones]
    times.begin(berlin(20, 12), PROMPT)
    asked: dict[int, datetime] = {}
    now = berlin(22, 0)
    while now < berlin(24, 12):
        times.sweep(now)
        for member in times.owed(PROMPT, MONDAY):
            asked.setdefault(member, now)
        now += timedelta(minutes=30)
    local = [
        to_local(asked[m], z).strftime("%a %H:%M") for m, z in zip(members, zones, strict=True)
    ]
    assert local == ["Mon 09:00"] * 4


def test_in_the_week_the_clocks_change_it_is_nine_of_the_new_time(times: Times):
    member = times.ours.member(zone=BERLIN)
    start = datetime(2026, 3, 24, tzinfo=UTC)
    times.begin(start, PROMPT)
    assert times.due(PROMPT) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    times.sweep(datetime(2026, 3, 30, 7, tzinfo=UTC))
    assert times.owed(PROMPT, date(2026, 3, 30)) == {member}


def test_who_has_left_or_is_not_let_in_yet_is_not_asked(times: Times):
    times.ours.member(state=MemberState.LEFT)
    times.ours.member(state=MemberState.ASKED)
    active = times.ours.member()
    times.begin(berlin(20, 12), PROMPT)
    times.sweep(berlin(23, 9))
    assert times.owed(PROMPT, MONDAY) == {active}


def test_who_joins_within_the_grace_is_asked_at_the_next_look(times: Times):
    times.ours.member()
    times.begin(berlin(20, 12), PROMPT)
    times.sweep(berlin(23, 9))
    newcomer = times.ours.member()
    with times.ours.write() as tx:
        reschedule(tx, berlin(23, 15))
    times.sweep(berlin(23, 15))
    assert newcomer in times.owed(PROMPT, MONDAY)


def test_a_member_who_flies_west_on_the_day_is_not_asked_twice(times: Times):
    member = times.ours.member(zone=BERLIN)
    times.begin(berlin(20, 12), PROMPT)
    times.sweep(berlin(23, 9))
    times.move(member, "America/New_York", berlin(23, 10))
    times.sweep_through(berlin(23, 10), berlin(24, 20))
    with times.ours.read() as tx:
        assert tx.outbox.recipients("prompt", "2026-11-23") == {member}
        assert tx.outbox.recipients("prompt", "2026-11-16") == frozenset()
        assert tx.outbox.recipients("prompt", "2026-11-30") == frozenset()


def test_a_member_who_flies_east_over_their_own_nine_o_clock_is_asked_at_once(times: Times):
    member = times.ours.member(zone="America/New_York")
    times.begin(berlin(20, 12), PROMPT)
    times.sweep(berlin(23, 9))
    assert times.owed(PROMPT, MONDAY) == set()
    times.move(member, BERLIN, berlin(23, 10))
    times.sweep(berlin(23, 10))
    assert times.owed(PROMPT, MONDAY) == {member}


TRAVELLED = (
    BERLIN,
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "UTC",
)
FLIGHTS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(TRAVELLED)), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(FLIGHTS)
def test_however_a_member_travels_around_monday_they_are_asked_exactly_once(
    migrated_file, tmp_path_factory, flights
):
    copy = tmp_path_factory.mktemp("flights") / "muster.db"
    shutil.copy(migrated_file, copy)
    store = open_store(f"sqlite:///{copy}")
    times = Times(set_stage(store))
    member = times.ours.member(zone=BERLIN)
    now = berlin(22, 12)
    times.begin(now, PROMPT)
    asked = 0

    def sweep() -> None:
        nonlocal asked
        before = member in times.owed(PROMPT, MONDAY)
        times.sweep(now)
        asked += member in times.owed(PROMPT, MONDAY) and not before

    for hours, zone in flights:
        end = now + hours * HOUR
        while (due := times.due(PROMPT)) <= end:
            now = max(now, due)
            sweep()
        now = end
        times.move(member, zone, now)
        sweep()
    while (due := times.due(PROMPT)) < berlin(25, 0):
        now = max(now, due)
        sweep()
    store.close()
    assert asked == 1


def test_a_prompt_missed_in_one_zone_is_still_sent_in_another(times: Times):
    times.ours.member(zone="Asia/Kathmandu")
    west = times.ours.member(zone="America/New_York")
    one = times.chair()
    times.begin(berlin(20, 12), PROMPT)
    times.sweep(berlin(24, 9, 30))  # the grace is over in Kathmandu and Berlin
    assert times.owed(PROMPT, MONDAY) == {west}
    assert times.told(one, PROMPT, MONDAY) is not None


def test_without_members_the_prompt_is_looked_at_in_the_task_force_s_own_zone(times: Times):
    times.begin(berlin(20, 12), PROMPT)
    assert times.due(PROMPT) == berlin(23, 9)
    times.sweep(berlin(23, 9))
    assert times.due(PROMPT) == berlin(30, 9)
