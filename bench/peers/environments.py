"""Other people's bots, each in an environment of its own, made when it is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.results import FOLDER

HERE = Path(__file__).parent
INSTALLING = 300  # seconds


class NotInstalled(RuntimeError):
    """The registry, or this Python, does not let it."""


def python_of(name: str) -> Path:
    """Its interpreter. Raises NotInstalled, with the reason in a few words."""
    wanted, room = HERE / f"{name}.txt", FOLDER / "environments" / name
    python, mark = room / "bin" / "python", room / "installed.txt"
    if mark.exists() and mark.read_text() == wanted.read_text():
        return python
    run([sys.executable, "-m", "venv", "--clear", str(room)])
    run([str(python), "-m", "pip", "install", "--quiet", "-r", str(wanted)])
    mark.write_text(wanted.read_text())
    return python


def run(words: list[str]) -> None:
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=INSTALLING, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(type(error).__name__) from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise NotInstalled((said or ["pip failed"])[-1][:100])
