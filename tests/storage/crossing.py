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
        bound = {id(t) for c in conditions if c is not None for t in _bound(c)}
        found |= {name for t, name in tables.items() if t not in bound | outside}
        outside |= bound
    return found & OWNED


def _parts(one: FromClause) -> Iterator[FromClause]:
    yield one
    if isinstance(one, Join):
        yield from _parts(one.left)
        yield from _parts(one.right)


def _bound(condition: ColumnElement[Any]) -> Iterator[FromClause]:
    """Tables whose task force the condition fixes, alone or as one of several that all hold."""
    if isinstance(condition, Grouping):
        yield from _bound(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for clause in condition.clauses:
            yield from _bound(clause)
    elif isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        column, value = condition.left, condition.right
        named = getattr(column, "name", "") == "task_force_id" or (
            getattr(column, "name", "") == "id" and column.table.name == "task_forces"
        )
        if named and isinstance(value, BindParameter) and value.key == "task_force":
            yield column.table
