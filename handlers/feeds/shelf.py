"""Feeds that were made lately, ready to be handed out again.

A feed is made anew once something in its task force has changed, or an hour has passed. One that
took long is handed out for a while longer, so that making it never takes more than a twentieth of
the time, however many calendars ask and however much is claimed meanwhile.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.feeds.usecases import Version

MOST_BYTES = 48 * 1024 * 1024  # of all that is kept, packed
LONG = 0.25  # seconds of making, from which on a feed is handed out for longer
PATIENCE = 20  # times as long as it took
LOCKS = 64


@dataclass(frozen=True, slots=True)
class Page:
    """A feed as it goes out. `tag`: the same wherever and whenever its text is the same."""

    packed: bytes  # by gzip
    size: int  # unpacked
    tag: str


@dataclass(frozen=True, slots=True)
class _Kept:
    version: Version
    page: Page
    until: float  # on time.monotonic's clock: so long it does not matter what has changed

    def is_good(self, version: Version, now: float) -> bool:
        """What it may show of people matters at once."""
        if self.version == version:
            return True
        return now < self.until and self.version.names == version.names


def make_page(text: bytes) -> Page:
    # level 6 packs a roster to a twelfth; no time in it: the same text gives the same bytes
    return Page(gzip.compress(text, 6, mtime=0), len(text), hashlib.sha256(text).hexdigest()[:32])


class Shelf:
    """Used from several threads: of those who ask for the same at once, one makes it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()
        self._making = tuple(threading.Lock() for _ in range(LOCKS))

    def page(
        self, key: Hashable, version: Version, make: Callable[[], tuple[Version, bytes]]
    ) -> Page:
        """The page under this key, from `make` unless one is kept that is good still."""
        found = self._find(key, version)
        if found is None:
            with self._making[hash(key) % LOCKS]:
                found = self._find(key, version) or self._make(key, make)
        return found

    def _find(self, key: Hashable, version: Version) -> Page | None:
        with self._guard:
            kept = self._kept.get(key)
            if kept is None or not kept.is_good(version, time.monotonic()):
                return None
            self._kept.move_to_end(key)
            return kept.page

    def _make(self, key: Hashable, make: Callable[[], tuple[Version, bytes]]) -> Page:
        began = time.monotonic()
        version, text = make()
        page, now = make_page(text), time.monotonic()
        took = now - began
        until = now + (took * PATIENCE if took > LONG else 0)
        with self._guard:
            old = self._kept.pop(key, None)
            self._bytes += len(page.packed) - (len(old.page.packed) if old else 0)
            self._kept[key] = _Kept(version, page, until)
            while self._bytes > self._most and len(self._kept) > 1:
                _key, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone.page.packed)
        return page
