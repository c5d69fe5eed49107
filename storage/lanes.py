"""The desk of the clock and the postman (bot.ports.lanes): across task forces, one lane at a time.

Every method is one short transaction; what they do is in storage.leases and storage.taking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, tuple_

from bot.model import Address, DeliveryState, TimetableKind
from bot.ports.engine import Engine
from bot.ports.lanes import (
    BATCH,
    RENEWAL,
    SWEPT,
    Block,
    DueRow,
    Lease,
    Taken,
    WaitingLane,
)
from storage import leases, mending, taking
from storage.columns import Utc
from storage.engine import Database
from storage.tables import OPEN, deliveries, timetable, workspaces
from storage.timetable import known_kinds
from storage.whereabouts import try_elsewhere

_ACROSS = {"across_task_forces": True}

_DUE_ROWS = (
    select(timetable.c.next_run_at, timetable.c.id, timetable.c.task_force_id, timetable.c.kind)
    .where(timetable.c.next_run_at <= bindparam("now"), timetable.c.enabled, known_kinds)
    .order_by(timetable.c.next_run_at, timetable.c.id)
    .limit(bindparam("most"))
    .execution_options(**_ACROSS)
)
_DUE_ROWS_AFTER = _DUE_ROWS.where(
    tuple_(timetable.c.next_run_at, timetable.c.id)
    > tuple_(bindparam("after_at", type_=Utc), bindparam("after_id"))
)
_NEXT_INSTANTS = tuple(
    select(func.min(column)).where(column > bindparam("after"), *rest).execution_options(**_ACROSS)
    for column, rest in (
        (timetable.c.next_run_at, (timetable.c.enabled,)),
        (deliveries.c.due_at, (OPEN,)),
        (workspaces.c.blocked_until, ()),
    )
)


class Lanes:
    """bot.ports.lanes.Lanes."""

    def __init__(self, database: Database, engine: Engine | None) -> None:
        self._database = database
        self._engine = engine

    # ---- the timetable ------------------------------------------------------------------------

    def due_rows(self, now: datetime, most: int, after: DueRow | None = None) -> Sequence[DueRow]:
        values = {"now": now, "most": most}
        statement = _DUE_ROWS
        if after is not None:
            statement = _DUE_ROWS_AFTER
            values |= {"after_at": after.due_at, "after_id": after.id}
        with self._database.read_once() as connection:
            rows = connection.execute(statement, values).all()
        return [DueRow(row[0], row[1], row[2], TimetableKind(row[3])) for row in rows]

    def next_instant(self, after: datetime) -> datetime | None:
        with self._database.read() as connection:
            found = [connection.execute(s, {"after": after}).scalar() for s in _NEXT_INSTANTS]
        return min((instant for instant in found if instant is not None), default=None)

    # ---- the lane -----------------------------------------------------------------------------

    def waiting(
        self, now: datetime, after: WaitingLane | None = None, most: int = SWEPT
    ) -> Sequence[WaitingLane]:
        with self._database.read_once() as connection:
            return leases.waiting(connection, now, after, most)

    def mend(self, now: datetime) -> bool:
        with self._database.read_once() as connection:
            if not mending.has_strayed(connection, now):
                return False
        with self._write() as handle:
            mending.mend(handle.connection, now)
        return True

    def wake(self, lanes: Collection[int]) -> None:
        with self._write() as handle:
            self._wake(handle, lanes)

    def take(self, lane: int, owner: str, now: datetime) -> Lease | None:
        with self._write() as handle:
            lease = leases.take(handle.connection, lane, owner, now)
            if lease is not None:
                taking.doubt_all(handle.connection, lane, now + RENEWAL)
            return lease

    def renew(self, lane: int, owner: str, now: datetime) -> Lease | None:
        with self._write() as handle:
            return leases.renew(handle.connection, lane, owner, now)

    def give_back(
        self,
        lane: int,
        owner: str,
        untouched: Collection[Taken],
        now: datetime,
        *,
        wake: bool = True,
    ) -> None:
        """What is due in the lane then is woken for: it is somebody else's turn to serve it."""
        with self._write() as handle:
            taking.release(handle.connection, untouched)
            leases.give_back(handle.connection, lane, owner)
            if wake and leases.is_waiting(handle.connection, lane, now):
                self._wake(handle, [lane])

    def block(self, lane: int, until: datetime, reason: str) -> None:
        with self._write() as handle:
            leases.block(handle.connection, lane, until, reason)

    def unblock(self, lane: int, now: datetime) -> None:
        with self._write() as handle:
            leases.unblock(handle.connection, lane, now)

    def find_block(self, platform: str, external_id: str) -> Block | None:
        values = {"platform": platform, "external_id": external_id}
        with self._database.read() as connection:
            row = connection.execute(leases.FIND_BLOCK, values).first()
        return None if row is None else leases.block_of(row)

    def blocks(self) -> Sequence[Block]:
        with self._database.read() as connection:
            return [leases.block_of(row) for row in connection.execute(leases.BLOCKS)]

    # ---- deliveries ---------------------------------------------------------------------------

    def take_batch(
        self, lane: int, owner: str, now: datetime, most: int = BATCH
    ) -> Sequence[Taken]:
        with self._database.write_once() as connection:
            return taking.take(connection, lane, owner, now, most)

    def said(self, messages: Collection[tuple[Taken, Address]], now: datetime) -> Collection[int]:
        with self._database.write_once() as connection:
            return taking.said(connection, messages, now)

    def put_off(self, taken: Taken, until: datetime, reason: str, *, counts: bool = True) -> bool:
        in_doubt = taken.delivery.state is DeliveryState.IN_DOUBT
        state = DeliveryState.IN_DOUBT if in_doubt else DeliveryState.PUT_OFF
        with self._write() as handle:
            return taking.put_off(handle.connection, taken, state, until, reason, counts)

    def doubt(self, taken: Taken, until: datetime, reason: str, *, counts: bool = True) -> bool:
        state = DeliveryState.IN_DOUBT
        with self._write() as handle:
            return taking.put_off(handle.connection, taken, state, until, reason, counts)

    def finish(self, taken: Taken, state: DeliveryState, reason: str) -> bool:
        with self._write() as handle:
            if state is DeliveryState.UNREACHABLE and taken.delivery.recipient.member_id:
                found = try_elsewhere(handle.connection, taken, reason)
                if isinstance(found, int):
                    self._wake(handle, [found] if found else [])
                    return bool(found)
                reason = found
            return taking.finish(handle.connection, taken, state, reason)

    def lose_address(self, taken: Taken) -> bool:
        with self._write() as handle:
            return taking.lose_address(handle.connection, taken)

    def release(self, taken: Collection[Taken]) -> None:
        with self._write() as handle:
            taking.release(handle.connection, taken)

    def _wake(self, handle: _Handle, lanes: Collection[int]) -> None:
        if self._engine is not None and lanes:
            self._engine.wake(handle, lanes)

    @contextmanager
    def _write(self) -> Iterator[_Handle]:
        with self._database.write() as connection:
            handle = _Handle(connection)
            yield handle
        for then in handle.afterwards:
            then()


class _Handle:
    """bot.ports.engine.Handle."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.afterwards: list[Callable[[], None]] = []

    def after_commit(self, then: Callable[[], None]) -> None:
        self.afterwards.append(then)
