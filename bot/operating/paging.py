"""The pages that browsers open, and the links to them: only with an address and a key to sign."""

from __future__ import annotations

from collections.abc import Callable

from bot.operating.keys import key_for
from bot.ports.outside import Clock
from bot.ports.store import Store
from bot.settings import Settings
from handlers.pages.links import WEEK_PATH, Links
from handlers.pages.week import WeekPage
from handlers.web import Endpoint

PURPOSE = "pages"


def open_links(settings: Settings, public_url: Callable[[], str]) -> Links | None:
    """None without a key: then there are no pages."""
    key = key_for(settings, PURPOSE)
    return Links(key, public_url) if key else None


def pages_of(links: Links | None, store: Store, clock: Clock) -> dict[str, Endpoint]:
    """Who answers, by path."""
    return {WEEK_PATH: WeekPage(store, clock, links)} if links else {}
