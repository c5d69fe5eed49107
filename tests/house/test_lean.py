"""What a process that serves does not import: it would cost each start, and memory for good."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.tree import ROOT

SERVING = "import bot.cli, bot.operating.composition, bot.operating.on_slack"
# Alembic only migrates; the engine for many machines comes with PostgreSQL alone; the playground
# is a page for people who try Muster out; signing, sealing and calendars come with a secret, or
# with the first feed.
NOT_FOR_ALL = (
    "alembic",
    "mako",
    "nicegui",
    "fastapi",
    "procrastinate",
    "handlers.playground",
    "ortools",
    "icalendar",
    "jinja2",
    "cryptography",
)


@pytest.fixture(scope="module")
def imported() -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", f"{SERVING}\nimport sys\nprint(*sys.modules, sep='\\n')"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


@pytest.mark.parametrize("name", NOT_FOR_ALL)
def test_serving_on_sqlite_does_without(imported: set[str], name: str):
    assert name not in imported
