"""What the tables share: the naming of constraints, and the shapes that keep rows at home."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    UniqueConstraint,
    text,
)

from storage.columns import Id

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

WEEK_MINUTES = 7 * 24 * 60
EXTERNAL = 512  # characters of a platform's own id: Slack's have 11, those of Teams up to some 300
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
