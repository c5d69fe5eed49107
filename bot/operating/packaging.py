"""The Teams app package from the command line."""

from __future__ import annotations

from pathlib import Path

from bot import catalog
from bot.errors import Fault
from handlers.teams.package import App, find_problems, make_package


def write_package(app: App, out: Path) -> None:
    """Raises Fault with a sentence for each problem; then nothing is written."""
    problems = find_problems(app)
    if problems:
        raise Fault("\n".join(problems))
    try:
        out.write_bytes(make_package(app, catalog.LINES))
    except OSError as error:
        reason = error.strerror or "it is not possible"
        raise Fault(f"--out {out} cannot be written: {reason}.") from error
