"""Calendar feeds: who made which, and what was last said in them of each event."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model import Claim, Turn
from bot.weeks import Span


class FeedKind(StrEnum):
    MINE = "mine"  # what its member holds
    DUTY = "duty"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Feed:
    """What is kept of a feed: never its address."""

    id: int
    member_id: int  # whose it is: it ends when they leave
    kind: FeedKind
    duty_id: int | None  # of FeedKind.DUTY
    made_at: datetime
    read_at: datetime | None = None  # about when a calendar last asked for it

    @property
    def place(self) -> tuple[int, FeedKind, int]:
        """A member has one feed of each kind and duty."""
        return self.member_id, self.kind, self.duty_id or 0


class EventKind(StrEnum):
    CLAIM = "claim"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Mark:
    """What an event said when a calendar last saw it, how often that changed, and when."""

    digest: str
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class NewMark:
    """What an event says now. `until`: when it is over, by which it is forgotten."""

    about: int  # a claim's or a turn's id
    digest: str
    until: datetime


class Feeds(Protocol):
    def all(self) -> Sequence[Feed]:
        """The oldest first."""
        ...

    def of_member(self, member_id: int) -> Sequence[Feed]: ...

    def find(self, feed_id: int) -> Feed | None: ...

    def put(
        self, member_id: int, kind: FeedKind, duty_id: int | None, digest: str, now: datetime
    ) -> int:
        """The new feed's id; one that the member had of this kind and duty ends."""
        ...

    def end(self, feed_id: int) -> bool:
        """False if it had ended already."""
        ...

    def end_of_member(self, member_id: int) -> int:
        """How many that were."""
        ...

    def seen(self, feed_id: int, at: datetime) -> None: ...

    def stamp(self) -> str:
        """Differs as soon as anything was changed that a feed could show. Cheap at any size."""
        ...

    def given_back(
        self, member_id: int, span: Span, since: datetime
    ) -> Sequence[tuple[Turn, Claim]]:
        """Claims in the span that the member gave back, or lost, since then, with their turns."""
        ...

    def called_off(self, span: Span, since: datetime) -> Sequence[Turn]:
        """Turns, once held, that are no longer in the plan and that nobody holds since then."""
        ...

    def marks(self, kind: EventKind, abouts: Collection[int]) -> Mapping[int, Mark]: ...

    def put_marks(self, kind: EventKind, marks: Collection[NewMark], at: datetime) -> None:
        """Each that says something new: its number grows, and it was changed at this instant."""
        ...

    def forget_marks(self, before: datetime) -> None:
        """Of events that were over by then."""
        ...


class FeedDesk(Protocol):
    """Across task forces: an address says which one it is of."""

    def find(self, digest: str) -> tuple[int, Feed] | None:
        """With its task force; None for one of somebody who is not (or no longer) in it."""
        ...
