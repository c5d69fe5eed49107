"""Absence that is read elsewhere: which calendars and statuses, and what came of their events.

What an event is called is not kept, nor by whom, where or why: its days, and a digest to know it
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from bot.weeks import Span

READING_LEASE = timedelta(minutes=3)  # who has not ended a reading by then is taken for dead


class SourceKind(StrEnum):
    ADDRESS = "address"  # a private iCalendar address
    STATUS = "status"  # what they say of themselves beside their name on a platform


@dataclass(frozen=True, slots=True)
class Source:
    """One member's calendar or status. `sealed`: its address, which only the key opens.

    `due_at` None: it is switched off; `problem` then says why, as a code of bot.calendars.rules.
    """

    id: int
    member_id: int
    kind: SourceKind
    host: str
    sealed: str
    always: bool  # noted without a question
    made_at: datetime
    due_at: datetime | None
    read_at: datetime | None = None  # successfully
    whole_at: datetime | None = None  # and with its content, not "unchanged"
    etag: str = ""
    modified: str = ""  # Last-Modified, as the server wrote it
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    problem: str = ""
    cards: int = 0  # how many were sent: the next one's number


class EventState(StrEnum):
    ASKED = "asked"
    NOTED = "noted"  # an absence came of it
    DECLINED = "declined"
    KNOWN = "known"  # it lies in what is noted, asked or declined anyway
    GONE = "gone"  # taken out of the calendar
    KEPT = "kept"  # the absence stays as it is, whatever the calendar says


@dataclass(frozen=True, slots=True)
class Stretch:
    """When somebody is away: whole days in their own zone, or hours."""

    span: Span
    first_day: date
    last_day: date
    whole_days: bool


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """`becomes`: what the member was told that the absence changes to; `ends`: that it ends."""

    id: int
    source_id: int
    key: str  # a digest
    series: str  # a digest that all events of a recurring one share; "" for a single one
    when: Stretch
    state: EventState
    card: int = 0  # on which it was asked or told
    away_id: int | None = None
    notice: int = 0  # the card that told of a change to come
    becomes: Stretch | None = None
    ends: bool = False
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueSource:
    """To be read now; nobody is at it."""

    id: int
    task_force_id: int
    kind: SourceKind


class Calendars(Protocol):
    """Whoever decides about a member's sources has locked the member (People.lock)."""

    def of_member(self, member_id: int) -> Sequence[Source]: ...

    def all(self) -> Sequence[Source]: ...

    def find(self, source_id: int) -> Source | None: ...

    def add(self, source: Source) -> int:
        """In the place of an earlier one of the same member and kind, whose events go."""
        ...

    def change(self, source_id: int, **fields: Any) -> None: ...

    def remove(self, source_id: int) -> None:
        """With all that is known of its events."""
        ...

    # ---- reading: False if it is somebody else's by now, or was removed

    def take(self, source_id: int, owner: str, now: datetime) -> bool:
        """The lease for 3 minutes, if it is due and nobody has it."""
        ...

    def finish(self, source_id: int, owner: str, **fields: Any) -> bool:
        """The lease ends, and the fields are set."""
        ...

    # ---- events

    def events(self, source_id: int) -> Sequence[CalendarEvent]:
        """Ordered by start."""
        ...

    def find_event(self, event_id: int) -> CalendarEvent | None: ...

    def put(self, event: CalendarEvent) -> int:
        """Insert, or replace by source and key; `event.id` is not looked at. Its id."""
        ...

    def forget(self, source_id: int, before: datetime) -> None:
        """Events that ended earlier."""
        ...


class CalendarDesk(Protocol):
    """What a worker asks across task forces; a short transaction of its own."""

    def due(self, now: datetime, most: int) -> Sequence[DueSource]:
        """The oldest first."""
        ...
