"""Each import contract bites: an offending line, in a bare copy of the tree, breaks it.

The copy holds packages and modules without their code, so that a check takes a blink.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.house.tree import CODE, ROOT, project, python_files

CONTRACTS = project()["tool"]["importlinter"]["contracts"]
LINT = Path(sysconfig.get_path("scripts")) / "lint-imports"

# What stands in the bare copy beside the modules that are there anyway: two capabilities and
# the modules that an offence below lives in.
STAGE = (
    "bot/claims/__init__.py",
    "bot/claims/rules.py",
    "bot/claims/requests.py",
    "bot/claims/words.py",
    "bot/claims/usecases.py",
    "bot/hours/__init__.py",
    "bot/hours/rules.py",
    "bot/hours/requests.py",
    "bot/hours/words.py",
    "bot/hours/usecases.py",
    "bot/catalog.py",
    "bot/answer.py",
    "bot/timetable.py",
    "bot/settings.py",
    "bot/cli.py",
    "bot/__main__.py",
    "handlers/clock.py",
    "handlers/slack/__init__.py",
    "handlers/slack/blocks.py",
    "handlers/web.py",
    "storage/claims.py",
)

# contract, the module that offends, its line (and another one, where it takes two)
OFFENCES = [
    ("arrows", "handlers/web.py", "import storage.claims"),
    ("arrows", "storage/claims.py", "import handlers.web"),
    ("arrows", "storage/claims.py", "import bot.cli"),
    ("arrows", "bot/catalog.py", "import bot.answer"),
    ("arrows", "bot/claims/usecases.py", "import bot.catalog"),
    ("arrows", "bot/timetable.py", "import bot.answer"),
    ("arrows", "bot/ports/store.py", "import bot.claims.requests"),
    ("arrows", "bot/cards.py", "import bot.buttons"),
    ("arrows", "bot/errors.py", "import bot.cards"),
    ("furniture", "bot/claims/rules.py", "import bot.claims.requests"),
    ("furniture", "bot/claims/requests.py", "import bot.claims.words"),
    ("furniture", "bot/claims/words.py", "import bot.claims.usecases"),
    ("furniture", "bot/claims/usecases.py", "import bot.hours.words"),
    ("furniture", "bot/claims/usecases.py", "from bot.hours import usecases"),
    (
        "circles",
        "bot/claims/rules.py",
        "import bot.hours.rules",
        "bot/hours/rules.py",
        "import bot.claims.rules",
    ),
    ("pure", "bot/hours/rules.py", "import bot.cards"),
    ("pure", "bot/hours/rules.py", "import pydantic"),
    ("pure", "bot/weeks/zones.py", "import sqlite3"),
    ("plain", "bot/claims/usecases.py", "import asyncio"),
    ("plain", "bot/claims/usecases.py", "import httpx"),
    ("plain", "bot/answer.py", "import handlers.web"),
    ("remembering", "storage/claims.py", "import asyncio"),
    ("slack", "handlers/web.py", "import slack_sdk.web"),
    ("teams", "handlers/slack/blocks.py", "import botbuilder.core"),
    ("sql", "handlers/web.py", "import sqlalchemy"),
    ("ticks", "handlers/web.py", "from apscheduler.triggers import cron"),
    ("many", "handlers/clock.py", "import procrastinate"),
    ("solver", "bot/claims/rules.py", "from ortools.sat.python import cp_model"),
    ("strangers", "bot/away/rules.py", "import recurring_ical_events"),
    ("page", "handlers/slack/blocks.py", "from nicegui import ui"),
    ("environment", "handlers/web.py", "import bot.settings"),
]


@pytest.fixture
def bare_tree(tmp_path: Path) -> Path:
    """The tree's modules with nothing in them."""
    there = [path.relative_to(ROOT).as_posix() for path in python_files(*CODE)]
    for name in (*there, *STAGE):
        path = place(tmp_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "tests/house").mkdir(parents=True)
    shutil.copy(ROOT / "tests/house/contract_types.py", tmp_path / "tests/house")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def place(tree: Path, name: str) -> Path:
    """The file of a module, whether it is still one file or has become a folder."""
    folder = tree / name.removesuffix(".py")
    return folder / "__init__.py" if folder.is_dir() else tree / name


def lint(tree: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    words = [word for name in contracts for word in ("--contract", name)]
    command = [LINT, "--no-cache", "--no-logo", *words]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


def test_a_tree_without_imports_keeps_every_contract(bare_tree):
    done = lint(bare_tree)
    assert done.returncode == 0, done.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize("offence", OFFENCES, ids=lambda o: f"{o[0]}: {o[1]}: {o[2]}")
def test_an_offending_import_breaks_its_contract(bare_tree, offence):
    contract, *edits = offence
    for name, line in zip(edits[::2], edits[1::2], strict=True):
        place(bare_tree, name).write_text(f"{line}\n")
    done = lint(bare_tree, contract)
    assert done.returncode == 1, done.stdout
    assert "0 kept, 1 broken" in done.stdout


def test_every_contract_has_its_offence():
    assert {offence[0] for offence in OFFENCES} == {contract["id"] for contract in CONTRACTS}


def test_every_module_of_bot_has_its_place_in_the_layers():
    arrows = next(contract for contract in CONTRACTS if contract["id"] == "arrows")
    placed = {
        name.strip(" ()") for row in arrows["layers"] for name in row.replace("|", ":").split(":")
    }
    there = {
        path.relative_to(ROOT / "bot").parts[0].removesuffix(".py") for path in python_files("bot")
    }
    # settings is kept from everyone by a contract of its own
    assert {f"bot.{name}" for name in there - {"__init__", "settings"}} <= placed
