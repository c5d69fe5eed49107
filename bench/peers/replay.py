"""Muster's SQL for a claim and its release, by sqlite3; the standard library alone.

The peers' environments have nothing of Muster's: this file stands beside their drivers.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from itertools import count
from pathlib import Path
from typing import Any


class Replay:
    """`play` from any thread: one writer, as Muster has it on SQLite."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._scripts = job["scripts"]
        self._writing = threading.Lock()
        self._keys = count()
        self._claims: dict[str, int] = {}
        self._connection = sqlite3.connect(
            job["file"], isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")

    def play(self, person: str, words: str) -> str:
        """One durable transaction; the answer."""
        script = self._scripts[f"{person} {words}"]
        with self._writing:
            cursor = self._connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            for step in script["steps"]:
                self._step(cursor, person, **step)
            self._connection.commit()
        return str(script["answer"])

    def _step(
        self,
        cursor: sqlite3.Cursor,
        person: str,
        sql: str,
        values: list[Any],
        *,
        many: bool,
        adds_claim: bool,
        at: dict[str, int],
    ) -> None:
        if many:
            cursor.executemany(sql, values)
            return
        fresh = list(values)
        if "claim" in at:
            fresh[at["claim"]] = self._claims[person]
        if "key" in at:
            fresh[at["key"]] = f"peer-{next(self._keys)}"
        cursor.execute(sql, fresh)
        rows = cursor.fetchall() if cursor.description else []
        if adds_claim:
            self._claims[person] = rows[0][0] if rows else int(cursor.lastrowid or 0)


def read_job() -> dict[str, Any]:
    job: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text())
    return job


def words_of(lane: int, turn: int) -> str:
    """Claim and release, in turns; one duty for each lane."""
    return f"{'release' if turn % 2 else 'claim'} duty number {lane}"


def report(taken: list[float], cpu: float) -> None:
    """Seconds of each claim, and of processor time for all claims and releases."""
    sys.stdout.write("\n" + json.dumps({"taken": taken, "cpu": cpu}) + "\n")
