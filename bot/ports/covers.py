"""Requests for cover: what is asked for, and who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.weeks import Span


class CoverState(StrEnum):
    OPEN = "open"  # wanted still
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # it changed hands in another way, or is on the roster no more
    OVER = "over"  # nobody took it in time


class Why(StrEnum):
    RELEASE = "release"
    AWAY = "away"
    LEAVER = "leaver"  # the claim has ended: the turn is open, and asked for besides
    DECLINE = "decline"


class AskState(StrEnum):
    ASKED = "asked"
    LATER = "later"
    NO = "no"
    TOOK = "took"  # it, or a part
    CANNOT = "cannot"  # by now: something else of theirs is in the way


@dataclass(frozen=True, slots=True)
class Cover:
    """A member asks to be relieved of a part of a turn; they hold it until somebody takes it.

    `all_at`: since when everybody is asked at once. `lead_at`, `chair_at`: when they were told.
    """

    id: int
    turn_id: int
    member_id: int
    span: Span
    why: Why
    note: str
    opened_by: int | None  # None: Muster itself
    opened_at: datetime
    state: CoverState = CoverState.OPEN
    closed_at: datetime | None = None
    next_at: datetime | None = None
    all_at: datetime | None = None
    lead_at: datetime | None = None
    chair_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody is asked. `until`: so long nobody else is; `times`: how many messages they got."""

    id: int
    cover_id: int
    member_id: int
    state: AskState
    asked_at: datetime
    until: datetime | None = None
    later_at: datetime | None = None
    times: int = 1
    minutes: int = 0  # taken


class Covers(Protocol):
    def find(self, cover_id: int) -> Cover | None: ...

    def open(self) -> Sequence[Cover]:
        """In order of their beginning."""
        ...

    def open_of_turn(self, turn_id: int) -> Sequence[Cover]: ...

    def ended(self, turn_id: int, at: datetime) -> Sequence[Cover]:
        """Those that ended at this instant, as the turn went another way."""
        ...

    def due(self, now: datetime) -> Sequence[Cover]:
        """Open ones to be looked at now, in order of their turns' ids: so they are locked."""
        ...

    def next_at(self) -> datetime | None:
        """When the first of the open ones is to be looked at."""
        ...

    def add(self, cover: Cover) -> int:
        """`cover.id` is not looked at."""
        ...

    def change(self, cover_id: int, **fields: Any) -> None:
        """Set columns by their names in `Cover`; `span` too."""
        ...

    def close(self, cover_id: int, state: CoverState, at: datetime) -> bool:
        """False if it was closed already."""
        ...

    def reopen(self, cover_id: int, at: datetime) -> bool:
        """Wanted again, and to be looked at; False if it is open already."""
        ...

    def asks(self, *cover_ids: int) -> Sequence[Ask]:
        """Of all of these, in the order in which people were asked first."""
        ...

    def waiting_for(self, member_id: int) -> Sequence[Cover]:
        """Open ones about which the member was asked, and has not answered for good."""
        ...

    def look_again(self, member_id: int, at: datetime) -> None:
        """Those of `waiting_for` are to be looked at then.

        Not those that somebody else is changing just now: they are looked at anyway.
        """
        ...

    def put_ask(self, ask: Ask) -> None:
        """Insert or replace by cover and member; its id is not looked at."""
        ...
