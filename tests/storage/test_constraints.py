"""Every constraint bites: what rules should never let through, the database refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Insert, Update, insert, text, update
from sqlalchemy.exc import IntegrityError

from storage import open_store
from storage.refusals import constraint_of
from storage.store import SqlStore
from storage.tables import metadata
from tests.storage.rows import LONG_AGO, RIGHT, UNIQUE, WRONG
from tests.storage.stage import HOUR, NOW, SPAN

T = metadata.tables
ACROSS = {"across_task_forces": True}


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    with store.database.write() as connection:
        for name, row in RIGHT.items():
            connection.execute(_insert(name), row)
            if name == "members":  # and somebody to exchange turns with
                connection.execute(_insert(name), row)
    return store


def _insert(name: str) -> Insert:
    statement = insert(T[name])
    return statement if name == "task_forces" else statement.values(task_force_id=1)


def _refused(store: SqlStore, statement: Any, values: dict[str, Any] | None = None) -> str:
    with pytest.raises(IntegrityError) as refused, store.database.write() as connection:
        connection.execute(statement, values)
    return constraint_of(refused.value)


def test_every_check_has_its_case_here():
    checks = {
        str(constraint.name)
        for table in T.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert checks == set(WRONG)


def test_every_check_bites(filled: SqlStore):
    for name, wrongs in WRONG.items():
        table = next(t for t in RIGHT if name.startswith(f"ck_{t}_"))
        for wrong in wrongs:
            statement = update(T[table]).values(wrong).execution_options(**ACROSS)
            assert _refused(filled, statement) in {name, "claims_outside_turn"}, (name, wrong)


def test_the_same_thing_is_not_there_twice(filled: SqlStore):
    for table in UNIQUE:
        assert _refused(filled, _insert(table), RIGHT[table]).startswith("uq_"), table


POINTERS = sorted(
    (table.name, column, key.referred_table.name)
    for table in T.values()
    for key in table.foreign_key_constraints
    for column in key.column_keys
    if column != "task_force_id"
)


def test_no_row_points_into_another_task_force(filled: SqlStore):
    """Theirs has ids of its own; a row of ours that names one of them is refused."""
    for table, column, target in POINTERS:
        with pytest.raises(IntegrityError) as refused:
            _point(filled, table, column, target)
        found = constraint_of(refused.value).lower()
        expected = ("fk_", "foreign key", "claims_outside_turn")
        assert found.startswith(expected), (table, column, found)


def _point(store: SqlStore, table: str, column: str, target: str) -> None:
    """Rolled back, as the last statement fails."""
    with store.database.write() as connection:
        task_force = connection.execute(insert(T["task_forces"]), RIGHT["task_forces"])
        theirs = _theirs(connection, target, task_force.inserted_primary_key[0])
        row = {**RIGHT.get(table, {}), **_ours_in(table), column: theirs, **_new(table)}
        if (table, column) == ("deliveries", "member_id"):
            row["room_id"] = None  # one recipient only
        connection.execute(_insert(table), row)


def _theirs(connection: Any, table: str, task_force: int) -> int:
    """A row of the second task force, with all that it needs."""
    row = {**RIGHT[table], "task_force_id": task_force, **_new(table)}
    for key in T[table].foreign_key_constraints:
        for column in key.column_keys:
            if column != "task_force_id" and row.get(column) is not None:
                row[column] = _theirs(connection, key.referred_table.name, task_force)
    return connection.execute(insert(T[table]), row).inserted_primary_key[0]


def _new(table: str) -> dict[str, Any]:
    """What has to differ from the right row, so that nothing but the key is wrong."""
    return {
        "workspaces": {"external_id": "T2"},
        "rooms": {"channel": "C2"},
        "logged": {"week": LONG_AGO},
        "pledges": {"week": LONG_AGO},
        "duties": {"folded": "other"},
        "turns": {"ends_at": SPAN.end - HOUR},
        "deliveries": {"occasion": "2026-W49"},
        "codes": {"digest": "1f"},
        "conversations": {"whose": "other"},
        "calendars": {"kind": "status"},
        "calendar_events": {"event": "other"},
        "feeds": {"digest": "1f", "kind": "all"},
        "signs": {"target": "C2"},
    }.get(table, {})


def _ours_in(table: str) -> dict[str, Any]:
    return {
        "identities": {"member_id": 1, "workspace_id": 1, "user": "U9", "linked_at": NOW},
        "partings": {"member_id": 1, "workspace_id": 1, "user": "U9", "parted_at": NOW},
        "custodians": {"account_id": 1, "member_id": 1},
        "sign_duties": {"sign_id": 1, "duty_id": 1},
        "handovers": {"turn_id": 1, "member_id": 1, "written_at": NOW},
    }.get(table, {})


CLAIM = {**RIGHT["claims"], "task_force_id": 1}


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("changes_append_only", "UPDATE changes SET action = 'other'"),
        ("changes_append_only", "DELETE FROM changes"),
        ("claims_kept", "DELETE FROM claims"),
        ("claims_held_twice", insert(T["claims"]).values(CLAIM)),
        ("claims_outside_turn", update(T["claims"]).values(ends_at=SPAN.end + HOUR)),
        ("turns_claimed_beyond", update(T["turns"]).values(ends_at=SPAN.end - HOUR)),
    ],
)
def test_every_trigger_bites(filled: SqlStore, rule: str, statement: str | Insert | Update):
    sql = text(statement) if isinstance(statement, str) else statement
    assert _refused(filled, sql.execution_options(**ACROSS)) == rule


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["changes", "claims"])
def test_no_table_that_only_grows_is_emptied(migrated_postgres: str, table: str):
    store = open_store(migrated_postgres)
    assert _refused(store, text(f"TRUNCATE {table}")) in {"changes_append_only", "claims_kept"}
    store.close()


def test_places_are_counted_at_every_change_of_a_claim(filled: SqlStore):
    with filled.database.write() as connection:
        for name in ("Bob", "Cem"):
            connection.execute(_insert("members"), {**RIGHT["members"], "name": name})
        released = {**CLAIM, "member_id": 3, "released_at": NOW}
        connection.execute(insert(T["claims"]), {**CLAIM, "member_id": 2, "ends_at": NOW + HOUR})
        connection.execute(insert(T["claims"]), released)
    back = update(T["claims"]).values(released_at=None).execution_options(**ACROSS)
    assert _refused(filled, back) == "claims_no_place"
    third = {**CLAIM, "member_id": 3}
    assert _refused(filled, insert(T["claims"]), third) == "claims_no_place"
    later = {**third, "starts_at": NOW + HOUR}
    with filled.database.write() as connection:
        connection.execute(insert(T["claims"]), later)
    longer = (
        update(T["claims"])
        .where(T["claims"].c.member_id == 2)
        .values(ends_at=NOW + HOUR + timedelta(seconds=1))
        .execution_options(**ACROSS)
    )
    assert _refused(filled, longer) == "claims_no_place"
    fewer = update(T["turns"]).values(people_most=1).execution_options(**ACROSS)
    assert _refused(filled, fewer) == "turns_held_beyond"
