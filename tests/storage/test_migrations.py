from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Table, text

from bot.errors import Fault
from storage import migrate as migrate_module
from storage import open_store, triggers
from storage.columns import Id
from storage.engine import Database
from storage.migrate import migrate
from storage.migrations import queue
from storage.migrations.queue import PREFIX, is_ours
from storage.revisions import known, newer, pending
from storage.tables import metadata

SQLITE = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'"
# everything PostgreSQL knows of our tables, in its own words
POSTGRESQL = """
SELECT 'column ' || table_name || '.' || column_name AS name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default) AS sql
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint ' || conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def described(connection: Connection) -> dict[str, str]:
    """What there is, in the database's own words, whatever order it was made in."""
    if connection.dialect.name == "sqlite":
        rows = {
            # one that was made anew has its name in quotes
            name: sql.replace(f'CREATE TABLE "{name}"', f"CREATE TABLE {name}")
            for name, sql in connection.execute(text(SQLITE))
            if sql
        }
        # a table is described by its lines; the constraints come in any order
        return {
            name: "\n".join(sorted(line.strip().rstrip(",") for line in sql.splitlines()))
            for name, sql in rows.items()
            if not sql.startswith("CREATE TRIGGER")
        }
    return {
        name: sql
        for name, sql in connection.execute(text(POSTGRESQL))
        if "alembic" not in name and PREFIX not in name + sql
    }


# SQLite cannot be asked about an index on an expression; `described` compares it
EXPRESSION_INDEX = pytest.mark.filterwarnings("ignore:.*expression-based index")


@EXPRESSION_INDEX
def test_the_revisions_make_what_the_tables_say(database_url: str):
    database = Database(database_url)
    with database.write() as connection:
        metadata.create_all(connection)
        wanted = described(connection)
        metadata.drop_all(connection)
    database.close()
    migrate(database_url)
    database = Database(database_url)
    with database.read() as connection:
        made = described(connection)
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        difference = compare_metadata(context, metadata)
    database.close()
    assert made == wanted
    assert difference == []


def test_migrating_twice_changes_nothing(database_url: str):
    store = open_store(database_url)
    assert pending(store)
    migrate(database_url)
    assert not pending(store)
    with store.database.read() as connection:
        before = described(connection)
    migrate(database_url)
    assert not pending(store)
    with store.database.read() as connection:
        assert described(connection) == before
    store.close()


def test_two_that_migrate_at_once_take_turns(database_url: str):
    failed: list[Exception] = []

    def run() -> None:
        try:
            migrate(database_url)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is to say it
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    store = open_store(database_url)
    assert not pending(store)
    store.close()


def test_the_triggers_are_those_of_this_version(store: Any):
    with store.database.write() as connection:
        if store.database.is_sqlite:
            asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        else:
            asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        names = {n for n in connection.exec_driver_sql(asked).scalars() if PREFIX not in n}
    wanted = triggers.SQLITE if store.database.is_sqlite else triggers.POSTGRESQL
    assert names == set(wanted)


def test_a_database_of_a_newer_version_is_left_alone(migrated_url: str):
    database = Database(migrated_url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    database.close()
    store = open_store(migrated_url)
    assert newer(store)
    assert not pending(store)  # so the old version goes on while the new one is rolled out
    store.close()
    with pytest.raises(Fault, match="newer"):
        migrate(migrated_url)


def test_revisions_are_known_by_the_names_of_their_files():
    scripts = migrate_module._scripts()
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(known())


def test_a_failed_migration_leaves_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch):
    def fail(_connection: Connection) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(triggers, "install", fail)
    with pytest.raises(ZeroDivisionError):
        migrate(database_url)
    database = Database(database_url)
    with database.read() as connection:
        assert described(connection) == {}
    database.close()


def test_rows_that_point_nowhere_are_noticed(migrated_sqlite: str):
    database = Database(migrated_sqlite)
    with database.writer.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            connection.execute(
                text("INSERT INTO departments (task_force_id, name, folded) VALUES (9, 'a', 'a')")
            )
    database.close()
    with pytest.raises(Fault, match="point nowhere"):
        migrate(migrated_sqlite)


def test_a_database_that_cannot_be_reached_is_said_without_its_password():
    url = "postgresql://muster:secret@127.0.0.1:1/muster"
    with pytest.raises(Fault) as refused:
        migrate(url)
    assert "secret" not in str(refused.value)
    assert "127.0.0.1" in str(refused.value)
    store = open_store(url)
    with pytest.raises(Fault):
        pending(store)
    store.close()


def test_a_file_that_is_no_database_is_said(tmp_path: Path):
    path = tmp_path / "muster.db"
    path.write_text("Dear diary, this is certainly no database. " * 50)
    with pytest.raises(Fault, match="cannot be used"):
        migrate(f"sqlite:///{path}")


def test_the_way_back_leaves_no_table(migrated_url: str):
    database = Database(migrated_url)
    with database.write() as connection:
        command.downgrade(migrate_module._config(connection), "base")
    with database.read() as connection:
        assert described(connection) == {}
    database.close()


@EXPRESSION_INDEX
def test_the_next_revision_is_written_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "migrations"
    shutil.copytree(migrate_module.MIGRATIONS, folder)
    monkeypatch.setattr(migrate_module, "MIGRATIONS", folder)
    later = Table("later", metadata, Column("id", Id, primary_key=True))
    try:
        migrate_module.revise("Something comes later")
    finally:
        metadata.remove(later)
    (made,) = folder.glob("versions/*later*.py")
    assert "op.create_table('later'" in made.read_text()
    compile(made.read_text(), made.name, "exec")


def test_the_queue_is_as_the_installed_procrastinate_wants_it():
    """A newer one with newer scripts takes a revision that calls `bring_up` again."""
    revisions = sorted((migrate_module.MIGRATIONS / "versions").glob("*.py"))
    named = [name for r in revisions for name in re.findall(r'SCRIPT = "(.+)"', r.read_text())]
    assert named[-1] == queue.scripts()[-1].stem


@pytest.mark.postgres
def test_a_newer_procrastinate_runs_only_its_newer_scripts(
    migrated_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    newer = tmp_path / "sql"
    shutil.copytree(queue._shipped(), newer)
    script = newer / "migrations" / "99.00.00_01_more.sql"
    script.write_text("CREATE TABLE procrastinate_more (id bigint); SELECT 'two at once: %';")
    monkeypatch.setattr(queue, "_shipped", lambda: newer)
    database = Database(migrated_postgres)
    for _ in range(2):  # the second time there is nothing to do
        with database.write() as connection:
            queue.bring_up(connection)
            connection.execute(text("SELECT id FROM procrastinate_more"))
    database.close()


def test_sqlite_has_no_queue(migrated_sqlite: str):
    database = Database(migrated_sqlite)
    with database.read() as connection:
        assert not [name for name in described(connection) if PREFIX in name]
    database.close()
