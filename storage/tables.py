"""Every table on one page, with the constraints that make wrong states impossible.

All rows belong to a task force; foreign keys carry its id, so that no row can point across.
Durations are minutes, weeks the date of their first day, instants UTC (storage.columns).
What a constraint here cannot say is said by the triggers in storage/triggers.py: no more holders
at one instant than a turn's most, nobody twice among them, no claim on a retired duty, the record
is append-only.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import Id, Utc

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
# Literal, not bound: else neither database would see that its partial index fits the question.
OPEN = text("state IN ('due', 'taken', 'put off', 'in doubt')")
FAILED = text("state IN ('unreachable', 'given up')")
MOST_A_WEEK = 40 * 60  # nobody can offer, log or be capped at more than a full working week


def _owned() -> Column[int]:
    return Column("task_force_id", Id, ForeignKey("task_forces.id"), nullable=False)


def _to(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key that stays within the task force."""
    return ForeignKeyConstraint(
        ["task_force_id", column], [f"{table}.task_force_id", f"{table}.id"]
    )


def _key() -> tuple[Column[int], Column[int], UniqueConstraint]:
    return Column("id", Id, primary_key=True), _owned(), UniqueConstraint("task_force_id", "id")


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _between(column: str, least: int, most: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {least} AND {most}", name=f"{column}_bounds")


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
    _between("first_weekday", 0, 6),
    _between("deadline_weekday", 0, 6),
    _between("deadline_minute", 0, 1440),
)

workspaces = Table(
    "workspaces",
    metadata,
    *_key(),
    Column("platform", String(16), nullable=False),
    Column("external_id", String(64), nullable=False),
    Column("bot_user", String(64), nullable=False, default=""),
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
    *_key(),
    Column("name", String(120), nullable=False),
    Column("folded", String(240), nullable=False),  # the name as it is compared
    UniqueConstraint("task_force_id", "folded"),
    CheckConstraint("name <> ''", name="name_given"),
)

members = Table(
    "members",
    metadata,
    *_key(),
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
    Column("created_at", Utc, nullable=False),
    _to("departments", "department_id"),
    UniqueConstraint("task_force_id", "email"),
    _one_of("role", "chair", "lead", "member", "partner"),
    _one_of("state", "asked", "active", "left"),
    _one_of("reminding", "none", "gentle", "normal"),
    _between("usual_minutes", 0, MOST_A_WEEK),
    _between("ceiling_minutes", 0, MOST_A_WEEK),
    _between("quiet_from", 0, 1440),
    _between("quiet_to", 0, 1440),
    CheckConstraint("name <> ''", name="name_given"),
)

identities = Table(
    "identities",
    metadata,
    *_key(),
    Column("member_id", Id, nullable=False),
    Column("workspace_id", Id, nullable=False),
    Column("user", String(64), nullable=False),
    Column("linked_at", Utc, nullable=False),
    _to("members", "member_id"),
    _to("workspaces", "workspace_id"),
    UniqueConstraint("workspace_id", "user"),
    UniqueConstraint("workspace_id", "member_id"),  # two users with one address: the first has it
    Index("ix_identities_member", "task_force_id", "member_id"),
)

accounts = Table(
    "accounts",
    metadata,
    *_key(),
    Column("name", String(200), nullable=False),
    Column("folded", String(400), nullable=False),
    Column("kind", String(60), nullable=False, default=""),
    Column("url", String(2000), nullable=False, default=""),
    UniqueConstraint("task_force_id", "folded"),
)

