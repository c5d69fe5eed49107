"""Questions cost what they find, not what a task force has ever said and done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Select

from storage import triggers
from storage.engine import Database
from tests.storage.test_crossing import named

# these grow for as long as the task force lives
GROWING = {"turns", "claims", "pledges", "logged", "aways", "changes", "deliveries", "heard"}
GROWING |= {"handovers", "covers", "cover_asks", "swaps", "plans", "plan_lines", "calendar_events"}
GROWING |= {"feed_events"}
GROWING |= {"beginning", "held", "other"}  # claims, as the triggers name them
# not asked as they stand here, but with more conditions
BEGINNINGS = {
    "storage.aways._AWAYS",
    "storage.record._CHANGES",
    "storage.record._IN_ORDER",
    "storage.turns._TURNS",
}
# asked in several turns of SQLite, where its parts stand by themselves
POSTGRESQL = {"storage.taking._TAKE_DUE"}
RARE = {
    "storage.feeds._LAST_TURN": "max() is read off the end of the index",
    "storage.feeds._LINES": "the last few are read off the end of the index",
    "storage.outbox._IN_STATE": "only states that few messages stay in are asked for",
}
# indexes of what is asked for, and of nothing else
SMALL = re.compile("ix_deliveries_failed|ix_covers_wanted|ix_swaps_open|ix_plans_unsolved")
# found by the task force alone, or by nothing
WHOLE = re.compile(r"SCAN (\w+)|SEARCH (\w+) USING .*\(task_force_id=\?\)( LEFT-JOIN)?$")


def asked() -> Iterator[Any]:
    for case in named():
        if (
            isinstance(case.values[0], Select)
            and case.id not in BEGINNINGS | POSTGRESQL | RARE.keys()
        ):
            yield case


@pytest.fixture(scope="session")
def planner(migrated_file: Any) -> Iterator[Any]:
    database = Database(f"sqlite:///{migrated_file}")
    with database.read() as connection:
        yield connection
    database.close()


@pytest.mark.parametrize("statement", list(asked()))
def test_no_question_goes_through_the_whole_history(planner: Any, statement: Select[Any]):
    check(
        planner,
        re.sub(r"\(?__\[POSTCOMPILE_[^\]]*\]\)?", "(?, ?)", str(statement.compile(planner))),
    )


@pytest.mark.parametrize(
    "query",
    [
        triggers._HELD_BEYOND,
        triggers._NO_PLACE_SQLITE,
        triggers._HELD_TWICE,
        triggers._CLAIM_OUTSIDE,
        triggers._TURN_BESIDE,
        triggers._RETIRED,
    ],
)
def test_no_trigger_goes_through_the_whole_history(planner: Any, query: str):
    check(planner, re.sub(r"NEW\.\w+", "?", query))


def check(planner: Any, sql: str) -> None:
    rows = planner.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
    plan = [row[3] for row in rows]
    whole = [found for step in plan if not SMALL.search(step) and (found := WHOLE.match(step))]
    assert [found[0] for found in whole if _table(found) in GROWING] == [], plan


def _table(found: re.Match[str]) -> str:
    return found[1] or found[2]
