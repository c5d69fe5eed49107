"""The page for everyone: by keyboard alone, by screen reader, on a phone, in the dark."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, WIDE
from tests.e2e.people import add_person, composer, go, messages, pane, say


def check(page, where):
    """axe-core finds nothing, serious or not."""
    found = Axe().run(page).response["violations"]
    told = [f"{v['impact']} {v['id']}: {n['html'][:120]}" for v in found for n in v["nodes"]]
    assert not told, f"{where}:\n" + "\n".join(told)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(visit, size, scheme):
    page = visit(size, scheme)
    ada = pane(page, "Ada Brandt")
    for verb in ("show", "more", "claim", "who"):
        say(ada, f"/muster {verb}")
    expect(messages(ada)).to_have_count(8)
    expect(ada.get_by_text("Only visible to you")).to_be_visible()
    check(page, "messages")
    composer(ada).press_sequentially("/muster ")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    check(page, "completion")
    composer(ada).fill("")
    say(ada, "/muster form")
    form = page.get_by_role("dialog", name="Every field")
    expect(form).to_be_visible()
    form.get_by_role("combobox", name="One of").click()
    check(page, "a form with an open menu")
    form.get_by_role("textbox", name="Name").press("Enter")
    expect(form.get_by_text("This is a required field")).to_be_visible()
    check(page, "a form with something wrong")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    go(ada, "Home")
    expect(page.get_by_text("My turns")).to_be_visible()
    check(page, "home")
    page.get_by_role("button", name="Faults").click()
    check(page, "faults")
    page.keyboard.press("Escape")
    add_person(page, "Farah Okafor")
    check(page, "two people")


def test_by_keyboard_alone(page):
    """Choose who one is, ask, press, fill in, move the clock: no mouse."""
    expect(composer(pane(page, "Ada Brandt"))).to_be_visible()
    become_ravi(page.keyboard, page)
    claim_and_offer_hours(page.keyboard, page)
    tab_to(page, page.get_by_role("button", name="A day on"), back=True, most=60)
    page.keyboard.press("Enter")
    expect(pane(page, "Ravi Menon")).to_contain_text("Tue 13:35 in Kolkata")


def become_ravi(keys, page):
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the people")).to_be_focused()
    keys.press("Enter")
    tab_to(page, page.get_by_role("button", name="You are Ada Brandt"), most=3)
    keys.press("Enter")
    expect(page.get_by_role("combobox", name="Who are you?")).to_be_focused()
    keys.type("menon")
    expect(page.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    expect(page.get_by_role("button", name="You are Ravi Menon")).to_be_focused()


def claim_and_offer_hours(keys, page):
    ravi = pane(page, "Ravi Menon")
    field = composer(ravi)
    tab_to(page, field)
    keys.type("/muster claim")
    keys.press("Enter")
    claim = ravi.get_by_role("button", name="Claim Moderate the LinkedIn group")
    expect(claim).to_be_visible()
    tab_to(page, claim, back=True)
    keys.press("Space")
    expect(ravi.get_by_text("Only visible to you")).to_be_visible()
    expect(claim).to_be_focused()  # drawn anew, and still where one was
    tab_to(page, ravi.get_by_role("button", name="Form"))
    keys.press("Enter")
    expect(page.get_by_role("textbox", name="How many hours?")).to_be_focused()
    keys.type("3")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(ravi.get_by_role("button", name="Form")).to_be_focused()


def tab_to(page, goal, *, back=False, most=30):
    """Press Tab until the goal has the focus, which must be visible all the way."""
    for _ in range(most):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
        unseen = page.evaluate(
            "() => { const at = document.activeElement; const box = at.getBoundingClientRect();"
            " const ring = getComputedStyle(at).outlineStyle !== 'none';"
            " const seen = box.width > 0 && box.height > 0 && (ring || at.matches('textarea'));"
            " return at === document.body || seen ? null : at.outerHTML; }"
        )
        assert unseen is None, "the focus must be visible"
    raise AssertionError("Tab never came there")


def test_what_is_new_is_read_out(page):
    ada = pane(page, "Ada Brandt")
    expect(ada.get_by_role("log", name="Messages in task-force")).to_be_attached()
    say(ada, "/muster more")
    chart = ada.get_by_role("figure").first
    chart.get_by_text("Show the numbers").click()
    numbers = chart.get_by_role("table", name="Hours by department")
    expect(numbers.get_by_role("row", name="Sales")).to_contain_text("14")
    expect(ada.get_by_role("rowheader", name="Write the engineering blog")).to_be_visible()


def test_nothing_hangs_over_the_edge(page):
    ada = pane(page, "Ada Brandt")
    for verb in ("show", "more"):
        say(ada, f"/muster {verb}")
    expect(ada.get_by_role("figure")).to_have_count(3)
    for width in (1400, 900, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(  # charts follow the width a moment later
            "() => [...document.querySelectorAll('body, .top, .messages, .message')]"
            ".every((e) => e.scrollWidth <= e.clientWidth + 1)"
        )


def test_on_a_phone_one_person_is_seen_at_a_time(visit):
    page = visit(PHONE)
    farah = add_person(page, "Farah Okafor")
    expect(pane(page, "Ada Brandt")).to_be_hidden()
    page.get_by_role("group", name="Whose view to show").get_by_role(
        "button", name="Ada Brandt"
    ).click()
    expect(pane(page, "Ada Brandt")).to_be_visible()
    expect(farah).to_be_hidden()
    page.get_by_role("button", name="Move the clock").click()
    page.get_by_role("button", name="An hour on").click()
    expect(pane(page, "Ada Brandt")).to_contain_text(re.compile("Mon 10:05"))
