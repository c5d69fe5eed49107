"""Muster in Microsoft's own Teams for one machine, before Chromium; what it cannot do is tested
in tests/handlers/teams against the fake one: dialogs, targeted messages, deleting."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from handlers.playground.agents import CLI
from tests.e2e.agents import Beside, card, cards, go, keep, looking, post, say
from tests.e2e.conftest import ROOT
from tests.scenarios.stage import ROOM, at

CHANNEL = "Acme - task-force"


@pytest.fixture(autouse=True)
def _installed():
    """The program is there; where it must be, its absence is an error."""
    if CLI.exists() and shutil.which("node"):
        return
    if os.environ.get("MUSTER_REQUIRE_AGENTSPLAYGROUND"):
        pytest.fail("The Agents Playground is missing: `make agents` installs it.")
    pytest.skip("The Agents Playground is not here: `make e2e` installs it.")


@pytest.fixture
def both(tmp_path):
    """Sunday noon, in Slack and in Teams."""
    play = Beside(f"sqlite:///{tmp_path / 'muster.db'}", at("2026-11-22 12:00"))
    play.start()
    yield play
    play.close()


def test_one_roster_is_seen_and_changed_in_both(both, chromium, tmp_path):
    joana = both.in_slack("Joana Zhang")
    both.do(joana.command("/muster", "claim vimeo next week", channel=ROOM))
    with looking(chromium, both.agents.url) as page:
        card(page, "Muster · Acme", "My turns")  # installing brings the home card
        go(page, CHANNEL)
        panel = card(page, "Roster, week of Mon 16")
        keep(page, tmp_path, "panel")

        go(page, "Personal Chat")
        say(page, "claim vimeo next week")
        refused = card(page, "is taken", "Joana Zhang")
        expect(refused.get_by_role("button", name="See what is open")).to_be_visible()
        say(page, "claim facebook")
        yours = card(page, "You hold Moderate the Facebook page.")
        both.settle()
        assert both.do(joana.command("/muster", "who facebook")).says("Ada Brandt")

        go(page, CHANNEL)
        expect(panel).to_contain_text("Moderate the Facebook page: Ada Brandt")
        go(page, "Personal Chat")
        yours = card(page, "You hold Moderate the Facebook page.")
        yours.get_by_role("button", name="Undo").click()
        card(page, "Undone")
        both.settle()
        go(page, CHANNEL)
        expect(cards(page).first).not_to_contain_text("Ada Brandt")


def test_words_in_a_channel_are_answered_in_their_thread(both, chromium, tmp_path):
    with looking(chromium, both.agents.url) as page:
        card(page, "My turns")
        go(page, CHANNEL)
        card(page, "Roster, week of Mon 16")
        post(page, "claim copywriting")
        card(page, "You hold Copywriting.")
        expect(cards(page).filter(has_text="Roster, week")).to_contain_text("Ada Brandt")
        keep(page, tmp_path, "thread")


def test_a_button_of_the_panel_claims_and_the_panel_is_edited_in_place(both, chromium):
    with looking(chromium, both.agents.url) as page:
        card(page, "My turns")
        go(page, CHANNEL)
        panel = card(page, "Roster, week of Mon 16")
        panel.get_by_role("button", name="Claim").first.click()
        both.settle()
        expect(cards(page).filter(has_text="Roster, week")).to_have_count(1)
        expect(cards(page).filter(has_text="Roster, week")).to_contain_text("Ada Brandt")


def test_the_prompt_comes_on_monday_and_the_digest_a_week_later(both, chromium, tmp_path):
    with looking(chromium, both.agents.url) as page:
        card(page, "My turns")
        say(page, "mine")  # so Teams is where Ada was last
        card(page, "You hold no turns.")
        go(page, CHANNEL)
        card(page, "Roster, week of Mon 16")
        go(page, "Personal Chat")
        both.until(at("2026-11-23 09:00"))
        prompt = card(page, "How many hours can you give this week?")
        keep(page, tmp_path, "prompt")
        prompt.get_by_role("button", name="3 h", exact=True).click()
        card(page, "You offer 3 h.")
        assert not both.in_slack("Ada Brandt").sees("How many hours can you give")
        say(page, "claim facebook")
        card(page, "You hold Moderate the Facebook page.")
        both.until(at("2026-11-30 10:00"))
        go(page, CHANNEL)
        digest = card(page, "The week of Mon 30", "Gaps")
        digest.scroll_into_view_if_needed()
        keep(page, tmp_path, "digest")
        expect(digest).to_contain_text("6 h of 108 h were covered")


def test_make_teams_prints_two_addresses_and_both_answer(chromium):
    command = [sys.executable, "-m", "bot", "playground", "--port", "0", "--teams"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        said = (re.search(r"in Teams at (http://\S+)", line) for line in process.stdout)
        url = next(found[1] for found in said if found)
        with looking(chromium, url) as page:
            card(page, "Muster · Acme")
    finally:
        process.terminate()
        process.communicate()
