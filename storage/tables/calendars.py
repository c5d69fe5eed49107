"""Where members' absence is read, and what came of the events that were found."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
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
from storage.tables.shapes import key, metadata, one_of, to

# Literal, not bound, as in storage.tables.shapes.
ON = text("due_at IS NOT NULL")

calendars = Table(
    "calendars",
    metadata,
    *key(),
    Column("member_id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("host", String(255), nullable=False, default=""),
    Column("sealed", String(4000), nullable=False, default=""),  # the address, encrypted
    Column("always", Boolean, nullable=False, default=False),
    Column("made_at", Utc, nullable=False),
    Column("due_at", Utc),  # none: switched off
    Column("read_at", Utc),
    Column("whole_at", Utc),
    Column("etag", String(300), nullable=False, default=""),
    Column("modified", String(100), nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("failing_since", Utc),
    Column("problem", String(40), nullable=False, default=""),
    Column("cards", Integer, nullable=False, default=0),
    Column("owner", String(64)),
    Column("lease_until", Utc),
    to("members", "member_id"),
    UniqueConstraint("member_id", "kind"),
    one_of("kind", "address", "status"),
    Index("ix_calendars_due", "due_at", sqlite_where=ON, postgresql_where=ON),
)

calendar_events = Table(
    "calendar_events",
    metadata,
    *key(),
    Column("calendar_id", Id, nullable=False),
    Column("event", String(64), nullable=False),  # digests: nothing of what it is called
    Column("series", String(64), nullable=False, default=""),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("whole_days", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("card", Integer, nullable=False, default=0),
    Column("away_id", Id),
    Column("notice", Integer, nullable=False, default=0),
    Column("becomes_start", Utc),
    Column("becomes_end", Utc),
    Column("becomes_first", Date),
    Column("becomes_last", Date),
    Column("becomes_whole", Boolean),
    Column("ends", Boolean, nullable=False, default=False),
    Column("told_at", Utc),
    ForeignKeyConstraint(
        ["task_force_id", "calendar_id"],
        ["calendars.task_force_id", "calendars.id"],
        ondelete="CASCADE",
    ),
    to("aways", "away_id"),
    UniqueConstraint("calendar_id", "event"),
    one_of("state", "asked", "noted", "declined", "known", "gone", "kept"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    Index("ix_calendar_events_calendar", "task_force_id", "calendar_id"),
)
