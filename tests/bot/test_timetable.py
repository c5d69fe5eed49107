"""The door for the clock, on a real store: once, late, missed, moved, failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.buttons import Codec
from bot.cards import Card
from bot.jobs import Job, reschedule
from bot.model import Recipient, Role, TimetableKind
from bot.occasions import Occasion, default_rows
from bot.plain import plain_text
from bot.ports.store import Transaction
from bot.timetable import run_due
from bot.weeks import to_utc
from storage import open_store
from tests.bot.times import BERLIN, DIGEST, HOUR, MONDAY, PROMPT, Times, berlin
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


def test_what_is_due_is_done_once_and_the_next_time_is_stored(times: Times):
    times.begin(berlin(20, 12), DIGEST)
    assert times.due(DIGEST) == berlin(23, 10)
    times.sweep(berlin(23, 9))
    assert times.ran == []
    times.sweep(berlin(23, 10))
    times.sweep(berlin(23, 10))
    assert [one.due_at for one in times.ran] == [berlin(23, 10)]
    assert times.due(DIGEST) == berlin(30, 10)


def test_somebody_else_was_faster(times: Times):
    times.begin(berlin(20, 12), DIGEST)
    now = berlin(23, 10)
    first = run_due(times.ours.store, times.jobs, times.ours.id, DIGEST, now)
    second = run_due(times.ours.store, times.jobs, times.ours.id, DIGEST, now)
    assert first.occasion.key == MONDAY
    assert second is None


def test_a_job_that_fails_has_done_nothing_and_is_due_still(times: Times):
    times.begin(berlin(20, 12), DIGEST)
    member = Recipient(member_id=times.ours.member())

    def half(tx: Transaction, occasion: Occasion, now: datetime) -> None:
        tx.outbox.owe("digest", "x", member, Card("x"), due_at=now, now=now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_due(times.ours.store, {DIGEST: Job(half)}, times.ours.id, DIGEST, berlin(23, 10))
    assert times.due(DIGEST) == berlin(23, 10)
    with times.ours.read() as tx:
        assert tx.outbox.find("digest", "x", member) is None
    times.sweep(berlin(23, 11))
    assert [one.due_at for one in times.ran] == [berlin(23, 10)]


def test_a_row_switched_off_is_not_due(times: Times):
    times.begin(berlin(20, 12), DIGEST)
    with times.ours.write() as tx:
        tx.timetable.put(replace(tx.timetable.find(DIGEST), enabled=False))
        reschedule(tx, berlin(20, 12))
    assert times.due(DIGEST) is None
    times.sweep(berlin(23, 10))
    assert times.ran == []


# ---- downtime -----------------------------------------------------------------------------------


def test_an_hour_of_downtime_makes_it_late_not_lost(times: Times):
    one = times.chair()
    times.begin(berlin(20, 12), DIGEST, PROMPT)
    times.sweep(berlin(23, 8))
    times.sweep(berlin(23, 11))
    assert [o.due_at for o in times.ran] == [berlin(23, 10)]
    assert times.owed(PROMPT, MONDAY) == {one}
    assert times.told(one, DIGEST, MONDAY) is None


@pytest.mark.parametrize("down", [HOUR, 24 * HOUR, 7 * 24 * HOUR], ids=["hour", "day", "week"])
@pytest.mark.parametrize(
    "zone",
    [BERLIN, "Asia/Kolkata", "Australia/Adelaide", "Australia/Lord_Howe", "America/St_Johns"],
)
def test_whenever_muster_pauses_each_occasion_is_done_once_or_reported_missed(
    times: Times, zone: str, down: timedelta
):
    """Two weeks of sweeps with one pause, over Monday's prompt and digest in that zone."""
    chair = times.ours.member(role=Role.CHAIR, zone=zone)
    with times.ours.write() as tx:
        tx.change_task_force(zone=zone)
    start = datetime(2026, 11, 19, tzinfo=UTC)
    times.begin(start, DIGEST, PROMPT)
    pause = datetime(2026, 11, 22, 12, tzinfo=UTC)
    times.sweep_through(start, pause, 6 * HOUR)
    times.sweep_through(pause + down, start + timedelta(days=16), 6 * HOUR)
    weeks = [MONDAY, MONDAY + timedelta(weeks=1)]
    for kind, grace in ((DIGEST, 12 * HOUR), (PROMPT, 24 * HOUR)):
        first = _instant(kind, MONDAY, zone)
        in_time = pause + down - first <= grace
        assert (times.told(chair, kind, MONDAY) is None) == in_time
        done = [o.key for o in times.ran] if kind is DIGEST else _weeks_owed(times, weeks)
        assert done == (weeks if in_time else weeks[1:])


def _instant(kind: TimetableKind, day: date, zone: str) -> datetime:
    (row,) = (row for row in default_rows() if row.kind is kind)
    return to_utc(day, row.minute, zone)


def _weeks_owed(times: Times, weeks: list[date]) -> list[date]:
    return [week for week in weeks if times.owed(PROMPT, week)]


