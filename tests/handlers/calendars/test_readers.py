"""A worker reads what is due: over https, each once, and without a word of it in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import DeliveryFailed, Outcome
from bot.model import Workspace
from bot.operating.sealing import FernetSealer
from bot.ports.calendars import Source, SourceKind
from bot.ports.outside import Profile, Status
from handlers.calendars.fetching import CannotReadError
from handlers.calendars.parsing import parse_apart
from handlers.calendars.readers import Readers
from tests.bot.calendars.documents import days, document
from tests.bot.calendars.stage import (
    SEALER,
    aways,
    cards,
    hear,
    last,
    opt_in,
    second_workspace,
    sources,
)
from tests.bot.company import Company, company_copied, found_company
from tests.handlers.calendars.servers import Server, says, serving

SECRET = "private-8f3a"
VACATION = document(days("a", "Urlaub auf Mallorca", "20261204", "20261208"))


@pytest.fixture(scope="session")
def company_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company") / "muster.db"
    found_company(f"sqlite:///{path}")
    return path


@pytest.fixture
def company(company_file: Path, tmp_path: Path) -> Iterator[Company]:
    with company_copied(company_file, tmp_path) as company:
        company.say("ada", "home")
        company.bot = replace(company.bot, sealer=SEALER)
        yield company


def add(company: Company, url: str, *, always: bool = False) -> int:
    now = company.clock.now()
    source = Source(
        0, company.ids["ada"], SourceKind.ADDRESS, "h", SEALER.seal(url), always, now, now
    )
    with company.write() as tx:
        return tx.calendars.add(source)


async def sweep(company: Company, server: Server, *others: Readers) -> int:
    readers = Readers(company.bot, {}, server.fetcher(), lambda: 0.5)
    try:
        return sum(await asyncio.gather(*(one.sweep() for one in (readers, *others))))
    finally:
        await readers.stop()


async def test_a_calendar_is_read_from_end_to_end(company: Company, tmp_path: Path):
    async with serving(tmp_path, says(VACATION, ETag='"1"')) as server:
        add(company, server.url(f"/{SECRET}/basic.ics"))
        assert await sweep(company, server) == 1
        assert last(company).title == (
            "Your calendar says away Fri 4 – Mon 7 Dec 2026. Shall I note it?"
        )
        assert await sweep(company, server) == 0, "it is not due again before two hours are over"
        company.clock.forward(hours=2)
        server.answer = says(status="304 Not Modified", kind="")
        assert await sweep(company, server) == 1
        assert 'If-None-Match: "1"' in server.asked[-1]
        company.clock.forward(hours=21)
        server.answer = says(VACATION)
        await sweep(company, server)
        assert "If-None-Match" not in server.asked[-1], "other days have come into view"
    assert len(cards(company)) == 1


async def test_two_workers_share_the_work(company: Company, tmp_path: Path):
    async with serving(tmp_path, says(VACATION)) as server:
        add(company, server.url())
        others = [Readers(company.bot, {}, server.fetcher(), lambda: 0.5) for _ in range(3)]
        assert await sweep(company, server, *others) == 1
        for other in others:
            await other.stop()
        assert server.connections == 1


async def test_nothing_secret_is_logged(
    company: Company, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd
):
    caplog.set_level(logging.DEBUG)
    async with serving(tmp_path, says(VACATION)) as server:
        add(company, server.url(f"/{SECRET}/basic.ics"), always=True)
        await sweep(company, server)
        assert len(aways(company)) == 1
        for answer in (says(status="500 Oh"), says(b"BEGIN:VCALENDAR\r\nMallorca"), says(b"x")):
            server.answer = answer
            company.clock.forward(days=2)
            await sweep(company, server)
    heard = caplog.text + "".join(capfd.readouterr())
    assert "calendar.unread" in heard
    for private in (SECRET, "Mallorca", "calendar.example", "basic.ics"):
        assert private not in heard


async def test_a_failure_that_nobody_foresaw_is_logged_without_its_words(
    company: Company, tmp_path: Path, capfd
):
    class Broken:
        async def fetch(self, address: str, etag: str, modified: str):
            raise RuntimeError(f"cannot read {address}")

        async def close(self) -> None:
            pass

    add(company, f"https://calendar.example/{SECRET}")
    readers = Readers(company.bot, {}, Broken())
    assert await readers.sweep() == 0
    await readers.stop()
    said = capfd.readouterr().out
    assert "RuntimeError" in said
    assert SECRET not in said


async def test_with_another_secret_it_is_not_opened(company: Company, tmp_path: Path):
    async with serving(tmp_path, says(VACATION)) as server:
        add(company, server.url())
        company.bot = replace(company.bot, sealer=FernetSealer(b"x" * 32))
        await sweep(company, server)
        assert (sources(company)[0].problem, server.connections) == ("sealed", 0)


class _Workspace:
    """A messenger that knows one user's status."""

    def __init__(self, status: Status | None, *, fails: bool = False) -> None:
        self.status = status
        self.fails = fails

    async def profile(self, workspace: object, user: str) -> Profile:
        if self.fails:
            raise DeliveryFailed(Outcome.LATER, "away")
        return Profile(user, "Ada", None, "", status=self.status)


