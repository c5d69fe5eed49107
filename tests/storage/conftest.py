from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import event

from storage import open_store
from storage.migrate import migrate
from storage.store import SqlStore
from tests import postgres
from tests.storage.crossing import crossed
from tests.storage.stage import Stage, set_stage


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "muster.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres_cluster: postgres.Cluster) -> Iterator[str]:
    with postgres_cluster.database() as url:
        migrate(url)
        yield url.rpartition("/")[2]


@pytest.fixture
def migrated_sqlite(migrated_file: Path, tmp_path: Path) -> str:
    shutil.copy(migrated_file, tmp_path / "muster.db")
    return f"sqlite:///{tmp_path / 'muster.db'}"


@pytest.fixture
def migrated_postgres(postgres_cluster: postgres.Cluster, migrated_template: str) -> Iterator[str]:
    with postgres_cluster.database(migrated_template) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database that has its tables and nothing in them: one of each kind."""
    return request.getfixturevalue(f"migrated_{request.param}")


@pytest.fixture
def store(migrated_url: str) -> Iterator[SqlStore]:
    store = open_store(migrated_url)
    yield store
    store.close()


@pytest.fixture
def ours(store: SqlStore) -> Stage:
    return set_stage(store)


@pytest.fixture(scope="module", autouse=True)  # not longer: a bench may look across
def _nothing_crosses() -> Iterator[None]:
    """Whatever any test here makes storage ask, it asks within one task force, or says why not."""

    def check(_connection: object, statement: object, *_others: object) -> None:
        found = crossed(statement)
        assert not found, f"{found} asked about in every task force:\n{statement}"

    event.listen(sqlalchemy.Engine, "before_execute", check)
    yield
    event.remove(sqlalchemy.Engine, "before_execute", check)
