"""The least that the same answers can cost: their SQL alone, by SQLAlchemy Core or by the driver.

`Core`: through the same `Database` as Muster, in one transaction. `Driver`: no SQLAlchemy either.
"""

from __future__ import annotations

import sqlite3
import threading
from itertools import count
from typing import Any

import psycopg

from bench.scripts import Script
from storage.engine import Database, postgres_arguments


class CoreFloor:
    """`play` from any thread."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._claims: dict[int, int] = {}  # by person: the claim made last
        self._keys = count()

    def play(self, script: Script, person: int) -> None:
        """One durable transaction, or one that reads."""
        opened = self._database.write() if script.writes else self._database.read()
        with opened as connection:
            for step in script.core:
                done = connection.execute(step.statement, self._fresh(step.values, person))
                if step.adds_claim:
                    key: Any = done.inserted_primary_key
                    self._claims[person] = key[0]
                elif done.returns_rows:
                    done.all()

    def _fresh(self, values: Any, person: int) -> Any:
        if isinstance(values, dict):
            if "claim" in values:
                return values | {"claim": self._claims[person]}
            if "key" in values:
                return values | {"key": f"floor-{next(self._keys)}"}
        return values

    def close(self) -> None:
        self._database.close()


class DriverFloor:
    """`play` from any thread: one writer on SQLite, a connection for each thread otherwise."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._arguments = postgres_arguments(url)
        self._writing = threading.Lock()
        self._writer: Any = None if self._arguments else self._open_sqlite()
        self._own = threading.local()
        self._opened: list[Any] = []
        self._claims: dict[int, int] = {}
        self._keys = count()

    def play(self, script: Script, person: int) -> None:
        if self._arguments:
            connection = self._mine()
            with connection.transaction():
                self._run(connection.cursor(), script, person)
        elif script.writes:
            with self._writing:
                self._run_sqlite(self._writer, "BEGIN IMMEDIATE", script, person)
        else:
            self._run_sqlite(self._mine(), "BEGIN", script, person)

    def _run_sqlite(self, connection: Any, begin: str, script: Script, person: int) -> None:
        cursor = connection.cursor()
        cursor.execute(begin)
        self._run(cursor, script, person)
        connection.commit()

    def _run(self, cursor: Any, script: Script, person: int) -> None:
        for step in script.raw:
            if step.many:
                cursor.executemany(step.sql, step.values)
                continue
            cursor.execute(step.sql, self._fresh(step.values, step.at, person))
            rows = cursor.fetchall() if cursor.description else []
            if step.adds_claim:
                self._claims[person] = rows[0][0] if rows else cursor.lastrowid

    def _fresh(self, values: Any, at: Any, person: int) -> Any:
        if not at:
            return values
        fresh: Any = dict(values) if isinstance(values, dict) else list(values)
        if "claim" in at:
            fresh[at["claim"]] = self._claims[person]
        if "key" in at:
            fresh[at["key"]] = f"driver-{next(self._keys)}"
        return fresh

    def _mine(self) -> Any:
        if not hasattr(self._own, "connection"):
            self._own.connection = self._open()
            self._opened.append(self._own.connection)
        return self._own.connection

    def _open(self) -> Any:
        if self._arguments is None:
            return self._open_sqlite()
        return psycopg.connect(**self._arguments, autocommit=True)

    def _open_sqlite(self) -> sqlite3.Connection:
        file = str(self._database.url.database)
        connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    def close(self) -> None:
        for connection in (*self._opened, *([self._writer] if self._writer else [])):
            connection.close()
        self._database.close()
