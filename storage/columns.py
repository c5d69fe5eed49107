"""Column types that both databases treat alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, TypeDecorator

# SQLite only counts up a column that is exactly INTEGER PRIMARY KEY.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Utc(TypeDecorator[datetime]):
    """An instant. Aware values only; stored in UTC on both databases.

    SQLAlchemy's SQLite dialect drops the offset of an aware datetime without converting it, hence
    this type. Raises ValueError for a naive value.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Instead of process_result_value: one call for each value read, and not three.

        Who holds what is four or five instants a row.
        """
        return _from_sqlite if dialect.name == "sqlite" else _from_postgresql


class Names(TypeDecorator[tuple[str, ...]]):
    """A few short names that are always read together, such as clearances: `press; ads account`."""

    impl = String(500)
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return "; ".join(value or ())

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """As of `Utc`: everybody is loaded often, and nearly nobody has any."""
        return _names


@lru_cache(maxsize=4096)
def _names(written: str) -> tuple[str, ...]:
    return tuple(written.split("; ")) if written else ()


def _from_sqlite(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written + "+00:00")


def _from_postgresql(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.astimezone(UTC)
