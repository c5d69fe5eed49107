"""Proposed rosters: a week's plan, and whom it asks for which turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0006_plans"
down_revision = "0005_two_platforms"

_UNSOLVED = sa.text("state IN ('asked', 'solving')")
_STANDING = sa.text("state <> 'dropped'")


def upgrade() -> None:
    op.create_table(
        "plans",
        *shapes.key(),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked_by", Id, nullable=False),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("stop", sa.Boolean, nullable=False),
        sa.Column("progress", sa.String(300), nullable=False),
        sa.Column("levels", sa.JSON, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(64)),
        sa.Column("lease_until", Utc),
        shapes.to("members", "asked_by"),
        shapes.one_of("state", "asked", "solving", "draft", "shared", "dropped"),
        sa.Index(
            "ix_plans_unsolved", "made_at", sqlite_where=_UNSOLVED, postgresql_where=_UNSOLVED
        ),
        sa.Index(
            "uq_plans_standing",
            "task_force_id",
            "week",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    op.create_table(
        "plan_lines",
        *shapes.key(),
        sa.Column("plan_id", Id, nullable=False),
        sa.Column("turn_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        shapes.to("plans", "plan_id"),
        sa.ForeignKeyConstraint(
            ["task_force_id", "turn_id"], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
        ),
        shapes.to("members", "member_id"),
        sa.UniqueConstraint("plan_id", "turn_id", "member_id"),
        shapes.one_of("state", "proposed", "asked", "accepted", "declined", "dropped"),
        shapes.between("minutes", 1, shapes.WEEK_MINUTES),
        sa.Index("ix_plan_lines_turn", "task_force_id", "turn_id"),
    )


def downgrade() -> None:
    op.drop_table("plan_lines")
    op.drop_table("plans")
