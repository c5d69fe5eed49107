"""What the clock and the postman ask across task forces: what is due, and who may speak where.

A lane is one workspace's stream of outgoing messages; its number is the workspace's id. Whoever
speaks in it holds its lease. Every method is one short transaction of its own; none of them may
be called within another one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Address, Delivery, DeliveryState, TimetableKind, Workspace

LEASE = timedelta(seconds=15)  # a postman who has not renewed it for so long is taken for dead
RENEWAL = timedelta(seconds=5)  # as often he looks whether it is still his
BATCH = 20  # deliveries taken at a time
SWEPT = 1000  # lanes woken by one sweep, so that very many do not flood the engine


@dataclass(frozen=True, slots=True, order=True)
class DueRow:
    """A row of the timetable whose time has come. Ordered as they are to be run."""

    due_at: datetime
    id: int
    task_force_id: int
    kind: TimetableKind


@dataclass(frozen=True, slots=True, order=True)
class WaitingLane:
    """Ordered as they are to be served."""

    since: datetime  # when the oldest that it owes fell due
    lane: int


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to speak in a lane; while it is blocked, not yet."""

    workspace: Workspace
    owner: str
    blocked_until: datetime | None = None  # may be past
    blocked_reason: str = ""  # "" once speaking has worked again


@dataclass(frozen=True, slots=True)
class Block:
    """A workspace that cannot be spoken in, or could not when it was last tried."""

    workspace: Workspace
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a delivery goes to, as far as the lane's workspace knows them. A room, or a member."""

    channel: str = ""  # of the room
    removed: bool = False  # Muster posts in that room no more
    user: str = ""  # of the member; "" if they were not met in this workspace yet
    email: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that a postman has taken; `delivery.state` is the one it was taken from.

    `since`: when the first attempt that may have been heard was made; only of use in doubt.
    """

    delivery: Delivery
    owner: str
    since: datetime
    to: Addressee


class Lanes(Protocol):
    """The desk of the clock and the postman."""

    # ---- the timetable ------------------------------------------------------------------------

    def due_rows(self, now: datetime, most: int, after: DueRow | None = None) -> Sequence[DueRow]:
        """Of all task forces, oldest first; with `after`, those that follow it."""
        ...

    def next_instant(self, after: datetime) -> datetime | None:
        """The first later instant at which a row or a delivery falls due or a block ends."""
        ...

    # ---- the lane -----------------------------------------------------------------------------

    def waiting(
        self, now: datetime, after: WaitingLane | None = None, most: int = SWEPT
    ) -> Sequence[WaitingLane]:
        """Lanes with something to say, or left behind by a dead postman, that nobody serves.

        Those that wait longest; with `after`, those that follow it.
        """
        ...

    def mend(self, now: datetime) -> bool:
        """Whether a clock that was ahead had left something in the future; it is due now."""
        ...

    def wake(self, lanes: Collection[int]) -> None: ...

    def take(self, lane: int, owner: str, now: datetime) -> Lease | None:
        """The lease for 15 s, or None if somebody else has it.

        What an earlier holder had taken and not recorded is then in doubt. It is asked for once he
        is sure to be silent: he may live, and the lease have ended by a clock that was set.
        """
        ...

    def renew(self, lane: int, owner: str, now: datetime) -> Lease | None:
        """The lease for another 15 s, or None if somebody else has taken it meanwhile."""
        ...

    def give_back(
        self,
        lane: int,
        owner: str,
        untouched: Collection[Taken],
        now: datetime,
        *,
        wake: bool = True,
    ) -> None:
        """End the lease. `untouched` were not attempted and are as they were before.

        `wake`: whoever is free is to serve what is still due, at once.
        """
        ...

    def block(self, lane: int, until: datetime, reason: str) -> None:
        """Nobody speaks in the workspace before `until`; never shortens an earlier block."""
        ...

    def unblock(self, lane: int, now: datetime) -> None:
        """Speaking has worked: whatever reason the last block had is over."""
        ...

    def find_block(self, platform: str, external_id: str) -> Block | None:
        """That of one workspace; it may be past."""
        ...

    def blocks(self) -> Sequence[Block]:
        """Of all task forces; see also bot.ports.deliveries.Outbox.blocks."""
        ...

    # ---- deliveries: what became of one is recorded by whoever took it; False if it is not his
    # any more, because his lease ran out and somebody else took it over

    def take_batch(
        self, lane: int, owner: str, now: datetime, most: int = BATCH
    ) -> Sequence[Taken]:
        """What is due, oldest first; nothing without the lease, or while the lane is blocked.

        What is past its `until` is given up instead.
        """
        ...

    def said(self, messages: Collection[tuple[Taken, Address]], now: datetime) -> Collection[int]:
        """The platform has these revisions; those with a newer one meanwhile are due.

        The ids of deliveries recorded: the others were not his any more.
        """
        ...

    def put_off(self, taken: Taken, until: datetime, reason: str, *, counts: bool = True) -> bool:
        """Try again at `until`. What was in doubt stays in doubt. `counts`: as an attempt."""
        ...

    def doubt(self, taken: Taken, until: datetime, reason: str, *, counts: bool = True) -> bool:
        """It may have been said: ask the platform at `until`. `counts`: as an attempt."""
        ...

    def finish(self, taken: Taken, state: DeliveryState, reason: str) -> bool:
        """UNREACHABLE, GIVEN_UP or DROPPED; unless there is a newer revision, which is due.

        A member who is UNREACHABLE here, and may be reached in another workspace of the task force,
        is: the delivery is due there instead, as the same row.
        """
        ...

    def lose_address(self, taken: Taken) -> bool:
        """People have deleted the message: what follows is a new one."""
        ...

    def release(self, taken: Collection[Taken]) -> None:
        """These were not attempted and are as they were before."""
        ...
