"""Rooms, the timetable, messages, and the record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0003_messages"
down_revision = "0002_roster"


def upgrade() -> None:
    op.create_table(
        "rooms",
        *shapes.key(),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("panel", sa.Boolean, nullable=False, default=True),
        sa.Column("digest", sa.Boolean, nullable=False, default=True),
        sa.Column("removed", sa.Boolean, nullable=False, default=False),
        shapes.to("workspaces", "workspace_id"),
        sa.UniqueConstraint("workspace_id", "channel"),
    )
    op.create_table(
        "timetable",
        *shapes.key(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("weekday", sa.Integer),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False, default=True),
        sa.Column("grace_minutes", sa.Integer),
        sa.Column("next_run_at", Utc),
        sa.UniqueConstraint("task_force_id", "kind"),
        shapes.between("weekday", 0, 6),
        shapes.between("minute", 0, 1440),
        sa.Index("ix_timetable_next", "next_run_at"),
    )
    op.create_table(
        "deliveries",
        *shapes.key(),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("occasion", sa.String(120), nullable=False),
        sa.Column("member_id", Id),
        sa.Column("room_id", Id),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True)),
        sa.Column("state", sa.String(16), nullable=False, default="due"),
        sa.Column("due_at", Utc, nullable=False),
        sa.Column("until", Utc),
        sa.Column("revision", sa.Integer, nullable=False, default=1),
        sa.Column("said_revision", sa.Integer, nullable=False, default=0),
        sa.Column("attempts", sa.Integer, nullable=False, default=0),
        sa.Column("taken_by", sa.String(64)),
        sa.Column("taken_at", Utc),
        sa.Column("said_at", Utc),
        sa.Column("channel", sa.String(64)),
        sa.Column("message", sa.String(64)),
        sa.Column("reason", sa.String(300), nullable=False, default=""),
        sa.Column("created_at", Utc, nullable=False),
        shapes.to("workspaces", "workspace_id"),
        shapes.to("members", "member_id"),
        shapes.to("rooms", "room_id"),
        sa.UniqueConstraint("task_force_id", "kind", "occasion", "recipient"),
        sa.CheckConstraint("(member_id IS NULL) <> (room_id IS NULL)", name="one_recipient"),
        shapes.one_of(
            "state",
            "due",
            "taken",
            "said",
            "put off",
            "unreachable",
            "given up",
            "in doubt",
            "dropped",
        ),
        sa.Index(
            "ix_deliveries_lane",
            "workspace_id",
            "due_at",
            sqlite_where=shapes.OPEN,
            postgresql_where=shapes.OPEN,
        ),
        sa.Index(
            "ix_deliveries_open",
            "due_at",
            "workspace_id",
            sqlite_where=shapes.OPEN,
            postgresql_where=shapes.OPEN,
        ),
        sa.Index(
            "ix_deliveries_failed",
            "task_force_id",
            sqlite_where=shapes.FAILED,
            postgresql_where=shapes.FAILED,
        ),
        sa.Index("ix_deliveries_reached", "task_force_id", "recipient", "said_at"),
    )
    op.create_table(
        "changes",
        *shapes.key(),
        sa.Column("at", Utc, nullable=False),
        sa.Column("actor_id", Id),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        shapes.to("members", "actor_id"),
        sa.Index("ix_changes_at", "task_force_id", "at"),
        sa.Index("ix_changes_subject", "task_force_id", "subject", "at"),
    )
    op.create_table(
        "heard",
        sa.Column("key", sa.String(160), primary_key=True),
        sa.Column("at", Utc, nullable=False),
        sa.Index("ix_heard_at", "at"),
    )


def downgrade() -> None:
    op.drop_table("heard")
    op.drop_table("changes")
    op.drop_table("deliveries")
    op.drop_table("timetable")
    op.drop_table("rooms")
