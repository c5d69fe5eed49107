"""Bring a database to what this version of Muster needs (storage.revisions tells whether it is).

`python -m storage.migrate revise "What changes"` writes the next revision: what has to be done to a
database that has all the revisions so far, so that it looks as storage/tables/ now says. Read and
mend it before it is committed: Alembic does not see a changed CHECK.
"""

from __future__ import annotations

import sys
import tempfile

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from bot.errors import Fault
from storage import triggers
from storage.engine import Database
from storage.revisions import MIGRATIONS, unreachable

_LOCK = 0x4D75  # "Mu": PostgreSQL's advisory lock for whoever migrates


def migrate(url: str) -> None:
    """Upgrade to the newest revision and put the triggers in place, all in one transaction.

    Doing it twice changes nothing; two at once take turns. Raises Fault if the database cannot be
    reached, or has been migrated by a newer version.
    """
    database = Database(url)
    try:
        with database.writer.connect() as connection:
            _prepare(connection)
            with connection.begin():
                _upgrade(connection)
    except DatabaseError as error:
        raise unreachable(database, error) from error
    finally:
        database.close()


def revise(message: str) -> None:
    """Write the next revision. Raises CommandError if there is nothing that it would change."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/muster.db"
        migrate(url)
        database = Database(url)
        try:
            with database.writer.begin() as connection:
                number = f"{len(list(_scripts().walk_revisions())) + 1:04d}"
                slug = "_".join(message.lower().split()[:4]).strip(".")
                command.revision(
                    _config(connection), message, autogenerate=True, rev_id=f"{number}_{slug}"
                )
        finally:
            database.close()


def _prepare(connection: Connection) -> None:
    """SQLite alters a table by making it anew, which its foreign keys would forbid meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]


def _upgrade(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    triggers.remove(connection)
    try:
        command.upgrade(_config(connection), "head")
    except CommandError as error:
        raise Fault(
            "The database was migrated by a newer version of Muster: run that one, or go back to"
            " the backup from before."
        ) from error
    triggers.install(connection)
    if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Fault("The database has rows that point nowhere; nothing was migrated.")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


if __name__ == "__main__":
    if sys.argv[1:2] != ["revise"] or len(sys.argv) != 3:
        raise SystemExit(__doc__)
    revise(sys.argv[2])
