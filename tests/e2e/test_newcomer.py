"""`make run` as a newcomer meets it: Muster itself, with the sample company, before Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import WIDE, Visitor, running
from tests.e2e.people import go, messages, pane, say

JOURNEY = 300_000  # milliseconds a week may take to be lived through


@pytest.fixture
def page(chromium):
    with running("bot", "playground", "--port", "0") as url:
        visitor = Visitor(chromium, url, WIDE, "light")
        yield visitor.page
        visitor.leave()


def move(page, words):
    """Move the clock and wait until it has arrived."""
    button, time = page.get_by_role("button", name=words), page.locator(".clock-time")
    before = time.inner_text()
    button.click()
    expect(time).not_to_have_text(before, timeout=JOURNEY)
    expect(button).to_be_enabled(timeout=JOURNEY)


def test_a_newcomer_watches_a_week(page):
    farah, ada = pane(page, "Farah Okafor"), pane(page, "Ada Brandt")
    expect(messages(ada).first).to_contain_text("Moderate the Facebook page")
    move(page, "To Monday 09:00")
    go(ada, "Messages")
    expect(messages(ada).last).to_contain_text("How many hours can you give this week?")
    messages(ada).last.get_by_role("button", name="3 h", exact=True).click()
    expect(messages(ada).last).to_contain_text("3 h")
    go(ada, "task-force")
    say(ada, "/muster claim facebook")
    expect(ada.get_by_text("Only visible to you")).to_be_visible()
    expect(messages(ada).last).to_contain_text("Moderate the Facebook page")
    expect(messages(farah).first).to_contain_text("Ada Brandt")
    go(farah, "Home")
    expect(farah.get_by_role("heading", name="My turns")).to_be_visible()
    move(page, "A week on")
    move(page, "An hour on")
    move(page, "An hour on")  # 11:00: the digest of the week in which Ada held something
    go(farah, "task-force")
    expect(farah.get_by_role("figure").first).to_be_visible()
    expect(farah.get_by_role("table").first).to_be_attached()


def test_words_that_mean_nothing_get_an_answer(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "/muster clam facbook")
    expect(messages(ada).last).to_contain_text("Only visible to you")
    say(ada, "/muster help")
    expect(messages(ada).last).to_contain_text("/muster claim")


def test_the_others_live_by_themselves_until_they_are_switched_off(page):
    ada = pane(page, "Ada Brandt")
    go(ada, "task-force")
    page.get_by_role("button", name="Others act: on").click()
    switch = page.get_by_role("button", name="Others act: off")
    expect(switch).to_have_attribute("aria-pressed", "false")
    move(page, "To Monday 09:00")
    move(page, "A day on")
    expect(messages(ada).first).to_contain_text("0 h of 108 h covered")
    switch.click()
    move(page, "A day on")
    move(page, "A day on")
    expect(messages(ada).first).not_to_contain_text("0 h of 108 h covered")
    go(ada, "Messages")
    expect(messages(ada).first.get_by_role("button", name="Not this week")).to_be_visible()
