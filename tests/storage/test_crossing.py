from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Delete, Select, Update, or_, select, update

import storage
from storage.scope import Question, of_task_force
from storage.tables import claims, members, task_forces, turns
from tests.storage.crossing import crossed


def statements(value: Any) -> Iterator[Any]:
    if isinstance(value, Select | Update | Delete):
        yield value
    elif isinstance(value, Question):
        yield value.alone
        yield value.together
    elif isinstance(value, dict):
        for one in value.values():
            yield from statements(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from statements(one)


def named() -> Iterator[Any]:
    for module in pkgutil.iter_modules(storage.__path__, "storage."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for statement in statements(value):
                yield pytest.param(statement, id=f"{module.name}.{name}")


@pytest.mark.parametrize("statement", list(named()))
def test_every_statement_binds_the_task_force_of_every_table_it_asks(statement: Any):
    assert crossed(statement) == set()


@pytest.mark.parametrize(
    "statement",
    [
        select(members.c.id),
        select(members.c.id).where(members.c.id == 3),
        select(members.c.id).where(or_(members.c.task_force_id == of_task_force(), True)),
        select(turns.c.id)
        .join(claims, claims.c.turn_id == turns.c.id)
        .where(turns.c.task_force_id == of_task_force()),
        select(turns.c.id).where(
            turns.c.task_force_id == of_task_force(),
            turns.c.id.in_(select(claims.c.turn_id)),
        ),
        update(members).where(members.c.id == 3),
        select(members.c.id).where(members.c.task_force_id == 1),
        select(members.c.id).where(members.c.task_force_id.in_([1, 2])),
        select(turns.c.id).join(claims, claims.c.task_force_id == turns.c.task_force_id),
        select(select(turns.c.id).limit(1).scalar_subquery()).where(
            task_forces.c.id == of_task_force()
        ),
        Question(
            select(turns.c.id).join(claims, claims.c.turn_id == turns.c.id), turns.c.task_force_id
        ).together,
    ],
)
def test_a_statement_that_crosses_is_noticed(statement: Any):
    assert crossed(statement)
