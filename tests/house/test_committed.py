from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import CODE, ROOT, committed, python_files

# Written so that no pattern matches its own line.
FORBIDDEN = {
    "a package registry's address": r"pypi[.]org|pythonhosted[.]org|npmjs[.]org|/simple[/]\w",
    "a path of somebody's machine": r"(?<![\w.])/(?:work|home|Users|root)[/](?!\.\.\.)[\w.-]",
    "a Slack token": r"xox[abeprs]-\d{6,}-\w+|xapp-\d-A[A-Z0-9]{6,}-\d+",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY",
    "a mark of unfinished work": r"\b(?:TO[D]O|FIX[M]E|XX[X])\b",
}
NO_BIGGER_THAN = 1_000_000  # bytes; a screenshot fits, a database or a browser does not


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_is_committed_that_must_not_be(what):
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name(path)}:{number}"
        for path in committed()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found


def test_no_big_file_is_committed():
    assert not [name(path) for path in committed() if path.stat().st_size > NO_BIGGER_THAN]


def test_test_folders_are_no_packages():
    assert not [name(path) for path in python_files("tests") if path.name == "__init__.py"]


def test_every_folder_of_code_is_a_package():
    revisions = ROOT / "storage/migrations"  # alembic loads these as files
    folders = {p.parent for p in python_files(*CODE) if not p.is_relative_to(revisions)}
    assert not [name(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_no_module_is_named_after_nothing():
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [name(path) for path in python_files(*CODE, "tests") if path.stem in empty]


def text_of(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""
