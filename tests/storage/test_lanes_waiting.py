"""Which lanes are to be woken, in which order; and what that costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.dialects import sqlite

from bot.ports.lanes import LEASE, WaitingLane
from storage.store import SqlStore
from tests.storage.stage import HOUR, NOW, Stage, set_stage
from tests.storage.test_lanes import owe

SECOND = timedelta(seconds=1)


@pytest.fixture
def lanes(store: SqlStore):
    return store.lanes


def waiting(lanes, now, **asked) -> list[int]:
    return [one.lane for one in lanes.waiting(now, **asked)]


def test_a_lane_waits_while_something_is_due_and_nobody_serves_it(lanes, ours: Stage):
    assert waiting(lanes, NOW) == []
    owe(ours, due_at=NOW + HOUR)
    assert waiting(lanes, NOW) == []
    assert waiting(lanes, NOW + HOUR) == [ours.workspace]
    lanes.take(ours.workspace, "first", NOW + HOUR)
    assert waiting(lanes, NOW + HOUR) == []
    assert waiting(lanes, NOW + HOUR + LEASE) == [ours.workspace]


def test_a_blocked_lane_does_not_wait(lanes, ours: Stage):
    owe(ours)
    lanes.block(ours.workspace, NOW + HOUR, "")
    assert waiting(lanes, NOW + HOUR - SECOND) == []
    assert waiting(lanes, NOW + HOUR) == [ours.workspace]


def test_what_a_dead_postman_left_behind_makes_its_lane_wait(lanes, ours: Stage):
    owe(ours)
    lanes.take(ours.workspace, "dead", NOW)
    assert len(lanes.take_batch(ours.workspace, "dead", NOW)) == 1
    assert waiting(lanes, NOW + LEASE) == [ours.workspace]


def test_the_lanes_that_wait_longest_come_first_and_not_all_at_once(lanes, store, ours: Stage):
    others = [set_stage(store, f"Number {n}", f"T{n + 2}") for n in range(4)]
    for hours, stage in enumerate([others[2], others[0], ours, others[3], others[1]]):
        owe(stage, 2, due_at=NOW - (9 - hours) * HOUR)
    lanes.block(others[0].workspace, NOW + HOUR, "")
    lanes.take(others[3].workspace, "served", NOW)
    order = [others[2].workspace, ours.workspace, others[1].workspace]
    assert waiting(lanes, NOW) == order
    first = lanes.waiting(NOW, most=2)
    assert first == [WaitingLane(NOW - 9 * HOUR, order[0]), WaitingLane(NOW - 7 * HOUR, order[1])]
    assert waiting(lanes, NOW, after=first[-1]) == order[2:]
    assert waiting(lanes, NOW, after=lanes.waiting(NOW)[-1]) == []


def test_the_sweeps_use_their_indexes(ours: Stage):
    from storage import lanes, leases, taking

    if not ours.store.database.is_sqlite:
        pytest.skip("PostgreSQL scans tables of a few rows, whatever the index")
    dialect = sqlite.dialect()
    plans = []
    for statement in (lanes._DUE_ROWS, leases._WAITING, taking._DUE):
        compiled = str(
            statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        )
        with ours.store.database.read() as connection:
            rows = connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN " + compiled, tuple(["2026-01-01"] * compiled.count("?"))
            )
            plans.append(" ".join(str(row[3]) for row in rows))
    assert "ix_timetable_next" in plans[0]
    assert "ix_deliveries_open" in plans[1]
    assert "ix_deliveries_lane" in plans[2]
    assert not any("SCAN deliveries" in plan or "SCAN timetable" in plan for plan in plans)
