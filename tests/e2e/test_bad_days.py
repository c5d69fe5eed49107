"""What can be broken on purpose, and what people see then."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import add_person, go, menu, messages, pane, say


@pytest.fixture
def faults(page):
    opener = page.get_by_role("button", name="Faults")
    opener.click()
    panel = page.get_by_role("complementary", name="Faults")
    expect(panel.get_by_role("button", name="Slack is slow")).to_be_focused()
    return panel


def test_what_is_broken_is_said_and_mended(page, faults):
    for button, said in (
        ("Slack is down", "dropping connections"),
        ("Slack is slow", "slow"),
        ("Slack asks to wait", "asking to wait (3 more)"),
        ("Slack fails", "failing (3 more)"),
        ("A connection drops", "losing answers (1 more)"),
    ):
        faults.get_by_role("button", name=button).click()
        expect(faults.get_by_role("status").first).to_contain_text(said)
    faults.get_by_role("button", name="Mend everything").click()
    expect(faults.get_by_role("status").first).to_have_text("Nothing is broken.")
    page.keyboard.press("Escape")
    expect(faults).to_be_hidden()
    expect(page.get_by_role("button", name="Faults")).to_be_focused()


def test_slack_being_down_keeps_answers_away_until_it_is_mended(page, faults):
    ada = pane(page, "Ada Brandt")
    faults.get_by_role("button", name="Slack is down").click()
    say(ada, "/muster shout lost")
    expect(messages(ada)).to_contain_text("/muster failed")
    faults.get_by_role("button", name="Mend everything").click()
    say(ada, "/muster shout heard")
    expect(messages(ada).last).to_contain_text("heard")
    expect(messages(ada)).to_have_count(2)


def test_somebody_leaves_and_comes_back(page, faults):
    farah = add_person(page, "Farah Okafor")
    menu(faults, "Deactivate or bring back", "Farah Okafor")
    expect(faults).to_contain_text("Farah Okafor is deactivated.")
    expect(farah).to_contain_text("Farah Okafor is deactivated and cannot write.")
    menu(faults, "Deactivate or bring back", "Farah Okafor")
    expect(farah).to_contain_text("Farah Okafor is not in #task-force.")
    page.keyboard.press("Escape")
    farah.get_by_role("button", name="Join this room").click()
    say(farah, "I am back")
    expect(messages(pane(page, "Ada Brandt")).last).to_contain_text("I am back")


def test_a_press_that_muster_does_not_answer_says_so_beside_it(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "/muster deaf")
    ada.get_by_role("button", name="Nobody hears this").click()
    expect(messages(ada).get_by_role("alert")).to_have_text(re.compile("We had some trouble"))
    say(ada, "/muster crash")
    expect(messages(ada).last).to_contain_text('failed with the error "dispatch_failed"')


def test_an_unknown_command_is_slacks_to_answer(page):
    ada = pane(page, "Ada Brandt")
    go(ada, "general")
    say(ada, "/giphy cat")
    expect(messages(ada)).to_contain_text("/giphy is not a valid command.")
