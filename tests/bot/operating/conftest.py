"""An operator at a terminal, in an empty folder, with a database of its own."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.operating.playing import NAME, ROOT, company
from bot.settings import Settings
from handlers.playground.clock import MovableClock
from handlers.playground.server import Playground
from tests.unhurried import PATIENT, unhurried

__all__ = ["unhurried"]


@pytest.fixture
def address(tmp_path, monkeypatch):
    """The database's address; no other setting is there, whatever this machine has."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'muster.db'}"
    monkeypatch.setenv("MUSTER_DATABASE_URL", url)
    return url


@pytest.fixture
def type_in(address, monkeypatch):
    """`type_in("import", folder)`: the exit code, and what was printed, on one line."""
    monkeypatch.setattr(cli, "set_up_logs", lambda level, form: None)  # of the whole process

    def run(*words, said=""):
        result = CliRunner().invoke(cli.app, [str(word) for word in words], input=said)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, " ".join(result.output.split())

    return run


@pytest.fixture
async def playground():
    """The sample company's workspace, in the present."""
    workspace = Playground(
        MovableClock(), ROOT / "manifest.yml", people=company(), name=NAME, patience=PATIENT
    )
    async with workspace:
        yield workspace
