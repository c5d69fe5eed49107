"""Who runs lanes, by the database that there is."""

from __future__ import annotations

from typing import Protocol

from bot.ports.engine import Engine
from handlers.engines.local import LocalEngine
from storage.engine import postgres_arguments


class IdleEngine(Engine, Protocol):
    async def idle(self) -> None: ...


def make_engine(database_url: str) -> IdleEngine:
    """Who runs lanes: on SQLite this process, on PostgreSQL whichever worker is free."""
    arguments = postgres_arguments(database_url)
    if arguments is None:
        return LocalEngine()
    from handlers.engines.procrastinate.engine import ProcrastinateEngine

    return ProcrastinateEngine(arguments)
