"""Rooms, the timetable, messages, and the record."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import Id, Utc
from storage.tables.shapes import EXTERNAL, FAILED, OPEN, between, key, metadata, one_of, to

rooms = Table(
    "rooms",
    metadata,
    *key(),
    Column("workspace_id", Id, nullable=False),
    Column("channel", String(EXTERNAL), nullable=False),
    Column("name", String(200), nullable=False, server_default=""),  # as when it was last heard
    Column("panel", Boolean, nullable=False, default=True),
    Column("digest", Boolean, nullable=False, default=True),
    # Muster posts there no more; the row stays for the messages it once said there
    Column("removed", Boolean, nullable=False, default=False),
    to("workspaces", "workspace_id"),
    UniqueConstraint("workspace_id", "channel"),
)

timetable = Table(
    "timetable",
    metadata,
    *key(),
    Column("kind", String(16), nullable=False),
    Column("weekday", Integer),
    Column("minute", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("grace_minutes", Integer),
    Column("next_run_at", Utc),
    UniqueConstraint("task_force_id", "kind"),
    between("weekday", 0, 6),
    between("minute", 0, 1440),
    Index("ix_timetable_next", "next_run_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    *key(),
    Column("workspace_id", Id, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("occasion", String(120), nullable=False),
    Column("member_id", Id),
    Column("room_id", Id),
    Column("recipient", String(40), nullable=False),  # bot.model.Recipient.key
    Column("content", JSON(none_as_null=True)),
    Column("state", String(16), nullable=False, default="due"),
    Column("due_at", Utc, nullable=False),
    Column("until", Utc),  # not said later than this
    Column("revision", Integer, nullable=False, default=1),
    Column("said_revision", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("taken_by", String(64)),
    Column("taken_at", Utc),
    Column("said_at", Utc),
    Column("channel", String(EXTERNAL)),
    Column("message", String(EXTERNAL)),
    Column("tried", JSON(none_as_null=True)),  # workspace: why it could not be said there
    Column("reason", String(300), nullable=False, default=""),
    Column("created_at", Utc, nullable=False),
    to("workspaces", "workspace_id"),
    to("members", "member_id"),
    to("rooms", "room_id"),
    UniqueConstraint("task_force_id", "kind", "occasion", "recipient"),
    CheckConstraint("(member_id IS NULL) <> (room_id IS NULL)", name="one_recipient"),
    one_of(
        "state", "due", "taken", "said", "put off", "unreachable", "given up", "in doubt", "dropped"
    ),
    # what a lane still owes; and which lanes owe anything (storage/lanes.py)
    Index(
        "ix_deliveries_lane",
        *("workspace_id", "due_at", "id"),  # id: many fall due at the same instant
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    ),
    Index("ix_deliveries_open", "due_at", "workspace_id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_deliveries_failed", "task_force_id", sqlite_where=FAILED, postgresql_where=FAILED),
    Index("ix_deliveries_reached", "task_force_id", "recipient", "said_at"),
)

changes = Table(
    "changes",
    metadata,
    *key(),
    Column("at", Utc, nullable=False),
    Column("actor_id", Id),
    Column("action", String(60), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    to("members", "actor_id"),
    Index("ix_changes_at", "task_force_id", "at"),
    Index("ix_changes_subject", "task_force_id", "subject", "at"),
)

heard = Table(
    "heard",
    metadata,
    Column("key", String(160), primary_key=True),  # platform, workspace and the request's own id
    Column("at", Utc, nullable=False),
    Index("ix_heard_at", "at"),
)
