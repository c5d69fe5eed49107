"""The page of a week: who may open it, what it says, and what it lets nobody do."""

from __future__ import annotations

import asyncio
import threading
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.model import MemberState
from handlers.pages.links import LIFE, Links
from handlers.pages.week import AT_ONCE, WeekPage, keep_together
from handlers.web import web_app
from tests.bot.cast import MONDAY
from tests.bot.company import Company, company_copied, found_company
from tests.handlers.pages.browsing import Browser

WEEK = date(2026, 11, 23)
KEY = b"k" * 32


@pytest.fixture(scope="module")
def company_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("company") / "muster.db"
    found_company(f"sqlite:///{path}")
    return path


@pytest.fixture
def company(company_file, tmp_path):
    with company_copied(company_file, tmp_path) as company:
        company.say("bao", "claim facebook 4h")
        company.say("ada", "claim night watch on the support handle tue")
        yield company


@pytest.fixture
def links() -> Links:
    return Links(KEY, lambda: "http://testserver")


@pytest.fixture
def browser(company: Company, links: Links) -> Browser:
    page = WeekPage(company.bot.store, company.clock, links)
    return Browser(web_app(list, {}, {"/week/{token}": page}))


@pytest.fixture
def link(company: Company, links: Links) -> str:
    return links.week(company.id, company.ids["goran"], WEEK, company.clock.now())


class Text(HTMLParser):
    """The page's text, tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.tags, self.attributes = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).replace("\u2060", "").split())


def test_it_says_who_holds_what_and_what_is_open(browser, link):
    found = Text(browser.get(link).text).text
    assert "Week of Mon 23 – Sun 29 Nov 2026" in found
    assert "All times are those of Europe/Berlin." in found
    assert "Bao Xu Moderate the Facebook page, 4 h" in found
    assert "Ada Brandt Night watch on the support handle 21:00–23:00" in found
    assert "Open" in found
    assert "Answer candidates 10:00–12:00, 1.5 h" in found


def test_it_can_be_turned_by_duty_and_to_the_readers_own_clock(browser, link):
    page = browser.get(link).text
    assert 'href="?by=duty"' in page
    assert 'href="?clock=mine"' in page
    duties = Text(browser.get(link + "?by=duty").text).text
    assert "Night watch on the support handle open 21:00–23:00, 2 h wanted Ada Brandt" in duties
    own = Text(browser.get(link + "?clock=mine").text).text
    assert "All times are those of Asia/Kolkata." in own
    assert "01:30–03:30" in own
    assert browser.get(link + "?by=x&clock=y&z=1").status_code == 200


def test_it_needs_no_script_and_loads_nothing(browser, link):
    answer = browser.get(link)
    page = Text(answer.text)
    assert not {"script", "iframe", "img", "form", "object"} & set(page.tags)
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert browser.head(link).status_code == 200
    assert browser.post(link).status_code == 405


def test_what_people_write_is_text(company, browser, link):
    company.change("bao", name="<script>alert(1)</script>&")
    page = browser.get(link).text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page


def test_why_somebody_is_away_is_not_on_it(company, browser, link):
    company.say("bao", "away wed..thu because of the dentist")
    page = browser.get(link).text
    assert ">away<" in page
    assert "dentist" not in page


@pytest.mark.parametrize(
    "change",
    [lambda t: t[:-1], lambda t: t + "A", lambda t: "x" + t, lambda t: "", lambda t: "%00%ff" * 9],
)
def test_nothing_but_what_was_signed_opens_it(browser, link, change):
    address, _, token = link.rpartition("/")
    answer = browser.get(f"{address}/{change(token)}")
    assert answer.status_code == 404
    assert "Bao" not in answer.text


def test_another_key_ends_every_link(company, link):
    other = Links(b"o" * 32, lambda: "http://testserver")
    page = WeekPage(company.bot.store, company.clock, other)
    answer = Browser(web_app(list, {}, {"/week/{token}": page})).get(link)
    assert (answer.status_code, "This link does not work." in answer.text) == (404, True)
    assert "who week" in answer.text


def test_a_link_ends_with_its_time(company, browser, link):
    company.clock.instant += LIFE - timedelta(seconds=1)
    assert browser.get(link).status_code == 200
    company.clock.instant += timedelta(seconds=1)
    answer = browser.get(link)
    assert (answer.status_code, "This link has had its time." in answer.text) == (410, True)


def test_who_has_left_opens_it_no_more(company, browser, link):
    company.change("goran", state=MemberState.LEFT)
    answer = browser.get(link)
    assert (answer.status_code, "Bao" in answer.text) == (404, False)


def test_of_another_task_force_it_shows_nothing(company, browser, links):
    for force, member in ((999, 1), (company.id, 9999)):
        link = links.week(force, member, WEEK, company.clock.now())
        assert browser.get(link).status_code == 404


def test_without_an_address_there_is_no_link():
    assert Links(KEY, str).week(1, 1, WEEK, MONDAY) == ""


def test_a_time_and_an_amount_stay_on_one_line():
    kept = keep_together("Watch 21:00–23:00, 2 h, 2 people")
    assert kept == "Watch 21:00\u2060–\u206023:00, 2\u00a0h, 2\u00a0people"


class Slow(WeekPage):
    """Each page takes as long as the test wants; `under_way`: how many are made just now."""

    under_way = 0

    def answer(self, token: str, *, duties: bool = False, own_clock: bool = False) -> Response:
        self.under_way += 1
        self.began.set()
        self.may_end.wait(10)
        return super().answer(token, duties=duties, own_clock=own_clock)


async def test_who_opens_it_over_and_over_keeps_nobody_else_waiting(
    company: Company, links: Links, link: str
):
    page = Slow(company.bot.store, company.clock, links)
    page.began, page.may_end = threading.Event(), threading.Event()
    token = link.rpartition("/")[2]
    scope = {"type": "http", "path_params": {"token": token}, "query_string": b""}
    asked = [asyncio.create_task(page(Request(scope))) for _ in range(8)]
    await asyncio.to_thread(page.began.wait, 10)
    done = await asyncio.to_thread(lambda: "other work")  # while they wait
    assert (done, page.under_way <= AT_ONCE) == ("other work", True)
    page.may_end.set()
    assert [answer.status_code for answer in await asyncio.gather(*asked)] == [200] * 8
