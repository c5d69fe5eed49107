"""What a constraint on one row cannot say, said by triggers, so that no code can get it wrong.

claims_no_place       claims held never overlap, at any instant, more often than the turn's most
claims_held_twice     one member's claims held on one turn never overlap
claims_outside_turn   a claim lies within its turn
claims_retired_duty   nobody claims a turn that begins after its duty was retired
claims_kept           a claim is released, never deleted
turns_held_beyond     a turn's most does not fall below what is held at any instant
turns_claimed_beyond  a turn's span does not shrink below its claims
changes_append_only   the record is neither changed nor shortened

Their names are the constraint names of the errors they raise (storage.refusals). They are
installed anew by each migration (storage.migrate), so that here is always what is in force.

Whether a turn is over is not asked here: the database's clock is not Muster's, whose time is an
argument (tests, the playground's movable clock). The claims table's CHECKs compare the instants
that a row itself carries; rules and `Roster.change_turn` compare with now.
"""

from __future__ import annotations

from sqlalchemy import Connection

# All ask by task force first, as the indexes do.
# How many hold the turn at the instant at which a claim begins: the number only rises there, so
# the highest of these is the highest of all.
_BUSIEST = """
  SELECT 1 FROM claims AS beginning
   WHERE beginning.task_force_id = NEW.task_force_id
     AND beginning.turn_id = {turn} AND beginning.released_at IS NULL
     AND (SELECT count(*) FROM claims AS held
           WHERE held.task_force_id = NEW.task_force_id
             AND held.turn_id = {turn} AND held.released_at IS NULL
             AND held.starts_at <= beginning.starts_at AND held.ends_at > beginning.starts_at
         ) > {most}
"""
_CLAIM_OUTSIDE = """
  SELECT 1 FROM turns WHERE id = NEW.turn_id
     AND (starts_at > NEW.starts_at OR ends_at < NEW.ends_at)
"""
_HELD_TWICE = """
  SELECT 1 FROM claims AS other WHERE other.task_force_id = NEW.task_force_id
     AND other.turn_id = NEW.turn_id AND other.member_id = NEW.member_id
     AND other.id <> NEW.id AND other.released_at IS NULL
     AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
"""
_TURN_BESIDE = """
  SELECT 1 FROM claims
   WHERE task_force_id = NEW.task_force_id AND turn_id = NEW.id AND released_at IS NULL
     AND (starts_at < NEW.starts_at OR ends_at > NEW.ends_at)
"""
_RETIRED = """
  SELECT 1 FROM turns JOIN duties ON duties.id = turns.duty_id
   WHERE turns.id = NEW.turn_id AND duties.retired_at <= turns.starts_at
"""
_HELD_BEYOND = _BUSIEST.format(turn="NEW.id", most="NEW.people_most")


def _sqlite(name: str, moment: str, rules: dict[str, str], when: str = "TRUE") -> str:
    """A trigger that refuses by the name of the first rule whose query finds anything."""
    checks = "".join(
        f"SELECT RAISE(ABORT, '{rule}') WHERE EXISTS ({query});\n" for rule, query in rules.items()
    )
    return f"CREATE TRIGGER {name} {moment} WHEN {when} BEGIN\n{checks}END"


_NO_PLACE_SQLITE = _BUSIEST.format(
    turn="NEW.turn_id", most="(SELECT people_most FROM turns WHERE id = NEW.turn_id)"
)
SQLITE = {
    "claims_made": _sqlite(
        "claims_made",
        "AFTER INSERT ON claims",
        {
            "claims_retired_duty": _RETIRED,
            "claims_outside_turn": _CLAIM_OUTSIDE,
            "claims_held_twice": _HELD_TWICE,
            "claims_no_place": _NO_PLACE_SQLITE,
        },
        "NEW.released_at IS NULL",
    ),
    "claims_changed": _sqlite(
        "claims_changed",
        "AFTER UPDATE OF turn_id, member_id, starts_at, ends_at, released_at ON claims",
        {
            "claims_outside_turn": _CLAIM_OUTSIDE,
            "claims_held_twice": _HELD_TWICE,
            "claims_no_place": _NO_PLACE_SQLITE,
        },
        "NEW.released_at IS NULL",
    ),
    "claims_kept": _sqlite("claims_kept", "BEFORE DELETE ON claims", {"claims_kept": "SELECT 1"}),
    "turns_changed": _sqlite(
        "turns_changed",
        "AFTER UPDATE OF people_most, starts_at, ends_at ON turns",
        {"turns_held_beyond": _HELD_BEYOND, "turns_claimed_beyond": _TURN_BESIDE},
    ),
    "changes_kept": _sqlite(
        "changes_kept", "BEFORE DELETE ON changes", {"changes_append_only": "SELECT 1"}
    ),
    "changes_unchanged": _sqlite(
        "changes_unchanged", "BEFORE UPDATE ON changes", {"changes_append_only": "SELECT 1"}
    ),
}


