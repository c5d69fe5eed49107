"""Task forces, where they are met, their people and accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0001_people"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "task_forces",
        sa.Column("id", Id, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("country", sa.String(2), nullable=False, default=""),
        sa.Column("first_weekday", sa.Integer, nullable=False, default=0),
        sa.Column("joining_open", sa.Boolean, nullable=False, default=False),
        sa.Column("deadline_weekday", sa.Integer, nullable=False, default=2),
        sa.Column("deadline_minute", sa.Integer, nullable=False, default=17 * 60),
        sa.Column("created_at", Utc, nullable=False),
        shapes.between("first_weekday", 0, 6),
        shapes.between("deadline_weekday", 0, 6),
        shapes.between("deadline_minute", 0, 1440),
    )
    op.create_table(
        "workspaces",
        *shapes.key(),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("external_id", sa.String(64), nullable=False),
        sa.Column("bot_user", sa.String(64), nullable=False, default=""),
        sa.Column("blocked_until", Utc),
        sa.Column("blocked_reason", sa.String(300), nullable=False, default=""),
        sa.Column("lease_owner", sa.String(64)),
        sa.Column("lease_until", Utc),
        sa.UniqueConstraint("platform", "external_id"),
    )
    op.create_table(
        "departments",
        *shapes.key(),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("folded", sa.String(240), nullable=False),
        sa.UniqueConstraint("task_force_id", "folded"),
        sa.CheckConstraint("name <> ''", name="name_given"),
    )
    op.create_table(
        "members",
        *shapes.key(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("department_id", Id, nullable=False),
        sa.Column("role", sa.String(16), nullable=False, default="member"),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("country", sa.String(2), nullable=False, default=""),
        sa.Column("usual_minutes", sa.Integer, nullable=False, default=0),
        sa.Column("ceiling_minutes", sa.Integer),
        sa.Column("company", sa.String(120), nullable=False, default=""),
        sa.Column("state", sa.String(16), nullable=False, default="active"),
        sa.Column("quiet_from", sa.Integer, nullable=False, default=20 * 60),
        sa.Column("quiet_to", sa.Integer, nullable=False, default=8 * 60),
        sa.Column("reminding", sa.String(16), nullable=False, default="normal"),
        sa.Column("paused_until", sa.Date),
        sa.Column("created_at", Utc, nullable=False),
        shapes.to("departments", "department_id"),
        sa.UniqueConstraint("task_force_id", "email"),
        shapes.one_of("role", "chair", "lead", "member", "partner"),
        shapes.one_of("state", "asked", "active", "left"),
        shapes.one_of("reminding", "none", "gentle", "normal"),
        shapes.between("usual_minutes", 0, shapes.MOST_A_WEEK),
        shapes.between("ceiling_minutes", 0, shapes.MOST_A_WEEK),
        shapes.between("quiet_from", 0, 1440),
        shapes.between("quiet_to", 0, 1440),
        sa.CheckConstraint("name <> ''", name="name_given"),
    )
    op.create_table(
        "identities",
        *shapes.key(),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("linked_at", Utc, nullable=False),
        shapes.to("members", "member_id"),
        shapes.to("workspaces", "workspace_id"),
        sa.UniqueConstraint("workspace_id", "user"),
        sa.UniqueConstraint("workspace_id", "member_id"),
        sa.Index("ix_identities_member", "task_force_id", "member_id"),
    )
    op.create_table(
        "accounts",
        *shapes.key(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("folded", sa.String(400), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False, default=""),
        sa.Column("url", sa.String(2000), nullable=False, default=""),
        sa.UniqueConstraint("task_force_id", "folded"),
    )
    op.create_table(
        "custodians",
        *shapes.key(),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        shapes.to("accounts", "account_id"),
        shapes.to("members", "member_id"),
        sa.UniqueConstraint("task_force_id", "account_id", "member_id"),
    )


def downgrade() -> None:
    op.drop_table("custodians")
    op.drop_table("accounts")
    op.drop_table("identities")
    op.drop_table("members")
    op.drop_table("departments")
    op.drop_table("workspaces")
    op.drop_table("task_forces")
