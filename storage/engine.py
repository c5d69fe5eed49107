"""The database: how it is opened, and one short transaction at a time.

SQLite lets one writer in: ours queue fairly in front of one connection that begins IMMEDIATE.
Sixteen writers that wait by busy_timeout instead fall to 100 transactions a second, with a p99 of
1.1 s. Readers begin deferred on connections of their own; WAL keeps them out of the writer's way.
They queue too: each row that SQLite hands over is a moment without the interpreter's lock, and
sixteen threads that snatch it from each other were seen to read half as much as one, at 2.5 times
the CPU, with a p50 of 35 ms instead of 16 and writers four times later.

PostgreSQL takes readers and writers alike from one pool; who needs a turn to himself locks its row.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError

from bot.errors import Fault
from storage.fair import FairLock

BUSY_SECONDS = 15  # how long SQLite waits for another process, such as an import beside the server
POOL = 16  # connections kept open: one for each worker thread of two platforms (handlers)
OVERFLOW = 16  # and so many more for a moment; together less than a third of PostgreSQL's 100
IDLE_SECONDS = 10  # a PostgreSQL connection unused for longer is asked whether it still lives


class Database:
    """One database of either kind. `read` and `write` may be entered from any thread."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        opened = _open_sqlite if self.is_sqlite else _open_postgresql
        self._reader, self._writer, self._single = opened(self.url)
        self._writing = FairLock() if self.is_sqlite else None
        self._reading = FairLock() if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of one instant; whatever would change it fails."""
        with self._turn_to_read(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def read_once(self) -> Iterator[Connection]:
        """As `read`, for statements of which each has its own instant: PostgreSQL is told less.

        To begin and to commit are two more round trips than a question.
        """
        engine = self._reader if self.is_sqlite else self._single
        with self._turn_to_read(), engine.begin() as connection:
            yield connection

    def _turn_to_read(self) -> AbstractContextManager[None]:
        """Who reads or writes already does not queue again: else two could wait for each other."""
        if self._reading is None or self._writing is None:
            return nullcontext()
        return nullcontext() if self._reading.is_mine or self._writing.is_mine else self._reading

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Commit on leaving, rollback on error. Raises RuntimeError for a write within a write."""
        with self._writing or nullcontext(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def write_once(self) -> Iterator[Connection]:
        """As `write`, of one statement: PostgreSQL is not told to begin and to commit as well."""
        with self._writing or nullcontext(), self._single.begin() as connection:
            yield connection

    @property
    def writer(self) -> Engine:
        """The engine behind `write`, for migrations."""
        return self._writer

    def close(self) -> None:
        """Give every connection back; SQLite then folds its WAL into the file."""
        self._reader.dispose()
        self._writer.dispose()


def _to_json(value: object) -> str:
    return json.dumps(value, default=_plain, separators=(",", ":"))


def _plain(value: object) -> str:
    """What the record keeps of values that JSON does not know. Raises TypeError for others."""
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be remembered as JSON")


_ALIKE: dict[str, Any] = {
    "json_serializer": _to_json,
    # else only UPDATE and DELETE say how many rows they touched, and INSERT … DO NOTHING does not
    "execution_options": {"preserve_rowcount": True},
    # what people wrote is in no error, and so in no log
    "hide_parameters": True,
}


def parse_url(url: str) -> URL:
    """The address as SQLAlchemy needs it, from how people write it. Raises Fault."""
    try:
        parsed = make_url(url.strip())
    except ArgumentError as error:
        raise Fault(
            "MUSTER_DATABASE_URL is no address of a database; write sqlite:///muster.db or"
            " postgresql://user:password@host/database."
        ) from error
    kind = parsed.drivername.partition("+")[0]
    if kind in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise Fault(f"Muster remembers in SQLite or PostgreSQL, not in “{kind}”.")
    if not parsed.database or ":memory:" in parsed.database or "mode=memory" in str(parsed):
        raise Fault("Muster needs an SQLite file that outlives it, such as sqlite:///muster.db.")
    return parsed.set(drivername="sqlite+pysqlite")


def postgres_arguments(url: str) -> dict[str, Any] | None:
    """What PostgreSQL's own client is given to connect there; None for SQLite. Raises Fault."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "postgresql":
        return None
    _, arguments = parsed.get_dialect()().create_connect_args(parsed)
    return dict(arguments)


def _open_sqlite(url: URL) -> tuple[Engine, Engine, Engine]:
    folder = Path(str(url.database)).absolute().parent
    if not folder.is_dir():
        raise Fault(f"The folder {folder} of the SQLite file does not exist; create it first.")
    options: dict[str, Any] = {
        # None: the driver begins nothing of its own accord, _begin below does
        "connect_args": {
            "isolation_level": None,
            "timeout": BUSY_SECONDS,
            "check_same_thread": False,
        },
        **_ALIKE,
    }
    writer = create_engine(url, pool_size=1, max_overflow=0, **options)
    reader = create_engine(
        url, pool_size=POOL, max_overflow=OVERFLOW, pool_use_lifo=True, **options
    )
    # synchronous=FULL: a commit survives a power cut; NORMAL gains nothing under SQLAlchemy
    _on_connect(writer, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    _on_connect(reader, "query_only=ON")
    _begin_with(writer, "BEGIN IMMEDIATE")
    _begin_with(reader, "BEGIN")
    return reader, writer, writer


def _on_connect(engine: Engine, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")


def _begin_with(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(statement)


def _open_postgresql(url: URL) -> tuple[Engine, Engine, Engine]:
    # as it is here, a connection is handed out and taken back without being told anything
    pool = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_use_lifo=True,
        connect_args={"connect_timeout": 10},
        **_ALIKE,
    )
    _ask_when_idle(pool)
    reader = pool.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    # READ COMMITTED: having waited for a turn's row, the next statement sees what was committed
    writer = pool.execution_options(isolation_level="READ COMMITTED")
    return reader, writer, pool


def _ask_when_idle(engine: Engine) -> None:
    """A ping before each use costs a round trip; one before a use after a pause costs nothing."""

    @event.listens_for(engine, "checkin")
    def put_back(_connection: object, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def take(connection: Any, record: Any, _proxy: object) -> None:
        used = record.info.get("used")
        if used is None or time.monotonic() - used < IDLE_SECONDS:
            return
        try:
            alive = engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            alive = False
        if not alive:
            raise DisconnectionError  # the pool throws its idle connections away and opens anew
