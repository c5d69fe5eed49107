"""What the code imports is what pyproject.toml names, and constraints.txt pins the whole of it."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import distribution, packages_distributions

from tests.house.tree import CODE, ROOT, project, python_files

GROUPS = project()["dependency-groups"]
OWN = {*CODE, "tests", "bench"}

# Needed without being imported by name.
NOT_IMPORTED = {
    "aiohttp": "Bolt's async half and slack_sdk's async client import it, undeclared",
    "botbuilder-schema": "imported by a name that it shares with botbuilder-core",
    "email-validator": "pydantic's EmailStr imports it, undeclared",
    "httptools": "uvicorn parses with it",
    "psycopg": "SQLAlchemy loads it by an address's name",
    "python-multipart": "Starlette reads forms with it, undeclared",
    "pytest-asyncio": "a pytest plugin",
    "pytest-cov": "a pytest plugin",
    "pytest-xdist": "a pytest plugin",
    "mypy": "a command",
    "ruff": "a command",
    "tzdata": "zoneinfo reads it where the system has no zones, or old ones",
    "types-pyyaml": "types for mypy",
    "uvloop": "uvicorn's event loop",
    "websockets": "uvicorn's and slack_sdk's sockets, undeclared",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(group: str) -> set[str]:
    names = set()
    for row in GROUPS[group]:
        if isinstance(row, dict):
            names |= declared(row["include-group"])
        else:
            names.add(normal(re.match(r"[\w.-]+", row)[0]))
    return names


def imported(*folders: str) -> set[str]:
    """The distributions that the code below the folders imports by name."""
    roots = set()
    for path in python_files(*folders):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                roots |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                roots.add(node.module.partition(".")[0])
    by_package = packages_distributions()
    foreign = roots - OWN - set(sys.stdlib_module_names)
    return {normal(name) for root in foreign for name in by_package.get(root, [root])[:1]}


def test_what_serving_imports_is_declared():
    served = imported(*CODE) - imported("handlers/playground")
    assert served <= declared("runtime")


def test_what_the_playground_imports_is_declared():
    assert imported("handlers/playground") <= declared("playground")


def test_what_the_tests_import_is_declared():
    assert imported("tests", "bench") <= declared("dev")


def test_what_is_declared_is_used():
    assert declared("dev") - imported(*OWN) <= NOT_IMPORTED.keys()


def test_what_is_said_to_be_needed_unseen_is_declared():
    assert NOT_IMPORTED.keys() <= declared("dev")


def test_constraints_pin_exactly_what_is_installed():
    pins = dict(re.findall(r"(?m)^([\w.-]+)==([\w.]+)$", (ROOT / "constraints.txt").read_text()))
    for name in declared("dev"):
        pinned = {normal(key): version for key, version in pins.items()}
        assert pinned[name] == distribution(name).version, name


def test_constraints_hold_no_address_and_no_hash():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert all(re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line) for line in lines)
