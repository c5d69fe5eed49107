"""A reader of the page, on Monday 23 November 2026, 09:05 in Berlin."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from handlers.playground.clock import MovableClock
from handlers.playground.objects import Row
from handlers.playground.page.reader import Reader
from handlers.playground.state import Workspace

NOW = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
# All that the page's own functions may make of text
TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "li", "mark", "ol", "pre", "s", "span"),
    *("strong", "time", "u", "ul"),
}
ATTRIBUTES = {"class", "datetime", "href", "rel", "start", "style", "target", "title", "type"}


@pytest.fixture
def workspace():
    made = Workspace(MovableClock(NOW, running=False))
    made.seed([Row("Ada Brandt"), Row("Ravi Menon", tz="Asia/Kolkata")])
    return made


@pytest.fixture
def ada(workspace):
    return Reader(workspace, workspace.person("Ada Brandt").id)


@pytest.fixture
def ravi(workspace):
    return Reader(workspace, workspace.person("Ravi Menon").id)


class Parsed(HTMLParser):
    """HTML as a browser would take it: its text, tags, attributes."""

    def __init__(self, html: object) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "br":
            self.text += "\n"
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, "tags must be closed in the order they were opened"

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError("a comment came through")

    def handle_decl(self, decl):
        raise AssertionError("a declaration came through")

    def check_harmless(self):
        assert not self.open
        assert set(self.tags) <= TAGS
        assert {name for name, _ in self.attributes} <= ATTRIBUTES
        for name, value in self.attributes:
            if name == "href":
                assert value.lower().startswith(("http://", "https://", "mailto:", "tel:"))
            if name == "style":
                assert value.startswith("background:#")
                assert all(c in "0123456789abcdefABCDEF" for c in value[12:])
