"""The Teams app package beside the schema that Microsoft publishes, got by `make agents`."""

from __future__ import annotations

import json
import os

import pytest
from jsonschema import Draft4Validator

from bot import catalog
from bot.operating.playing import ROOT
from handlers.teams.package import App, make_manifest

SCHEMAS = ROOT / ".venv/agentsplayground/node_modules/@microsoft/app-manifest/build/json-schemas"
APP = App(
    app_id="11111111-2222-4333-8444-555555555555",
    host="muster.example.com",
    company="Example",
    website="https://www.example.com/muster",
)


@pytest.fixture
def made():
    return make_manifest(APP, catalog.LINES)


@pytest.fixture
def validator(made):
    path = SCHEMAS / "teams" / f"v{made['manifestVersion']}" / "MicrosoftTeams.schema.json"
    if not path.exists() and not os.environ.get("MUSTER_REQUIRE_AGENTSPLAYGROUND"):
        pytest.skip("Microsoft's schemas are not on this machine: `make agents` gets them.")
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8-sig")))


def test_the_manifest_is_what_microsofts_own_schema_wants(made, validator):
    assert [error.message for error in validator.iter_errors(made)] == []


def test_that_schema_would_say_so_if_it_were_not(made, validator):
    made["bots"][0]["commandLists"][0]["commands"][0]["name"] = "misspelt"
    made["accentColor"] = "green"
    assert len(list(validator.iter_errors(made))) == 2