def _refuse(name: str, condition: str = "TRUE") -> str:
    return (
        f"IF {condition} THEN RAISE EXCEPTION '{name}'"
        f" USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF;\n"
    )


def _function(name: str, body: str, declare: str = "") -> str:
    return (
        f"CREATE OR REPLACE FUNCTION muster_{name}() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
        f"{declare}BEGIN\n{body}RETURN NEW;\nEND $body$"
    )


# Two that claim one turn at once: the second waits for the row, and then counts the first one's
# claim, as each statement of the function sees what has been committed until it begins. NO KEY:
# both share the row's key already (their foreign keys), so each would wait for the other.
_CLAIMED_POSTGRESQL = "".join(
    (
        "SELECT people_most INTO most FROM turns WHERE id = NEW.turn_id FOR NO KEY UPDATE;\n",
        "IF TG_OP = 'INSERT' THEN\n",
        _refuse("claims_retired_duty", f"EXISTS ({_RETIRED})"),
        "END IF;\n",
        _refuse("claims_outside_turn", f"EXISTS ({_CLAIM_OUTSIDE})"),
        _refuse("claims_held_twice", f"EXISTS ({_HELD_TWICE})"),
        _refuse("claims_no_place", f"EXISTS ({_BUSIEST.format(turn='NEW.turn_id', most='most')})"),
    )
)
FUNCTIONS = (
    _function("claimed", _CLAIMED_POSTGRESQL, "DECLARE most integer;\n"),
    _function("claims_kept", _refuse("claims_kept")),
    _function(
        "turns_changed",
        _refuse("turns_held_beyond", f"EXISTS ({_HELD_BEYOND})")
        + _refuse("turns_claimed_beyond", f"EXISTS ({_TURN_BESIDE})"),
    ),
    # who retires a duty waits for those who are just claiming its turns, and they for him
    _function(
        "duties_retiring",
        "PERFORM 1 FROM turns WHERE duty_id = NEW.id AND starts_at >= NEW.retired_at"
        " ORDER BY id FOR NO KEY UPDATE;\n",
    ),
    _function("changes_append_only", _refuse("changes_append_only")),
)
# trigger: its table, the moment, what it runs
POSTGRESQL = {
    "claims_made": (
        "claims",
        "AFTER INSERT ON claims FOR EACH ROW WHEN (NEW.released_at IS NULL)",
        "claimed",
    ),
    "claims_changed": (
        "claims",
        (
            "AFTER UPDATE OF turn_id, member_id, starts_at, ends_at, released_at ON claims"
            " FOR EACH ROW WHEN (NEW.released_at IS NULL)"
        ),
        "claimed",
    ),
    "claims_kept": ("claims", "BEFORE DELETE ON claims FOR EACH ROW", "claims_kept"),
    "claims_kept_whole": ("claims", "BEFORE TRUNCATE ON claims", "claims_kept"),
    "turns_changed": (
        "turns",
        "AFTER UPDATE OF people_most, starts_at, ends_at ON turns FOR EACH ROW",
        "turns_changed",
    ),
    "duties_retiring": (
        "duties",
        "BEFORE UPDATE OF retired_at ON duties FOR EACH ROW WHEN (NEW.retired_at IS NOT NULL)",
        "duties_retiring",
    ),
    "changes_kept": (
        "changes",
        "BEFORE UPDATE OR DELETE ON changes FOR EACH ROW",
        "changes_append_only",
    ),
    "changes_kept_whole": ("changes", "BEFORE TRUNCATE ON changes", "changes_append_only"),
}


def remove(connection: Connection) -> None:
    """All there are, on SQLite: a table that they name can only then be made anew."""
    if connection.dialect.name != "sqlite":
        return
    asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in connection.exec_driver_sql(asked).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def install(connection: Connection) -> None:
    """Put these triggers in place of those there are; the tables must exist."""
    if connection.dialect.name == "sqlite":
        for name, statement in SQLITE.items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(statement)
        return
    for function in FUNCTIONS:
        connection.exec_driver_sql(function)
    for name, (table, moment, function) in POSTGRESQL.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} {moment} EXECUTE FUNCTION muster_{function}()"
        )
