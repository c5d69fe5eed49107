"""The page of a week in a real Chromium: for everyone, on a phone, and on one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.model import Claim
from bot.weeks import week_span
from handlers.pages.links import Links
from handlers.pages.week import WeekPage
from tests.bot.cast import ZONE
from tests.bot.company import WEEK, Company, company_copied, found_company
from tests.e2e.conftest import PHONE, WIDE

ADDRESS = "https://week.test"


@pytest.fixture(scope="module")
def company_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("company") / "muster.db"
    found_company(f"sqlite:///{path}")
    return path


@pytest.fixture
def company(company_file, tmp_path) -> Iterator[Company]:
    with company_copied(company_file, tmp_path) as company:
        yield company


def fill(company: Company, people: int) -> None:
    """So many people hold a turn each, as good as every turn is held."""
    with company.write() as tx:
        turns = tx.roster.turns(week_span(WEEK, ZONE))
        for duty in {turn.duty_id for turn in turns}:
            tx.roster.change_duty(duty, people_most=20)
        for turn in turns:
            tx.roster.change_turn(turn.id, people_most=20)
        members = tx.people.all()
        for number in range(max(people, len(turns))):
            turn, member = turns[number % len(turns)], members[number % people]
            held = Claim(0, turn.id, member.id, turn.minutes, turn.span, company.clock.now())
            tx.claims.add(held)


@pytest.fixture
def opened(company: Company, chromium: Browser) -> Iterator:
    """`opened(size, scheme, query)`: the page, answered without a network."""
    links = Links(b"k" * 32, lambda: ADDRESS)
    page_of = WeekPage(company.bot.store, company.clock, links)
    contexts = []

    def open_page(size=WIDE, scheme="light", query="") -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            java_script_enabled=True,  # for axe; the page has none
        )
        contexts.append(context)
        page = context.new_page()
        link = links.week(company.id, company.ids["goran"], WEEK, company.clock.now())

        def answer(route) -> None:
            asked = parse_qs(route.request.url.partition("?")[2])
            duties, own = asked.get("by") == ["duty"], asked.get("clock") == ["mine"]
            found = page_of.answer(link.rpartition("/")[2], duties=duties, own_clock=own)
            headers = {k: v for k, v in found.headers.items() if k != "content-length"}
            route.fulfill(status=found.status_code, headers=headers, body=bytes(found.body))

        page.route("**/*", answer)
        errors: list[str] = []
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.goto(link + query)
        assert errors == [], "the browser has nothing to complain about"
        return page

    yield open_page
    for context in contexts:
        context.close()


def check(page: Page) -> None:
    """axe-core finds nothing. It is brought in past the page's policy, which lets no script run."""
    found = Axe().run(page).response["violations"]
    told = [f"{v['impact']} {v['id']}: {n['html'][:120]}" for v in found for n in v["nodes"]]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(company, opened, size, scheme):
    company.say("bao", "claim facebook 4h")
    company.say("bao", "away wed")
    page = opened(size, scheme)
    check(page)
    page.get_by_role("link", name="By duty").click()
    check(page)


def test_on_a_phone_there_is_a_card_for_each_day(company, opened):
    company.say("ada", "claim night watch on the support handle tue")
    page = opened(PHONE)
    expect(page.get_by_role("table")).to_be_hidden()
    day = page.get_by_role("region", name="Tue 24 Nov")
    expect(day).to_contain_text("Night watch on the support handle")
    expect(day).to_contain_text("Ada Brandt")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_wide_it_is_one_table_with_headers(company, opened):
    company.say("bao", "claim facebook 4h")
    page = opened(WIDE)
    expect(page.get_by_role("columnheader", name="Wed 25")).to_be_visible()
    row = page.get_by_role("row", name="Bao Xu")
    expect(row.get_by_role("rowheader")).to_have_text("Bao Xu")
    expect(row).to_contain_text("Moderate the Facebook page")


def sheets(page: Page) -> tuple[int, bool]:
    """How many, and whether they lie on their side."""
    pdf = page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box is not None
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf)), float(box[1]) > float(box[2])


@pytest.mark.parametrize("query", ["", "?by=duty"])
def test_the_sample_company_prints_on_one_sheet(company, opened, query):
    fill(company, 36)
    assert sheets(opened(query=query)) == (1, True)


def test_sixty_people_take_two_sheets_with_the_days_on_both(company, opened):
    fill(company, 60)
    page = opened()
    assert sheets(page) == (2, True)
    page.emulate_media(media="print")
    shown = page.evaluate("getComputedStyle(document.querySelector('thead')).display")
    assert shown == "table-header-group"
