"""Fetches a calendar from an address that a person gave.

Such an address is the person's secret and nobody's word: it could name a machine in our own
network, send us on to one, or answer with more than we can hold. Hence https on port 443 alone,
public addresses alone (handlers.calendars.addresses), every redirect looked at anew, five
megabytes, thirty seconds, no cookies, no password, no proxy. Neither the address nor what a server
says is ever logged or repeated in an error.
"""

from __future__ import annotations

import asyncio
import errno
import ssl
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from yarl import URL

from handlers.calendars.addresses import Guard

PORT = 443
MOST_BYTES = 5 * 2**20  # of a calendar, unpacked
MOST_REDIRECTS = 5
SECONDS = 30.0  # for all of it, redirects included
TIMEOUT = aiohttp.ClientTimeout(total=SECONDS, connect=10, sock_connect=5, sock_read=15)
AT_ONCE = 8  # connections of one worker
REDIRECTS = frozenset({301, 302, 303, 307, 308})
KINDS = frozenset(
    {"", "text/calendar", "text/plain", "application/octet-stream", "application/ics"}
    | {"text/x-vcalendar", "binary/octet-stream"}
)
GZIP = 16 + zlib.MAX_WBITS  # zlib's number for gzip's frame
HEADERS = {
    "Accept": "text/calendar, text/plain;q=0.5",
    "Accept-Encoding": "gzip",
    "User-Agent": "Muster (reads absence from calendars)",
}


class CannotReadError(Exception):
    """`code`: one of bot.calendars.rules.PROBLEMS. `wait`: what the server asked for."""

    def __init__(self, code: str, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Document:
    """`content` None: it is what it was. `etag`, `modified`: what to ask with the next time."""

    content: bytes | None
    etag: str = ""
    modified: str = ""


class Fetcher:
    """One worker's way out. Made anywhere; used and closed in one event loop."""

    def __init__(
        self, guard: Guard | None = None, *, port: int = PORT, tls: ssl.SSLContext | None = None
    ) -> None:
        """The parameters are for tests, whose servers are on loopback."""
        self._guard = guard or Guard()
        self._port = port
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, address: str, etag: str = "", modified: str = "") -> Document:
        """Raises CannotReadError, and nothing else."""
        asked = {"If-None-Match": etag} if etag else {}
        asked |= {"If-Modified-Since": modified} if modified else {}
        try:
            async with asyncio.timeout(SECONDS):
                return await self._follow(URL(address, encoded=address.isascii()), asked)
        except (TimeoutError, OSError, aiohttp.ClientError) as error:
            raise CannotReadError(_code_of(error)) from None
        except ValueError:  # no address, or a header that is none
            raise CannotReadError("address") from None

    async def _follow(self, url: URL, asked: dict[str, str]) -> Document:
        for _ in range(MOST_REDIRECTS + 1):
            self._check(url)
            session = self._open()
            async with session.get(url, headers=asked, allow_redirects=False) as answer:
                if answer.status not in REDIRECTS:
                    return await _document(answer)
                where = answer.headers.get("Location", "")
            url = url.join(URL(where, encoded=where.isascii()))
        raise CannotReadError("server")

    def _check(self, url: URL) -> None:
        """Raises CannotReadError for an address that is not asked at all."""
        if url.scheme != "https" or not url.host or url.user is not None or url.password:
            raise CannotReadError("address")
        if url.port != self._port:
            raise CannotReadError("address")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=self._guard.resolver,
                socket_factory=self._guard.open,
                use_dns_cache=False,
                force_close=True,  # each connection is one that was looked at
                limit=AT_ONCE,
                ssl=self._tls or True,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=TIMEOUT,
                headers=HEADERS,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,  # unpacked here, where it is counted
                trust_env=False,  # neither a proxy, which would connect for us, nor a .netrc
            )
        return self._session


def _code_of(error: Exception) -> str:
    if isinstance(error, aiohttp.InvalidURL):
        return "address"
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    forbidden = isinstance(cause, OSError) and cause.errno == errno.EACCES
    return "address" if forbidden else "unreachable"


async def _document(answer: aiohttp.ClientResponse) -> Document:
    etag = answer.headers.get("ETag", "")[:300]
    modified = answer.headers.get("Last-Modified", "")[:100]
    if answer.status == 304:
        return Document(None, etag, modified)
    if answer.status != 200:
        raise CannotReadError(_status(answer.status), _retry_after(answer))
    if answer.content_type not in KINDS and "Content-Type" in answer.headers:
        raise CannotReadError("no_calendar")
    content = await _content(answer)
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        raise CannotReadError("no_calendar")
    return Document(content, etag, modified)


def _status(status: int) -> str:
    if status in (401, 403, 407):
        return "refused"
    return "missing" if status in (404, 410) else "server"


def _retry_after(answer: aiohttp.ClientResponse) -> timedelta | None:
    """As seconds or as a date (RFC 9110, 10.2.3)."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdecimal():
        return timedelta(seconds=min(int(said[:9]), 10**7))
    try:
        at = parsedate_to_datetime(said)
        sent = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (ValueError, OverflowError):  # a year, or a zone, that no clock can count
        return None
    pause = _utc(at) - _utc(sent)
    return pause if pause > timedelta() else None


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


async def _content(answer: aiohttp.ClientResponse) -> bytes:
    """Raises CannotReadError for more than fits, packed or unpacked."""
    if (answer.content_length or 0) > MOST_BYTES:
        raise CannotReadError("too_large")
    packing = answer.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise CannotReadError("server")  # we asked for gzip
    unpack = zlib.decompressobj(GZIP) if "gzip" in packing else None
    content, packed = bytearray(), 0
    async for chunk in answer.content.iter_chunked(2**16):
        packed += len(chunk)
        if packed > MOST_BYTES:  # also what stands behind gzip's end: zlib would keep all of it
            raise CannotReadError("too_large")
        # one byte beyond what fits is asked for, and nothing behind it unpacked
        room = MOST_BYTES + 1 - len(content)
        try:
            content += unpack.decompress(chunk, room) if unpack else chunk
        except zlib.error:
            raise CannotReadError("unreadable") from None
        if len(content) > MOST_BYTES:
            raise CannotReadError("too_large")
    return bytes(content)
