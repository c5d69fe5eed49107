"""Import and export as an operator types them."""

from __future__ import annotations

import sqlite3

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.operating import exchanging
from bot.operating.playing import SAMPLE


@pytest.fixture
def muster(tmp_path, monkeypatch):
    """Runs a command on a database of its own; its exit code and what it printed."""
    monkeypatch.setenv("MUSTER_DATABASE_URL", f"sqlite:///{tmp_path / 'muster.db'}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "set_up_logs", lambda level, form: None)

    def run(*words, said=""):
        result = CliRunner().invoke(cli.app, [str(w) for w in words], input=said)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    return run


def test_nothing_is_imported_before_the_operator_says_yes(muster, tmp_path):
    code, shown = muster("import", SAMPLE, said="n\n")
    assert (code, "members: 65 new" in shown) == (0, True)
    assert muster("import", SAMPLE, "--yes")[0] == 0
    assert "Nothing to change." in muster("import", SAMPLE, "--yes")[1]
    muster("export", tmp_path / "out")
    for kind in ("members", "accounts", "duties"):
        again = muster("import", tmp_path / "out" / f"{kind}.csv", "--yes")
        assert "Nothing to change." in again[1]


def meanwhile(tmp_path, monkeypatch, statement):
    """Somebody changes the database while the operator thinks about the question."""

    def think(*words, **options):
        beside = sqlite3.connect(tmp_path / "muster.db", timeout=0)
        with beside:
            beside.execute(statement)
        beside.close()
        return True

    monkeypatch.setattr(exchanging.typer, "confirm", think)


def test_others_can_write_while_the_operator_thinks(muster, tmp_path, monkeypatch):
    muster("import", SAMPLE, "--yes")
    sheet = tmp_path / "more.csv"
    sheet.write_text("name,email,department\nNew One,new@example.com,Sales\n")
    meanwhile(tmp_path, monkeypatch, "UPDATE members SET country = 'FR' WHERE id = 1")
    assert muster("import", sheet) == (0, "members: 1 new\nImported.\n")


def test_what_was_shown_is_what_is_done_or_nothing(muster, tmp_path, monkeypatch):
    muster("import", SAMPLE, "--yes")
    sheet = tmp_path / "more.csv"
    sheet.write_text("name,email,department\nNew One,new@example.com,Sales\n")
    meanwhile(tmp_path, monkeypatch, "UPDATE members SET email = 'new@example.com' WHERE id = 1")
    code, shown = muster("import", sheet)
    assert code == 2
    assert "Somebody changed the task force meanwhile" in shown


def test_a_sheet_cannot_speak_to_the_terminal(muster, tmp_path):
    sheet = tmp_path / "bad.csv"
    sheet.write_text("name,email,department\nA,\x1b[2J[red]x\\[/]\u202e,Sales\n")
    code, shown = muster("import", sheet)
    assert code == 1
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]" in "".join(shown.split())


@pytest.mark.parametrize("words", [("export", "out"), ("preview", "digest"), ("chair", "a@b.de")])
def test_a_task_force_that_is_not_there_is_said(muster, words):
    muster("import", SAMPLE, "--yes")
    code, shown = muster(*words, "--task-force", 99)
    assert code == 2
    assert "There is no task force 99; there are 1: " in " ".join(shown.split())
