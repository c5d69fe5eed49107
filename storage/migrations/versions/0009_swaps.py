"""Proposed exchanges of turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0009_swaps"
down_revision = "0008_covers"

_WAITING = sa.text("state = 'open'")


def _turn(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["task_force_id", column], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "swaps",
        *shapes.key(),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asker_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("turn_id", Id, nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.Column("other_turn_id", Id),
        sa.Column("other_starts_at", Utc),
        sa.Column("other_ends_at", Utc),
        sa.Column("acted_by", Id),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        shapes.to("members", "asker_id"),
        shapes.to("members", "other_id"),
        shapes.to("members", "acted_by"),
        _turn("turn_id"),
        _turn("other_turn_id"),
        shapes.one_of(
            "state", "open", "done", "declined", "withdrawn", "expired", "impossible", "undone"
        ),
        sa.CheckConstraint("asker_id <> other_id", name="two_people"),
        sa.CheckConstraint("ends_at > starts_at", name="span_forward"),
        sa.Index(
            "ix_swaps_open", "task_force_id", sqlite_where=_WAITING, postgresql_where=_WAITING
        ),
    )


def downgrade() -> None:
    op.drop_table("swaps")