@pytest.mark.parametrize(
    ("messenger", "problem", "asked"),
    [
        (_Workspace(Status("palm_tree", "Vacationing")), "", 1),
        (_Workspace(Status("", "")), "", 0),
        (_Workspace(None), "unlinked", 0),
        (_Workspace(None, fails=True), "unreachable", 0),
    ],
)
async def test_a_status_is_looked_up(
    company: Company, messenger: _Workspace, problem: str, asked: int
):
    now = company.clock.now()
    with company.write() as tx:
        tx.calendars.add(Source(0, company.ids["ada"], SourceKind.STATUS, "", "", False, now, now))
    readers = Readers(company.bot, {"slack": messenger})
    assert await readers.sweep() == 1
    await readers.stop()
    assert sources(company)[0].problem == problem
    assert len(cards(company)) == asked


class _Workspaces:
    """A messenger that knows what one user says in each of their places."""

    def __init__(self, statuses: dict[int, Status]) -> None:
        self.statuses = statuses

    async def profile(self, workspace: Workspace, user: str) -> Profile:
        return Profile(user, "Ada", None, "", status=self.statuses[workspace.id])


async def test_a_status_is_looked_up_wherever_the_member_is_linked(company: Company):
    here, there = company.workspace.id, second_workspace(company)
    opt_in(company, address="", status="follow", mode="always")
    silent, ill = Status("", ""), Status("face_with_thermometer", "Out sick")
    messenger = _Workspaces({here: silent, there: ill})
    readers = Readers(company.bot, {"slack": messenger})
    await readers.sweep()
    assert len(aways(company)) == 1
    messenger.statuses = {here: silent, there: silent}
    hear(company, "", "", None)  # something else of her profile here has changed
    assert len(aways(company)) == 1, "what is said elsewhere is looked at first"
    assert sources(company)[0].due_at == company.clock.now()
    await readers.sweep()
    await readers.stop()
    assert aways(company) == []


# ---- documents that nobody should have to read ---------------------------------------------------


async def read_apart(text: bytes):
    from datetime import UTC, datetime

    since, until = datetime(2026, 11, 23, tzinfo=UTC), datetime(2027, 2, 15, tzinfo=UTC)
    return await parse_apart(text, "Europe/Berlin", since, until)


async def test_a_document_is_read_by_another_process():
    found = await read_apart(VACATION)
    [seen] = found.events
    assert "Mallorca" not in repr(seen)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"\x00" * 1000,
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000,
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"\r\n" * 100_000,
    ],
)
async def test_what_is_no_calendar_is_unreadable(hostile: bytes):
    with pytest.raises(CannotReadError) as error:
        await read_apart(hostile)
    assert error.value.code == "unreadable"


async def test_what_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch):
    from handlers.calendars import parsing

    monkeypatch.setattr(parsing, "SECONDS", 1.0)
    rules = [days(f"{n}", "OOO", "19000101", "19000102", "RRULE:FREQ=DAILY") for n in range(3000)]
    with pytest.raises(CannotReadError) as error:
        await read_apart(document(rules))
    assert error.value.code == "unreadable"
