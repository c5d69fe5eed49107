"""Handover notes: their table, those that rode on the record until now, and when they are asked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0012_handovers"
down_revision = "0011_calendars"

_MOST = 1000  # characters of a note
_ASKED_AT = 14 * 60  # minute of the member's day

_task_forces = sa.table("task_forces", sa.column("id", Id))
_turns = sa.table("turns", sa.column("task_force_id", Id), sa.column("id", Id))
_timetable = sa.table(
    "timetable",
    sa.column("task_force_id", Id),
    sa.column("kind", sa.String),
    sa.column("minute", sa.Integer),
    sa.column("enabled", sa.Boolean),
)
_changes = sa.table(
    "changes",
    sa.column("task_force_id", Id),
    sa.column("id", Id),
    sa.column("at", Utc),
    sa.column("action", sa.String),
    sa.column("before", sa.JSON),
    sa.column("after", sa.JSON),
)


def upgrade() -> None:
    table = op.create_table(
        "handovers",
        *shapes.key(),
        sa.Column("turn_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("left_open", sa.String(_MOST), nullable=False),
        sa.Column("watch", sa.String(_MOST), nullable=False),
        sa.Column("links", sa.JSON, nullable=False),
        sa.Column("written_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(
            ["task_force_id", "turn_id"], ["turns.task_force_id", "turns.id"], ondelete="CASCADE"
        ),
        shapes.to("members", "member_id"),
        sa.UniqueConstraint("task_force_id", "turn_id", "member_id"),
        sa.Index("ix_handovers_written", "task_force_id", "written_at"),
    )
    op.get_bind().execute(
        _timetable.insert().from_select(
            ["task_force_id", "kind", "minute", "enabled"],
            sa.select(_task_forces.c.id, sa.literal("handover"), sa.literal(_ASKED_AT), sa.true()),
        )
    )
    notes = list(_from_the_record())
    if notes:
        op.bulk_insert(table, notes)


def _from_the_record() -> list[dict[str, Any]]:
    """The latest note of each person and turn that was given with a release and not undone."""
    asked = sa.select(
        _changes.c.task_force_id,
        _changes.c.id,
        _changes.c.at,
        _changes.c.action,
        _changes.c.before,
        _changes.c.after,
    )
    asked = asked.where(_changes.c.action.in_(["claims.release", "undo"])).order_by(_changes.c.id)
    undone: set[tuple[int, int]] = set()
    notes: dict[tuple[int, int, int], tuple[int, dict[str, Any]]] = {}
    for force, change, at, action, before, after in op.get_bind().execute(asked):
        if action == "undo":
            undone.add((force, after.get("of") or 0))
        elif after.get("note"):
            whose = (force, int(before["turn"]), int(before["member"]))
            notes[whose] = (
                change,
                {
                    "task_force_id": force,
                    "turn_id": whose[1],
                    "member_id": whose[2],
                    "left_open": str(after["note"])[:_MOST],
                    "watch": "",
                    "links": [],
                    "written_at": at,
                },
            )
    rows = op.get_bind().execute(sa.select(_turns.c.task_force_id, _turns.c.id))
    there = {(row[0], row[1]) for row in rows}
    return [
        note
        for (force, turn, _member), (change, note) in notes.items()
        if (force, change) not in undone and (force, turn) in there
    ]


def downgrade() -> None:
    op.get_bind().execute(_timetable.delete().where(_timetable.c.kind == "handover"))
    op.drop_table("handovers")
