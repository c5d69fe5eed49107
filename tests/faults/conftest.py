"""Runs the situations that were asked for, side by side: each waits for most of its time."""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from tests import postgres
from tests.faults.figures import Figures, rich_table, write_down
from tests.faults.situations import KILLS, MESSAGES, SEED, Makers, Situation

AT_ONCE = 6  # situations
TITLE = f"Faults: {KILLS} kills, fan-outs of {MESSAGES}, seed {SEED}"
MEASURED = pytest.StashKey[tuple[str, dict[str, Figures]]]()
# All promises of a disk are kept, as on a company's server.
DURABLE = postgres.LOOPBACK | {"max_connections": "300"}


class Outcomes:
    """By situation: what it came to, or how it failed."""

    def __init__(self) -> None:
        self.figures: dict[str, Figures] = {}
        self.failures: dict[str, BaseException] = {}

    async def run(
        self, situation: Situation, turns: asyncio.Semaphore, make: Callable[..., Makers]
    ) -> None:
        async with turns, AsyncExitStack() as stack:
            try:
                self.figures[situation.name] = await situation.run(make(situation, stack))
            except Exception as failure:  # noqa: BLE001  # its own test raises it
                self.failures[situation.name] = failure

    def of(self, situation: Situation) -> Figures:
        """Raises as the situation did."""
        if situation.name in self.failures:
            raise self.failures[situation.name]
        return self.figures[situation.name]


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Outcomes]:
    asked = [
        item.callspec.params["situation"]
        for item in request.session.items
        if hasattr(item, "callspec") and "situation" in item.callspec.params
    ]
    found = Outcomes()
    programs = postgres.find_programs()
    if programs is None:
        if postgres.required():
            pytest.fail("PostgreSQL's programs are missing: `make system` installs them.")
        pytest.skip("PostgreSQL is not on this machine: `make e2e` installs it.")
    with ExitStack() as clusters:

        def own_cluster() -> postgres.Cluster:
            return clusters.enter_context(postgres.run_cluster(programs, DURABLE))

        shared = own_cluster()

        def make(situation: Situation, stack: AsyncExitStack) -> Makers:
            return Makers(shared, tmp_path_factory.mktemp("faults"), stack, own_cluster)

        asyncio.run(_run_all(found, asked, make))
    measured = {one.name: found.figures[one.name] for one in asked if one.name in found.figures}
    request.config.stash[MEASURED] = TITLE, measured
    if hasattr(request.config, "workeroutput"):  # a process of xdist's, which prints nothing
        figures = {name: asdict(one) for name, one in measured.items()}
        request.config.workeroutput["faults"] = TITLE, figures
    return found


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    """What that process measured is printed by this one."""
    if told := getattr(node, "workeroutput", {}).get("faults"):
        title, figures = told
        measured = {name: Figures(**one) for name, one in figures.items()}
        node.config.stash[MEASURED] = title, measured


async def _run_all(
    found: Outcomes, asked: Sequence[Situation], make: Callable[..., Makers]
) -> None:
    turns = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(found.run(situation, turns, make) for situation in asked))


def pytest_terminal_summary(terminalreporter, config) -> None:
    title, measured = config.stash.get(MEASURED, (TITLE, {}))
    if not measured:
        return
    Console(width=150).print(rich_table(measured, title))
    page = os.environ.get("MUSTER_FAULT_TABLE")
    if page and not terminalreporter.stats.get("failed"):
        write_down(Path(page), measured, _note())


def _note() -> str:
    """When and on what it was measured."""
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with `make faults`: {KILLS} kills of the worker"
        f" that speaks, fan-outs of {MESSAGES:,} messages, seed {SEED}; {os.cpu_count()} cores,"
        f" {AT_ONCE} situations side by side, load {os.getloadavg()[1]:.0f};"
        f" Python {platform.python_version()}."
    )
