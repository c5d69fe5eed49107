"""The tables of the queue that many processes share (handlers/engines/procrastinate).

They are procrastinate's, PostgreSQL only, all named with its prefix. It ships them whole, as one
schema, and as numbered scripts that lead from one of its versions to the next and never change.
(The scripts cannot make them whole: they use an enum's new values, which PostgreSQL forbids within
the transaction that adds them.) So the tables are made as the installed version wants them, and
remember, as a comment, which script that was; a later revision of ours, written when procrastinate
is upgraded, runs those behind it. The files are read as data: none of its code is imported here.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

PREFIX = "procrastinate_"
_WHERE = "SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"
_DROP = """
DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,
           procrastinate_workers CASCADE;
DO $$
DECLARE
    made text;
BEGIN
    FOR made IN SELECT oid::regprocedure FROM pg_proc
        WHERE proname ^@ 'procrastinate_' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || made;
    END LOOP;
    FOR made IN SELECT oid::regtype FROM pg_type
        WHERE typname ^@ 'procrastinate_' AND typnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP TYPE ' || made;
    END LOOP;
END $$;
"""


def scripts() -> list[Path]:
    """All that the installed procrastinate ships, in their order."""
    return sorted((_shipped() / "migrations").glob("*.sql"))


def bring_up(connection: Connection) -> None:
    """To what the installed procrastinate wants, from wherever it is; nothing on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    run = _driver(connection).execute
    (there,) = run(_WHERE).fetchone()
    newest = scripts()
    if there is None:
        run((_shipped() / "schema.sql").read_text("utf-8"))
    for script in newest if there else ():
        if script.stem > there:
            run(script.read_text("utf-8"))
    run(f"COMMENT ON TABLE procrastinate_jobs IS '{newest[-1].stem}'")


def drop(connection: Connection) -> None:
    """All of it; nothing on SQLite."""
    if connection.dialect.name == "postgresql":
        _driver(connection).execute(_DROP)


def is_ours(name: str | None, kind: str, _parents: object = None) -> bool:
    """For Alembic's comparisons: what of a database storage/tables/ speaks of."""
    return not (kind == "table" and (name or "").startswith(PREFIX))


def _shipped() -> Path:
    return Path(str(distribution("procrastinate").locate_file("procrastinate/sql")))


def _driver(connection: Connection) -> Any:
    """psycopg's connection: as it is given no parameters, several statements may go at once."""
    return connection.connection.dbapi_connection
