"""Signs: user groups and topics that follow the roster."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, String, Table, Text, UniqueConstraint

from storage.columns import Id
from storage.tables.shapes import EXTERNAL, key, metadata, one_of, to

PROBLEM_LETTERS = 300  # the platform's own word is in it

signs = Table(
    "signs",
    metadata,
    *key(),
    Column("room_id", Id, nullable=False),  # its lane, and whom its deliveries are for
    Column("kind", String(16), nullable=False),
    Column("target", String(EXTERNAL), nullable=False),
    Column("name", String(200), nullable=False, default=""),
    Column("wanted", Text, nullable=False, default=""),  # what was owed last
    Column(
        "problem", String(PROBLEM_LETTERS), nullable=False, default=""
    ),  # that the chair was told
    ForeignKeyConstraint(
        ["task_force_id", "room_id"], ["rooms.task_force_id", "rooms.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("room_id"),
    one_of("kind", "group", "topic"),
)

sign_duties = Table(
    "sign_duties",
    metadata,
    *key(),
    Column("sign_id", Id, nullable=False),
    Column("duty_id", Id, nullable=False),
    ForeignKeyConstraint(
        ["task_force_id", "sign_id"], ["signs.task_force_id", "signs.id"], ondelete="CASCADE"
    ),
    to("duties", "duty_id"),
    UniqueConstraint("sign_id", "duty_id"),
    Index("ix_sign_duties_duty", "task_force_id", "duty_id"),
)
