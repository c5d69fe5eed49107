"""Calendars and statuses in which members' absence is read, and what came of their events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0011_calendars"
down_revision = "0010_limits"

_ON = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "calendars",
        *shapes.key(),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("sealed", sa.String(4000), nullable=False),
        sa.Column("always", sa.Boolean, nullable=False),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("due_at", Utc),
        sa.Column("read_at", Utc),
        sa.Column("whole_at", Utc),
        sa.Column("etag", sa.String(300), nullable=False),
        sa.Column("modified", sa.String(100), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_since", Utc),
        sa.Column("problem", sa.String(40), nullable=False),
        sa.Column("cards", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(64)),
        sa.Column("lease_until", Utc),
        shapes.to("members", "member_id"),
        sa.UniqueConstraint("member_id", "kind"),
        shapes.one_of("kind", "address", "status"),
        sa.Index("ix_calendars_due", "due_at", sqlite_where=_ON, postgresql_where=_ON),
    )
    op.create_table(
        "calendar_events",
        *shapes.key(),
        sa.Column("calendar_id", Id, nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("series", sa.String(64), nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("whole_days", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("card", sa.Integer, nullable=False),
        sa.Column("away_id", Id),
        sa.Column("notice", sa.Integer, nullable=False),
        sa.Column("becomes_start", Utc),
        sa.Column("becomes_end", Utc),
        sa.Column("becomes_first", sa.Date),
        sa.Column("becomes_last", sa.Date),
        sa.Column("becomes_whole", sa.Boolean),
        sa.Column("ends", sa.Boolean, nullable=False),
        sa.Column("told_at", Utc),
        sa.ForeignKeyConstraint(
            ["task_force_id", "calendar_id"],
            ["calendars.task_force_id", "calendars.id"],
            ondelete="CASCADE",
        ),
        shapes.to("aways", "away_id"),
        sa.UniqueConstraint("calendar_id", "event"),
        shapes.one_of("state", "asked", "noted", "declined", "known", "gone", "kept"),
        sa.CheckConstraint("ends_at > starts_at", name="span_forward"),
    )


def downgrade() -> None:
    op.drop_table("calendar_events")
    op.drop_table("calendars")
