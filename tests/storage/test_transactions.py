from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, StatementError

from bot.errors import Refusal, Repeated
from bot.model import TimetableKind, TimetableRow
from bot.ports.store import Store
from storage import open_store
from storage import store as store_module
from storage.store import SqlStore
from storage.tables import heard
from tests.storage.stage import HOUR, NOW, ZONE, Stage


class Lanes:
    """An engine that notes what it was asked for, and whether the transaction was still open."""

    def __init__(self) -> None:
        self.woken: list[tuple[int, ...]] = []

    def wake(self, handle: Any, lanes: Collection[int]) -> None:
        assert handle.connection.in_transaction()
        handle.after_commit(lambda: self.woken.append(tuple(sorted(lanes))))


def test_it_is_the_store_that_bot_asks_for(store: SqlStore):
    needed: Store = store
    assert needed.task_forces() == []


def test_what_is_left_without_an_error_is_kept(ours: Stage):
    with ours.write() as tx:
        tx.people.add_department("Sales")
    with ours.read() as tx:
        assert [d.name for d in tx.people.departments()] == ["Marketing", "Sales"]


def test_an_error_leaves_nothing_behind(ours: Stage):
    called: list[int] = []

    def fail() -> None:
        with ours.write(once="k", now=NOW) as tx:
            tx.people.add_department("Sales")
            tx.after_commit(lambda: called.append(1))
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    with ours.read() as tx:
        assert [d.name for d in tx.people.departments()] == ["Marketing"]
    assert not called
    with ours.write(once="k", now=NOW):  # the request was not heard either
        pass


def test_a_request_is_carried_out_once(ours: Stage):
    with ours.write(once="slack:T1:E1", now=NOW) as tx:
        tx.people.add_department("Sales")
    with pytest.raises(Repeated), ours.write(once="slack:T1:E1", now=NOW) as tx:
        tx.people.add_department("Support")
    with ours.write(once="slack:T1:E2", now=NOW) as tx:
        assert len(tx.people.departments()) == 2


def test_a_request_that_comes_twice_at_once_is_carried_out_once(ours: Stage):
    inside, outcomes = threading.Event(), []

    def second() -> None:
        inside.wait()
        try:
            with ours.write(once="k", now=NOW) as tx:
                tx.people.add_department("Twice")
        except Repeated:
            outcomes.append("repeated")

    thread = threading.Thread(target=second)
    thread.start()
    with ours.write(once="k", now=NOW) as tx:
        inside.set()
        tx.people.add_department("Once")
    thread.join()
    assert outcomes == ["repeated"]


@pytest.mark.parametrize("key", ["x" * 5000, "a\x00b", "half \ud83d pair"])
def test_a_strange_key_is_a_key_all_the_same(ours: Stage, key: str):
    with ours.write(once=key, now=NOW):
        pass
    with pytest.raises(Repeated), ours.write(once=key, now=NOW):
        pass


def test_a_key_needs_its_instant(ours: Stage):
    with pytest.raises(ValueError, match="instant"), ours.write(once="k"):
        pass


