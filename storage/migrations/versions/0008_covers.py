"""Requests for cover, who was asked, and the clock that follows them up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0008_covers"
down_revision = "0007_absence"

_WANTED = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "covers",
        *shapes.key(),
        sa.Column("turn_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("opened_by", Id),
        sa.Column("opened_at", Utc, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("closed_at", Utc),
        sa.Column("next_at", Utc),
        sa.Column("all_at", Utc),
        sa.Column("lead_at", Utc),
        sa.Column("chair_at", Utc),
        sa.ForeignKeyConstraint(
            ["task_force_id", "turn_id"], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
        ),
        shapes.to("members", "member_id"),
        shapes.to("members", "opened_by"),
        sa.CheckConstraint("ends_at > starts_at", name="span_forward"),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_once"),
        shapes.one_of("state", "open", "taken", "withdrawn", "ended", "over"),
        shapes.one_of("why", "release", "away", "leaver", "decline"),
        sa.Index(
            "ix_covers_wanted",
            "task_force_id",
            "next_at",
            sqlite_where=_WANTED,
            postgresql_where=_WANTED,
        ),
        sa.Index("ix_covers_turn", "task_force_id", "turn_id"),
    )
    op.create_table(
        "cover_asks",
        *shapes.key(),
        sa.Column("cover_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked_at", Utc, nullable=False),
        sa.Column("until", Utc),
        sa.Column("later_at", Utc),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["task_force_id", "cover_id"],
            ["covers.task_force_id", "covers.id"],
            ondelete="CASCADE",
        ),
        shapes.to("members", "member_id"),
        sa.UniqueConstraint("cover_id", "member_id"),
        shapes.one_of("state", "asked", "later", "no", "took", "cannot"),
        shapes.between("times", 1, 20),
        shapes.between("minutes", 0, shapes.WEEK_MINUTES),
        sa.Index("ix_cover_asks_member", "task_force_id", "member_id"),
    )
    # each night at midnight at least, else whenever a request is to be looked at
    op.execute(
        "INSERT INTO timetable (task_force_id, kind, minute, enabled)"
        " SELECT id, 'cover', 0, true FROM task_forces"
    )


def downgrade() -> None:
    op.execute("DELETE FROM timetable WHERE kind = 'cover'")
    op.drop_table("cover_asks")
    op.drop_table("covers")
