"""What an operator types, and what wrong settings say."""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest

from bot.operating.playing import ROOT, SAMPLE
from bot.weeks import parse_windows

KINDS = ("members", "accounts", "duties")
BOT = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.mark.parametrize(
    ("settings", "sentences"),
    [
        ({}, ["SLACK_BOT_TOKEN is not set", "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SI"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["Neither SLACK_APP_TOKEN (Socket Mode) nor"]),
        ({**BOT, "SLACK_BOT_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN begins with xoxb-"]),
        ({**BOT, "SLACK_APP_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN begins with xapp-"]),
        ({**BOT, "PORT": "eighty"}, ["PORT: "]),
        ({**BOT, "PORT": "70000", "LOG_LEVEL": "loud"}, ["PORT: ", "LOG_LEVEL: "]),
        ({**BOT, "MUSTER_ZONE": "Mars/Base"}, ["MUSTER_ZONE: 'Mars/Base' is no time zone"]),
        ({**BOT, "SLACK_API_URL": "slack.com"}, ["SLACK_API_URL: write it with https://"]),
        ({**BOT, "MUSTER_DATABASE_URL": "mysql://x/y"}, ["SQLite or PostgreSQL, not in “mysql”"]),
        ({**BOT, "MUSTER_DATABASE_URL": "no"}, ["MUSTER_DATABASE_URL is no address of a database"]),
        ({**BOT, "MUSTER_DATABASE_URL": "sqlite://"}, ["needs an SQLite file that outlives it"]),
        (BOT, ["The database is not up to date: run `python -m bot migrate` first."]),
    ],
)
def test_wrong_settings_stop_it_with_a_sentence_each(type_in, monkeypatch, settings, sentences):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    code, printed = type_in("serve")
    assert code == 2
    for sentence in sentences:
        assert sentence in printed
    assert "Traceback" not in printed
    assert "xoxb-1" not in printed  # no value of a secret


def test_an_env_file_is_read_and_an_empty_setting_is_none(type_in, tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_SIGNING_SECRET=\n")
    _, printed = type_in("serve")
    assert "SLACK_BOT_TOKEN is not set" not in printed
    assert "Neither SLACK_APP_TOKEN" in printed


def test_migrate_can_be_repeated(type_in):
    for _ in range(2):
        assert type_in("migrate") == (0, "The database is up to date.")


@pytest.mark.parametrize(
    "words", [("export", "out"), ("preview", "digest"), ("chair", "a@b.example")]
)
def test_before_there_is_a_task_force_it_says_so(type_in, words):
    type_in("migrate")
    code, printed = type_in(*words)
    assert code == 2
    assert "There is no task force yet" in printed


def test_the_sample_goes_in_and_comes_out_the_same(type_in, tmp_path, monkeypatch):
    assert type_in("import", SAMPLE, "--yes")[0] == 0
    code, printed = type_in("import", SAMPLE, "--yes")
    assert (code, "Nothing to change." in printed) == (0, True)
    type_in("export", tmp_path / "out")
    for kind in KINDS:
        given, got = (rows(folder / f"{kind}.csv") for folder in (SAMPLE, tmp_path / "out"))
        names = given[0].keys()
        assert [{name: row.get(name, "") for name in names} for row in got] == given

    monkeypatch.setenv("MUSTER_DATABASE_URL", f"sqlite:///{tmp_path / 'another.db'}")
    assert type_in("import", tmp_path / "out", "--yes")[0] == 0
    type_in("export", tmp_path / "again")
    for kind in KINDS:
        first, second = (tmp_path / folder / f"{kind}.csv" for folder in ("out", "again"))
        assert first.read_bytes() == second.read_bytes()


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        found = sorted(csv.DictReader(file), key=lambda row: row["name"])
    for row in found:
        if "windows" in row:  # “Tue 10-12; Thu 10-12” comes out as “Tue,Thu 10-12”
            row["windows"] = parse_windows(row["windows"])
    return found


def test_refused_rows_stop_an_import_unless_they_are_left_out(type_in, tmp_path):
    sheet = tmp_path / "members.csv"
    sheet.write_text(
        "name,email,department,role,time_zone\n"
        "Ada Brandt,ada@example.com,Sales,chair,Europe/Berlin\n"
        "Nobody,not-an-address,Sales,member,Europe/Berlin\n"
    )
    code, printed = type_in("import", sheet, "--yes")
    assert code == 1
    assert "members 3" in printed
    assert "refused: 1 row" in printed
    assert "Nothing was changed" in printed
    code, printed = type_in("import", sheet, "--yes", "--skip-refused")
    assert (code, "Imported." in printed) == (0, True)
    assert "1 as they are" in type_in("import", sheet, "--skip-refused")[1]


def test_a_file_that_is_no_sheet_is_said_to_be_none(type_in, tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty").mkdir()
    for path in ("x.csv", "empty"):
        code, printed = type_in("import", tmp_path / path, "--yes")
        assert code == 2, path
        assert path in printed
    assert type_in("import", tmp_path / "missing.csv")[0] == 2


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("digest", ["The week of Mon 30 Nov – Sun 6 Dec 2026", "0 h of", "Duty", "Action plan"]),
        ("status", ["Status, week of", "Have not said their hours: 65", "Digest"]),
        ("panel", ["Roster, week of", "Moderate the Facebook page: open"]),
    ],
)
def test_preview_prints_what_would_be_said(type_in, what, words):
    type_in("import", SAMPLE, "--yes")
    code, printed = type_in("preview", what, "--week", "2026-W49")
    assert code == 0
    for word in words:
        assert word in printed


def test_preview_of_what_there_is_not_says_what_there_is(type_in):
    type_in("import", SAMPLE, "--yes")
    assert "choose digest, status or panel" in type_in("preview", "weather")[1]
    assert "write it like 2026-W49" in type_in("preview", "digest", "--week", "soon")[1]


def test_the_operator_names_a_chair_by_address(type_in):
    type_in("import", SAMPLE, "--yes")
    assert type_in("chair", "Ada.Brandt@example.com") == (0, "Ada Brandt is chair.")
    code, printed = type_in("chair", "nobody@example.com")
    assert (code, "Nobody in the task force has the address" in printed) == (1, True)
    assert "a partner can never be chair" in type_in("chair", "desk@northlight.example")[1]


def test_without_words_it_says_what_can_be_typed(type_in):
    _, printed = type_in("--help")
    for command in ("serve", "playground", "migrate", "doctor", "import", "export", "preview"):
        assert command in printed


def test_it_is_typed_as_python_m_bot(address):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "The database is up to date.\n"), done.stderr
