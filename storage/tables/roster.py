"""Duties, turns and claims; hours and absence."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import Id, Names, Utc
from storage.tables.shapes import MOST_A_WEEK, WEEK_MINUTES, between, key, metadata, to

# Literal, not bound, as in storage.tables.shapes.
SOURCED = text("cancelled_at IS NULL AND source_key <> ''")

duties = Table(
    "duties",
    metadata,
    *key(),
    Column("name", String(200), nullable=False),
    Column("folded", String(400), nullable=False),
    Column("account_id", Id),
    Column("kind", String(60), nullable=False, default=""),
    Column("department_id", Id),
    Column("minutes_a_week", Integer, nullable=False),
    Column("people_least", Integer, nullable=False, default=1),
    Column("people_most", Integer, nullable=False, default=1),
    Column("windows", String(500), nullable=False, default=""),  # bot.weeks.format_windows
    Column("description", String(2000), nullable=False, default=""),
    Column("retired_at", Utc),
    Column("clearances", Names, nullable=False, server_default=""),
    to("accounts", "account_id"),
    to("departments", "department_id"),
    UniqueConstraint("task_force_id", "folded"),
    between("minutes_a_week", 1, WEEK_MINUTES),
    between("people_least", 1, 100),
    CheckConstraint("people_most BETWEEN people_least AND 100", name="people_most_bounds"),
    CheckConstraint("name <> ''", name="name_given"),
)

turns = Table(
    "turns",
    metadata,
    *key(),
    Column("duty_id", Id, nullable=False),
    Column("week", Date, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("people_least", Integer, nullable=False),
    Column("people_most", Integer, nullable=False),
    # False: no longer what its duty says; it is there for those who hold it, or once did
    Column("planned", Boolean, nullable=False, default=True),
    to("duties", "duty_id"),
    UniqueConstraint("duty_id", "starts_at", "ends_at"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    CheckConstraint("people_most >= people_least AND people_least >= 1", name="people_bounds"),
    between("minutes", 1, WEEK_MINUTES),
    Index("ix_turns_when", "task_force_id", "starts_at", "ends_at"),
    Index("ix_turns_week", "task_force_id", "week"),
)

claims = Table(
    "claims",
    metadata,
    *key(),
    Column("turn_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("released_at", Utc),
    to("turns", "turn_id"),
    to("members", "member_id"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    # the past is immutable: nobody claims or releases what is over (docs/decisions)
    CheckConstraint("created_at <= ends_at", name="made_in_time"),
    CheckConstraint("released_at <= ends_at", name="released_in_time"),
    between("minutes", 1, WEEK_MINUTES),
    Index("ix_claims_member", "task_force_id", "member_id", "starts_at"),
    Index("ix_claims_turn", "task_force_id", "turn_id", "starts_at"),
    Index("ix_claims_when", "task_force_id", "starts_at"),
)

pledges = Table(
    "pledges",
    metadata,
    *key(),
    Column("member_id", Id, nullable=False),
    Column("week", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("answered_at", Utc, nullable=False),
    Column("late", Boolean, nullable=False, default=False),
    to("members", "member_id"),
    UniqueConstraint("task_force_id", "member_id", "week"),
    between("minutes", 0, MOST_A_WEEK),
    Index("ix_pledges_week", "task_force_id", "week", "member_id"),
)

logged = Table(
    "logged",
    metadata,
    *key(),
    Column("member_id", Id, nullable=False),
    Column("week", Date, nullable=False),
    Column("duty_id", Id),
    Column("minutes", Integer, nullable=False),
    Column("note", String(500), nullable=False, default=""),
    Column("logged_at", Utc, nullable=False),
    to("members", "member_id"),
    to("duties", "duty_id"),
    between("minutes", 0, WEEK_MINUTES),
    Index(
        "uq_logged_duty",
        "task_force_id",
        "member_id",
        "week",
        text("coalesce(duty_id, 0)"),
        unique=True,
    ),
    Index("ix_logged_week", "task_force_id", "week", "member_id"),
)

aways = Table(
    "aways",
    metadata,
    *key(),
    Column("member_id", Id, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("reason", String(300), nullable=False, default=""),
    Column("cancelled_at", Utc),
    Column("whole_days", Boolean, nullable=False, server_default=text("true")),
    Column("source", String(16), nullable=False, server_default=""),
    Column("source_key", String(200), nullable=False, server_default=""),
    Column("entered_by", Id),
    Column("said_at", Utc),
    to("members", "member_id"),
    to("members", "entered_by"),
    CheckConstraint("last_day >= first_day", name="days_forward"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    Index("ix_aways_member", "task_force_id", "member_id"),
    Index("ix_aways_when", "task_force_id", "ends_at"),  # few end later than what is asked for
    Index(
        "uq_aways_sourced",
        "task_force_id",
        "member_id",
        "source",
        "source_key",
        unique=True,
        sqlite_where=SOURCED,
        postgresql_where=SOURCED,
    ),
)
