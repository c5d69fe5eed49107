"""Fault 14 of botbuilder: its state is kept by jsonpickle, which can be made to run code."""

from __future__ import annotations

import ast

import pytest

from tests.house.tree import ROOT, python_files

STATE = {"BotState", "ConversationState", "UserState", "MemoryStorage", "Storage", "jsonpickle"}


@pytest.mark.parametrize("path", python_files("handlers/teams"), ids=lambda p: p.name)
def test_nothing_is_kept_in_botbuilders_state(path):
    named = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            named |= {alias.name.partition(".")[0] for alias in node.names}
            named.add((getattr(node, "module", "") or "").partition(".")[0])
        elif isinstance(node, ast.Attribute):
            named.add(node.attr)
    assert not named & STATE, path.relative_to(ROOT)
