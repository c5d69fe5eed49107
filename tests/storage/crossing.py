"""Whether a statement stays within one task force: said by its shape, not by its results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BindParameter, Delete, Insert, Select, Table, Update
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ColumnElement, Grouping
from sqlalchemy.sql.selectable import Alias, FromClause, Join

from storage.tables import metadata

# the rest are the database's own, and the keys of requests: those carry the id (storage.store)
KEYS = {operators.eq: "task_force", operators.in_op: "task_forces"}
OWNED = {t.name for t in metadata.tables.values() if "task_force_id" in t.c} | {"task_forces"}


def crossed(statement: Any) -> set[str]:
    """Tables that the statement asks about everywhere, though it does not say so."""
    if getattr(statement, "get_execution_options", dict)().get("across_task_forces"):
        return set()
    if isinstance(statement, Insert) and statement.table.name.startswith("_alembic_tmp_"):
        return set()  # a migration on SQLite, which alters a table by making it anew
    found: set[str] = set()
    outside: set[int] = set()  # a query within another one may speak of the other's tables
    for element in visitors.iterate(statement):
        if isinstance(element, Select):
            froms = [part for one in element.get_final_froms() for part in _parts(one)]
            joins = [one.onclause for one in froms if isinstance(one, Join)]
            conditions = [*joins, element.whereclause]
        elif isinstance(element, Update | Delete):
            froms, conditions = [element.table], [element.whereclause]
        else:
            continue
        tables = {id(t): t.name for t in froms if isinstance(t, Table | Alias)}
        fixed = [pair for c in conditions if c is not None for pair in _fixed(c)]
        bound: set[int] = set()
        for _ in fixed:  # from one table to the next, whichever is said first
            known = bound | outside | {id(None)}
            bound |= {id(table) for table, by in fixed if id(by) in known}
        found |= {name for t, name in tables.items() if t not in bound | outside}
        outside |= bound
    return found & OWNED


def _parts(one: FromClause) -> Iterator[FromClause]:
    yield one
    if isinstance(one, Join):
        yield from _parts(one.left)
        yield from _parts(one.right)


def _fixed(condition: ColumnElement[Any]) -> Iterator[tuple[FromClause, FromClause | None]]:
    """Tables whose task force the condition fixes, alone or as one of several that all hold.

    To the transaction's own, or those of its page (None), or to that of another table.
    """
    if isinstance(condition, Grouping):
        yield from _fixed(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for clause in condition.clauses:
            yield from _fixed(clause)
    elif isinstance(condition, BinaryExpression) and condition.operator in KEYS:
        column, value = condition.left, condition.right
        if not _says_whose(column):
            return
        if isinstance(value, BindParameter) and value.key == KEYS[condition.operator]:
            yield column.table, None
        elif condition.operator is operators.eq and _says_whose(value):
            yield column.table, value.table
            yield value.table, column.table


def _says_whose(column: Any) -> bool:
    """Whether it is the column of a row's task force."""
    name, table = getattr(column, "name", ""), getattr(column, "table", None)
    return name == "task_force_id" or (name == "id" and getattr(table, "name", "") == "task_forces")
