"""A page of task forces asks and owes together, and each is answered as if it were alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from bot.model import Delivery, DeliveryState, Recipient, Room, TimetableKind
from bot.ports.signs import SignKind
from storage import open_store
from storage.store import SqlStore
from storage.transaction import SqlTransaction
from tests.storage.asked import ASKED
from tests.storage.done import DONE
from tests.storage.stage import HOUR, NOW, set_stage
from tests.storage.waiting import until_waiting
from tests.storage.world import CARD, World, fill

# these are asked for all task forces at once
TOGETHER: dict[str, Callable[[Any], Any]] = {
    "rooms": lambda tx: tx.rooms.all(),
    "swaps": lambda tx: tx.swaps.open(),
    "signs": lambda tx: tx.signs.all(),
    "turns": lambda tx: tx.roster.next_edge(NOW),
    "aways": lambda tx: tx.aways.next_edge(NOW),
}


class _LookedError(Exception):
    """Leaves nothing behind."""


@pytest.fixture
def worlds(store: SqlStore) -> tuple[World, World]:
    """Each has a digest that is due, and a user group that follows its duty."""
    two = fill(set_stage(store, "Ours", "T1")), fill(set_stage(store, "Theirs", "T2"))
    for world in two:
        with world.stage.write() as tx:
            name = f"Group {world.stage.id}"
            sign = tx.signs.put(world.stage.workspace, SignKind.GROUP, "S1", name)
            tx.signs.follow(sign, world.duty)
    return two


@contextmanager
def page(store: SqlStore) -> Iterator[tuple[SqlTransaction, SqlTransaction]]:
    """A transaction for the due row of each world; all of it is committed."""
    with store.write_several(NOW) as several:
        [first, second] = several.take_due(store.lanes.due_rows(NOW, 9))
        yield first[0], second[0]


@contextmanager
def looking(store: SqlStore) -> Iterator[tuple[SqlTransaction, SqlTransaction]]:
    """The same, of which nothing is kept."""
    with suppress(_LookedError), page(store) as both:
        yield both
        raise _LookedError


def alone(tx: SqlTransaction) -> SqlTransaction:
    """As somebody is answered who is in no page, in the same transaction."""
    return SqlTransaction(tx.connection, tx.task_force.id, NOW)


def owe(tx: SqlTransaction, room: int, card: Any = None, kind: str = "panel") -> None:
    to = Recipient(room_id=room)
    tx.outbox.owe_anew(kind, "roster", to, card, due_at=NOW, now=NOW)


def owed(world: World) -> Delivery | None:
    with world.stage.read() as tx:
        return tx.outbox.find("panel", "roster", Recipient(room_id=world.room))


def test_every_question_is_answered_as_to_one_alone(store: SqlStore, worlds: tuple[World, World]):
    for name, ask in ASKED.items():
        if name.endswith(".take"):  # taking it twice is something else than seeing it
            continue
        with looking(store) as both:
            found = [ask(tx, world) for tx, world in zip(both, worlds, strict=True)]
            fresh = [ask(alone(tx), world) for tx, world in zip(both, worlds, strict=True)]
            assert found == fresh, name


def test_what_is_asked_together_is_each_ones_own(store: SqlStore, worlds: tuple[World, World]):
    for name, ask in TOGETHER.items():
        with looking(store) as both:
            found = [ask(tx) for tx in both]
            assert found == [ask(alone(tx)) for tx in both], name
            assert all(found), name
    with looking(store) as (first, second):
        assert [room.id for room in first.rooms.all()] == [worlds[0].room]
        assert [room.id for room in second.rooms.all()] == [worlds[1].room]
        signs = [*first.signs.all(), *second.signs.all()]
        assert [sign.duty_ids for sign in signs] == [(world.duty,) for world in worlds]


def test_whoever_changes_something_sees_it_and_the_other_is_answered_as_before(
    store: SqlStore, worlds: tuple[World, World]
):
    store.add_workspace(worlds[0].stage.id, "teams", "T9", "28:bot")  # so that one of two can go
    done = 0
    for change, do in DONE.items():
        with suppress(Refusal, IntegrityError), looking(store) as (first, second):
            before = [ask(tx) for ask in TOGETHER.values() for tx in (first, second)]
            do(first, worlds[0])
            for name, ask in TOGETHER.items():
                assert ask(first) == ask(alone(first)), (change, name)
            assert [ask(second) for ask in TOGETHER.values()] == before[1::2], change
            done += 1
    assert done > len(DONE) * 0.85


def test_what_is_owed_together_is_owed_in_each_ones_room(
    store: SqlStore, worlds: tuple[World, World]
):
    for revision in (1, 2):
        with page(store) as both:
            for tx, world in zip(both, worlds, strict=True):
                owe(tx, world.room, CARD)
        found = [owed(world) for world in worlds]
        assert [d.recipient.room_id for d in found] == [world.room for world in worlds]
        assert [d.workspace_id for d in found] == [world.stage.workspace for world in worlds]
        assert {(d.state, d.revision) for d in found} == {(DeliveryState.DUE, revision)}


def test_what_is_owed_together_can_be_seen_and_dropped_at_once(
    store: SqlStore, worlds: tuple[World, World]
):
    with page(store) as (first, second):
        owe(first, worlds[0].room)
        owe(second, worlds[1].room)
        assert first.outbox.find("panel", "roster", Recipient(room_id=worlds[0].room))
        assert second.outbox.drop("panel") == 1
        owe(second, worlds[1].room)
    assert [owed(world).state for world in worlds] == [DeliveryState.DUE] * 2
    assert [owed(world).revision for world in worlds] == [1, 2]


def test_owed_twice_it_is_one_message_and_the_newest(store: SqlStore, worlds: tuple[World, World]):
    with page(store) as (first, second):
        owe(second, worlds[1].room, CARD)
        owe(first, worlds[0].room)
        owe(second, worlds[1].room)
    assert (owed(worlds[1]).content, owed(worlds[1]).revision) == (None, 2)


def test_the_room_of_another_task_force_is_not_there(store: SqlStore, worlds: tuple[World, World]):
    with page(store) as (first, second):
        owe(second, worlds[1].room)
        with pytest.raises(LookupError):
            owe(first, worlds[1].room)
    assert [bool(owed(world)) for world in worlds] == [False, True]


def test_what_fails_takes_what_was_owed_with_it(store: SqlStore, worlds: tuple[World, World]):
    with looking(store) as (first, _):
        owe(first, worlds[0].room)
    assert owed(worlds[0]) is None


def test_the_lanes_of_all_are_woken_by_one_commit(migrated_url: str):
    woken = []

    class Engine:
        def wake(self, _handle: object, lanes: Any) -> None:
            woken.append(sorted(lanes))

    engine: Any = Engine()
    store = open_store(migrated_url, engine)
    worlds = [fill(set_stage(store, name, name)) for name in ("T1", "T2")]
    woken.clear()
    with page(store) as both:
        for tx, world in zip(both, worlds, strict=True):
            owe(tx, world.room)
    assert woken == [sorted(world.stage.workspace for world in worlds)]
    store.close()


def test_a_room_that_was_just_added_is_owed_its_panel(store: SqlStore, worlds: tuple[World, World]):
    with page(store) as (first, second):
        assert len(first.rooms.all()) == 1
        room = second.rooms.add(Room(0, worlds[1].stage.workspace, "C2"))
        for one in second.rooms.all():
            owe(second, one.id)
    with worlds[1].stage.read() as tx:
        assert tx.outbox.find("panel", "roster", Recipient(room_id=room))


@pytest.mark.postgres
def test_who_brings_a_row_forward_waits_for_the_page_that_did_not_see_why(migrated_postgres: str):
    store = open_store(migrated_postgres)
    worlds = [fill(set_stage(store, name, name)) for name in ("T1", "T2")]
    digest, ours = TimetableKind.DIGEST, worlds[1].stage

    def bring() -> None:
        with ours.write() as tx:
            tx.timetable.bring_forward({digest: NOW + HOUR})

    with ThreadPoolExecutor() as pool:
        with store.write_several(NOW) as several:
            rows = several.take_due(store.lanes.due_rows(NOW, 9))
            rows[0][0].roster.next_edge(NOW)  # asked for both
            brought = pool.submit(bring)
            until_waiting(migrated_postgres)
            several.set_next({row.id: NOW + 24 * HOUR for _, row in rows})
        brought.result()
    with ours.read() as tx:
        assert tx.timetable.find(digest).next_run_at == NOW + HOUR
    store.close()
