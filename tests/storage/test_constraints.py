"""Every constraint bites: what rules should never let through, the database refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Insert, Update, insert, text, update
from sqlalchemy.exc import IntegrityError

from storage import open_store
from storage.refusals import constraint_of
from storage.store import SqlStore
from storage.tables import metadata
from tests.storage.stage import HOUR, NOW, SPAN, WEEK

T = metadata.tables
LONG_AGO = date(2020, 1, 6)
# one right row of each table; each belongs to task force 1
RIGHT: dict[str, dict[str, Any]] = {
    "task_forces": {"name": "Ours", "zone": "UTC", "created_at": NOW},
    "workspaces": {"platform": "slack", "external_id": "T1"},
    "departments": {"name": "PR", "folded": "pr"},
    "members": {"name": "Ada", "department_id": 1, "zone": "UTC", "created_at": NOW},
    "accounts": {"name": "Blog", "folded": "blog"},
    "duties": {"name": "Write", "folded": "write", "minutes_a_week": 60},
    "turns": {
        "duty_id": 1,
        "week": WEEK,
        "starts_at": SPAN.start,
        "ends_at": SPAN.end,
        "minutes": 60,
        "people_least": 1,
        "people_most": 2,
    },
    "claims": {
        "turn_id": 1,
        "member_id": 1,
        "minutes": 60,
        "starts_at": SPAN.start,
        "ends_at": SPAN.end,
        "created_at": NOW,
    },
    "pledges": {"member_id": 1, "week": WEEK, "minutes": 60, "answered_at": NOW},
    "logged": {"member_id": 1, "week": WEEK, "minutes": 60, "logged_at": NOW},
    "aways": {
        "member_id": 1,
        "first_day": WEEK,
        "last_day": WEEK,
        "starts_at": NOW,
        "ends_at": NOW + HOUR,
    },
    "rooms": {"workspace_id": 1, "channel": "C1"},
    "timetable": {"kind": "digest", "minute": 540},
    "deliveries": {
        "workspace_id": 1,
        "kind": "digest",
        "occasion": "2026-W48",
        "room_id": 1,
        "recipient": "room:1",
        "due_at": NOW,
        "created_at": NOW,
    },
    "codes": {
        "kind": "link",
        "member_id": 1,
        "digest": "0f",
        "made_at": NOW,
        "until": NOW + HOUR,
    },
    "conversations": {
        "workspace_id": 1,
        "whose": "aad",
        "person": True,
        "reference": {},
        "kept_at": NOW,
    },
    "covers": {
        "turn_id": 1,
        "member_id": 1,
        "starts_at": SPAN.start,
        "ends_at": SPAN.end,
        "why": "away",
        "opened_at": NOW,
    },
    "cover_asks": {"cover_id": 1, "member_id": 1, "asked_at": NOW},
    "plans": {"week": WEEK, "asked_by": 1, "made_at": NOW, "state": "dropped"},
    "plan_lines": {"plan_id": 1, "turn_id": 1, "member_id": 1, "minutes": 60},
    "swaps": {
        "asker_id": 1,
        "other_id": 2,
        "turn_id": 1,
        "starts_at": SPAN.start,
        "ends_at": SPAN.end,
        "made_at": NOW,
        "expires_at": SPAN.start,
    },
    "changes": {"at": NOW, "action": "a", "subject": "b", "before": {}, "after": {}},
}
# constraint: wrong values, each of which alone makes the right row wrong
WRONG: dict[str, list[dict[str, Any]]] = {
    "ck_task_forces_first_weekday_bounds": [{"first_weekday": -1}, {"first_weekday": 7}],
    "ck_task_forces_deadline_weekday_bounds": [{"deadline_weekday": 7}],
    "ck_task_forces_deadline_minute_bounds": [{"deadline_minute": 1441}],
    "ck_departments_name_given": [{"name": ""}],
    "ck_members_name_given": [{"name": ""}],
    "ck_members_role_known": [{"role": "king"}],
    "ck_members_state_known": [{"state": "asleep"}],
    "ck_members_reminding_known": [{"reminding": "often"}],
    "ck_members_usual_minutes_bounds": [{"usual_minutes": -1}, {"usual_minutes": 2401}],
    "ck_members_ceiling_minutes_bounds": [{"ceiling_minutes": -1}, {"ceiling_minutes": 2401}],
    "ck_members_quiet_from_bounds": [{"quiet_from": 1441}],
    "ck_members_quiet_to_bounds": [{"quiet_to": -1}],
    "ck_duties_name_given": [{"name": ""}],
    "ck_duties_minutes_a_week_bounds": [{"minutes_a_week": 0}, {"minutes_a_week": 10081}],
    "ck_duties_people_least_bounds": [{"people_least": 0}],
    "ck_duties_people_most_bounds": [
        {"people_least": 2, "people_most": 1},
        {"people_most": 101},
    ],
    "ck_turns_span_forward": [{"ends_at": SPAN.start}],
    "ck_turns_people_bounds": [
        {"people_least": 3},
        {"people_least": 0},
    ],
    "ck_turns_minutes_bounds": [{"minutes": 0}, {"minutes": 10081}],
    "ck_claims_span_forward": [{"starts_at": SPAN.end}],
    "ck_claims_minutes_bounds": [{"minutes": 0}],
    "ck_claims_made_in_time": [{"created_at": SPAN.end + HOUR}],
    "ck_claims_released_in_time": [{"released_at": SPAN.end + HOUR}],
    "ck_pledges_minutes_bounds": [{"minutes": 400 * 60}, {"minutes": -1}],
    "ck_logged_minutes_bounds": [{"minutes": -1}, {"minutes": 10081}],
    "ck_aways_days_forward": [{"last_day": LONG_AGO}],
    "ck_aways_span_forward": [{"ends_at": NOW}],
    "ck_timetable_weekday_bounds": [{"weekday": 7}],
    "ck_timetable_minute_bounds": [{"minute": -1}],
    "ck_codes_kind_known": [{"kind": "guess"}],
    "ck_codes_span_forward": [{"until": NOW}],
    "ck_deliveries_one_recipient": [{"member_id": 1}, {"room_id": None}],
    "ck_deliveries_state_known": [{"state": "lost"}],
    "ck_covers_state_known": [{"state": "lost", "closed_at": NOW}],
    "ck_covers_why_known": [{"why": "bored"}],
    "ck_covers_span_forward": [{"ends_at": SPAN.start}],
    "ck_covers_closed_once": [{"closed_at": NOW}, {"state": "taken"}],
    "ck_cover_asks_state_known": [{"state": "lost"}],
    "ck_cover_asks_times_bounds": [{"times": 0}, {"times": 21}],
    "ck_cover_asks_minutes_bounds": [{"minutes": -1}, {"minutes": 10081}],
    "ck_swaps_state_known": [{"state": "lost"}],
    "ck_swaps_two_people": [{"other_id": 1}],
    "ck_swaps_span_forward": [{"ends_at": SPAN.start}],
    "ck_plans_state_known": [{"state": "lost"}],
    "ck_plan_lines_state_known": [{"state": "lost"}],
    "ck_plan_lines_minutes_bounds": [{"minutes": 0}, {"minutes": 10081}],
}
UNIQUE = [
    "departments",
    "accounts",
    "duties",
    "turns",
    "pledges",
    "logged",
    "rooms",
    "timetable",
    "deliveries",
    "codes",
    "conversations",
    "plan_lines",
    "cover_asks",
]
ACROSS = {"across_task_forces": True}


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    with store.database.write() as connection:
        for name, row in RIGHT.items():
            connection.execute(_insert(name), row)
            if name == "members":  # and somebody to exchange turns with
                connection.execute(_insert(name), row)
    return store


def _insert(name: str) -> Insert:
    statement = insert(T[name])
    return statement if name == "task_forces" else statement.values(task_force_id=1)


def _refused(store: SqlStore, statement: Any, values: dict[str, Any] | None = None) -> str:
    with pytest.raises(IntegrityError) as refused, store.database.write() as connection:
        connection.execute(statement, values)
    return constraint_of(refused.value)


def test_every_check_has_its_case_here():
    checks = {
        str(constraint.name)
        for table in T.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert checks == set(WRONG)


def test_every_check_bites(filled: SqlStore):
    for name, wrongs in WRONG.items():
        table = next(t for t in RIGHT if name.startswith(f"ck_{t}_"))
        for wrong in wrongs:
            statement = update(T[table]).values(wrong).execution_options(**ACROSS)
            assert _refused(filled, statement) in {name, "claims_outside_turn"}, (name, wrong)


def test_the_same_thing_is_not_there_twice(filled: SqlStore):
    for table in UNIQUE:
        assert _refused(filled, _insert(table), RIGHT[table]).startswith("uq_"), table


POINTERS = sorted(
    (table.name, column, key.referred_table.name)
    for table in T.values()
    for key in table.foreign_key_constraints
    for column in key.column_keys
    if column != "task_force_id"
)


def test_no_row_points_into_another_task_force(filled: SqlStore):
    """Theirs has ids of its own; a row of ours that names one of them is refused."""
    for table, column, target in POINTERS:
        with pytest.raises(IntegrityError) as refused:
            _point(filled, table, column, target)
        found = constraint_of(refused.value).lower()
        expected = ("fk_", "foreign key", "claims_outside_turn")
        assert found.startswith(expected), (table, column, found)


def _point(store: SqlStore, table: str, column: str, target: str) -> None:
    """Rolled back, as the last statement fails."""
    with store.database.write() as connection:
        task_force = connection.execute(insert(T["task_forces"]), RIGHT["task_forces"])
        theirs = _theirs(connection, target, task_force.inserted_primary_key[0])
        row = {**RIGHT.get(table, {}), **_ours_in(table), column: theirs, **_new(table)}
        if (table, column) == ("deliveries", "member_id"):
            row["room_id"] = None  # one recipient only
        connection.execute(_insert(table), row)


def _theirs(connection: Any, table: str, task_force: int) -> int:
    """A row of the second task force, with all that it needs."""
    row = {**RIGHT[table], "task_force_id": task_force, **_new(table)}
    for key in T[table].foreign_key_constraints:
        for column in key.column_keys:
            if column != "task_force_id" and row.get(column) is not None:
                row[column] = _theirs(connection, key.referred_table.name, task_force)
    return connection.execute(insert(T[table]), row).inserted_primary_key[0]


def _new(table: str) -> dict[str, Any]:
    """What has to differ from the right row, so that nothing but the key is wrong."""
    return {
        "workspaces": {"external_id": "T2"},
        "rooms": {"channel": "C2"},
        "logged": {"week": LONG_AGO},
        "pledges": {"week": LONG_AGO},
        "duties": {"folded": "other"},
        "turns": {"ends_at": SPAN.end - HOUR},
        "deliveries": {"occasion": "2026-W49"},
        "codes": {"digest": "1f"},
        "conversations": {"whose": "other"},
    }.get(table, {})


def _ours_in(table: str) -> dict[str, Any]:
    return {
        "identities": {"member_id": 1, "workspace_id": 1, "user": "U9", "linked_at": NOW},
        "partings": {"member_id": 1, "workspace_id": 1, "user": "U9", "parted_at": NOW},
        "custodians": {"account_id": 1, "member_id": 1},
    }.get(table, {})


CLAIM = {**RIGHT["claims"], "task_force_id": 1}


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("changes_append_only", "UPDATE changes SET action = 'other'"),
        ("changes_append_only", "DELETE FROM changes"),
        ("claims_kept", "DELETE FROM claims"),
        ("claims_held_twice", insert(T["claims"]).values(CLAIM)),
        ("claims_outside_turn", update(T["claims"]).values(ends_at=SPAN.end + HOUR)),
        ("turns_claimed_beyond", update(T["turns"]).values(ends_at=SPAN.end - HOUR)),
    ],
)
def test_every_trigger_bites(filled: SqlStore, rule: str, statement: str | Insert | Update):
    sql = text(statement) if isinstance(statement, str) else statement
    assert _refused(filled, sql.execution_options(**ACROSS)) == rule


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["changes", "claims"])
def test_no_table_that_only_grows_is_emptied(migrated_postgres: str, table: str):
    store = open_store(migrated_postgres)
    assert _refused(store, text(f"TRUNCATE {table}")) in {"changes_append_only", "claims_kept"}
    store.close()


def test_places_are_counted_at_every_change_of_a_claim(filled: SqlStore):
    with filled.database.write() as connection:
        for name in ("Bob", "Cem"):
            connection.execute(_insert("members"), {**RIGHT["members"], "name": name})
        released = {**CLAIM, "member_id": 3, "released_at": NOW}
        connection.execute(insert(T["claims"]), {**CLAIM, "member_id": 2, "ends_at": NOW + HOUR})
        connection.execute(insert(T["claims"]), released)
    back = update(T["claims"]).values(released_at=None).execution_options(**ACROSS)
    assert _refused(filled, back) == "claims_no_place"
    third = {**CLAIM, "member_id": 3}
    assert _refused(filled, insert(T["claims"]), third) == "claims_no_place"
    later = {**third, "starts_at": NOW + HOUR}
    with filled.database.write() as connection:
        connection.execute(insert(T["claims"]), later)
    longer = (
        update(T["claims"])
        .where(T["claims"].c.member_id == 2)
        .values(ends_at=NOW + HOUR + timedelta(seconds=1))
        .execution_options(**ACROSS)
    )
    assert _refused(filled, longer) == "claims_no_place"
    fewer = update(T["turns"]).values(people_most=1).execution_options(**ACROSS)
    assert _refused(filled, fewer) == "turns_held_beyond"