custodians = Table(
    "custodians",
    metadata,
    *_key(),
    Column("account_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    _to("accounts", "account_id"),
    _to("members", "member_id"),
    UniqueConstraint("task_force_id", "account_id", "member_id"),
)

duties = Table(
    "duties",
    metadata,
    *_key(),
    Column("name", String(200), nullable=False),
    Column("folded", String(400), nullable=False),
    Column("account_id", Id),
    Column("kind", String(60), nullable=False, default=""),
    Column("department_id", Id),
    Column("minutes_a_week", Integer, nullable=False),
    Column("people_least", Integer, nullable=False, default=1),
    Column("people_most", Integer, nullable=False, default=1),
    Column("windows", String(500), nullable=False, default=""),  # bot.weeks.format_windows
    Column("description", String(2000), nullable=False, default=""),
    Column("retired_at", Utc),
    _to("accounts", "account_id"),
    _to("departments", "department_id"),
    UniqueConstraint("task_force_id", "folded"),
    _between("minutes_a_week", 1, WEEK_MINUTES),
    _between("people_least", 1, 100),
    CheckConstraint("people_most BETWEEN people_least AND 100", name="people_most_bounds"),
    CheckConstraint("name <> ''", name="name_given"),
)

turns = Table(
    "turns",
    metadata,
    *_key(),
    Column("duty_id", Id, nullable=False),
    Column("week", Date, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("people_least", Integer, nullable=False),
    Column("people_most", Integer, nullable=False),
    # False: no longer what its duty says; it is there for those who hold it, or once did
    Column("planned", Boolean, nullable=False, default=True),
    _to("duties", "duty_id"),
    UniqueConstraint("duty_id", "starts_at", "ends_at"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    CheckConstraint("people_most >= people_least AND people_least >= 1", name="people_bounds"),
    _between("minutes", 1, WEEK_MINUTES),
    Index("ix_turns_when", "task_force_id", "starts_at", "ends_at"),
    Index("ix_turns_week", "task_force_id", "week"),
)

claims = Table(
    "claims",
    metadata,
    *_key(),
    Column("turn_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("released_at", Utc),
    _to("turns", "turn_id"),
    _to("members", "member_id"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    # the past is immutable: nobody claims or releases what is over (docs/decisions)
    CheckConstraint("created_at <= ends_at", name="made_in_time"),
    CheckConstraint("released_at <= ends_at", name="released_in_time"),
    _between("minutes", 1, WEEK_MINUTES),
    Index("ix_claims_member", "task_force_id", "member_id", "starts_at"),
    Index("ix_claims_turn", "task_force_id", "turn_id", "starts_at"),
    Index("ix_claims_when", "task_force_id", "starts_at"),
)

pledges = Table(
    "pledges",
    metadata,
    *_key(),
    Column("member_id", Id, nullable=False),
    Column("week", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("answered_at", Utc, nullable=False),
    Column("late", Boolean, nullable=False, default=False),
    _to("members", "member_id"),
    UniqueConstraint("task_force_id", "member_id", "week"),
    _between("minutes", 0, MOST_A_WEEK),
    Index("ix_pledges_week", "task_force_id", "week", "member_id"),
)

logged = Table(
    "logged",
    metadata,
    *_key(),
    Column("member_id", Id, nullable=False),
    Column("week", Date, nullable=False),
    Column("duty_id", Id),
    Column("minutes", Integer, nullable=False),
    Column("note", String(500), nullable=False, default=""),
    Column("logged_at", Utc, nullable=False),
    _to("members", "member_id"),
    _to("duties", "duty_id"),
    _between("minutes", 0, WEEK_MINUTES),
    Index(
        "uq_logged_duty",
        "task_force_id",
        "member_id",
        "week",
        text("coalesce(duty_id, 0)"),
        unique=True,
    ),
    Index("ix_logged_week", "task_force_id", "week", "member_id"),
)

aways = Table(
    "aways",
    metadata,
    *_key(),
    Column("member_id", Id, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("reason", String(300), nullable=False, default=""),
    Column("cancelled_at", Utc),
    _to("members", "member_id"),
    CheckConstraint("last_day >= first_day", name="days_forward"),
    CheckConstraint("ends_at > starts_at", name="span_forward"),
    Index("ix_aways_when", "task_force_id", "ends_at"),  # few end later than what is asked for
)

rooms = Table(
    "rooms",
    metadata,
    *_key(),
    Column("workspace_id", Id, nullable=False),
    Column("channel", String(64), nullable=False),
    Column("panel", Boolean, nullable=False, default=True),
    Column("digest", Boolean, nullable=False, default=True),
    # Muster posts there no more; the row stays for the messages it once said there
    Column("removed", Boolean, nullable=False, default=False),
    _to("workspaces", "workspace_id"),
    UniqueConstraint("workspace_id", "channel"),
)

timetable = Table(
    "timetable",
    metadata,
    *_key(),
    Column("kind", String(16), nullable=False),
    Column("weekday", Integer),
    Column("minute", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("grace_minutes", Integer),
    Column("next_run_at", Utc),
    UniqueConstraint("task_force_id", "kind"),
    _between("weekday", 0, 6),
    _between("minute", 0, 1440),
    Index("ix_timetable_next", "next_run_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    *_key(),
    Column("workspace_id", Id, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("occasion", String(120), nullable=False),
    Column("member_id", Id),
    Column("room_id", Id),
    Column("recipient", String(40), nullable=False),  # bot.model.Recipient.key
    Column("content", JSON(none_as_null=True)),
    Column("state", String(16), nullable=False, default="due"),
    Column("due_at", Utc, nullable=False),
    Column("until", Utc),  # not said later than this
    Column("revision", Integer, nullable=False, default=1),
    Column("said_revision", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("taken_by", String(64)),
    Column("taken_at", Utc),
    Column("said_at", Utc),
    Column("channel", String(64)),
    Column("message", String(64)),
    Column("reason", String(300), nullable=False, default=""),
    Column("created_at", Utc, nullable=False),
    _to("workspaces", "workspace_id"),
    _to("members", "member_id"),
    _to("rooms", "room_id"),
    UniqueConstraint("task_force_id", "kind", "occasion", "recipient"),
    CheckConstraint("(member_id IS NULL) <> (room_id IS NULL)", name="one_recipient"),
    _one_of(
        "state", "due", "taken", "said", "put off", "unreachable", "given up", "in doubt", "dropped"
    ),
    # what a lane still owes; and which lanes owe anything (storage/lanes.py)
    Index("ix_deliveries_lane", "workspace_id", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_deliveries_open", "due_at", "workspace_id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_deliveries_failed", "task_force_id", sqlite_where=FAILED, postgresql_where=FAILED),
)

changes = Table(
    "changes",
    metadata,
    *_key(),
    Column("at", Utc, nullable=False),
    Column("actor_id", Id),
    Column("action", String(60), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    _to("members", "actor_id"),
    Index("ix_changes_at", "task_force_id", "at"),
    Index("ix_changes_subject", "task_force_id", "subject", "at"),
)

heard = Table(
    "heard",
    metadata,
    Column("key", String(160), primary_key=True),  # platform, workspace and the request's own id
    Column("at", Utc, nullable=False),
    Index("ix_heard_at", "at"),
)
