"""Rest and weeks in a row as limits; what members are cleared for, and what duties ask for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010_limits"
down_revision = "0009_swaps"


def _clearances() -> sa.Column[str]:
    return sa.Column("clearances", sa.String(500), nullable=False, server_default="")


def upgrade() -> None:
    with op.batch_alter_table("task_forces") as change:
        change.add_column(
            sa.Column("rest_minutes", sa.Integer, nullable=False, server_default=sa.text("660"))
        )
        change.add_column(sa.Column("weeks_in_a_row", sa.Integer))
        _add_bounds(change, "task_forces", "rest_minutes", 0, 1440)
        _add_bounds(change, "task_forces", "weeks_in_a_row", 1, 52)
    with op.batch_alter_table("members") as change:
        change.add_column(sa.Column("weeks_in_a_row", sa.Integer))
        change.add_column(_clearances())
        _add_bounds(change, "members", "weeks_in_a_row", 1, 52)
    # made anew where it cannot be changed in place: else the column stands behind the constraints
    is_sqlite = op.get_context().dialect.name == "sqlite"
    with op.batch_alter_table("duties", recreate="always" if is_sqlite else "never") as change:
        change.add_column(_clearances())


def _add_bounds(change: Any, table: str, column: str, least: int, most: int) -> None:
    change.create_check_constraint(
        op.f(f"ck_{table}_{column}_bounds"), f"{column} BETWEEN {least} AND {most}"
    )


def downgrade() -> None:
    op.drop_column("duties", "clearances")  # in place: triggers name the table
    with op.batch_alter_table("members") as change:
        change.drop_constraint(op.f("ck_members_weeks_in_a_row_bounds"), type_="check")
        change.drop_column("clearances")
        change.drop_column("weeks_in_a_row")
    with op.batch_alter_table("task_forces") as change:
        change.drop_constraint(op.f("ck_task_forces_rest_minutes_bounds"), type_="check")
        change.drop_constraint(op.f("ck_task_forces_weeks_in_a_row_bounds"), type_="check")
        change.drop_column("weeks_in_a_row")
        change.drop_column("rest_minutes")
