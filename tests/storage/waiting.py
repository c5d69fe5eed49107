"""Seeing from outside that PostgreSQL lets somebody wait."""

from __future__ import annotations

import time

import psycopg

LONGEST = 20.0  # seconds until the test has failed
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def until_waiting(url: str, number: int = 1) -> None:
    """Return once so many connections to the database wait for another one's lock.

    Raises TimeoutError if that does not happen.
    """
    end = time.monotonic() + LONGEST
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            row = connection.execute(_WAITING).fetchone()
            if row is not None and row[0] >= number:
                return
            if time.monotonic() > end:
                raise TimeoutError(f"{number} were to wait, {row} do")
            time.sleep(0.01)  # the database sets no event of ours
