"""Constraints that a person can run into, and what they are told. All others are bugs of ours."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import Refusal
from storage.tables import metadata

DEADLOCK = "40P01"  # https://www.postgresql.org/docs/15/errcodes-appendix.html
_NAME_TAKEN = "Please choose another name."

# constraint: code, what, why, instead, the form field at fault
_SENTENCES: dict[str, tuple[str, str, str, str, str | None]] = {
    "uq_departments_task_force_id_folded": (
        "name_taken",
        "There is a department with this name already.",
        "Names that differ only in case, accents or spaces count as the same.",
        _NAME_TAKEN,
        "name",
    ),
    "uq_accounts_task_force_id_folded": (
        "name_taken",
        "There is an account with this name already.",
        "Names that differ only in case, accents or spaces count as the same.",
        _NAME_TAKEN,
        "name",
    ),
    "uq_duties_task_force_id_folded": (
        "name_taken",
        "There is a duty with this name already.",
        "It may be a retired one: those keep their names, for the record.",
        _NAME_TAKEN,
        "name",
    ),
    "uq_members_task_force_id_email": (
        "email_taken",
        "Somebody in the task force has this e-mail address already.",
        "Members are told apart by their addresses.",
        "Please use another address, or change the member who has it.",
        "email",
    ),
    "uq_workspaces_platform_external_id": (
        "workspace_taken",
        "This workspace belongs to a task force already.",
        "A workspace can belong to one task force only.",
        "",
        None,
    ),
    "claims_no_place": (
        "taken",
        "There is no place left on this turn.",
        "It is held by as many people as it can have at once.",
        "Type `/muster open` to see what is free.",
        None,
    ),
    "claims_held_twice": (
        "held",
        "This part of the turn is held by the same person already.",
        "One person's parts of a turn never overlap.",
        "Type `/muster mine` to see what you hold.",
        None,
    ),
    "claims_retired_duty": (
        "retired",
        "This duty is retired.",
        "It was over before this turn begins.",
        "Type `/muster open` to see what is free.",
        None,
    ),
    "ck_claims_made_in_time": (
        "past",
        "This turn is over.",
        "What was is not changed any more.",
        "Type `/muster open` to see what comes.",
        None,
    ),
    "ck_claims_released_in_time": (
        "past",
        "This turn is over.",
        "What was is not changed any more.",
        "To correct what you did, type `/muster hours`.",
        None,
    ),
    "uq_aways_sourced": (
        "already_away",
        "This absence stands already.",
        "It was noted anew since, as your calendar or your status says so.",
        "Type `/muster back` to end it.",
        None,
    ),
    "turns_held_beyond": (
        "held_beyond",
        "More people hold this turn than that.",
        "Nobody is taken off a turn by a change of its numbers.",
        "Ask somebody to release it first.",
        "people_most",
    ),
}


def _by_columns() -> dict[str, str]:
    """SQLite names the columns of a unique constraint, not the constraint."""
    names: dict[str, str] = {}
    for table in metadata.tables.values():
        uniques: list[UniqueConstraint | Index] = [i for i in table.indexes if i.unique]
        uniques += [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        for unique in uniques:
            columns = ", ".join(f"{table.name}.{column.name}" for column in unique.columns)
            names[columns] = str(unique.name)
    return names


_NAME_BY_COLUMNS = _by_columns()


def refusal_for(error: IntegrityError) -> Refusal | None:
    """What to tell the person, or None if no person can have caused it."""
    found = _SENTENCES.get(constraint_of(error))
    if found is None:
        return None
    code, what, why, instead, field = found
    return Refusal(code, what, why, instead, field=field)


def is_collision(error: OperationalError) -> bool:
    """Whether PostgreSQL chose this transaction of two that waited for each other."""
    return getattr(error.orig, "sqlstate", None) == DEADLOCK


def constraint_of(error: IntegrityError) -> str:
    """The constraint or trigger that said no; on SQLite the whole message if it has no name."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    _, _, detail = str(error.orig).rpartition("constraint failed: ")
    return _NAME_BY_COLUMNS.get(detail) or detail.removeprefix("index ").strip("'")
