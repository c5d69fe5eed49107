"""Proposed exchanges of turns."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    text,
)

from storage.columns import Id, Utc
from storage.tables.shapes import key, metadata, one_of, to

# Literal, not bound, as in storage.tables.shapes.
WAITING = text("state = 'open'")


def _turn(column: str) -> ForeignKeyConstraint:
    """A turn that goes takes along what was proposed about it."""
    return ForeignKeyConstraint(
        ["task_force_id", column], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
    )


swaps = Table(
    "swaps",
    metadata,
    *key(),
    Column("state", String(16), nullable=False, default="open"),
    Column("asker_id", Id, nullable=False),
    Column("other_id", Id, nullable=False),
    Column("turn_id", Id, nullable=False),  # what the asker gives
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("other_turn_id", Id),  # what the other one gives for it; none: it is a gift
    Column("other_starts_at", Utc),
    Column("other_ends_at", Utc),
    Column("acted_by", Id),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("why", String(300), nullable=False, default=""),
    to("members", "asker_id"),
    to("members", "other_id"),
    to("members", "acted_by"),
    _turn("turn_id"),
    _turn("other_turn_id"),
    one_of("state", "open", "done", "declined", "withdrawn", "expired", "impossible", "undone"),
    CheckConstraint("asker_id <> other_id", name="two_people"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    Index("ix_swaps_turn", "task_force_id", "turn_id"),
    Index("ix_swaps_other_turn", "task_force_id", "other_turn_id"),
    Index("ix_swaps_open", "task_force_id", sqlite_where=WAITING, postgresql_where=WAITING),
)
