"""Requests for cover, and who was asked."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import Id, Utc
from storage.tables.shapes import WEEK_MINUTES, between, key, metadata, one_of, to

# Literal, not bound, as in storage.tables.shapes.
WANTED = text("state = 'open'")

covers = Table(
    "covers",
    metadata,
    *key(),
    Column("turn_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),  # who holds it until somebody takes it
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("why", String(16), nullable=False),
    Column("note", String(300), nullable=False, default=""),  # for whoever takes it
    Column("opened_by", Id),
    Column("opened_at", Utc, nullable=False),
    Column("state", String(16), nullable=False, default="open"),
    Column("closed_at", Utc),
    Column("next_at", Utc),  # when it is to be looked at again
    Column("all_at", Utc),  # since when everybody is asked at once
    Column("lead_at", Utc),  # when the lead was told, and the chair
    Column("chair_at", Utc),
    ForeignKeyConstraint(
        ["task_force_id", "turn_id"], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
    ),
    to("members", "member_id"),
    to("members", "opened_by"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_once"),
    one_of("state", "open", "taken", "withdrawn", "ended", "over"),
    one_of("why", "release", "away", "leaver", "decline"),
    Index(
        "ix_covers_wanted", "task_force_id", "next_at", sqlite_where=WANTED, postgresql_where=WANTED
    ),
    Index("ix_covers_turn", "task_force_id", "turn_id"),
)

cover_asks = Table(
    "cover_asks",
    metadata,
    *key(),
    Column("cover_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("state", String(16), nullable=False, default="asked"),
    Column("asked_at", Utc, nullable=False),  # the last time; they are spoken to then
    Column("until", Utc),  # so long nobody else is asked
    Column("later_at", Utc),  # when they want to be asked again
    Column("times", Integer, nullable=False, default=1),  # messages sent
    Column("minutes", Integer, nullable=False, default=0),  # taken by them
    ForeignKeyConstraint(
        ["task_force_id", "cover_id"], ["covers.task_force_id", "covers.id"], ondelete="CASCADE"
    ),
    to("members", "member_id"),
    UniqueConstraint("cover_id", "member_id"),
    one_of("state", "asked", "later", "no", "took", "cannot"),
    between("times", 1, 20),
    between("minutes", 0, WEEK_MINUTES),
    Index("ix_cover_asks_cover", "task_force_id", "cover_id"),
    Index("ix_cover_asks_member", "task_force_id", "member_id"),
)
