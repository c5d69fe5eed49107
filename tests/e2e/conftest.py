"""A real Chromium before a real playground.

The playground runs in a process of its own (`python -m tests.e2e.sample_playground`, or the
product's own `python -m bot playground`): NiceGUI is one per process.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import browser
from tests.unhurried import unhurried

__all__ = ["unhurried"]

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 90_000  # milliseconds: a busy machine is no reason to fail
expect.set_options(timeout=PATIENCE)
WIDE, PHONE = (1400, 900), (390, 844)
# A headless browser of a test's own: no sandbox as root, nothing called home by itself
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed after each file: Playwright's loop must be gone before asynchronous tests run."""
    path = browser.find_chromium()
    if path is None:
        if browser.required():
            pytest.fail("Chromium is missing: `make system` installs it.")
        pytest.skip("Chromium is not on this machine: `make e2e` installs it.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def running(*command: str) -> Iterator[str]:
    """The address that the command prints; it is ended afterwards, and must not have complained."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines = iter(process.stdout.readline, "")
        found = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in lines)
        url = next((match[0] for match in found if match), None)
        yield url or pytest.fail(f"it did not start: {process.stderr.read()}")
    finally:
        process.terminate()
        _, complaints = process.communicate()
    assert "Traceback" not in complaints, complaints


@pytest.fixture
def address() -> Iterator[str]:
    """A playground with four people and the sample app, on Monday 23 November 2026, 09:05."""
    with running("tests.e2e.sample_playground") as url:
        yield url


class Visitor:
    """Someone before the page. What the page must never do is checked when they leave."""

    def __init__(self, chromium: Browser, url: str, size: tuple[int, int], scheme: str) -> None:
        self.context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="en-GB"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("websocket", self._asked)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._said)
        self.page.goto(url)

    def _asked(self, request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in {"data", "blob"} and where.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def _said(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def leave(self) -> None:
        self.context.close()
        assert not self.outside, "nothing is loaded from outside this machine"
        assert not self.errors, "the browser has nothing to complain about"


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator:
    """Open the page: `visit(size=PHONE, scheme="dark", query="?…")` gives Playwright's page."""
    visitors: list[Visitor] = []

    def open_page(size=WIDE, scheme="light", query="") -> Page:
        visitors.append(Visitor(chromium, f"{address}/{query}", size, scheme))
        return visitors[-1].page

    yield open_page
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def page(visit) -> Page:
    return visit()
