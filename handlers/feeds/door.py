"""GET and HEAD /feeds/TOKEN.ics, and the step from a chat's button into Apple's calendar.

Who knows the address reads the feed: it is a secret that stands in no log, and that an answer
tells nobody further (no referrer, no robot, no shared cache). What is not there, was ended, or is
no address at all gets one and the same answer, for the same work.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bot.feeds.rules import Calendar, digest_of
from bot.feeds.usecases import Version, compose, find_feed, load_version, note_reading
from bot.ports.feeds import Feed, FeedKind
from bot.ports.outside import Clock
from bot.ports.store import Store
from handlers.feeds.guard import Guard
from handlers.feeds.shelf import Page, Shelf
from handlers.web import Endpoint

FRESH_SECONDS = 300  # so long a calendar need not ask again
WORKERS = 2  # feeds that are made at once: who chats does not wait for them
_QUIET = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}
_LIKELY = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
_TAGS = re.compile(r'(?:W/)?"([^"]*)"')
log = structlog.get_logger()


class FeedDoor:
    """The pages of a web process by which calendars read the roster."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        address: Callable[[], str],
        render: Callable[[Calendar, str], bytes],
    ) -> None:
        """`address`: where this server is reached, once it listens.

        `render`: handlers.feeds.calendar's, whose library may be imported by the first feed.
        """
        self._render = render
        self._store = store
        self._clock = clock
        self._address = address
        self._guard = Guard()
        self._shelf = Shelf()
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="feeds")

    def pages(self) -> Mapping[str, Endpoint]:
        """By path, for handlers.web."""
        return {
            "/feeds/{token}.ics": _Page(self.read),
            "/feeds/{token}/apple": _Page(self.to_apple),
        }

    async def read(self, request: Request) -> Response:
        """200, 304, 404, 429, or 503 while something is wrong here, such as the database."""
        token: str = request.path_params["token"]
        address = request.client.host if request.client else ""
        digest, now = digest_of(token), self._clock.now()
        if seconds := self._guard.wait(address, digest, now):
            return _say("Too often.", 429, {"Retry-After": str(seconds)})
        loop = asyncio.get_running_loop()
        try:
            page = await loop.run_in_executor(self._workers, self._look, token, now)
        except Exception:
            log.exception("A feed could not be read.", action="feed_failed")
            return _say("Try again.", 503, {"Retry-After": "60"})
        self._guard.note(address, digest, now, found=page is not None)
        return _say("Not found.", 404) if page is None else _answer(request, page)

    async def to_apple(self, request: Request) -> Response:
        """Chats lead to https alone. Nothing is looked up: whether it is there shows afterwards."""
        token: str = request.path_params["token"]
        if not _LIKELY.fullmatch(token):
            return _say("Not found.", 404)
        here = self._address().partition("://")[2]
        to = f"webcal://{here}/feeds/{token}.ics"
        return RedirectResponse(to, 302, {**_QUIET, "Cache-Control": "no-store"})

    def close(self) -> None:
        """What is being made is made; nothing is begun."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    # ---- in a worker thread -----------------------------------------------------------------

    def _look(self, token: str, now: datetime) -> Page | None:
        """None: there is no such feed."""
        found = find_feed(self._store, token)
        if found is None:
            return None
        task_force_id, feed = found
        note_reading(self._store, task_force_id, feed, now)
        version = load_version(self._store, task_force_id, now)

        def make() -> tuple[Version, bytes]:
            made, calendar = compose(self._store, task_force_id, feed, now)
            return made, self._render(calendar, urlsplit(self._address()).hostname or "muster")

        return self._shelf.page(_key(task_force_id, feed), version, make)


class _Page:
    """handlers.web.Endpoint."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer

    async def __call__(self, request: Request) -> Response:
        return await self._answer(request)


def _key(task_force_id: int, feed: Feed) -> tuple[int, str, int]:
    """A duty's feed, and that of all, is the same for everybody who has one."""
    about = feed.member_id if feed.kind is FeedKind.MINE else feed.duty_id or 0
    return task_force_id, feed.kind.value, about


def _answer(request: Request, page: Page) -> Response:
    headers = {
        **_QUIET,
        "ETag": f'W/"{page.tag}"',  # weak: packed or not, it says the same
        "Cache-Control": f"private, max-age={FRESH_SECONDS}",
    }
    if _has(request.headers.get("if-none-match", ""), page.tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = "text/calendar; charset=utf-8"
    headers["Content-Disposition"] = 'inline; filename="muster.ics"'
    if _takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(page.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(page.packed), headers=headers)


def _has(asked: str, tag: str) -> bool:
    return asked.strip() == "*" or tag in _TAGS.findall(asked[:2000])


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _say(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    quiet = {**_QUIET, "Cache-Control": "no-store", **(headers or {})}
    return PlainTextResponse(f"{text}\n", status, quiet)
