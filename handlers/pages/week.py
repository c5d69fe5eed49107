"""GET /week/{token}: the roster of a week, for a browser, a phone and a sheet of paper."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from pathlib import Path

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.picture.usecases import open_page
from bot.picture.words.page import Sheet
from bot.ports.outside import Clock
from bot.ports.store import Store
from handlers.pages.links import Links

log = structlog.get_logger()

_HERE = Path(__file__).parent
_STYLE = (_HERE / "week.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# Nothing but the page itself and its one style sheet, which stands in it.
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store, private",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def keep_together(text: str) -> str:
    """A time and an amount each on one line."""
    tied = re.sub(r"(?<=\d) (?=(?:h|min|people)\b)", "\u00a0", text)
    return re.sub(r"(?<=\d)–(?=\d)", "\u2060–\u2060", tied)


_PAGES = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["kept"] = keep_together
_PAGES.globals["style"] = Markup(_STYLE)  # noqa: S704  # ours, not people's
AT_ONCE = 2  # pages that are made: who chats does not wait for somebody who opens one over and over
ASK_AGAIN = "Ask Muster for a new one: write “who week” to it, and choose “Page to print”."


class WeekPage:
    """handlers.web.Endpoint. Who has the link needs no name and no password."""

    def __init__(self, store: Store, clock: Clock, links: Links) -> None:
        self._store = store
        self._clock = clock
        self._links = links
        self._places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, request: Request) -> Response:
        """200 with the page, 404 for what was not signed, 410 for what is past its time."""
        token = str(request.path_params.get("token", ""))
        query = request.query_params
        duties, own = query.get("by") == "duty", query.get("clock") == "mine"
        async with self._places:
            return await run_in_threadpool(self.answer, token, duties=duties, own_clock=own)

    def answer(self, token: str, *, duties: bool = False, own_clock: bool = False) -> Response:
        """The same, in a worker thread."""
        link, now = self._links.read_week(token), self._clock.now()
        if link is None:
            return _no("This link does not work.", 404)
        if link.until <= now:
            return _no("This link has had its time.", 410)
        try:
            with self._store.read(link.task_force_id) as tx:
                sheet = open_page(
                    tx, link.member_id, link.week, now, duties=duties, own_clock=own_clock
                )
        except LookupError:  # the task force is gone
            sheet = None
        except Exception:
            log.exception("A page could not be made.", action="page.failed")
            return _no("The page could not be made just now.", 503, "Please try again in a while.")
        if sheet is None:
            return _no("This link does not work any more.", 404)
        return _page(sheet)


def _page(sheet: Sheet) -> Response:
    html = _PAGES.get_template("week.html").render(sheet=sheet)
    return HTMLResponse(html, 200, HEADERS)


def _no(title: str, status: int, instead: str = ASK_AGAIN) -> Response:
    html = _PAGES.get_template("no.html").render(title=title, instead=instead)
    return HTMLResponse(html, status, HEADERS)
