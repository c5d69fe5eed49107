"""Proposed rosters and their lines."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
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
UNSOLVED = text("state IN ('asked', 'solving')")
STANDING = text("state <> 'dropped'")

plans = Table(
    "plans",
    metadata,
    *key(),
    Column("week", Date, nullable=False),
    Column("state", String(16), nullable=False, default="asked"),
    Column("asked_by", Id, nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("stop", Boolean, nullable=False, default=False),
    Column("progress", String(300), nullable=False, default=""),
    Column("levels", JSON, nullable=False, default=list),  # name, value, bound of each
    Column("attempts", Integer, nullable=False, default=0),
    Column("owner", String(64)),
    Column("lease_until", Utc),
    to("members", "asked_by"),
    one_of("state", "asked", "solving", "draft", "shared", "dropped"),
    Index("ix_plans_unsolved", "made_at", sqlite_where=UNSOLVED, postgresql_where=UNSOLVED),
    Index(
        "uq_plans_standing",
        "task_force_id",
        "week",
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    ),
)

plan_lines = Table(
    "plan_lines",
    metadata,
    *key(),
    Column("plan_id", Id, nullable=False),
    Column("turn_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("state", String(16), nullable=False, default="proposed"),
    Column("why", String(300), nullable=False, default=""),
    to("plans", "plan_id"),
    # a turn that nobody ever held goes when its duty changes: what was proposed for it goes, too
    ForeignKeyConstraint(
        ["task_force_id", "turn_id"], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
    ),
    to("members", "member_id"),
    UniqueConstraint("plan_id", "turn_id", "member_id"),
    one_of("state", "proposed", "asked", "accepted", "declined", "dropped"),
    between("minutes", 1, WEEK_MINUTES),
    Index("ix_plan_lines_plan", "task_force_id", "plan_id"),
    Index("ix_plan_lines_turn", "task_force_id", "turn_id"),
)
