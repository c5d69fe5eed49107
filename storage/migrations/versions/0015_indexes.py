"""Indexes for what is asked of one request, plan, calendar, turn or member."""

from __future__ import annotations

from alembic import op

revision = "0015_indexes"
down_revision = "0014_signs"

_INDEXES = (
    ("ix_calendar_events_calendar", "calendar_events", "calendar_id"),
    ("ix_cover_asks_cover", "cover_asks", "cover_id"),
    ("ix_plan_lines_plan", "plan_lines", "plan_id"),
    # a turn that goes takes its swaps along
    ("ix_swaps_turn", "swaps", "turn_id"),
    ("ix_swaps_other_turn", "swaps", "other_turn_id"),
    ("ix_aways_member", "aways", "member_id"),
)


def upgrade() -> None:
    for name, table, column in _INDEXES:
        op.create_index(name, table, ["task_force_id", column])


def downgrade() -> None:
    for name, table, _column in _INDEXES:
        op.drop_index(name, table)
