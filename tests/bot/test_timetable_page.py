"""Panels of many task forces that are due together: as if each was alone, with few statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from bench.cards import counting
from bot import catalog
from bot.model import Away, DeliveryState, Room, TimetableKind, TimetableRow
from bot.notify import LONG_AGO
from bot.ports.signs import SignKind
from bot.ports.swaps import Given, Swap
from bot.timetable import run_due, run_several
from storage import open_store
from storage.store import SqlStore
from tests.storage.conftest import (
    migrated_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_template,
    migrated_url,
)
from tests.storage.stage import HOUR, NOW, WEEK, Stage, part, set_stage
from tests.unhurried import LONG

__all__ = [
    "migrated_file",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_template",
    "migrated_url",
]

PANEL = TimetableKind.PANEL
TURN = part(10, 12)  # NOW is nine hours into the week


@pytest.fixture
def store(migrated_url: str) -> Iterator[SqlStore]:
    store = open_store(migrated_url)
    yield store
    store.close()


def add_room(ours: Stage, **fields: Any) -> None:
    with ours.write() as tx:
        room = Room(0, ours.workspace, f"C{len(tx.rooms.all())}", panel=True)
        tx.rooms.add(replace(room, **fields))


def swap(ours: Stage, expires_at: Any) -> None:
    turn, asker, other = ours.turn(span=TURN), ours.member(), ours.member()
    ours.claim(turn, asker, TURN)
    with ours.write() as tx:
        tx.swaps.add(Swap(0, asker, other, Given(turn, TURN), None, NOW - HOUR, expires_at))


def nothing(ours: Stage) -> None:
    """Not even a room."""


def two_rooms(ours: Stage) -> None:
    for panel in (True, False, True):
        add_room(ours, panel=panel)


def turn_to_come(ours: Stage) -> None:
    add_room(ours)
    ours.turn(span=TURN)


def part_of_a_turn(ours: Stage) -> None:
    """It ends before the next turn begins."""
    ours.turn(span=part(14, 20))
    ours.claim(ours.turn(span=part(0, 12)), ours.member(), part(8, 11))


def somebody_away(ours: Stage) -> None:
    member = ours.member()
    with ours.write() as tx:
        tx.aways.add(Away(0, member, part(0, 10), WEEK, WEEK))


def swap_open(ours: Stage) -> None:
    add_room(ours)
    swap(ours, NOW + HOUR / 2)


def swap_expired(ours: Stage) -> None:
    """Both learn of it, in their own words, before the panel is owed."""
    add_room(ours)
    swap(ours, NOW - HOUR / 2)


def group(ours: Stage) -> None:
    add_room(ours)
    turn, member = ours.turn(duty := ours.duty(), span=part(8, 12)), ours.member()
    ours.claim(turn, member, part(8, 12))
    with ours.write() as tx:
        tx.signs.follow(tx.signs.put(ours.workspace, SignKind.GROUP, "S1", "On duty"), duty)


SITUATIONS: tuple[Callable[[Stage], None], ...] = (
    nothing,
    two_rooms,
    turn_to_come,
    part_of_a_turn,
    somebody_away,
    swap_open,
    swap_expired,
    group,
)


def set_up(store: SqlStore, name: str, situation: Callable[[Stage], None]) -> Stage:
    ours = set_stage(store, name, name)
    with ours.write() as tx:
        tx.timetable.put(TimetableRow(0, PANEL, None, 0, True, None, NOW))
    situation(ours)
    return ours


def run_page(store: SqlStore) -> None:
    ran, left = run_several(store, catalog.JOBS, store.lanes.due_rows(NOW, 100), NOW, lambda: False)
    assert (len(ran), left) == (len({one.task_force_id for one in ran}), frozenset())


def outcome(ours: Stage) -> Any:
    """All that a panel's row leaves behind."""
    with ours.read() as tx:
        owed = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
        rooms = {room.id: room.channel for room in tx.rooms.all()}
        return (
            tx.timetable.find(PANEL).next_run_at,
            sorted((d.kind, rooms.get(d.recipient.room_id or 0), d.revision) for d in owed),
            [one.expires_at for one in tx.swaps.open()],
            [one.wanted == "nobody" for one in tx.signs.all()],
        )


def test_in_a_page_each_task_force_gets_what_it_gets_alone(store: SqlStore):
    alone = [set_up(store, f"{s.__name__} alone", s) for s in SITUATIONS]
    for ours in alone:
        assert run_due(store, catalog.JOBS, ours.id, PANEL, NOW) is not None
    together = [set_up(store, s.__name__, s) for s in SITUATIONS]
    run_page(store)
    outcomes = [outcome(ours) for ours in together]
    assert outcomes == [outcome(ours) for ours in alone]
    assert len({str(found) for found in outcomes}) == len(SITUATIONS)
    assert outcomes[2][0] == TURN.start
    assert outcomes[3][0] == part(0, 11).end
    assert outcomes[4][0] == part(0, 10).end
    assert outcomes[5][0] == NOW + HOUR / 2


def statements_for(store: SqlStore, stages: Sequence[Stage]) -> int:
    with store.write_several(NOW) as several:
        for ours in stages:
            several(ours.id).timetable.set_next(PANEL, NOW)
    with counting() as seen:
        run_page(store)
    return len(seen)


def test_a_page_of_hundred_panels_takes_no_more_statements_than_one_of_ten(store: SqlStore):
    stages = [set_up(store, f"Number {n}", turn_to_come) for n in range(100)]
    run_page(store)
    ten, hundred = (statements_for(store, stages[:many]) for many in (10, 100))
    assert hundred == ten <= 12
    with stages[-1].read() as tx:
        [owed] = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
    assert (owed.kind, owed.revision) == ("panel", 2)


@pytest.mark.postgres
def test_several_processes_with_the_same_page_owe_each_panel_once(migrated_postgres: str):
    stores = [open_store(migrated_postgres) for _ in range(3)]
    stages = [set_up(stores[0], f"Number {n}", turn_to_come) for n in range(30)]
    page = stores[0].lanes.due_rows(NOW, 100)
    together = Barrier(len(stores), timeout=LONG)

    def run(store: SqlStore) -> int:
        together.wait()
        return len(run_several(store, catalog.JOBS, page, NOW, lambda: False)[0])

    with ThreadPoolExecutor() as pool:
        assert sum(pool.map(run, stores)) == len(stages)
    for ours in stages:
        with ours.read() as tx:
            [owed] = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO)
        assert (owed.kind, owed.revision) == ("panel", 1)
    for store in stores:
        store.close()
