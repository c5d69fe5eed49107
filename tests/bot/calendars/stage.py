"""A member who has given a calendar's address, and readings of it without the network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import text as sql

from bot.calendars.parsing import parse
from bot.calendars.requests import OpenCalendarForm
from bot.calendars.rules import AHEAD
from bot.calendars.usecases import (
    CALENDAR,
    Failed,
    Outcome,
    Read,
    begin_reading,
    end_reading,
    status_heard,
)
from bot.cards import Card, Reply
from bot.model import Away, Identity
from bot.operating.sealing import FernetSealer
from bot.ports.calendars import Source
from bot.ports.outside import Status
from tests.bot.calendars.documents import days, document
from tests.bot.company import EVER, Company

VACATION = days("a", "Urlaub auf Mallorca", "20261204", "20261208")
LATER = days("a", "Urlaub auf Mallorca", "20261205", "20261209")
OTHER = days("b", "Vacation", "20261221", "20270102")
FRI_MON = (date(2026, 12, 4), date(2026, 12, 7))
SAT_TUE = (date(2026, 12, 5), date(2026, 12, 8))
ADDRESS = "https://calendar.example/ical/ada%40example.com/private-8f3a/basic.ics"
SEALER = FernetSealer(b"k" * 32)


def opt_in(company: Company, user: str = "ada", mode: str = "ask", **answers: str) -> Reply:
    """By the form."""
    company.bot = replace(company.bot, sealer=SEALER)
    form = company.press(user, OpenCalendarForm())
    given = {"address": ADDRESS} | answers
    return company.submit(user, form, mode=mode, **given)


def sources(company: Company, user: str = "ada") -> list[Source]:
    with company.read() as tx:
        return list(tx.calendars.of_member(company.ids[user]))


def read(company: Company, *parts: str, user: str = "ada", complete: bool = True) -> None:
    """The calendar says this now."""
    now = company.clock.now()
    found = parse(document(*parts), company.me(user).zone, now, now + AHEAD)
    end(company, Read(replace(found, complete=complete), "tag", "when"), user)


def fail(company: Company, code: str, user: str = "ada") -> None:
    end(company, Failed(code), user)


def end(company: Company, outcome: Outcome, user: str = "ada") -> None:
    [source] = [s for s in sources(company, user) if s.due_at]
    company.clock.instant = max(company.clock.instant, source.due_at)
    now = company.clock.now()
    with company.write() as tx:
        job = begin_reading(tx, source.id, "me", now)
    assert job is not None
    with company.write() as tx:
        end_reading(tx, source.id, "me", outcome, now, 0.5)


def hear(company: Company, emoji: str, text: str, hours: float | None, user: str = "ada") -> None:
    """The platform says that the status is this now, for so many hours."""
    now = company.clock.now()
    until = now + timedelta(hours=hours) if hours is not None else None
    profile = replace(company.profiles[user], status=Status(emoji, text, until))
    with company.write() as tx:
        status_heard(tx, company.workspace, profile, now)


def second_workspace(company: Company, user: str = "ada") -> int:
    """The user is linked in another workspace of the same platform, too."""
    there = company.bot.store.add_workspace(company.id, "slack", "T2", "UBOT2")
    with company.write() as tx:
        tx.people.link(company.ids[user], Identity(there, f"{user}2"), company.clock.now())
    return there


def cards(company: Company, user: str = "ada") -> list[Card]:
    """What the calendar's messages say now, the oldest first."""
    return [company.shown(d) for d in company.asked(CALENDAR).get(user, [])]


def last(company: Company, user: str = "ada") -> Card:
    return cards(company, user)[-1]


def arrive(company: Company) -> None:
    """All that the calendar has to say has been said."""
    said = sql("UPDATE deliveries SET state = 'said' WHERE kind = 'calendar' AND state = 'due'")
    with company.bot.store.database.write() as connection:
        connection.execute(said)


def aways(company: Company, user: str = "ada") -> list[Away]:
    with company.read() as tx:
        return list(tx.aways.overlapping(EVER, [company.ids[user]]))


def noted(company: Company, user: str = "ada") -> list[tuple[date, date]]:
    return [(away.first_day, away.last_day) for away in aways(company, user)]
