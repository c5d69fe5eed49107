"""Whether a database is what this version of Muster needs. Serving asks; only migrating changes it.

Without Alembic, which a process that serves would import for this alone: 0.2 s and 9 MiB.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Select, String, column, inspect, select, table
from sqlalchemy.exc import DatabaseError

from bot.errors import Fault
from storage.engine import Database
from storage.store import SqlStore

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = "alembic_version"  # Alembic's table; one row, as revisions stand in one line
_THERE: Select[str] = select(column("version_num", String)).select_from(table(VERSIONS))
_ACROSS = {"across_task_forces": True}


def pending(store: SqlStore) -> bool:
    """Whether `migrate` has something to do. Raises Fault if the database cannot be reached.

    Not if a newer version has migrated it: every revision leaves the version before at work.
    """
    there = _revisions(store)
    return there != {known()[-1]} and there <= set(known())


def newer(store: SqlStore) -> bool:
    """Whether a newer version has migrated it. Raises Fault as `pending`."""
    return not _revisions(store) <= set(known())


def _revisions(store: SqlStore) -> set[str]:
    try:
        with store.database.read() as connection:
            if not inspect(connection).has_table(VERSIONS):
                return set()
            rows = connection.execute(_THERE, execution_options=_ACROSS)
            return set(rows.scalars())
    except DatabaseError as error:
        raise unreachable(store.database, error) from error


@cache
def known() -> tuple[str, ...]:
    """Every revision of this version, the first one first: files are named by them."""
    return tuple(sorted(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def unreachable(database: Database, error: DatabaseError) -> Fault:
    """One sentence, without the password."""
    reason = " ".join(str(error.orig).split())
    address = database.url.render_as_string(hide_password=True)
    return Fault(f"The database at {address} cannot be used: {reason}")
