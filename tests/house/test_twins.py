"""handlers/slack and handlers/teams are twins: the same files, the same jobs.

Where they differ it is written down here, with the reason. Whoever adds a file to one of them adds
it to the other, or a line below.
"""

from __future__ import annotations

import ast

import pytest

from tests.house.tree import ROOT, python_files

SLACK, TEAMS = ROOT / "handlers/slack", ROOT / "handlers/teams"

# Slack's file: the one of Teams that has its job under the name that it has there
OTHER_NAME = {
    "blocks.py": "adaptive.py",  # Block Kit; Adaptive Cards
    "listeners.py": "activities.py",  # Bolt's listeners; the activities that Teams posts
}
ONLY_SLACK = {
    "quiet.py": "Slack wants silence by method and workspace; Teams by conversation, at once.",
    "socket.py": "Socket Mode: Teams has no such way in.",
}
ONLY_TEAMS = {
    "account.py": "Whose bot it is and in which of Microsoft's clouds: Slack has a token alone.",
    "adapter.py": "botbuilder's turn and connector, at arm's length; Slack's SDK is a client.",
    "addresses.py": "Teams is spoken to at addresses that have to be kept; Slack knows its ids.",
    "arriving.py": "Muster is installed for persons and rooms one by one, and greets them.",
    "composing.py": "The answer to an invoke is its HTTP body; Slack is answered by further calls.",
    "inputs.py": "A form's inputs: in Slack's forms.py, where they take half the room.",
    "invokes.py": "The shapes of those bodies.",
    "opened.py": "Where a dialog was opened: in Slack's forms.py; here the payloads need it too.",
    "package.py": "The app package that an admin uploads; Slack takes manifest.yml as it is.",
    "people.py": "Teams mentions people by ids of its own.",
    "signatures.py": "Bearer tokens of what comes in; Bolt checks Slack's signatures itself.",
    "tokens.py": "Our own tokens, which last an hour; Slack's stays.",
}
# what is called the same and does the same job, so that who knows one knows the other
ALIKE = {
    "charts.py": {"chart_pieces", "unique_labels"},
    "controls.py": {"control_pieces", "missing_pieces"},
    "documents.py": {"document_messages"},
    "elements.py": {"element_pieces", "heading_pieces"},
    "fit.py": {"fit", "weight"},
    "forms.py": {"read_answers", "read_metadata"},
    "pieces.py": {"Surface", "Drawing", "as_row"},
    "tables.py": {"table_pieces"},
    "text.py": {"Json", "literal", "marked", "safe_url"},
}


def names(folder):
    return {path.name for path in python_files("handlers") if path.parent == folder}


def test_every_file_has_its_twin_or_a_reason_to_have_none():
    slack = {OTHER_NAME.get(name, name) for name in names(SLACK) - ONLY_SLACK.keys()}
    assert slack ^ (names(TEAMS) - ONLY_TEAMS.keys()) == set()


def test_the_table_of_differences_names_nothing_that_is_not_there():
    assert (ONLY_SLACK.keys() | OTHER_NAME.keys()) - names(SLACK) == set()
    assert (ONLY_TEAMS.keys() | set(OTHER_NAME.values())) - names(TEAMS) == set()
    assert all(reason.endswith(".") for reason in (ONLY_SLACK | ONLY_TEAMS).values())


@pytest.mark.parametrize("name", ALIKE)
def test_the_same_job_has_the_same_name(name):
    for folder in (SLACK, TEAMS):
        assert ALIKE[name] - defined(folder / name) == set(), folder.name


def test_the_way_to_the_cards_is_the_same():
    for folder, name in ((SLACK, "blocks.py"), (TEAMS, "adaptive.py")):
        assert {"message", "has_native", "intro"} <= defined(folder / name)


def defined(path) -> set[str]:
    """What a module defines at its top."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found
