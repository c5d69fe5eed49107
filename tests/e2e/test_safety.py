"""Whatever people write stays text; nothing is fetched from outside."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.people import messages, pane, say

ATTACKS = [
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    "*<svg onload=window.hacked=1>*",
    "`</code><iframe src='javascript:parent.hacked=1'>`",
    '"><b onmouseover="window.hacked=1">x</b>',
    "{{ constructor.constructor('window.hacked = 1')() }}",
    "${window.hacked = 1} `${window.hacked = 1}`",
    "&lt;img src=x onerror=window.hacked=1&gt;",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_typed_by_a_person_stays_words(visit, attack):
    page = visit()
    ada = pane(page, "Ada Brandt")
    say(ada, attack)
    expect(messages(ada).locator(".words")).to_have_count(1)
    say(ada, f"/muster shout {attack}")
    expect(messages(ada).locator(".words")).to_have_count(2)
    page.reload()  # what comes with the page is another way in than what comes later
    expect(messages(ada).locator(".words")).to_have_count(2)
    assert page.evaluate("window.hacked") is None
    made = messages(ada).locator(".words :is(script, img, svg, iframe, [onmouseover], [onerror])")
    expect(made).to_have_count(0)
    expect(messages(ada).locator(".words").first).to_contain_text("hacked")


def test_an_address_that_would_run_something_is_no_link(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "/muster shout [x](javascript:window.hacked=1) and javascript:window.hacked=1")
    expect(messages(ada)).to_have_count(1)
    expect(messages(ada).get_by_role("link")).to_have_count(0)


def test_pictures_from_outside_are_named_and_not_fetched(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "/muster show")
    picture = ada.get_by_role("img", name="Picture: Hours went up from 10 to 30")
    expect(picture).to_be_visible()
    expect(ada.locator("img")).to_have_count(0)