def test_two_weeks_of_downtime_mean_one_digest_and_one_line_about_the_others(times: Times):
    one, other, member = times.chair(), times.chair(), times.ours.member()
    times.begin(berlin(1, 12), DIGEST)
    now = berlin(23, 12)
    times.sweep(now)
    assert [o.due_at for o in times.ran] == [berlin(23, 10)]
    last = date(2026, 11, 16)
    assert times.told(one, DIGEST, last) is not None
    assert times.told(other, DIGEST, last) is not None
    assert times.told(member, DIGEST, last) is None
    with times.ours.read() as tx:
        [line] = tx.record.since(now - HOUR, now + HOUR, ["timetable.missed"])
    assert line.subject == "timetable:digest"
    assert line.after == {"first": "2026-11-02", "last": "2026-11-16", "count": 3}


def test_the_chair_reads_what_was_missed_and_when(times: Times):
    one = times.chair()
    times.begin(berlin(1, 12), DIGEST)
    times.sweep(berlin(25, 12))
    delivery = times.told(one, DIGEST, MONDAY)
    text = plain_text(Codec(()).card_from_data(delivery.content))
    assert "Not sent: the weekly digest" in text
    assert "4 times, from Mon 2 Nov 2026 to Mon 23 Nov 2026" in text


def test_the_chair_is_told_once_and_not_at_night(times: Times):
    one = times.chair()
    times.begin(berlin(20, 12), DIGEST)
    times.sweep(berlin(24, 2))
    delivery = times.told(one, DIGEST, MONDAY)
    assert delivery.due_at == berlin(24, 8)
    times.sweep(berlin(24, 3))
    with times.ours.read() as tx:
        assert len(tx.record.since(berlin(1, 0), berlin(30, 0), ["timetable.missed"])) == 1


# ---- the chair changes the settings -------------------------------------------------------------


def test_moving_the_prompt_after_it_was_sent_does_not_send_it_again_this_week(times: Times):
    member = times.ours.member()
    times.begin(berlin(20, 12), PROMPT, DIGEST)
    times.sweep(berlin(23, 10))
    for kind in (PROMPT, DIGEST):
        with times.ours.write() as tx:
            tx.timetable.put(replace(tx.timetable.find(kind), weekday=3))
            reschedule(tx, berlin(24, 12))
    times.sweep_through(berlin(24, 12), berlin(28, 12))
    assert times.owed(PROMPT, MONDAY) == {member}
    assert [one.key for one in times.ran] == [MONDAY]
    assert times.due(DIGEST) == datetime(2026, 12, 3, 9, tzinfo=UTC)


def test_changing_the_zone_of_the_task_force_moves_what_is_to_come(times: Times):
    times.begin(berlin(20, 12), DIGEST)
    with times.ours.write() as tx:
        tx.change_task_force(zone="Asia/Kolkata")
        reschedule(tx, berlin(20, 12), zone_before=BERLIN)
    assert times.due(DIGEST) == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_zone_changed_while_a_row_is_due_does_what_was_due_once(times: Times, zone: str):
    member = times.ours.member()
    times.begin(berlin(20, 12), DIGEST, PROMPT)
    now = berlin(23, 10, 5)  # both are due, and no sweep has come yet
    with times.ours.write() as tx:
        tx.change_task_force(zone=zone)
        reschedule(tx, now, zone_before=BERLIN)
    assert times.due(DIGEST) == berlin(23, 10)
    times.sweep_through(now, berlin(29, 23))
    assert [(o.key, o.due_at <= now) for o in times.ran] == [(MONDAY, True)]
    assert times.owed(PROMPT, MONDAY) == {member}
    assert times.due(DIGEST) == _instant(DIGEST, date(2026, 11, 30), zone)


@pytest.mark.parametrize("weekday", [0, 3, 6])
def test_a_schedule_changed_while_a_row_is_due_does_what_was_due_once(times: Times, weekday: int):
    member = times.ours.member()
    times.begin(berlin(20, 12), DIGEST, PROMPT)
    now = berlin(23, 10, 5)
    with times.ours.write() as tx:
        for kind in (PROMPT, DIGEST):
            tx.timetable.put(replace(tx.timetable.find(kind), weekday=weekday, minute=15 * 60))
        reschedule(tx, now)
    times.sweep_through(now, berlin(29, 23))
    assert [o.key for o in times.ran] == [MONDAY]
    assert times.owed(PROMPT, MONDAY) == {member}
    following = date(2026, 11, 30) + timedelta(days=weekday)
    assert times.due(DIGEST) == to_utc(following, 15 * 60, BERLIN)


def test_a_row_switched_off_while_it_is_due_is_not_done(times: Times):
    times.begin(berlin(20, 12), DIGEST)
    now = berlin(23, 10, 5)
    with times.ours.write() as tx:
        tx.timetable.put(replace(tx.timetable.find(DIGEST), enabled=False))
        reschedule(tx, now)
    times.sweep_through(now, berlin(29, 23))
    assert (times.ran, times.due(DIGEST)) == ([], None)


def test_each_night_the_rows_follow_the_tz_database(times: Times):
    """As if Berlin had kept another time when the instants were stored."""
    times.begin(berlin(20, 12), TimetableKind.TURNS, DIGEST, PROMPT)
    with times.ours.write() as tx:
        tx.timetable.set_next(DIGEST, berlin(23, 11))
        tx.timetable.set_next(PROMPT, berlin(23, 10))
    times.sweep(berlin(21, 3))
    assert times.due(DIGEST) == berlin(23, 10)
    assert times.due(PROMPT) == berlin(23, 9)
    assert times.due(TimetableKind.TURNS) == berlin(22, 3)
