"""Task forces, where they are met, their people and accounts."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from storage.columns import Id, Names, Utc
from storage.tables.shapes import EXTERNAL, MOST_A_WEEK, between, key, metadata, one_of, to

task_forces = Table(
    "task_forces",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("country", String(2), nullable=False, default=""),
    Column("first_weekday", Integer, nullable=False, default=0),
    Column("joining_open", Boolean, nullable=False, default=False),
    Column("deadline_weekday", Integer, nullable=False, default=2),
    Column("deadline_minute", Integer, nullable=False, default=17 * 60),
    Column("created_at", Utc, nullable=False),
    Column("rest_minutes", Integer, nullable=False, server_default=text("660")),
    Column("weeks_in_a_row", Integer),
    Column("feed_names", Boolean, nullable=False, server_default=false()),
    between("first_weekday", 0, 6),
    between("rest_minutes", 0, 1440),
    between("weeks_in_a_row", 1, 52),
    between("deadline_weekday", 0, 6),
    between("deadline_minute", 0, 1440),
)

workspaces = Table(
    "workspaces",
    metadata,
    *key(),
    Column("platform", String(16), nullable=False),
    Column("external_id", String(EXTERNAL), nullable=False),
    Column("bot_user", String(64), nullable=False, default=""),
    Column("lost_at", Utc),  # Muster was removed there, and has not been heard of since
    # the lane: who may speak there now, and until when everybody must be silent (429)
    Column("blocked_until", Utc),
    Column("blocked_reason", String(300), nullable=False, default=""),
    Column("lease_owner", String(64)),
    Column("lease_until", Utc),
    UniqueConstraint("platform", "external_id"),
)

departments = Table(
    "departments",
    metadata,
    *key(),
    Column("name", String(120), nullable=False),
    Column("folded", String(240), nullable=False),  # the name as it is compared
    UniqueConstraint("task_force_id", "folded"),
    CheckConstraint("name <> ''", name="name_given"),
)

members = Table(
    "members",
    metadata,
    *key(),
    Column("name", String(200), nullable=False),
    Column("email", String(254)),  # lower case
    Column("department_id", Id, nullable=False),
    Column("role", String(16), nullable=False, default="member"),
    Column("zone", String(64), nullable=False),
    Column("country", String(2), nullable=False, default=""),
    Column("usual_minutes", Integer, nullable=False, default=0),
    Column("ceiling_minutes", Integer),
    Column("company", String(120), nullable=False, default=""),
    Column("state", String(16), nullable=False, default="active"),
    Column("quiet_from", Integer, nullable=False, default=20 * 60),
    Column("quiet_to", Integer, nullable=False, default=8 * 60),
    Column("reminding", String(16), nullable=False, default="normal"),
    Column("paused_until", Date),
    Column("chosen_workspace_id", Id),  # where they want to be written to
    Column("last_workspace_id", Id),  # where they used Muster last
    Column("created_at", Utc, nullable=False),
    Column("weeks_in_a_row", Integer),
    Column("clearances", Names, nullable=False, server_default=""),
    to("departments", "department_id"),
    to("workspaces", "chosen_workspace_id"),
    to("workspaces", "last_workspace_id"),
    UniqueConstraint("task_force_id", "email"),
    one_of("role", "chair", "lead", "member", "partner"),
    one_of("state", "asked", "active", "left"),
    one_of("reminding", "none", "gentle", "normal"),
    between("usual_minutes", 0, MOST_A_WEEK),
    between("ceiling_minutes", 0, MOST_A_WEEK),
    between("quiet_from", 0, 1440),
    between("quiet_to", 0, 1440),
    between("weeks_in_a_row", 1, 52),
    CheckConstraint("name <> ''", name="name_given"),
)

identities = Table(
    "identities",
    metadata,
    *key(),
    Column("member_id", Id, nullable=False),
    Column("workspace_id", Id, nullable=False),
    Column("user", String(EXTERNAL), nullable=False),
    Column("linked_at", Utc, nullable=False),
    to("members", "member_id"),
    to("workspaces", "workspace_id"),
    UniqueConstraint("workspace_id", "user"),
    UniqueConstraint("workspace_id", "member_id"),  # two users with one address: the first has it
    Index("ix_identities_member", "task_force_id", "member_id"),
)

# An identity that a member took off themself: an equal address does not link it again.
partings = Table(
    "partings",
    metadata,
    *key(),
    Column("member_id", Id, nullable=False),
    Column("workspace_id", Id, nullable=False),
    Column("user", String(EXTERNAL), nullable=False),
    Column("parted_at", Utc, nullable=False),
    to("members", "member_id"),
    to("workspaces", "workspace_id"),
    UniqueConstraint("workspace_id", "user", "member_id"),
)

# What is shown on one platform and typed on the other. Of the code only the digest is kept.
codes = Table(
    "codes",
    metadata,
    *key(),
    Column("kind", String(16), nullable=False),
    Column("member_id", Id, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("until", Utc, nullable=False),
    Column("used_at", Utc),
    to("members", "member_id"),
    UniqueConstraint("digest"),
    one_of("kind", "link", "connect"),
    CheckConstraint("until > made_at", name="span_forward"),
    Index("ix_codes_member", "task_force_id", "member_id"),
)

# How many codes somebody has typed; across task forces, as not everybody who types is in one.
attempts = Table(
    "attempts",
    metadata,
    Column("caller", String(64), primary_key=True),  # a digest of platform, workspace and user
    Column("since", Utc, nullable=False),
    Column("number", Integer, nullable=False),
)

# Where a platform must be given an address of its own to be spoken on (bot.ports.references).
conversations = Table(
    "conversations",
    metadata,
    *key(),
    Column("workspace_id", Id, nullable=False),
    Column("whose", String(EXTERNAL), nullable=False),
    Column("person", Boolean, nullable=False),
    Column("reference", JSON, nullable=False),
    Column("kept_at", Utc, nullable=False),
    to("workspaces", "workspace_id"),
    UniqueConstraint("workspace_id", "whose"),
)

accounts = Table(
    "accounts",
    metadata,
    *key(),
    Column("name", String(200), nullable=False),
    Column("folded", String(400), nullable=False),
    Column("kind", String(60), nullable=False, default=""),
    Column("url", String(2000), nullable=False, default=""),
    UniqueConstraint("task_force_id", "folded"),
)

custodians = Table(
    "custodians",
    metadata,
    *key(),
    Column("account_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    to("accounts", "account_id"),
    to("members", "member_id"),
    UniqueConstraint("task_force_id", "account_id", "member_id"),
)
