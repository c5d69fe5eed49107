"""What a lane owes, in the order in which it is said, though much falls due at one instant."""

from __future__ import annotations

from alembic import op

from storage.migrations import shapes

revision = "0016_lanes"
down_revision = "0015_indexes"


def _index(*columns: str) -> None:
    op.drop_index("ix_deliveries_lane", "deliveries")
    op.create_index(
        "ix_deliveries_lane",
        "deliveries",
        columns,
        sqlite_where=shapes.OPEN,
        postgresql_where=shapes.OPEN,
    )


def upgrade() -> None:
    _index("workspace_id", "due_at", "id")


def downgrade() -> None:
    _index("workspace_id", "due_at")
