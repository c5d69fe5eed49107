"""What holders leave for whoever comes next."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import Id, Utc
from storage.tables.shapes import key, metadata, to

handovers = Table(
    "handovers",
    metadata,
    *key(),
    Column("turn_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    # all three empty: there was nothing notable
    Column("left_open", String(1000), nullable=False, default=""),
    Column("watch", String(1000), nullable=False, default=""),
    Column("links", JSON, nullable=False, default=list),  # [address, label] of each
    Column("written_at", Utc, nullable=False),
    ForeignKeyConstraint(
        ["task_force_id", "turn_id"], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
    ),
    to("members", "member_id"),
    UniqueConstraint("task_force_id", "turn_id", "member_id"),
    Index("ix_handovers_written", "task_force_id", "written_at"),
)
