"""How tests speak of the page: panes, composers, messages, as a person would look for them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def pane(page: Page, name: str) -> Locator:
    """The column of the person with this name."""
    return page.get_by_role("region", name=name, exact=True)


def composer(column: Locator) -> Locator:
    """The field in which this person types."""
    return column.get_by_role("textbox", name=re.compile("^Message "))


def say(column: Locator, text: str) -> None:
    """Type and send."""
    composer(column).fill(text)
    composer(column).press("Enter")


def go(column: Locator, place: str) -> None:
    """Go to a place of the list at the side, which a narrow pane hides behind a button."""
    places = column.locator("nav")
    if not places.is_visible():
        column.get_by_role("button", name=re.compile("^Places")).click()
    places.get_by_role("button", name=re.compile(f"^{place}")).click()
    title = {"Messages": "Muster", "Home": "Muster: Home"}.get(place, f"# {place}")
    expect(column.locator(".place-title")).to_have_text(title)


def messages(column: Locator) -> Locator:
    """What is said in the place that is open, oldest first."""
    return column.get_by_role("article")


def add_person(page: Page, name: str) -> Locator:
    """Another person beside those who are there; returns their column."""
    page.get_by_role("button", name="Add a person").click()
    search = page.get_by_role("combobox", name="Who are you?")
    expect(search).to_be_focused()
    search.fill(name)
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option", name=name).click()
    expect(pane(page, name)).to_be_visible()
    return pane(page, name)


def menu(column: Locator, label: str, choice: str) -> None:
    """Choose in a menu or picker."""
    column.get_by_role("combobox", name=label, exact=True).click()
    column.get_by_role("option", name=choice).click()
