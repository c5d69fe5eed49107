"""A company to attack: made once, copied for each test."""

from __future__ import annotations

import shutil

import pytest

from tests.handlers.teams.attacks.attacked import attacked, make_company


@pytest.fixture(scope="session")
def company(tmp_path_factory):
    database = tmp_path_factory.mktemp("company") / "muster.db"
    make_company(database)
    return database


@pytest.fixture
async def shared(company, tmp_path):
    """The same, where any company may have a task force of its own."""
    async with attacked(shutil.copy(company, tmp_path), "MultiTenant") as one:
        yield one


@pytest.fixture
async def stage(company, tmp_path):
    async with attacked(shutil.copy(company, tmp_path)) as one:
        yield one
