"""The Teams app package, as an operator makes it."""

from __future__ import annotations

import json
from zipfile import ZipFile

import pytest

from bot.cli import teams_package
from handlers.teams.package import FIRST_VERSION

APP_ID = "11111111-2222-4333-8444-555555555555"
WORDS = ("teams-package", "--host", "muster.example.com", "--company", "Example")
PAGE = ("--website", "https://www.example.com/muster")


@pytest.fixture
def registered(address, monkeypatch):
    monkeypatch.setenv("MICROSOFT_APP_ID", APP_ID)


def test_it_is_written_and_the_endpoint_is_said(type_in, registered, tmp_path):
    code, printed = type_in(*WORDS, *PAGE)
    assert code == 0
    assert "muster-teams.zip is written" in printed
    assert "https://muster.example.com/api/messages" in printed
    with ZipFile(tmp_path / "muster-teams.zip") as package:
        assert json.loads(package.read("manifest.json"))["id"] == APP_ID


def test_where_and_which_version_can_be_said(type_in, registered, tmp_path):
    options = ("--out", tmp_path / "two.zip", "--version", "2.0.0")
    assert type_in(*WORDS, *PAGE, *options)[0] == 0
    with ZipFile(tmp_path / "two.zip") as package:
        assert json.loads(package.read("manifest.json"))["version"] == "2.0.0"
    assert teams_package.__defaults__[5] == FIRST_VERSION


def test_what_is_wrong_is_said_sentence_by_sentence_and_nothing_written(type_in, tmp_path):
    code, printed = type_in("teams-package", "--host", "http://localhost:8000")
    assert code == 2
    for sentence in ("MICROSOFT_APP_ID is not set", "--host is the", "--company is", "--website"):
        assert sentence in printed
    assert "Traceback" not in printed
    assert not list(tmp_path.glob("*.zip"))


def test_a_file_that_cannot_be_written_is_said_to_be_so(type_in, registered, tmp_path):
    code, printed = type_in(*WORDS, *PAGE, "--out", tmp_path)
    assert code == 2
    assert "cannot be written" in printed
