"""Forms, menus and pickers, with what is wrong said beside them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import add_person, composer, go, menu, messages, pane, say


@pytest.fixture
def ada(page):
    return pane(page, "Ada Brandt")


def hear(ada, words):
    """What Muster says in the direct message."""
    go(ada, "Messages")
    expect(messages(ada).last).to_contain_text(words)
    go(ada, "task-force")


def test_a_form_says_what_is_wrong_and_then_takes_what_is_right(page, ada):
    say(ada, "/muster hours")
    form = page.get_by_role("dialog", name="Your hours")
    field = form.get_by_role("textbox", name="How many hours?")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Such as 3 or 2.5")
    field.press("Enter")
    expect(form.get_by_role("alert")).to_have_text("This is a required field")
    field.press_sequentially("many")
    expect(form.get_by_role("alert")).to_be_hidden()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_have_text("“many” is no number of hours.")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("is no number of hours"))
    field.fill("2.5")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    hear(ada, "Noted: 2.5 h.")


def test_escape_leaves_a_form_and_the_keyboard_is_back_where_it_was(page, ada):
    say(ada, "/muster who")
    opener = ada.get_by_role("button", name="Form")
    opener.focus()
    opener.press("Enter")
    expect(page.get_by_role("textbox", name="How many hours?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_what_lies_under_a_form_cannot_be_reached_but_other_people_can(page, ada):
    farah = add_person(page, "Farah Okafor")
    say(ada, "/muster hours")
    expect(page.get_by_role("dialog", name="Your hours")).to_be_visible()
    reached = "field => { field.focus(); return field === document.activeElement; }"
    assert not composer(ada).evaluate(reached)
    assert composer(farah).evaluate(reached)


def test_every_field_arrives_as_it_was_filled_in(page, ada):
    say(ada, "/muster form")
    form = page.get_by_role("dialog", name="Every field")
    form.get_by_role("textbox", name="Name").fill("Åsa <b>")
    form.get_by_role("textbox", name="Story").fill("two\nlines")
    form.get_by_role("textbox", name="Mail").fill("a@example.com")
    form.get_by_role("textbox", name="Link").fill("https://example.com")
    form.get_by_role("textbox", name="Number").fill("2.5")
    form.get_by_label("Day", exact=False).fill("2026-11-24")
    form.get_by_label(re.compile("^Time")).fill("10:30")
    form.get_by_label(re.compile("^Instant")).fill("2026-11-24T10:30")
    menu(form, "One of (optional)", "Two")
    menu(form, "Some of (optional)", "One")
    menu(form, "Some of (optional)", "Three")
    menu(form, "Person (optional)", "Ravi Menon")
    menu(form, "People (optional)", "Anke Okafor")
    menu(form, "Room (optional)", "#general")
    menu(form, "Duty (optional)", "Write the engineering blog")
    form.get_by_role("group", name="Boxes").get_by_role("checkbox", name="Two").check()
    form.get_by_role("radiogroup", name="Circle").get_by_role("radio", name="Three").check()
    form.get_by_role("textbox", name="Rich").fill("rich")
    file = {"name": "hours.csv", "mimeType": "text/csv", "buffer": b"name,hours\n"}
    form.get_by_label(re.compile("^File")).set_input_files(file)
    expect(form.get_by_text("Handed in: hours.csv")).to_be_visible()
    form.get_by_role("button", name="Send").click()
    expect(form).to_be_hidden()
    go(ada, "Messages")
    got = messages(ada).last
    expected = [
        "name=Åsa <b>",
        "story=two",
        "mail=a@example.com",
        "link=https://example.com",
        "number=2.5",
        "day=2026-11-24",
        "time=10:30",
        "instant=1795512600",  # 10:30 in Berlin
        "one_of=2",
        "some_of=1,3",
        "person=@Ravi Menon",
        "people=@Anke Okafor",
        "room=#general",
        "conversation=#task-force",
        "duty=Write the engineerin",
        "boxes=2",
        "circle=3",
        "rich=rich",
        "file=hours.csv",
    ]
    for line in expected:
        expect(got).to_contain_text(line)


def test_a_chip_takes_a_choice_back(page, ada):
    say(ada, "/muster form")
    form = page.get_by_role("dialog", name="Every field")
    form.get_by_role("textbox", name="Name").fill("A")
    menu(form, "Some of (optional)", "One")
    menu(form, "Some of (optional)", "Three")
    form.get_by_role("button", name="Take One out").click()
    expect(form.get_by_role("button", name="Take One out")).to_have_count(0)
    form.get_by_role("button", name="Send").click()
    hear(ada, "some_of=3;")


def test_a_grouped_menu_is_searched_by_typing(page, ada):
    say(ada, "/muster show")
    choice = ada.get_by_role("combobox", name="A duty")
    choice.click()
    expect(page.get_by_role("option")).to_have_count(3)
    expect(ada.get_by_text("Handles", exact=True)).to_be_visible()
    choice.press_sequentially("supp")
    expect(page.get_by_role("option")).to_have_count(1)
    choice.press("Enter")
    expect(choice).to_have_value("Answer on the support handle")
    hear(ada, "Pressed: duty x")


def test_leaving_a_menu_chooses_nothing(page, ada):
    say(ada, "/muster show")
    choice = ada.get_by_role("combobox", name="A duty")
    choice.click()
    choice.press_sequentially("link")
    expect(page.get_by_role("option")).to_have_count(1)
    choice.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(choice).to_have_value("")


def test_a_dangerous_press_is_asked_about_first(page, ada):
    say(ada, "/muster show")
    ada.get_by_role("button", name="Give it back").click()
    question = page.get_by_role("alertdialog", name="Give it back?")
    expect(question.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    ada.get_by_role("button", name="Give it back").click()
    question.get_by_role("button", name="Give it back").click()
    hear(ada, "Pressed: release 2")


def test_boxes_dates_and_dots_tell_muster_at_once(page, ada):
    say(ada, "/muster show")
    ada.get_by_label("Answer").nth(1).fill("2026-12-01")
    hear(ada, "Pressed: day 2026-12-01")
    ada.get_by_role("button", name="More actions").click()
    ada.get_by_role("button", name="Copy", exact=True).click()
    hear(ada, "Pressed: more copy")
    ada.get_by_role("checkbox", name="Ping me").check()
    hear(ada, "Pressed: boxes")
