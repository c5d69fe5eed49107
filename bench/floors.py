"""The least that the same work can cost: the same reads and writes by SQLAlchemy Core alone."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, insert, select

from bench.stage import Stage
from storage.tables import claims, turns

_scratch = Table(
    "bench_scratch",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("lane", Integer, nullable=False),
    Column("note", Text, nullable=False),
)

_TURNS = select(turns).where(turns.c.task_force_id == bindparam("task_force")).limit(44)
_CLAIMS = select(claims).where(claims.c.task_force_id == bindparam("task_force")).limit(44)
_NOTE = insert(_scratch)


class Floor:
    """Reads and writes on the stage's own database."""

    def __init__(self, stage: Stage) -> None:
        self._database = stage.store.database
        self._whose = {"task_force": stage.task_force}
        _scratch.create(self._database.writer)

    def read(self, _lane: int, _turn: int) -> None:
        """Two selects in one transaction."""
        with self._database.read() as connection:
            connection.execute(_TURNS, self._whose).all()
            connection.execute(_CLAIMS, self._whose).all()

    def write(self, lane: int, turn: int) -> None:
        """The two selects, three inserts (a claim, a record, a delivery), and a durable commit."""
        with self._database.write() as connection:
            connection.execute(_TURNS, self._whose).all()
            connection.execute(_CLAIMS, self._whose).all()
            for what in ("claim", "change", "delivery"):
                connection.execute(_NOTE, {"lane": lane, "note": f"{what} {turn}"})
