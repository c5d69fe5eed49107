from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.model import TimetableKind, TimetableRow
from bot.occasions import default_rows
from bot.ports.lanes import DueRow
from storage import open_store
from tests.storage.stage import HOUR, NOW, Stage, set_stage
from tests.storage.waiting import until_waiting
from tests.unhurried import LONG

ROW = TimetableRow(0, TimetableKind.DIGEST, 0, 600, True, 720, NOW)


def put(ours: Stage, **changes) -> None:
    with ours.write() as tx:
        tx.timetable.put(replace(ROW, **changes))


def test_a_row_is_kept_once_for_each_kind(ours: Stage):
    put(ours)
    put(ours, weekday=None, minute=30, grace_minutes=None, next_run_at=None)
    with ours.read() as tx:
        [row] = tx.timetable.rows()
        assert tx.timetable.find(TimetableKind.DIGEST) == row
        assert tx.timetable.find(TimetableKind.PROMPT) is None
    assert row == replace(ROW, id=row.id, weekday=None, minute=30, grace_minutes=None,
                          next_run_at=None)  # fmt: skip


def test_the_rows_a_task_force_begins_with_can_be_kept(ours: Stage):
    with ours.write() as tx:
        for row in default_rows():
            tx.timetable.put(row)
    with ours.read() as tx:
        assert [row.kind for row in tx.timetable.rows()] == [row.kind for row in default_rows()]


def test_the_next_instant_is_stored(ours: Stage):
    put(ours)
    with ours.write() as tx:
        tx.timetable.set_next(TimetableKind.DIGEST, NOW + HOUR)
    with ours.read() as tx:
        assert tx.timetable.find(TimetableKind.DIGEST).next_run_at == NOW + HOUR


@pytest.mark.parametrize(
    "changes", [{"next_run_at": NOW + HOUR}, {"next_run_at": None}, {"enabled": False}]
)
def test_only_what_is_due_is_taken(ours: Stage, changes: dict):
    put(ours, **changes)
    with ours.write() as tx:
        assert tx.timetable.take_due(TimetableKind.DIGEST, NOW) is None


@pytest.mark.parametrize(
    ("stored", "asked", "then"),
    [
        (None, NOW + HOUR, NOW + HOUR),
        (NOW + 2 * HOUR, NOW + HOUR, NOW + HOUR),
        (NOW + HOUR, NOW + 2 * HOUR, NOW + HOUR),
        (NOW - HOUR, NOW + HOUR, NOW - HOUR),
        (NOW - HOUR, NOW, NOW - HOUR),
    ],
)
def test_what_is_brought_forward_is_never_later_than_before(ours: Stage, stored, asked, then):
    put(ours, next_run_at=stored)
    with ours.write() as tx:
        tx.timetable.bring_forward({TimetableKind.DIGEST: asked})
    with ours.read() as tx:
        assert tx.timetable.find(TimetableKind.DIGEST).next_run_at == then


def test_what_is_switched_off_is_not_brought_forward(ours: Stage):
    put(ours, enabled=False, next_run_at=None)
    with ours.write() as tx:
        tx.timetable.bring_forward({TimetableKind.DIGEST: NOW})
    with ours.read() as tx:
        assert tx.timetable.find(TimetableKind.DIGEST).next_run_at is None


@pytest.mark.postgres
def test_what_is_run_just_now_is_brought_forward_after_it(migrated_postgres: str):
    """Whoever runs it has not seen what is written meanwhile, and would plan it for tomorrow."""
    store = open_store(migrated_postgres)
    ours = set_stage(store)
    put(ours)

    def bring() -> None:
        with ours.write() as tx:
            tx.timetable.bring_forward({TimetableKind.DIGEST: NOW + HOUR})

    with ThreadPoolExecutor() as pool:
        with ours.write() as tx:
            assert tx.timetable.take_due(TimetableKind.DIGEST, NOW)
            brought = pool.submit(bring)
            until_waiting(migrated_postgres)
            tx.timetable.set_next(TimetableKind.DIGEST, NOW + 24 * HOUR)
        brought.result()
    with ours.read() as tx:
        assert tx.timetable.find(TimetableKind.DIGEST).next_run_at == NOW + HOUR
    store.close()


