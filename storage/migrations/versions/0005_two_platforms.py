"""One person on two platforms: longer ids, codes, references, and where a member is spoken to."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0005_two_platforms"
down_revision = "0004_queue"

# of each table: columns with ids of a platform's own, and whether they may be empty
_WIDER = {
    "workspaces": {"external_id": False},
    "identities": {"user": False},
    "rooms": {"channel": False},
    "deliveries": {"channel": True, "message": True},
}
_MEMBER_KEYS = ("chosen_workspace_id", "last_workspace_id")


def _added() -> dict[str, sa.Column[Any]]:
    return {
        "workspaces": sa.Column("lost_at", Utc),
        "rooms": sa.Column("name", sa.String(200), nullable=False, server_default=""),
        "deliveries": sa.Column("tried", sa.JSON),
    }


def upgrade() -> None:
    added = _added()
    for table, columns in _WIDER.items():
        with op.batch_alter_table(table) as change:
            _resize(change, columns, 64, 512)
            if table in added:
                change.add_column(added[table])
    with op.batch_alter_table("members") as change:
        for column in _MEMBER_KEYS:
            change.add_column(sa.Column(column, Id))
            change.create_foreign_key(
                f"fk_members_task_force_id_{column}",
                "workspaces",
                ["task_force_id", column],
                ["task_force_id", "id"],
            )
    _add_tables()


def _add_tables() -> None:
    op.create_table(
        "partings",
        *shapes.key(),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("user", sa.String(512), nullable=False),
        sa.Column("parted_at", Utc, nullable=False),
        shapes.to("members", "member_id"),
        shapes.to("workspaces", "workspace_id"),
        sa.UniqueConstraint("workspace_id", "user", "member_id"),
    )
    op.create_table(
        "codes",
        *shapes.key(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("until", Utc, nullable=False),
        sa.Column("used_at", Utc),
        shapes.to("members", "member_id"),
        sa.UniqueConstraint("digest"),
        shapes.one_of("kind", "link", "connect"),
        sa.CheckConstraint("until > made_at", name="span_forward"),
        sa.Index("ix_codes_member", "task_force_id", "member_id"),
    )
    op.create_table(
        "attempts",
        sa.Column("caller", sa.String(64), primary_key=True),
        sa.Column("since", Utc, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "conversations",
        *shapes.key(),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("whose", sa.String(512), nullable=False),
        sa.Column("person", sa.Boolean, nullable=False),
        sa.Column("reference", sa.JSON, nullable=False),
        sa.Column("kept_at", Utc, nullable=False),
        shapes.to("workspaces", "workspace_id"),
        sa.UniqueConstraint("workspace_id", "whose"),
    )


def downgrade() -> None:
    for table in ("conversations", "attempts", "codes", "partings"):
        op.drop_table(table)
    with op.batch_alter_table("members") as change:
        for column in _MEMBER_KEYS:
            change.drop_constraint(f"fk_members_task_force_id_{column}", type_="foreignkey")
            change.drop_column(column)
    added = _added()
    for table, columns in _WIDER.items():
        with op.batch_alter_table(table) as change:
            _resize(change, columns, 512, 64)
            if table in added:
                change.drop_column(added[table].name)


def _resize(change: Any, columns: dict[str, bool], before: int, after: int) -> None:
    for name, nullable in columns.items():
        change.alter_column(
            name,
            existing_type=sa.String(before),
            existing_nullable=nullable,
            type_=sa.String(after),
        )
