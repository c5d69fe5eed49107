"""Calendar feeds, and what was last said in them of each event."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint, text

from storage.columns import Id, Utc
from storage.tables.shapes import key, metadata, one_of, to

feeds = Table(
    "feeds",
    metadata,
    *key(),
    Column("member_id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("duty_id", Id),
    Column("digest", String(64), nullable=False),  # of its address, which is kept nowhere
    Column("made_at", Utc, nullable=False),
    Column("read_at", Utc),
    to("members", "member_id"),
    to("duties", "duty_id"),
    UniqueConstraint("digest"),
    one_of("kind", "mine", "duty", "all"),
    Index(
        "uq_feeds_place",
        "task_force_id",
        "member_id",
        "kind",
        text("coalesce(duty_id, 0)"),
        unique=True,
    ),
)

# An event's number must grow whenever it says something new, whatever that comes from.
feed_events = Table(
    "feed_events",
    metadata,
    *key(),
    Column("kind", String(16), nullable=False),
    Column("about", Id, nullable=False),  # the claim, or the turn, which may be gone by now
    Column("digest", String(32), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("until", Utc, nullable=False),
    UniqueConstraint("task_force_id", "kind", "about"),
    one_of("kind", "claim", "turn"),
    Index("ix_feed_events_until", "task_force_id", "until"),
)
