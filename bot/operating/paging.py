"""The pages that browsers open, and the links to them: only with an address and a key to sign.

Without a key the libraries that make them are not even imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.operating.keys import key_for
from bot.ports.outside import Clock
from bot.ports.store import Store
from bot.settings import Settings
from handlers.web import Endpoint

if TYPE_CHECKING:
    from handlers.pages.links import Links

PURPOSE = "pages"


def open_links(settings: Settings, public_url: Callable[[], str]) -> Links | None:
    """None without a key: then there are no pages."""
    key = key_for(settings, PURPOSE)
    if key is None:
        return None
    from handlers.pages.links import Links

    return Links(key, public_url)


def pages_of(links: Links | None, store: Store, clock: Clock) -> dict[str, Endpoint]:
    """Who answers, by path."""
    if links is None:
        return {}
    from handlers.pages.links import WEEK_PATH
    from handlers.pages.week import WeekPage

    return {WEEK_PATH: WeekPage(store, clock, links)}