@pytest.mark.postgres
def test_who_finds_it_early_enough_waits_for_nobody_else_who_does(migrated_postgres: str):
    """Three hundred people claim at the same instant, and each wants the same row soon."""
    store = open_store(migrated_postgres)
    ours = set_stage(store)
    put(ours, next_run_at=NOW)

    def bring() -> None:
        with ours.write() as tx:
            tx.timetable.bring_forward({TimetableKind.DIGEST: NOW})

    with ThreadPoolExecutor() as pool, ours.write() as tx:
        tx.timetable.bring_forward({TimetableKind.DIGEST: NOW})
        pool.submit(bring).result(LONG)
    store.close()


@pytest.mark.postgres
def test_a_row_that_somebody_is_running_is_left_to_them(migrated_postgres: str):
    store = open_store(migrated_postgres)
    ours = set_stage(store)
    put(ours)
    found = []

    def second() -> None:
        with ours.write() as tx:
            found.append(tx.timetable.take_due(TimetableKind.DIGEST, NOW))

    def together() -> None:
        with store.write_several(NOW) as several:
            found.extend(several.take_due(store.lanes.due_rows(NOW, 9)) or [None])

    with ours.write() as tx:
        assert tx.timetable.take_due(TimetableKind.DIGEST, NOW) is not None
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=20)
        together()
        tx.timetable.set_next(TimetableKind.DIGEST, NOW + HOUR)
    second()
    assert found == [None, None, None]
    store.close()


def test_due_rows_of_all_task_forces_come_oldest_first_and_in_pages(ours: Stage):
    theirs = set_stage(ours.store, "Theirs", "T2")
    put(ours, next_run_at=NOW)
    put(ours, kind=TimetableKind.TURNS, next_run_at=NOW - HOUR)
    put(ours, kind=TimetableKind.NUDGE, next_run_at=NOW + HOUR)
    put(ours, kind=TimetableKind.STATUS, enabled=False)
    put(theirs, next_run_at=NOW)
    lanes = ours.store.lanes
    first = lanes.due_rows(NOW, 2)
    rest = lanes.due_rows(NOW, 2, after=first[-1])
    assert [(row.task_force_id, row.kind) for row in [*first, *rest]] == [
        (ours.id, TimetableKind.TURNS),
        (ours.id, TimetableKind.DIGEST),
        (theirs.id, TimetableKind.DIGEST),
    ]
    assert isinstance(first[0], DueRow)
    assert not lanes.due_rows(NOW, 2, after=rest[-1])


def test_the_next_instant_of_all_that_is_to_come(ours: Stage):
    lanes = ours.store.lanes
    assert lanes.next_instant(NOW) is None
    put(ours, next_run_at=NOW + 3 * HOUR)
    assert lanes.next_instant(NOW) == NOW + 3 * HOUR
    lanes.block(ours.workspace, NOW + 2 * HOUR, "")
    assert lanes.next_instant(NOW) == NOW + 2 * HOUR
    put(ours, kind=TimetableKind.STATUS, next_run_at=NOW + HOUR, enabled=False)
    assert lanes.next_instant(NOW) == NOW + 2 * HOUR
    assert lanes.next_instant(NOW + 2 * HOUR) == NOW + 3 * HOUR
    assert lanes.next_instant(NOW + 3 * HOUR) is None


def test_rows_of_a_newer_version_are_left_to_it(ours: Stage):
    """They stand in its timetable while both run, or after going back to this one."""
    put(ours, next_run_at=NOW)
    put(ours, kind=TimetableKind.TURNS, next_run_at=NOW - HOUR)
    with ours.store.database.write() as connection:
        connection.execute(text("UPDATE timetable SET kind = 'tidying' WHERE kind = 'turns'"))
    [due] = ours.store.lanes.due_rows(NOW, 1)
    assert due.kind is TimetableKind.DIGEST
    with ours.read() as tx:
        assert [row.kind for row in tx.timetable.rows()] == [TimetableKind.DIGEST]
