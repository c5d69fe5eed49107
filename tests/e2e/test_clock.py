"""The playground's clock moves on, and Muster's with it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.people import add_person, go, messages, pane


def test_each_person_sees_their_own_time_of_day(page):
    expect(page.get_by_role("region", name="The playground’s clock")).to_contain_text(
        "Mon 23 Nov 2026, 09:05"
    )
    expect(pane(page, "Ada Brandt")).to_contain_text("Mon 09:05 in Berlin")
    expect(add_person(page, "Ravi Menon")).to_contain_text("Mon 13:35 in Kolkata")


def test_an_hour_a_day_and_a_week_on(page):
    clock = page.get_by_role("region", name="The playground’s clock")
    for button, shown in (
        ("An hour on", "Mon 23 Nov 2026, 10:05"),
        ("A day on", "Tue 24 Nov 2026, 10:05"),
        ("A week on", "Tue 1 Dec 2026, 10:05"),
        ("To Monday 09:00", "Mon 7 Dec 2026, 09:00"),
    ):
        clock.get_by_role("button", name=button).click()
        expect(clock).to_contain_text(shown)
        expect(clock.get_by_role("button", name=button)).to_be_enabled()
    expect(pane(page, "Ada Brandt")).to_contain_text("Mon 09:00 in Berlin")


def test_what_falls_due_on_the_way_is_said(page):
    """The sample app says good morning at nine in each zone's task force: once a day."""
    ada = pane(page, "Ada Brandt")
    go(ada, "general")
    page.get_by_role("button", name="A week on").click()
    expect(messages(ada)).to_have_count(7)
    expect(messages(ada).first).to_contain_text("Good morning, Tuesday")
    expect(messages(ada).first).to_have_accessible_name("Muster, 09:00")
    expect(ada.get_by_text("Tuesday, 24 November 2026")).to_be_visible()


def test_any_later_time_can_be_chosen_and_no_earlier_one(page):
    clock = page.get_by_role("region", name="The playground’s clock")
    field = clock.get_by_label("Move the clock to")
    clock.get_by_role("button", name="Go to this time").click()
    expect(clock).to_contain_text("Choose a day and a time first.")
    field.fill("2026-11-22T08:00")
    clock.get_by_role("button", name="Go to this time").click()
    expect(clock).to_contain_text("The clock only goes onwards")
    field.fill("2026-11-25T17:45")
    clock.get_by_role("button", name="Go to this time").click()
    expect(clock).to_contain_text("Wed 25 Nov 2026, 17:45")


def test_the_clock_runs_and_stands_for_all_who_look(visit):
    first, second = visit(), visit()
    expect(second.get_by_text("Paused")).to_be_visible()
    first.get_by_role("button", name="Let the clock run").click()
    expect(second.get_by_role("button", name="Pause the clock")).to_be_visible()
    second.get_by_role("button", name="Pause the clock").click()
    expect(first.get_by_text("Paused")).to_be_visible()
