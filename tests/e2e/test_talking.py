"""People talk in rooms, in threads and to Muster; several sit side by side."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.people import add_person, composer, go, messages, pane, say


def test_a_command_is_answered_to_the_one_who_typed_it(page):
    ada = pane(page, "Ada Brandt")
    farah = add_person(page, "Farah Okafor")
    say(ada, "/muster who")
    answer = messages(ada).last
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("You said who.")
    say(ada, "Hello all")
    expect(messages(farah)).to_have_count(1)
    expect(messages(farah)).to_contain_text("Hello all")


def test_a_press_by_one_is_seen_by_the_other_at_once_and_edited_in_place(page):
    ada, farah = pane(page, "Ada Brandt"), add_person(page, "Farah Okafor")
    say(ada, "/muster claim")
    farah.get_by_role("button", name="Claim Moderate the Facebook page").click()
    for column in (ada, farah):
        expect(column.get_by_role("article").first).to_contain_text("@Farah Okafor · 2 h")
        expect(column.get_by_role("heading", name="Roster")).to_have_count(1)
    expect(farah.get_by_text("Only visible to you")).to_have_count(1)
    expect(ada.get_by_text("Only visible to you")).to_have_count(0)


def test_an_answer_is_replaced_when_its_button_says_so(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "/muster who")
    ada.get_by_role("button", name="Undo").click()
    expect(messages(ada)).to_have_count(1)
    expect(messages(ada)).to_contain_text("Undone: nothing has changed.")


def test_words_to_muster_are_answered_in_the_direct_message_and_counted_until_read(page):
    ada = pane(page, "Ada Brandt")
    go(ada, "Messages")
    say(ada, "hello")
    expect(messages(ada).last).to_contain_text("You wrote: hello")
    say(ada, "/muster show")
    go(ada, "general")
    go(ada, "Messages")
    ada.get_by_role("button", name="Plain").click()
    expect(messages(ada).last).to_contain_text("Pressed: plain 3")


def test_what_is_being_typed_stays_when_its_room_is_chosen_again(page):
    ada = pane(page, "Ada Brandt")
    go(ada, "general")
    composer(ada).fill("Hello again")
    go(ada, "general")
    composer(ada).press("Enter")
    expect(messages(ada)).to_contain_text("Hello again")


def test_unread_messages_are_counted_and_the_count_goes_when_they_are_read(page):
    ada, farah = pane(page, "Ada Brandt"), add_person(page, "Farah Okafor")
    go(ada, "general")
    say(farah, "First")
    say(farah, "Second")
    expect(ada.get_by_role("button", name="Places, 2 unread")).to_be_visible()
    go(ada, "task-force")
    expect(messages(ada)).to_have_count(2)
    expect(ada.get_by_role("button", name="Places", exact=True)).to_be_visible()


def test_a_thread_is_answered_beside_the_room(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "Who writes on Friday?")
    ada.get_by_role("button", name=re.compile("^Actions for the message of Ada")).click()
    ada.get_by_role("button", name="Reply in a thread").click()
    thread = ada.get_by_role("complementary", name="Thread")
    reply = thread.get_by_role("textbox", name="Reply in this thread")
    expect(reply).to_be_focused()
    reply.fill("I do")
    reply.press("Enter")
    expect(messages(thread)).to_have_count(2)
    reply.fill("/muster who")
    reply.press("Enter")
    expect(ada.get_by_text("/muster does not work in threads.")).to_be_visible()
    reply.press("Escape")
    expect(thread).to_be_hidden()
    expect(ada.get_by_role("button", name=re.compile("1 reply"))).to_be_visible()


def test_verbs_are_offered_while_typing_and_taken_by_key(page):
    field = composer(pane(page, "Ada Brandt"))
    field.press_sequentially("/mu")
    expect(page.get_by_role("option", name="/muster")).to_be_visible()
    field.press("Tab")
    expect(field).to_have_value("/muster ")
    expect(page.get_by_role("option")).to_have_count(9)
    field.press_sequentially("h")
    expect(page.get_by_role("option")).to_have_count(2)
    field.press("ArrowDown")
    expect(page.get_by_role("option", name="hours 3 [week]")).to_have_attribute(
        "aria-selected", "true"
    )
    field.press("Enter")
    expect(field).to_have_value("/muster hours ")
    field.press("Enter")
    expect(page.get_by_role("dialog", name="Your hours")).to_be_visible()


def test_people_are_named_after_an_at_sign(page):
    ada = pane(page, "Ada Brandt")
    composer(ada).press_sequentially("Ask @oka")
    page.get_by_role("option", name="Anke Okafor").click()
    expect(composer(ada)).to_have_value("Ask @Anke Okafor ")
    expect(composer(ada)).to_be_focused()
    composer(ada).press("Enter")
    expect(messages(ada).locator(".mention")).to_have_text("@Anke Okafor")


def test_who_looks_and_where_survives_a_reload(page):
    add_person(page, "Ravi Menon")
    go(pane(page, "Ravi Menon"), "general")
    expect(page).to_have_url(re.compile(r"in0=(C\w+)&in1=(?!\1)C"))
    page.reload()
    expect(pane(page, "Ravi Menon").get_by_role("heading", name="# general")).to_be_visible()
    expect(pane(page, "Ada Brandt")).to_be_visible()


def test_home_is_drawn_when_it_is_opened(page):
    ada = pane(page, "Ada Brandt")
    go(ada, "Home")
    expect(ada.get_by_role("heading", name="My turns")).to_be_visible()
    ada.get_by_role("button", name="My hours").click()
    expect(page.get_by_role("dialog", name="Your hours")).to_be_visible()


def test_a_message_can_be_deleted_and_a_private_one_dismissed(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "Gone soon")
    say(ada, "/muster who")
    for action in ("Delete this message", "Dismiss"):
        ada.get_by_role("button", name=re.compile("^Actions for")).first.click()
        ada.get_by_role("button", name=action).click()
    expect(messages(ada)).to_have_count(0)
    expect(ada.get_by_text("Nothing has been said here yet.")).to_be_visible()


def test_a_document_is_handed_over(page):
    ada = pane(page, "Ada Brandt")
    say(ada, "/muster file")
    with page.expect_download() as download:
        ada.get_by_role("button", name=re.compile("Download hours.csv")).click()
    assert download.value.path().read_text() == "name,hours\n"