def test_old_keys_are_forgotten_and_young_ones_are_not(
    ours: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(store_module, "SWEEP_AFTER", 3)
    for number in range(4):
        with ours.write(once=f"old {number}", now=NOW - timedelta(days=2)):
            pass
    for number in range(5):
        with ours.write(once=f"new {number}", now=NOW):
            pass
    with ours.store.database.read() as connection:
        keys = connection.execute(select(heard.c.key).order_by(heard.c.key)).scalars().all()
    assert keys == [f"{ours.id}:new {number}" for number in range(5)]


def test_hooks_run_after_the_commit_and_outside_of_it(ours: Stage):
    seen: list[int] = []

    def look() -> None:
        with ours.write() as tx:  # the writer is free again
            seen.append(len(tx.people.departments()))

    with ours.write() as tx:
        tx.after_commit(look)
        tx.people.add_department("Sales")
        assert not seen
    assert seen == [2]


def test_lanes_are_woken_by_a_commit_and_by_nothing_else(migrated_url: str):
    engine: Any = Lanes()
    store = open_store(migrated_url, engine)
    task_force = store.create_task_force("Ours", ZONE, NOW)
    with store.write(task_force) as tx:
        pass
    with pytest.raises(ZeroDivisionError), store.write(task_force) as tx:
        _ = tx.lanes.add(7) or 1 / 0
    assert engine.woken == []
    with store.write(task_force) as tx:
        tx.lanes.update((7, 3, 7))
        assert engine.woken == []
    assert engine.woken == [(3, 7)]
    store.close()


def test_a_refusal_by_the_database_cannot_be_swallowed(ours: Stage):

    def swallow() -> None:
        with ours.write() as tx:
            tx.people.add_department("Sales")
            with pytest.raises(Refusal):
                tx.people.add_department("  sales ")

    with pytest.raises(Refusal) as refused:
        swallow()
    assert refused.value.code == "name_taken"
    with ours.read() as tx:
        assert [d.name for d in tx.people.departments()] == ["Marketing"]


def test_who_reads_cannot_write(ours: Stage):
    with pytest.raises(DBAPIError, match=r"read.?only"), ours.read() as tx:
        tx.people.add_department("Sales")


def test_instants_come_back_as_they_were_in_utc(ours: Stage):
    summer = datetime.fromisoformat("2026-07-01T09:30:15.123456+05:30")
    with ours.write() as tx:
        tx.record.add(summer, None, "x", "y:1")
    with ours.read() as tx:
        (change,) = tx.record.of_subject("y:1")
    assert change.at == summer
    assert change.at.tzinfo is UTC


def test_an_instant_without_a_zone_is_an_error(ours: Stage):
    with pytest.raises(StatementError, match="needs a zone"), ours.write() as tx:
        tx.record.add(NOW.replace(tzinfo=None), None, "x", "y:1")


def test_a_task_force_is_changed_by_the_names_of_its_fields(ours: Stage):
    with ours.write() as tx:
        tx.change_task_force(name="Theirs", joining_open=True, country="DE")
        assert tx.task_force.name == "Theirs"
    (found,) = ours.store.task_forces()
    assert (found.name, found.joining_open, found.country) == ("Theirs", True, "DE")


@pytest.mark.parametrize("fields", [{"id": 3}, {"created_at": NOW}, {"nme": "x"}, {}])
def test_what_is_no_field_cannot_be_changed(ours: Stage, fields: dict[str, Any]):
    with pytest.raises(TypeError), ours.write() as tx:
        tx.change_task_force(**fields)


def test_a_task_force_that_does_not_exist_is_an_error(store: SqlStore):
    with pytest.raises(LookupError), store.read(404) as tx:
        _ = tx.task_force


def test_a_workspace_belongs_to_one_task_force(ours: Stage):
    found = ours.store.find_workspace("slack", "T1")
    assert found
    assert (found.id, found.task_force_id, found.bot_user) == (ours.workspace, ours.id, "UBOT")
    assert ours.store.find_workspace("slack", "T2") is None
    assert ours.store.find_workspace("teams", "T1") is None
    other = ours.store.create_task_force("Theirs", ZONE, NOW)
    with pytest.raises(Refusal) as refused:
        ours.store.add_workspace(other, "slack", "T1", "U")
    assert refused.value.code == "workspace_taken"


def test_many_threads_write_and_read_without_losing_anything(ours: Stage):
    def work(number: int) -> None:
        with ours.write(once=str(number), now=NOW) as tx:
            tx.record.add(NOW, None, "work", f"n:{number}")
        with ours.read() as tx:
            assert len(tx.record.of_subject(f"n:{number}")) == 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ours.read() as tx:
        assert len(tx.record.since(NOW, NOW + timedelta(seconds=1))) == 40
    with ours.store.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(heard)).scalar() == 40


def test_the_lock_of_a_task_force_lets_one_in_at_a_time(ours: Stage):
    inside, seen = threading.Event(), []

    def second() -> None:
        inside.wait()
        with ours.write() as tx:
            tx.lock()
            seen.append(tx.task_force.name)

    thread = threading.Thread(target=second)
    thread.start()
    with ours.write() as tx:
        tx.lock()
        inside.set()
        tx.change_task_force(name="Changed under the lock")
    thread.join()
    assert seen == ["Changed under the lock"]


def test_due_rows_of_several_task_forces_are_run_by_one_commit(migrated_url: str):
    engine: Any = Lanes()
    store = open_store(migrated_url, engine)
    names = ("Ours", "Theirs", "Paused", "Later")
    forces = [store.create_task_force(name, ZONE, NOW) for name in names]
    for name, task_force in zip(names, forces, strict=True):
        due = NOW + HOUR if name == "Later" else NOW
        with store.write(task_force) as tx:
            tx.timetable.put(
                TimetableRow(0, TimetableKind.DIGEST, 0, 540, name != "Paused", 720, due)
            )
    due = store.lanes.due_rows(NOW, 9)

    def run(then: int) -> None:
        with store.write_several(NOW) as several:
            taken = several.take_due(due)
            for lane, (tx, row) in enumerate(taken):
                assert (tx.task_force.name, row.next_run_at) == (names[lane], NOW)
                tx.people.add_department("Sales")
                tx.lanes.add(lane)
            several.set_next({row.id: NOW + HOUR for _, row in taken})
            _ = 1 / then

    def departments() -> list[int]:
        found = []
        for task_force in forces:
            with store.read(task_force) as tx:
                found.append(len(tx.people.departments()))
        return found

    with pytest.raises(ZeroDivisionError):
        run(0)
    assert (departments(), engine.woken) == ([0, 0, 0, 0], [])
    run(1)
    assert (departments(), engine.woken) == ([1, 1, 0, 0], [(0, 1)])
    assert store.lanes.due_rows(NOW, 9) == []
    run(1)  # they are not due any more
    assert departments() == [1, 1, 0, 0]
    store.close()
