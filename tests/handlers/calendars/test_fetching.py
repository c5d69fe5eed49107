"""However much a server sends, and whatever: no more than fits is held, and it is told apart."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from handlers.calendars import fetching
from handlers.calendars.fetching import MOST_BYTES, CannotReadError
from tests.bot.calendars.documents import days, document
from tests.handlers.calendars.servers import Server, Writer, refused, says, serving

GOOD = document(days("a", "Vacation", "20261204", "20261208"))


async def test_a_calendar_is_fetched(tmp_path: Path):
    async with serving(tmp_path, says(GOOD, ETag='"1"', Last_Modified="yesterday")) as server:
        fetcher = server.fetcher()
        found = await fetcher.fetch(server.url("/a%40b/basic.ics?key=%2F"))
        await fetcher.close()
    assert (found.content, found.etag, found.modified) == (GOOD, '"1"', "yesterday")
    assert server.asked[0].startswith("GET /a%40b/basic.ics?key=%2F HTTP/1.1\r\n")


async def test_what_is_unchanged_is_not_sent_again(tmp_path: Path):
    async with serving(tmp_path, says(status="304 Not Modified", kind="")) as server:
        fetcher = server.fetcher()
        found = await fetcher.fetch(server.url(), '"1"', "yesterday")
        await fetcher.close()
    assert found.content is None
    assert 'If-None-Match: "1"' in server.asked[0]
    assert "If-Modified-Since: yesterday" in server.asked[0]


async def test_packed_ones_are_unpacked(tmp_path: Path):
    packed = gzip.compress(GOOD)
    async with serving(tmp_path, says(packed, Content_Encoding="gzip")) as server:
        fetcher = server.fetcher()
        found = await fetcher.fetch(server.url())
        await fetcher.close()
    assert found.content == GOOD


async def test_ten_gigabytes_are_not_begun(tmp_path: Path):
    async with serving(tmp_path, says(b"BEGIN", Content_Length=str(10 * 2**30))) as server:
        assert await refused(server.fetcher(), server.url()) == "too_large"


async def test_an_endless_body_is_broken_off(tmp_path: Path):
    sent = 0

    async def endless(writer: Writer) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n")
        while sent < 20 * MOST_BYTES:
            writer.write(b"X" * 2**16)
            sent += 2**16
            await writer.drain()

    async with serving(tmp_path, endless) as server:
        assert await refused(server.fetcher(), server.url()) == "too_large"
    assert sent < 3 * MOST_BYTES


async def test_a_zip_bomb_is_not_unpacked(tmp_path: Path):
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    bomb = packer.compress(b"BEGIN:VCALENDAR\r\n")
    for _ in range(64):
        bomb += packer.compress(b"\0" * 2**20)
    bomb += packer.flush()
    assert len(bomb) < 2**17
    async with serving(tmp_path, says(bomb, Content_Encoding="gzip")) as server:
        assert await refused(server.fetcher(), server.url()) == "too_large"


async def test_what_stands_behind_the_end_of_a_packed_one_is_not_kept(tmp_path: Path):
    async def trailing(writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n")
        writer.write(b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(GOOD))
        for _ in range(2 * MOST_BYTES // 2**16):
            writer.write(b"\0" * 2**16)
            await writer.drain()

    async with serving(tmp_path, trailing) as server:
        assert await refused(server.fetcher(), server.url()) == "too_large"


@pytest.mark.parametrize("packing", ["br", "deflate", "gzip, gzip", "zstd"])
async def test_other_packings_are_not_unpacked(tmp_path: Path, packing: str):
    async with serving(tmp_path, says(GOOD, Content_Encoding=packing)) as server:
        assert await refused(server.fetcher(), server.url()) in ("server", "unreadable")


async def test_a_server_that_drips_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import asyncio

    monkeypatch.setattr(fetching, "SECONDS", 0.3)

    async def drip(writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n")
        while True:
            writer.write(b"B")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with serving(tmp_path, drip) as server:
        assert await refused(server.fetcher(), server.url()) == "unreachable"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(b"<html>", kind="text/html"), "no_calendar"),
        (says(b"<html>"), "no_calendar"),
        (says(b""), "no_calendar"),
        (says(b"\xff\xd8\xff", kind="image/jpeg"), "no_calendar"),
        (says(status="401 No"), "refused"),
        (says(status="403 No"), "refused"),
        (says(status="404 No"), "missing"),
        (says(status="410 Gone"), "missing"),
        (says(status="500 Oh"), "server"),
        (says(status="206 Partial"), "server"),
        (says(b"not packed", Content_Encoding="gzip"), "unreadable"),
    ],
)
async def test_other_answers_are_told_apart(tmp_path: Path, answer: object, code: str):
    async with serving(tmp_path, answer) as server:
        assert await refused(server.fetcher(), server.url()) == code


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 999999 ?\r\n\r\n",
        b"SSH-2.0-hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\nContent-Length: 99\r\n\r\nBEGIN",
        b"",
    ],
)
async def test_broken_answers_are_only_unreadable(tmp_path: Path, raw: bytes):
    async def answer(writer: Writer) -> None:
        writer.write(raw)

    async with serving(tmp_path, answer) as server:
        assert await refused(server.fetcher(), server.url()) in (
            "unreachable",
            "server",
            "no_calendar",
            "address",
        )


async def test_a_wrong_certificate_is_no_certificate(tmp_path: Path):
    async with serving(tmp_path, says(GOOD)) as server:
        stranger = Server(server.port, _other(tmp_path), server.answer)
        assert await refused(stranger.fetcher(), server.url()) == "unreachable"


def _other(folder: Path):
    from tests.handlers.calendars.servers import certificate

    (folder / "other").mkdir()
    return certificate(folder / "other")[1]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("9999999999", 10**7),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("Mon, 16 Nov 99999999999999999999 13:32:02 GMT", None),
        ("Mon, 16 Nov 2026 13:32:02 +99999999999999999999", None),
    ],
)
async def test_a_server_may_ask_to_wait(tmp_path: Path, said: str, seconds: int | None):
    async with serving(tmp_path, says(status="429 Slow down", Retry_After=said)) as server:
        fetcher = server.fetcher()
        with pytest.raises(CannotReadError) as error:
            await fetcher.fetch(server.url())
        await fetcher.close()
    assert (error.value.wait.total_seconds() if error.value.wait else None) == seconds


async def test_a_proxy_of_the_environment_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with serving(tmp_path, says(GOOD)) as server:
        fetcher = server.fetcher()
        assert (await fetcher.fetch(server.url())).content == GOOD
        await fetcher.close()
