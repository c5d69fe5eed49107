"""The sample company on a real database, for every test of what people do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.company import Company, company_copied, company_in, found_company
from tests.postgres import Cluster


@pytest.fixture(scope="session")
def company_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company") / "muster.db"
    found_company(f"sqlite:///{path}")
    return path


@pytest.fixture
def company(company_file: Path, tmp_path: Path) -> Iterator[Company]:
    with company_copied(company_file, tmp_path) as company:
        yield company


@pytest.fixture(scope="session")
def company_template(postgres_cluster: Cluster) -> Iterator[str]:
    """The name of a database of PostgreSQL's to be copied."""
    with postgres_cluster.database() as url:
        found_company(url)
        yield url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def company_on_each(request: pytest.FixtureRequest) -> Iterator[Company]:
    """The same on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("company")
        return
    template = request.getfixturevalue("company_template")
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    with cluster.database(template) as url, company_in(url) as company:
        yield company
