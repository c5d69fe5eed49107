"""The README's table of settings and .env.example say what bot/settings.py says."""

from __future__ import annotations

import re

from bot.settings import Settings
from tests.house.tree import ROOT

FIELDS = {field.validation_alias: field for field in Settings.model_fields.values()}


def test_the_readme_has_each_setting_with_its_default_and_meaning():
    table = (ROOT / "README.md").read_text()
    rows = dict(re.findall(r"(?m)^\| `([A-Z_]+)` \| (.*) \|$", table))
    said = {
        name: f"{f'`{field.default}`' if field.default else ''} | {field.description}"
        for name, field in FIELDS.items()
    }
    assert rows == said


def test_the_example_names_each_setting_with_its_default():
    example = (ROOT / ".env.example").read_text()
    lines = dict(re.findall(r"(?m)^(?:# )?([A-Z_]+)=(.*)$", example))
    assert lines == {name: str(field.default or "") for name, field in FIELDS.items()}
