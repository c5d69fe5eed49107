"""Whatever people write stays text; nothing is fetched from outside."""

from __future__ import annotations

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


def test_markup_typed_by_a_person_stays_words(page):
    ada = pane(page, "Ada Brandt")
    words = messages(ada).locator(".words")
    for number, attack in enumerate(ATTACKS):
        say(ada, attack)
        expect(words).to_have_count(2 * number + 1)
        say(ada, f"/muster shout {attack}")
        expect(words).to_have_count(2 * number + 2)
    page.reload()  # what comes with the page is another way in than what comes later
    expect(words).to_have_count(2 * len(ATTACKS))
    assert page.evaluate("window.hacked") is None
    made = words.locator(":is(script, img, svg, iframe, [onmouseover], [onerror], [onload])")
    expect(made).to_have_count(0)
    for number in range(len(ATTACKS)):
        expect(words.nth(2 * number)).to_contain_text("hacked")


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
