"""Absence of some hours, read from calendars, or said by somebody else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc

revision = "0007_absence"
down_revision = "0006_plans"

_SOURCED = sa.text("cancelled_at IS NULL AND source_key <> ''")


def upgrade() -> None:
    with op.batch_alter_table("aways") as change:
        change.add_column(
            sa.Column("whole_days", sa.Boolean, nullable=False, server_default=sa.text("true"))
        )
        change.add_column(sa.Column("source", sa.String(16), nullable=False, server_default=""))
        change.add_column(
            sa.Column("source_key", sa.String(200), nullable=False, server_default="")
        )
        change.add_column(sa.Column("entered_by", Id))
        change.add_column(sa.Column("said_at", Utc))
        change.create_foreign_key(
            "fk_aways_task_force_id_entered_by",
            "members",
            ["task_force_id", "entered_by"],
            ["task_force_id", "id"],
        )
    op.create_index(
        "uq_aways_sourced",
        "aways",
        ["task_force_id", "member_id", "source", "source_key"],
        unique=True,
        sqlite_where=_SOURCED,
        postgresql_where=_SOURCED,
    )


def downgrade() -> None:
    op.drop_index("uq_aways_sourced", "aways")
    with op.batch_alter_table("aways") as change:
        change.drop_constraint("fk_aways_task_force_id_entered_by", type_="foreignkey")
        for column in ("said_at", "entered_by", "source_key", "source", "whole_days"):
            change.drop_column(column)
