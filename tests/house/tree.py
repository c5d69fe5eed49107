"""The repository as its own tests see it."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "handlers", "storage")


@cache
def project() -> dict:
    """pyproject.toml, read."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def committed() -> tuple[Path, ...]:
    """Every file that git tracks, or that it would take up at the next `git add`, and that exists.

    Outside of a git checkout (an unpacked archive): every file but what make and Python made.
    """
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(
            command, cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not _made(path)]
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(*folders: str) -> tuple[Path, ...]:
    """The committed Python files below the named folders."""
    roots = [ROOT / folder for folder in folders]
    return tuple(
        path
        for path in committed()
        if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)
    )


def _made(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return "__pycache__" in parts or any(p.startswith(".") and p != ".ci" for p in parts)
