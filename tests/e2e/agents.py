"""Muster in Slack and in Microsoft's Agents Playground, run in a thread beside Playwright."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from bot.operating import playing
from bot.operating.playing_teams import beside, make_place
from handlers.playground.agents import AgentsPlayground
from handlers.playground.clock import MovableClock
from handlers.playground.person import Person
from handlers.playground.server import Playground
from tests.unhurried import PATIENT

PATIENCE = 150.0  # seconds for one thing to be done, on a busy machine
JOURNEY = 240.0  # seconds that a week may take to be lived through


class Beside:
    """The task force in both; time stands still until it is moved."""

    stage: playing.Stage
    agents: AgentsPlayground

    def __init__(self, database_url: str, start: datetime) -> None:
        self._url = database_url
        self._clock = MovableClock(start, running=False)
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def start(self) -> None:
        self._thread.start()
        self.do(self._open(), JOURNEY)

    def close(self) -> None:
        try:
            self.do(self._stack.aclose(), JOURNEY)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    async def _open(self) -> None:
        people = playing.company()
        playground = Playground(
            self._clock,
            playing.ROOT / "manifest.yml",
            people=people,
            name=playing.NAME,
            patience=PATIENT,
        )
        enter = self._stack.enter_async_context
        await enter(playground)
        self.stage = await enter(playing.set_up(self._url, self._clock, playground, teams="open"))
        place = make_place(playing.NAME, people)
        self.agents = await enter(beside(self.stage.muster, place, free_port()))

    def do(self, doing: Coroutine[Any, Any, Any], seconds: float = PATIENCE) -> Any:
        """Have it done in the thread; its result."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(seconds)

    def settle(self) -> None:
        self.do(self.stage.settle())

    def until(self, instant: datetime) -> None:
        """Live on until then."""
        self.do(self.stage.travel(instant), JOURNEY)

    def in_slack(self, name: str) -> Person:
        return self.stage.playground.person(name)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ---- the page, as a person would look for things -------------------------------------------------


@contextmanager
def looking(chromium: Browser, url: str) -> Iterator[Page]:
    """The page before a person; what it wants from elsewhere (fonts) it does not get."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000}, locale="en-GB")
    context.route(re.compile("^https://"), lambda route: route.abort())
    try:
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.goto(url)
        yield page
    finally:
        context.close()


def go(page: Page, place: str) -> None:
    """To a chat or channel of the list at the side."""
    page.get_by_role("treeitem", name=place).click()


def say(page: Page, words: str) -> None:
    """In the personal chat."""
    box = page.get_by_role("textbox").first
    box.click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def post(page: Page, words: str) -> None:
    """In a channel, to Muster: its name is chosen from the list that the sign brings up."""
    page.get_by_role("textbox").first.click()
    page.keyboard.type("@")
    page.get_by_role("menuitem", name="Muster").click()
    page.keyboard.type(" " + words)
    page.get_by_role("button", name="Post", exact=True).click()


def cards(page: Page) -> Locator:
    """The cards in the open chat; in a chat the last one is the newest."""
    return page.locator(".ac-adaptiveCard")


def card(page: Page, *words: str) -> Locator:
    """The newest card with these words; waits for it."""
    found = cards(page)
    for one in words:
        found = found.filter(has_text=one)
    expect(found.last).to_be_visible(timeout=PATIENCE * 1000)
    return found.last


def keep(page: Page, folder: Path, name: str) -> None:
    """A picture, for whoever wants to look."""
    page.screenshot(path=folder / f"{name}.png")
