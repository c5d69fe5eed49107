"""Questions about rooms, the timetable, what is owed, and the record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.cards import Card
from bot.model import (
    Change,
    Delivery,
    DeliveryState,
    Member,
    Recipient,
    Room,
    TimetableKind,
    TimetableRow,
)
from bot.ports.lanes import Block
from bot.weeks import Span


class Rooms(Protocol):
    def all(self) -> Sequence[Room]: ...

    def find(self, room_id: int, *, removed: bool = False) -> Room | None:
        """`removed`: also one in which Muster no longer posts."""
        ...

    def add(self, room: Room) -> int: ...

    def change(self, room_id: int, **fields: Any) -> None: ...

    def remove(self, room_id: int) -> None:
        """Its deliveries not yet said are dropped; the room row goes when nothing refers to it."""
        ...


class Timetable(Protocol):
    def rows(self) -> Sequence[TimetableRow]: ...

    def find(self, kind: TimetableKind) -> TimetableRow | None: ...

    def put(self, row: TimetableRow) -> None:
        """Insert or replace by kind."""
        ...

    def take_due(self, kind: TimetableKind, now: datetime) -> TimetableRow | None:
        """The row if it is due and nobody else is running it; nobody will until this ends."""
        ...

    def set_next(self, kind: TimetableKind, next_run_at: datetime | None) -> None: ...

    def bring_forward(self, instants: Mapping[TimetableKind, datetime]) -> None:
        """Each is due at its instant, if it is not due before; nothing if it is switched off.

        Whoever runs one just now is waited for: they plan it anew without having seen what this
        transaction writes. So before anything is owed, as they do: else two wait for each other.
        """
        ...

    def zones(self) -> Collection[str]:
        """Of the active members."""
        ...

    def members(self, zones: Collection[str], after: int, most: int) -> Sequence[Member]:
        """The first active members in these zones whose id is greater, ordered by id."""
        ...


class Outbox(Protocol):
    def owe(
        self,
        kind: str,
        occasion: str,
        recipient: Recipient,
        card: Card | None,
        *,
        due_at: datetime,
        now: datetime,
        until: datetime | None = None,
    ) -> bool:
        """Owe a message once per kind, occasion and recipient; False if it was owed before.

        `card` None: composed at the moment it is said (see bot.catalog). Wakes the lane at commit.
        `until`: of no use later, such as a reminder after the turn has begun; then given up.
        A member is spoken to where they chose, else where they used Muster last.
        Also False, and nothing is owed, in a task force that has no workspace yet.
        """
        ...

    def owe_there(
        self,
        workspace_id: int,
        kind: str,
        occasion: str,
        recipient: Recipient,
        card: Card,
        now: datetime,
    ) -> bool:
        """As `owe`, at once, in this workspace wherever else the member is spoken to."""
        ...

    def owe_anew(
        self,
        kind: str,
        occasion: str,
        recipient: Recipient,
        card: Card | None,
        *,
        due_at: datetime,
        now: datetime,
    ) -> None:
        """Owe it, or if it was owed or said before, edit it to this newer content."""
        ...

    def find(self, kind: str, occasion: str, recipient: Recipient) -> Delivery | None: ...

    def recipients(
        self, kind: str, occasion: str, among: Collection[int] | None = None
    ) -> Collection[int]:
        """Member ids (of these) to whom this was owed on this occasion, whatever became of it."""
        ...

    def postpone(self, kind: str, recipient: Recipient, span: Span, to: datetime) -> int:
        """What would be said within the span is said at `to`, unless it is of no use then."""
        ...

    def drop(self, kind: str, recipient: Recipient | None = None, reason: str = "") -> int:
        """What is due, not yet said, will not be said; how many that were."""
        ...

    def drop_within(self, kind: str, recipient: Recipient, span: Span, reason: str) -> int:
        """As `drop`, of what would be said within the span."""
        ...

    def drop_all(self, recipient: Recipient, reason: str) -> int:
        """As `drop`, of every kind: somebody has left."""
        ...

    def in_state(
        self, states: Collection[DeliveryState], since: datetime
    ) -> Sequence[Delivery]: ...

    def last_said(self, kind: str) -> datetime | None:
        """When one was posted last; edits do not count."""
        ...

    def last_reached(self, recipients: Collection[Recipient]) -> Mapping[str, datetime]:
        """When something was said to each of them last, by Recipient.key; edits do not count."""
        ...

    def follow(self, member_id: int) -> None:
        """What waits to be said to the member is said where they are spoken to now."""
        ...

    def blocks(self) -> Sequence[Block]:
        """Workspaces that could not be spoken in when it was last tried, and why."""
        ...


class Record(Protocol):
    def add(
        self,
        at: datetime,
        actor_id: int | None,
        action: str,
        subject: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> int: ...

    def find(self, change_id: int) -> Change | None: ...

    def since(
        self, since: datetime, until: datetime, actions: Collection[str] | None = None
    ) -> Sequence[Change]: ...

    def of_subject(self, subject: str) -> Sequence[Change]: ...
