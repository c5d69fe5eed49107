"""Calendar feeds, what was said in them of each event, and whether they show names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0013_feeds"
down_revision = "0012_handovers"


def upgrade() -> None:
    with op.batch_alter_table("task_forces") as change:
        change.add_column(
            sa.Column("feed_names", sa.Boolean, nullable=False, server_default=sa.false())
        )
        # SQLite makes the table anew, and would else put this into brackets
        change.alter_column("rest_minutes", server_default=sa.text("660"))
    op.create_table(
        "feeds",
        *shapes.key(),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("duty_id", Id),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("read_at", Utc),
        shapes.to("members", "member_id"),
        shapes.to("duties", "duty_id"),
        sa.UniqueConstraint("digest"),
        shapes.one_of("kind", "mine", "duty", "all"),
        sa.Index(
            "uq_feeds_place",
            "task_force_id",
            "member_id",
            "kind",
            sa.text("coalesce(duty_id, 0)"),
            unique=True,
        ),
    )
    op.create_table(
        "feed_events",
        *shapes.key(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("about", Id, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.Column("until", Utc, nullable=False),
        sa.UniqueConstraint("task_force_id", "kind", "about"),
        shapes.one_of("kind", "claim", "turn"),
        sa.Index("ix_feed_events_until", "task_force_id", "until"),
    )


def downgrade() -> None:
    op.drop_table("feed_events")
    op.drop_table("feeds")
    with op.batch_alter_table("task_forces") as change:
        change.drop_column("feed_names")
        change.alter_column("rest_minutes", server_default=sa.text("660"))
