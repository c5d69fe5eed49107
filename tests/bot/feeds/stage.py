"""Feeds as calendars read them: fetched by their address, understood by two readers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
from ical.calendar_stream import IcsCalendarStream

from bot.cards import Code, Reply, Text
from bot.feeds.requests import AddFeed
from bot.feeds.rules import Calendar
from bot.feeds.usecases import compose, find_feed
from handlers.feeds.calendar import render
from tests.bot.cast import Cast

HOST = "muster.example.com"
PUBLIC = f"https://{HOST}"
_ADDRESS = re.compile(rf"{PUBLIC}/feeds/([A-Za-z0-9_-]+)\.ics")


@dataclass(frozen=True)
class Seen:
    """An event as a person finds it in their calendar."""

    uid: str
    title: str
    start: date | datetime
    end: date | datetime
    status: str
    sequence: int
    changed_at: datetime
    text: str
    busy: bool


def connected(cast: Cast) -> None:
    """Calendars can reach this Muster."""
    cast.bot = replace(cast.bot, public_url=lambda: PUBLIC)


def token_in(reply: Reply) -> str:
    """Out of the card that shows the address, the one time that it is seen."""
    assert reply.card is not None
    for element in reply.card.body:
        if isinstance(element, Text):
            for part in element.line:
                if isinstance(part, Code) and (found := _ADDRESS.fullmatch(part.text)):
                    return found[1]
    raise AssertionError(f"no address on {reply.card.title!r}")


def make(cast: Cast, user: str, kind: str = "mine", duty: int = 0) -> str:
    """The token of a new feed."""
    return token_in(cast.press(user, AddFeed(kind=kind, duty=duty, again=True)))


def composed(cast: Cast, token: str) -> Calendar:
    found = find_feed(cast.bot.store, token)
    assert found is not None, "there is no such feed"
    return compose(cast.bot.store, *found, cast.clock.now())[1]


def text_of(cast: Cast, token: str) -> str:
    return render(composed(cast, token), HOST).decode()


def read(cast: Cast, token: str) -> list[Seen]:
    """What two readers that know nothing of each other find, if it is the same."""
    return read_text(text_of(cast, token))


def read_text(text: str) -> list[Seen]:
    first, second = first_reading(text), second_reading(text)
    assert first == second
    assert len({seen.uid for seen in first}) == len(first)
    return first


def first_reading(text: str) -> list[Seen]:
    return [
        Seen(
            str(event["uid"]),
            str(event["summary"]),
            _plain(event.decoded("dtstart")),
            _plain(event.decoded("dtend")),
            str(event["status"]),
            int(event["sequence"]),
            event.decoded("last-modified"),
            str(event.get("description", "")),
            event["transp"] == "OPAQUE",
        )
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    ]


def second_reading(text: str) -> list[Seen]:
    calendar = IcsCalendarStream.calendar_from_ics(text)
    return [
        Seen(
            event.uid,
            event.summary or "",
            _plain(event.dtstart),
            _plain(event.dtend),
            event.status.value if event.status else "",
            event.sequence or 0,
            event.last_modified,
            event.description or "",
            event.transparency == "OPAQUE",
        )
        for event in calendar.events
    ]


def _plain(value: Any) -> date | datetime:
    """Instants in UTC, days as they are."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def titles(seen: list[Seen]) -> list[str]:
    return [one.title for one in seen]
