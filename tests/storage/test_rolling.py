"""A version of Muster goes on beside the next one, on tables that the next one has migrated.

So a revision only adds, and what it adds to a table that was there already may be left out by
whoever does not know it.
"""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect, text

from storage import migrate as migrate_module
from storage import triggers
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import metadata
from tests.storage.rows import RIGHT
from tests.storage.stage import NOW

BEFORE = "0006_plans"  # where the version before this one ends
T = metadata.tables
# what `RIGHT` has no row of, as other tests are about it
MORE: dict[str, dict[str, Any]] = {
    "identities": {"member_id": 1, "workspace_id": 1, "user": "U9", "linked_at": NOW},
    "partings": {"member_id": 1, "workspace_id": 1, "user": "U9", "parted_at": NOW},
    "custodians": {"account_id": 1, "member_id": 1},
}


@pytest.fixture
def migrated_since(database_url: str) -> tuple[Database, dict[str, set[str]]]:
    """A database that came from the version before, and the columns that it had then."""
    database = Database(database_url)
    with database.write() as connection:
        command.upgrade(migrate_module._config(connection), BEFORE)
        before = columns(connection)
    database.close()
    migrate(database_url)
    return Database(database_url), before


def columns(connection: Connection) -> dict[str, set[str]]:
    seen = inspect(connection)
    names = (name for name in seen.get_table_names() if name in T)
    return {name: {column["name"] for column in seen.get_columns(name)} for name in names}


def test_rows_of_the_version_before_still_go_in(
    migrated_since: tuple[Database, dict[str, set[str]]],
):
    database, before = migrated_since
    rows = [(name, row) for name, row in (*RIGHT.items(), *MORE.items()) if name in before]
    assert before.keys() - {name for name, _row in rows} == {"heard", "attempts"}
    with database.write() as connection:
        for name, row in rows:
            as_then, values = _as_then(name, before[name], row)
            connection.execute(insert(as_then).values(values))
    database.close()


def _as_then(name: str, known: set[str], row: dict[str, Any]) -> tuple[Table, dict[str, Any]]:
    """The table as the version before knows it, and all that it writes of a row."""
    there = [column for column in T[name].columns if column.name in known]
    values = {column.name: _default(column) for column in there if column.default is not None}
    if "task_force_id" in known:
        values["task_force_id"] = 1
    # made by hand: none of today's defaults is to help
    return Table(name, MetaData(), *(Column(c.name, c.type) for c in there)), values | row


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


def test_nothing_is_taken_away_and_what_is_new_may_be_left_out(
    migrated_since: tuple[Database, dict[str, set[str]]],
):
    database, before = migrated_since
    with database.read() as connection:
        now = columns(connection)
        assert {
            name: known - now[name] for name, known in before.items() if known - now[name]
        } == {}
        needed = {
            f"{name}.{column['name']}"
            for name, known in before.items()
            for column in inspect(connection).get_columns(name)
            if column["name"] not in known and not column["nullable"] and column["default"] is None
        }
    assert needed == set()
    database.close()


def test_the_way_back_to_the_version_before_keeps_its_rows(database_url: str):
    migrate(database_url)
    database = Database(database_url)
    with database.write() as connection:
        for name, row in RIGHT.items():
            owned = {} if name == "task_forces" else {"task_force_id": 1}
            connection.execute(insert(T[name]).values(owned | row))
            if name == "members":  # and somebody to exchange turns with
                connection.execute(insert(T[name]).values(owned | row))
    with database.writer.connect() as connection:
        migrate_module._prepare(connection)
        with connection.begin():
            triggers.remove(connection)
            command.downgrade(migrate_module._config(connection), BEFORE)
            triggers.install(connection)
            kept = {name: _count(connection, name) for name in columns(connection)}
            kinds = set(connection.execute(text("SELECT kind FROM timetable")).scalars())
    database.close()
    assert {name for name, number in kept.items() if number} == {n for n in RIGHT if n in kept}
    assert kinds == {"digest"}
    migrate(database_url)  # and forth again


def _count(connection: Connection, name: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())
