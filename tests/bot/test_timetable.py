"""The door for the clock, on a real store: once, late, missed, moved, failed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.buttons import Codec
from bot.cards import Card, plain_text
from bot.jobs import Job, find_due, reschedule
from bot.model import MemberState, Recipient, Role, TimetableKind
from bot.occasions import Occasion, default_rows
from bot.ports.store import Transaction
from bot.timetable import run_due
from bot.weeks import to_local
from storage import open_store
from tests.storage.conftest import (
    migrated_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_template,
    migrated_url,
)
from tests.storage.stage import Stage, set_stage

__all__ = [
    "migrated_file",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_template",
    "migrated_url",
]

HOUR = timedelta(hours=1)
BERLIN = "Europe/Berlin"
PROMPT, DIGEST, NUDGE = TimetableKind.PROMPT, TimetableKind.DIGEST, TimetableKind.NUDGE


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026. The 23rd is a Monday; Berlin is one hour ahead of UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - HOUR


@dataclass
class Times:
    """A task force whose jobs owe one plain message, and the sweeps over it."""

    ours: Stage
    ran: list[Occasion] = field(default_factory=list)

    @property
    def jobs(self) -> dict[TimetableKind, Job]:
        return {
            TimetableKind.TURNS: Job(self._note),
            PROMPT: Job(self._ask),
            NUDGE: Job(self._ask),
            TimetableKind.REMINDER: Job(self._ask),
            DIGEST: Job(self._post),
            TimetableKind.STATUS: Job(self._note),
        }

    def _note(self, tx: Transaction, occasion: Occasion, now: datetime) -> None:
        self.ran.append(occasion)

    def _post(self, tx: Transaction, occasion: Occasion, now: datetime) -> None:
        self.ran.append(occasion)
        for room in tx.rooms.all():
            self._owe(tx, occasion.kind, occasion.key, Recipient(room_id=room.id), now)

    def _ask(self, tx: Transaction, occasion: Occasion, now: datetime) -> None:
        for due in find_due(tx, occasion, now):
            self._owe(tx, occasion.kind, due.key, Recipient(member_id=due.member.id), now)

    def _owe(self, tx, kind: TimetableKind, key: date, to: Recipient, now: datetime) -> None:
        tx.outbox.owe(kind.value, key.isoformat(), to, Card(kind.value), due_at=now, now=now)

    def begin(self, now: datetime, *kinds: TimetableKind) -> None:
        with self.ours.write() as tx:
            for row in default_rows():
                if row.kind in kinds:
                    tx.timetable.put(row)
            reschedule(tx, now)

    def sweep(self, now: datetime) -> None:
        for row in self.ours.store.lanes.due_rows(now, 100):
            run_due(self.ours.store, self.jobs, row.task_force_id, row.kind, now)

    def sweep_through(self, start: datetime, end: datetime, step: timedelta = HOUR) -> None:
        while start <= end:
            self.sweep(start)
            start += step

    def owed(self, kind: TimetableKind, key: date) -> set[int]:
        with self.ours.read() as tx:
            return set(tx.outbox.recipients(kind.value, key.isoformat()))

    def due(self, kind: TimetableKind) -> datetime | None:
        with self.ours.read() as tx:
            row = tx.timetable.find(kind)
        return row.next_run_at if row else None

    def move(self, member: int, zone: str, now: datetime) -> None:
        with self.ours.write() as tx:
            tx.people.change(member, zone=zone)
            reschedule(tx, now)


@pytest.fixture
def times(migrated_url: str) -> Iterator[Times]:
    store = open_store(migrated_url)
    yield Times(set_stage(store))
    store.close()


MONDAY = date(2026, 11, 23)


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


def chair(times: Times, **fields) -> int:
    return times.ours.member(role=Role.CHAIR, **fields)


def told(times: Times, member: int, kind: TimetableKind, day: date):
    with times.ours.read() as tx:
        return tx.outbox.find("missed", f"{kind.value}:{day}", Recipient(member_id=member))


def test_an_hour_of_downtime_makes_it_late_not_lost(times: Times):
    one = chair(times)
    times.begin(berlin(20, 12), DIGEST, PROMPT)
    times.sweep(berlin(23, 8))
    times.sweep(berlin(23, 11))
    assert [o.due_at for o in times.ran] == [berlin(23, 10)]
    assert times.owed(PROMPT, MONDAY) == {one}
    assert told(times, one, DIGEST, MONDAY) is None


def test_two_weeks_of_downtime_mean_one_digest_and_one_line_about_the_others(times: Times):
    one, other, member = chair(times), chair(times), times.ours.member()
    times.begin(berlin(1, 12), DIGEST)
    now = berlin(23, 12)
    times.sweep(now)
    assert [o.due_at for o in times.ran] == [berlin(23, 10)]
    last = date(2026, 11, 16)
    assert told(times, one, DIGEST, last) is not None
    assert told(times, other, DIGEST, last) is not None
    assert told(times, member, DIGEST, last) is None
    with times.ours.read() as tx:
        [line] = tx.record.since(now - HOUR, now + HOUR, ["timetable.missed"])
    assert line.subject == "timetable:digest"
    assert line.after == {"first": "2026-11-02", "last": "2026-11-16", "count": 3}


def test_the_chair_reads_what_was_missed_and_when(times: Times):
    one = chair(times)
    times.begin(berlin(1, 12), DIGEST)
    times.sweep(berlin(25, 12))
    delivery = told(times, one, DIGEST, MONDAY)
    text = plain_text(Codec(()).card_from_data(delivery.content))
    assert "Not sent: the weekly digest" in text
    assert "4 times, from Mon 2 Nov 2026 to Mon 23 Nov 2026" in text


def test_the_chair_is_told_once_and_not_at_night(times: Times):
    one = chair(times)
    times.begin(berlin(20, 12), DIGEST)
    times.sweep(berlin(24, 2))
    delivery = told(times, one, DIGEST, MONDAY)
    assert delivery.due_at == berlin(24, 8)
    times.sweep(berlin(24, 3))
    with times.ours.read() as tx:
        assert len(tx.record.since(berlin(1, 0), berlin(30, 0), ["timetable.missed"])) == 1


def test_a_prompt_missed_in_one_zone_is_still_sent_in_another(times: Times):
    times.ours.member(zone="Asia/Kathmandu")
    west = times.ours.member(zone="America/New_York")
    one = chair(times)
    times.begin(berlin(20, 12), PROMPT)
    times.sweep(berlin(24, 9, 30))  # the grace is over in Kathmandu and Berlin
    assert times.owed(PROMPT, MONDAY) == {west}
    assert told(times, one, PROMPT, MONDAY) is not None


# ---- everybody's own morning --------------------------------------------------------------------


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


def test_without_members_the_prompt_is_looked_at_in_the_task_force_s_own_zone(times: Times):
    times.begin(berlin(20, 12), PROMPT)
    assert times.due(PROMPT) == berlin(23, 9)
    times.sweep(berlin(23, 9))
    assert times.due(PROMPT) == berlin(30, 9)
