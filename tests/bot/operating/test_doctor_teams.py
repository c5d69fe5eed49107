"""The doctor on Teams: what Microsoft says to the settings, before the first message does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.installing import adopt
from storage import open_store
from tests.handlers.teams.connector import Teams


class Now:
    def now(self):
        return datetime.now(UTC)


@pytest.fixture
async def teams():
    async with Teams(Now()) as one:
        yield one


@pytest.fixture
def settings(monkeypatch, address, teams):
    def use(**others):
        known = {
            "MICROSOFT_APP_ID": teams.app_id,
            "MICROSOFT_APP_PASSWORD": teams.password,
            "MICROSOFT_APP_TENANT_ID": teams.tenant,
            "TEAMS_API_URL": teams.url,
        }
        for name, value in (known | others).items():
            monkeypatch.setenv(name, value)

    return use


@pytest.fixture
def examine(type_in):
    async def run():
        return await asyncio.to_thread(type_in, "doctor")

    return run


async def test_where_nothing_is_wrong_it_says_so_line_by_line(settings, examine, type_in):
    settings()
    await asyncio.to_thread(type_in, "migrate")
    code, printed = await examine()
    assert code == 0
    for sentence in (
        "Settings are complete; Teams is heard by HTTPS requests to /api/messages.",
        "Slack is not used: SLACK_BOT_TOKEN is not set.",
        "Microsoft gives Muster a token.",
        "The keys that sign what Teams sends can be read.",
        "This machine's clock agrees with Microsoft's.",
        "Nothing has come from Teams yet: the bot's messaging endpoint is to be https://",
    ):
        assert f"ok {sentence}" in printed


async def test_it_says_that_teams_has_reached_muster(settings, examine, type_in, address, teams):
    settings()
    await asyncio.to_thread(type_in, "migrate")
    store = open_store(address)
    here = adopt(store, "teams", teams.tenant, teams.app_id, "UTC", datetime.now(UTC))
    assert "ok Nothing has come from Teams yet" in (await examine())[1]
    ada = teams.person("Ada").user
    where = {"service_url": teams.service_url, "tenant": teams.tenant, "kind": "personal"}
    store.references.keep(here.id, ada.aad, where | {"aad": ada.aad}, datetime.now(UTC))
    store.close()
    assert "ok Teams has reached Muster." in (await examine())[1]


async def test_slack_alone_leaves_teams_unused(monkeypatch, address, type_in):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-0")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    _, printed = await asyncio.to_thread(type_in, "doctor")
    assert "ok Teams is not used: MICROSOFT_APP_ID is not set." in printed


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"MICROSOFT_APP_ID": "muster"}, "MICROSOFT_APP_ID is no application id"),
        (
            {"MICROSOFT_APP_PASSWORD": "11111111-2222-4333-8444-555555555555"},
            "MICROSOFT_APP_PASSWORD looks like a Secret ID",
        ),
        ({"MICROSOFT_APP_PASSWORD": "wrong"}, "MICROSOFT_APP_PASSWORD is no secret of this bot's"),
        (
            {"MICROSOFT_APP_TENANT_ID": "99999999-2222-4333-8444-555555555555"},
            "MICROSOFT_APP_TENANT_ID is no directory that Microsoft has",
        ),
        (
            {"MICROSOFT_APP_TENANT_ID": "example.com"},
            "MICROSOFT_APP_TENANT_ID is a name: give the directory's id",
        ),
        ({"MICROSOFT_APP_TENANT_ID": ""}, "MICROSOFT_APP_TENANT_ID is not set"),
        ({"MICROSOFT_APP_PASSWORD": ""}, "MICROSOFT_APP_PASSWORD is not set"),
        ({"TEAMS_API_URL": "http://127.0.0.1:1/"}, "Microsoft's log-in cannot be reached"),
        ({"TEAMS_API_URL": "http://127.0.0.1:1/"}, "let this machine reach 127.0.0.1:1."),
    ],
)
async def test_what_is_wrong_is_named_with_how_to_mend_it(settings, examine, others, sentence):
    settings(**others)
    code, printed = await examine()
    assert code == 1
    assert "MEND" in printed
    assert sentence in printed
    assert "not-a-real-password" not in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("7000222", "The client secret in MICROSOFT_APP_PASSWORD has ended"),
        ("700016", "This directory does not have the bot's registration"),
        ("7000229", "The registration has no service principal in this directory"),
        ("53003", "Microsoft gives Muster no token"),
    ],
)
async def test_microsofts_number_becomes_a_sentence(settings, examine, teams, said, sentence):
    teams.identity.refusal = f"AADSTS{said}"
    settings(MICROSOFT_APP_PASSWORD="wrong")
    code, printed = await examine()
    assert code == 1
    assert f"MEND {sentence}" in printed
    assert "Traceback" not in printed


async def test_keys_that_cannot_be_read(settings, examine, teams):
    settings()
    teams.faults.fail("keys", 500)
    code, printed = await examine()
    assert code == 1
    assert "MEND The keys of Teams cannot be read: let this machine reach 127.0.0.1" in printed


async def test_open_to_this_machine_is_said_to_be_for_trials(monkeypatch, address, type_in):
    monkeypatch.setenv("MUSTER_TEAMS", "open")
    monkeypatch.setenv("HOST", "127.0.0.1")
    _, printed = await asyncio.to_thread(type_in, "doctor")
    assert "ok Teams is open to anybody on this machine: that is for trials." in printed
