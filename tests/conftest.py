"""Fixtures that every test may ask for."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn.server
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests import postgres

E2E = Path(__file__).parent / "e2e"
ABOUT_BOT = tuple(Path(__file__).parent / folder for folder in ("bot", "scenarios"))

# a busy machine is no failure
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in tests/e2e needs a browser, and says so by its mark."""
    for item in items:
        if item.path.is_relative_to(E2E):
            item.add_marker("e2e")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Being traced takes as long again: `--cov=bot` traces what is about bot/ and not at random."""
    about_bot = any(item.path.is_relative_to(folder) for folder in ABOUT_BOT)
    at_random = isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)
    at_random = at_random or item.get_closest_marker("no_cover") is not None
    if item.config.getoption("cov_source", None) != ["bot"] or (about_bot and not at_random):
        return (yield)
    traces = sys.gettrace(), threading.gettrace()
    _trace(None, None)
    try:
        return (yield)
    finally:
        _trace(*traces)


def _trace(here: Any, in_threads: Any) -> None:
    # pytest-cov's own marker no_cover does nothing in a process of xdist's
    sys.settrace(here)
    threading.settrace(in_threads)


class Prompt:
    """`asyncio`, as uvicorn's servers are to see it: they look up ten times as often."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 10)


@pytest.fixture(scope="session", autouse=True)
def _servers_stop_at_once() -> Iterator[None]:
    """Else each takes 0.1 to 0.2 s to see that it is to stop, and many a test starts three."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uvicorn.server, "asyncio", Prompt())
        yield


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """A real PostgreSQL of this test process's own."""
    programs = postgres.find_programs()
    if programs is None:
        if postgres.required():
            pytest.fail("PostgreSQL's programs are missing: `make system` installs them.")
        pytest.skip("PostgreSQL is not on this machine: `make system` installs it.")
    with postgres.run_cluster(programs) as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres_cluster: postgres.Cluster) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres_cluster.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'muster.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: the test runs once on each kind."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
