"""User groups and topics that follow the roster."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id
from storage.migrations import shapes

revision = "0014_signs"
down_revision = "0013_feeds"


def upgrade() -> None:
    op.create_table(
        "signs",
        *shapes.key(),
        sa.Column("room_id", Id, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("target", sa.String(512), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("problem", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_force_id", "room_id"], ["rooms.task_force_id", "rooms.id"], ondelete="CASCADE"
        ),
        sa.UniqueConstraint("room_id"),
        shapes.one_of("kind", "group", "topic"),
    )
    op.create_table(
        "sign_duties",
        *shapes.key(),
        sa.Column("sign_id", Id, nullable=False),
        sa.Column("duty_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["task_force_id", "sign_id"], ["signs.task_force_id", "signs.id"], ondelete="CASCADE"
        ),
        shapes.to("duties", "duty_id"),
        sa.UniqueConstraint("sign_id", "duty_id"),
        sa.Index("ix_sign_duties_duty", "task_force_id", "duty_id"),
    )


def downgrade() -> None:
    op.drop_table("sign_duties")
    op.drop_table("signs")
