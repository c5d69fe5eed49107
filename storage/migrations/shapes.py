"""Shapes that the tables of the first revisions share, as they were then."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    text,
)

from storage.columns import Id

WEEK_MINUTES = 7 * 24 * 60
MOST_A_WEEK = 40 * 60  # nobody can offer or be capped at more than a full working week
# Literal, not bound: else neither database would see that its partial index fits the question.
OPEN = text("state IN ('due', 'taken', 'put off', 'in doubt')")
FAILED = text("state IN ('unreachable', 'given up')")


def owned() -> Column[int]:
    return Column("task_force_id", Id, ForeignKey("task_forces.id"), nullable=False)


def to(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key that stays within the task force."""
    return ForeignKeyConstraint(
        ["task_force_id", column], [f"{table}.task_force_id", f"{table}.id"]
    )


def key() -> tuple[Column[int], Column[int], UniqueConstraint]:
    return Column("id", Id, primary_key=True), owned(), UniqueConstraint("task_force_id", "id")


def one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def between(column: str, least: int, most: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {least} AND {most}", name=f"{column}_bounds")
