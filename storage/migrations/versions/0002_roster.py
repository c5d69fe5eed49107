"""Duties, turns and claims; hours and absence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = "0002_roster"
down_revision = "0001_people"


def upgrade() -> None:
    op.create_table(
        "duties",
        *shapes.key(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("folded", sa.String(400), nullable=False),
        sa.Column("account_id", Id),
        sa.Column("kind", sa.String(60), nullable=False, default=""),
        sa.Column("department_id", Id),
        sa.Column("minutes_a_week", sa.Integer, nullable=False),
        sa.Column("people_least", sa.Integer, nullable=False, default=1),
        sa.Column("people_most", sa.Integer, nullable=False, default=1),
        sa.Column("windows", sa.String(500), nullable=False, default=""),
        sa.Column("description", sa.String(2000), nullable=False, default=""),
        sa.Column("retired_at", Utc),
        shapes.to("accounts", "account_id"),
        shapes.to("departments", "department_id"),
        sa.UniqueConstraint("task_force_id", "folded"),
        shapes.between("minutes_a_week", 1, shapes.WEEK_MINUTES),
        shapes.between("people_least", 1, 100),
        sa.CheckConstraint("people_most BETWEEN people_least AND 100", name="people_most_bounds"),
        sa.CheckConstraint("name <> ''", name="name_given"),
    )
    op.create_table(
        "turns",
        *shapes.key(),
        sa.Column("duty_id", Id, nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("people_least", sa.Integer, nullable=False),
        sa.Column("people_most", sa.Integer, nullable=False),
        sa.Column("planned", sa.Boolean, nullable=False, default=True),
        shapes.to("duties", "duty_id"),
        sa.UniqueConstraint("duty_id", "starts_at", "ends_at"),
        sa.CheckConstraint("ends_at > starts_at", name="span_forward"),
        sa.CheckConstraint(
            "people_most >= people_least AND people_least >= 1", name="people_bounds"
        ),
        shapes.between("minutes", 1, shapes.WEEK_MINUTES),
        sa.Index("ix_turns_when", "task_force_id", "starts_at", "ends_at"),
        sa.Index("ix_turns_week", "task_force_id", "week"),
    )
    op.create_table(
        "claims",
        *shapes.key(),
        sa.Column("turn_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("released_at", Utc),
        shapes.to("turns", "turn_id"),
        shapes.to("members", "member_id"),
        sa.CheckConstraint("ends_at > starts_at", name="span_forward"),
        sa.CheckConstraint("created_at <= ends_at", name="made_in_time"),
        sa.CheckConstraint("released_at <= ends_at", name="released_in_time"),
        shapes.between("minutes", 1, shapes.WEEK_MINUTES),
        sa.Index("ix_claims_member", "task_force_id", "member_id", "starts_at"),
        sa.Index("ix_claims_turn", "task_force_id", "turn_id", "starts_at"),
        sa.Index("ix_claims_when", "task_force_id", "starts_at"),
    )
    op.create_table(
        "pledges",
        *shapes.key(),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("answered_at", Utc, nullable=False),
        sa.Column("late", sa.Boolean, nullable=False, default=False),
        shapes.to("members", "member_id"),
        sa.UniqueConstraint("task_force_id", "member_id", "week"),
        shapes.between("minutes", 0, shapes.MOST_A_WEEK),
        sa.Index("ix_pledges_week", "task_force_id", "week", "member_id"),
    )
    op.create_table(
        "logged",
        *shapes.key(),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("duty_id", Id),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("note", sa.String(500), nullable=False, default=""),
        sa.Column("logged_at", Utc, nullable=False),
        shapes.to("members", "member_id"),
        shapes.to("duties", "duty_id"),
        shapes.between("minutes", 0, shapes.WEEK_MINUTES),
        sa.Index(
            "uq_logged_duty",
            "task_force_id",
            "member_id",
            "week",
            sa.text("coalesce(duty_id, 0)"),
            unique=True,
        ),
        sa.Index("ix_logged_week", "task_force_id", "week", "member_id"),
    )
    op.create_table(
        "aways",
        *shapes.key(),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False, default=""),
        sa.Column("cancelled_at", Utc),
        shapes.to("members", "member_id"),
        sa.CheckConstraint("last_day >= first_day", name="days_forward"),
        sa.CheckConstraint("ends_at > starts_at", name="span_forward"),
        sa.Index("ix_aways_when", "task_force_id", "ends_at"),
    )


def downgrade() -> None:
    op.drop_table("aways")
    op.drop_table("logged")
    op.drop_table("pledges")
    op.drop_table("claims")
    op.drop_table("turns")
    op.drop_table("duties")
