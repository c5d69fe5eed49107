"""A new task force, and the workspace it lives in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.errors import Fault
from bot.installing import NAME, adopt, found, meant_task_force
from bot.model import Workspace
from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from tests.bot.cast import MONDAY, ZONE


@pytest.fixture
def store(sqlite_url: str) -> Iterator[SqlStore]:
    migrate(sqlite_url)
    store = open_store(sqlite_url)
    yield store
    store.close()


def test_a_new_task_force_has_a_timetable_that_is_planned(store: SqlStore):
    tenant = found(store, "Acme", ZONE, MONDAY)
    with store.read(tenant) as tx:
        rows = tx.timetable.rows()
    assert len(rows) >= 6
    assert all(row.next_run_at and row.next_run_at >= MONDAY for row in rows)


@pytest.mark.parametrize("imported", [False, True])
def test_several_processes_that_start_at_once_share_one_task_force(database_url, imported):
    migrate(database_url)
    stores = [open_store(database_url) for _ in range(6)]
    if imported:  # a task force without a workspace is there already
        found(stores[0], NAME, ZONE, MONDAY)
    together = Barrier(len(stores))

    def start(store: SqlStore) -> Workspace:
        together.wait()
        return adopt(store, "slack", "T1", "UBOT", ZONE, MONDAY)

    with ThreadPoolExecutor(len(stores)) as threads:
        adopted = list(threads.map(start, stores))
    assert [force.id for force in stores[0].task_forces()] == [adopted[0].task_force_id]
    assert all(workspace == adopted[0] for workspace in adopted)
    for store in stores:
        store.close()


def test_a_new_workspace_brings_a_new_task_force_and_is_known_from_then_on(store: SqlStore):
    first = adopt(store, "slack", "T1", "UBOT", ZONE, MONDAY)
    assert adopt(store, "slack", "T1", "UBOT", ZONE, MONDAY) == first
    second = adopt(store, "slack", "T2", "UBOT", ZONE, MONDAY)
    assert second.task_force_id != first.task_force_id
    assert [force.name for force in store.task_forces()] == [NAME, NAME]


def test_a_task_force_that_was_imported_first_gets_the_workspace(store: SqlStore):
    tenant = found(store, "Acme", ZONE, MONDAY)
    assert adopt(store, "slack", "T1", "UBOT", ZONE, MONDAY).task_force_id == tenant


def test_of_two_without_a_workspace_neither_is_guessed(store: SqlStore):
    known = {found(store, name, ZONE, MONDAY) for name in ("Acme", "Bolt")}
    assert adopt(store, "slack", "T1", "UBOT", ZONE, MONDAY).task_force_id not in known


def test_an_operator_means_the_only_one_or_says_which(store: SqlStore):
    assert meant_task_force(store, 0) is None
    with pytest.raises(Fault, match="There is no task force 7; there are none"):
        meant_task_force(store, 7)
    first = found(store, "Acme", ZONE, MONDAY)
    assert meant_task_force(store, 0).id == first
    second = found(store, "Bolt", ZONE, MONDAY)
    with pytest.raises(Fault, match=r"There are several task forces \(1: Acme, 2: Bolt\)"):
        meant_task_force(store, 0)
    assert meant_task_force(store, second).name == "Bolt"
    with pytest.raises(Fault, match="there are 1: Acme, 2: Bolt"):
        meant_task_force(store, 99)
