"""Settings: each wrong value is one sentence, and no secret is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import Fault
from bot.settings import Settings, read_settings

TOKEN, SECRET, APP = "xoxb-1-2-abc", "0123456789abcdef", "xapp-1-A-2-def"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_nothing_set_is_enough_to_look_around_but_not_to_serve(monkeypatch: pytest.MonkeyPatch):
    settings = read(monkeypatch)
    assert (settings.database_url, settings.port) == ("sqlite:///muster.db", 8000)
    with pytest.raises(Fault) as fault:
        settings.check_can_serve()
    first, second, third = str(fault.value).splitlines()
    assert first.startswith("SLACK_BOT_TOKEN is not set:")
    assert second.startswith("Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET")
    assert third.startswith("For Teams, set MICROSOFT_APP_ID")


@pytest.mark.parametrize("second", [{"SLACK_APP_TOKEN": APP}, {"SLACK_SIGNING_SECRET": SECRET}])
def test_a_token_and_a_door_are_enough_to_serve(
    monkeypatch: pytest.MonkeyPatch, second: dict[str, str]
):
    read(monkeypatch, SLACK_BOT_TOKEN=TOKEN, **second).check_can_serve()


TEAMS = {
    "MICROSOFT_APP_ID": "11111111-2222-3333-4444-555555555555",
    "MICROSOFT_APP_PASSWORD": "made~up",
    "MICROSOFT_APP_TENANT_ID": "99999999-2222-3333-4444-555555555555",
}


@pytest.mark.parametrize(
    "values",
    [
        TEAMS,
        TEAMS | {"MICROSOFT_APP_TYPE": "multitenant", "MICROSOFT_APP_TENANT_ID": ""},
        TEAMS | {"MICROSOFT_APP_TYPE": "UserAssignedMSI", "MICROSOFT_APP_PASSWORD": ""},
        {"MUSTER_TEAMS": "open", "HOST": "127.0.0.1"},
    ],
)
def test_teams_alone_is_enough_to_serve(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]):
    settings = read(monkeypatch, **values)
    settings.check_can_serve()
    assert settings.has_teams
    assert not settings.has_slack


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"MUSTER_TEAMS": "open"}, "MUSTER_TEAMS=open lets anybody in: set HOST=127.0.0.1"),
        (TEAMS | {"MUSTER_TEAMS": "open"}, "MUSTER_TEAMS=open is for trials"),
        (TEAMS | {"MICROSOFT_APP_ID": ""}, "MICROSOFT_APP_ID is not set"),
        (TEAMS | {"MICROSOFT_APP_PASSWORD": ""}, "MICROSOFT_APP_PASSWORD is not set"),
        (TEAMS | {"MICROSOFT_APP_TENANT_ID": ""}, "MICROSOFT_APP_TENANT_ID is not set"),
        (TEAMS | {"SLACK_BOT_TOKEN": TOKEN}, "Neither SLACK_APP_TOKEN"),
    ],
)
def test_half_of_what_teams_needs_is_not_enough(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], reason: str
):
    settings = read(monkeypatch, **values)
    with pytest.raises(Fault) as fault:
        settings.check_can_serve()
    assert str(fault.value).startswith(reason)
    assert TEAMS["MICROSOFT_APP_PASSWORD"] not in str(fault.value)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PORT", "eighty", "PORT: "),
        ("PORT", "70000", "PORT: "),
        ("PORT", "-1", "PORT: "),
        ("LOG_LEVEL", "loud", "LOG_LEVEL: "),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: "),
        ("MUSTER_ZONE", "Mars/Olympus", "write it like Europe/Berlin"),
        ("SLACK_API_URL", "slack.com/api", "write it with https://"),
        ("TEAMS_API_URL", "localhost:3978", "write it with https://"),
        ("MICROSOFT_APP_TYPE", "Lonely", "MICROSOFT_APP_TYPE: "),
        ("MICROSOFT_CLOUD", "nine", "MICROSOFT_CLOUD: "),
        ("MUSTER_TEAMS", "shut", "MUSTER_TEAMS: "),
        ("SLACK_BOT_TOKEN", APP, "SLACK_BOT_TOKEN begins with xoxb-"),
        ("SLACK_APP_TOKEN", TOKEN, "SLACK_APP_TOKEN begins with xapp-"),
    ],
)
def test_each_wrong_value_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
):
    with pytest.raises(Fault) as fault:
        read(monkeypatch, **{name: value})
    [line] = str(fault.value).splitlines()
    assert reason in line
    assert line.endswith(".")


def test_several_wrong_values_are_several_sentences(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Fault) as fault:
        read(monkeypatch, PORT="x", LOG_LEVEL="loud", SLACK_API_URL="nowhere")
    assert len(str(fault.value).splitlines()) == 3


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch):
    settings = read(
        monkeypatch, SLACK_BOT_TOKEN=TOKEN, SLACK_SIGNING_SECRET=SECRET, SLACK_APP_TOKEN=APP
    )
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert not any(secret in shown for secret in (TOKEN, SECRET, APP))
    with pytest.raises(Fault) as fault:
        read(monkeypatch, SLACK_BOT_TOKEN=f"wrong-{SECRET}", PORT="x")
    assert SECRET not in str(fault.value)


def test_empty_means_not_set_and_case_and_slashes_are_forgiven(monkeypatch: pytest.MonkeyPatch):
    settings = read(
        monkeypatch,
        SLACK_APP_TOKEN="",
        LOG_LEVEL=" DEBUG ",
        LOG_FORMAT="Json",
        MUSTER_ZONE="europe/berlin",
        SLACK_API_URL="http://127.0.0.1:9000/api//",
    )
    assert settings.slack_app_token is None
    assert (settings.log_level, settings.log_format) == ("debug", "json")
    assert settings.zone == "Europe/Berlin"
    assert settings.slack_api_url == "http://127.0.0.1:9000/api/"


def test_a_file_beside_it_is_read_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / ".env").write_text("PORT=9001\nSOMETHING_ELSE=1\n")
    assert read(monkeypatch).port == 9001
    assert read(monkeypatch, PORT="9002").port == 9002
