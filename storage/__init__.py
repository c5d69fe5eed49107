"""Muster remembers here: questions in domain words; rows in, frozen domain objects out.

Synchronous SQLAlchemy Core on SQLite or PostgreSQL. Only this package knows SQL.
"""

from __future__ import annotations

from bot.ports.engine import Engine
from storage.engine import Database
from storage.store import SqlStore

__all__ = ["open_store"]


def open_store(url: str, engine: Engine | None = None) -> SqlStore:
    """The store at this address; `engine` is woken for lanes with messages to be said.

    Nothing is connected before it is used. Close it on shutdown. Raises Fault for an address that
    is none, or of a database that Muster does not know.
    """
    return SqlStore(Database(url), engine)
