"""What one task force owes to people and rooms; storage/lanes.py is how it is taken and said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Insert, bindparam, func, literal_column, or_, select, update

from bot.cards import Card
from bot.model import Address, Delivery, DeliveryState, Recipient
from bot.ports.lanes import Block
from bot.weeks import Span
from storage.leases import BLOCKS, block_of
from storage.owing import (
    LANES,
    OWE_ANEW_IN_ROOM,
    OWE_ANEW_LATER,
    OWE_ANEW_TO_MEMBER,
    OWE_IN_ROOM,
    OWE_THERE,
    OWE_TO_MEMBER,
    ROOM,
    owed,
)
from storage.scope import AnyRow, Scope, of_task_force
from storage.tables import FAILED, deliveries, workspaces
from storage.whereabouts import follow

delivery_columns = (
    deliveries.c.id,
    deliveries.c.task_force_id,
    deliveries.c.workspace_id,
    deliveries.c.kind,
    deliveries.c.occasion,
    deliveries.c.member_id,
    deliveries.c.room_id,
    deliveries.c.content,
    deliveries.c.state,
    deliveries.c.due_at,
    deliveries.c.revision,
    deliveries.c.attempts,
    deliveries.c.channel,
    deliveries.c.message,
    deliveries.c.reason,
)
DELIVERY_WIDTH = len(delivery_columns)

_OURS = deliveries.c.task_force_id == of_task_force()
_FIND = select(*delivery_columns).where(
    _OURS,
    deliveries.c.kind == bindparam("kind"),
    deliveries.c.occasion == bindparam("occasion"),
    deliveries.c.recipient == bindparam("recipient"),
)
_RECIPIENTS = select(deliveries.c.member_id).where(
    _OURS,
    deliveries.c.kind == bindparam("kind"),
    deliveries.c.occasion == bindparam("occasion"),
    deliveries.c.member_id.is_not(None),
)
_RECIPIENTS_AMONG = _RECIPIENTS.where(deliveries.c.recipient.in_(bindparam("keys", expanding=True)))
_DROP_ANY = (
    update(deliveries)
    .where(
        _OURS,
        deliveries.c.state.in_([literal_column("'due'"), literal_column("'put off'")]),
    )
    .values(state=DeliveryState.DROPPED.value, reason=bindparam("why"))
)
_DROP = _DROP_ANY.where(deliveries.c.kind == bindparam("of_kind"))
_DROP_ONE = _DROP.where(deliveries.c.recipient == bindparam("of_recipient"))
_WITHIN = (
    deliveries.c.due_at >= bindparam("since"),
    deliveries.c.due_at < bindparam("before"),
)
_DROP_WITHIN = _DROP_ONE.where(*_WITHIN)
_DROP_ALL = _DROP_ANY.where(deliveries.c.recipient == bindparam("of_recipient"))
_POSTPONE = (
    update(deliveries)
    .where(
        _OURS,
        deliveries.c.state.in_([literal_column("'due'"), literal_column("'put off'")]),
        deliveries.c.kind == bindparam("of_kind"),
        deliveries.c.recipient == bindparam("of_recipient"),
        *_WITHIN,
        or_(deliveries.c.until.is_(None), deliveries.c.until > bindparam("later")),
    )
    .values(due_at=bindparam("later"))
)
_IN_STATE = (
    select(*delivery_columns)
    .where(
        _OURS,
        deliveries.c.state.in_(bindparam("states", expanding=True)),
        func.coalesce(deliveries.c.taken_at, deliveries.c.created_at) >= bindparam("since"),
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
)
# what the chair is shown, found by its own index among all that was ever said
_FAILED_STATES = {DeliveryState.UNREACHABLE, DeliveryState.GIVEN_UP}
_FAILED = _IN_STATE.where(FAILED)
_LAST_SAID = select(func.max(deliveries.c.said_at)).where(
    _OURS, deliveries.c.kind == bindparam("kind")
)
_REACHED = (
    select(deliveries.c.recipient, func.max(deliveries.c.said_at))
    .where(
        _OURS,
        deliveries.c.recipient.in_(bindparam("recipients", expanding=True)),
        deliveries.c.said_at.is_not(None),
    )
    .group_by(deliveries.c.recipient)
)
_BLOCKS = BLOCKS.where(workspaces.c.task_force_id == of_task_force())


class Outbox:
    """bot.ports.deliveries.Outbox."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

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

        Also False in a task force without a workspace. Raises LookupError for a room that is not
        there.
        """
        values = owed(kind, occasion, recipient, card, due_at, now, until)
        return self._owe(OWE_TO_MEMBER if recipient.member_id else OWE_IN_ROOM, recipient, values)

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
        values = owed(kind, occasion, recipient, card, now, now)
        return self._owe(OWE_THERE, recipient, values | {"workspace_id": workspace_id})

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
        """Owe it, or if it was owed or said before, edit it to this newer content.

        In a room at the end of the transaction; nothing where the room is gone by then.
        """
        values = owed(kind, occasion, recipient, card, due_at, now)
        if recipient.room_id is None:
            self._owe(OWE_ANEW_TO_MEMBER, recipient, values)
        elif self._scope.later(OWE_ANEW_LATER, **values):
            self._scope.lanes.add(self._lane_of(recipient.room_id))
        else:  # the panel: each change of the roster edits it
            do = partial(self._write, OWE_ANEW_IN_ROOM, values)
            self._scope.at_end((kind, occasion, recipient.room_id), do)

    def _lane_of(self, room_id: int) -> int:
        for row in self._scope.ask(LANES):
            if row[0] == room_id:
                return int(row[1])
        raise LookupError(f"there is no room {room_id}")

    def _owe(self, statement: Insert, recipient: Recipient, values: dict[str, Any]) -> bool:
        """False if nothing was written: it was owed before, or there is no workspace."""
        is_new = self._write(statement, values)
        room_id = recipient.room_id
        if not is_new and room_id and not self._scope.run(ROOM, room=room_id).first():
            raise LookupError(f"there is no room {room_id}")
        return is_new

    def _write(self, statement: Insert, values: dict[str, Any]) -> bool:
        lane = self._scope.run(statement, **values).scalar()
        if lane is not None:
            self._scope.lanes.add(lane)
        return lane is not None

    def find(self, kind: str, occasion: str, recipient: Recipient) -> Delivery | None:
        found = self._scope.run(_FIND, kind=kind, occasion=occasion, recipient=recipient.key)
        row = found.first()
        return None if row is None else delivery_of(row)

    def recipients(
        self, kind: str, occasion: str, among: Collection[int] | None = None
    ) -> Collection[int]:
        """Member ids (of these) to whom this was owed on this occasion, whatever became of it."""
        values = {"kind": kind, "occasion": occasion}
        if among is None:
            return frozenset(self._scope.run(_RECIPIENTS, **values).scalars())
        keys = [Recipient(member_id=member_id).key for member_id in among]
        return frozenset(self._scope.run(_RECIPIENTS_AMONG, keys=keys, **values).scalars())

    def postpone(self, kind: str, recipient: Recipient, span: Span, to: datetime) -> int:
        """What would be said within the span is said at `to`, unless it is of no use then."""
        return self._scope.changed(
            _POSTPONE,
            of_kind=kind,
            of_recipient=recipient.key,
            since=span.start,
            before=span.end,
            later=to,
        )

    def drop(self, kind: str, recipient: Recipient | None = None, reason: str = "") -> int:
        """What is due, not yet said, will not be said; how many that were."""
        if recipient is None:
            return self._scope.changed(_DROP, of_kind=kind, why=reason)
        return self._scope.changed(_DROP_ONE, of_kind=kind, why=reason, of_recipient=recipient.key)

    def drop_within(self, kind: str, recipient: Recipient, span: Span, reason: str) -> int:
        """As `drop`, of what would be said within the span."""
        values = {"since": span.start, "before": span.end}
        key = recipient.key
        return self._scope.changed(
            _DROP_WITHIN, of_kind=kind, why=reason, of_recipient=key, **values
        )

    def drop_all(self, recipient: Recipient, reason: str) -> int:
        """As `drop`, of every kind."""
        return self._scope.changed(_DROP_ALL, why=reason, of_recipient=recipient.key)

    def in_state(self, states: Collection[DeliveryState], since: datetime) -> Sequence[Delivery]:
        """Last tried (or owed, if never tried) since then; the first due first."""
        names = [state.value for state in states]
        statement = _FAILED if _FAILED_STATES.issuperset(states) else _IN_STATE
        return [delivery_of(row) for row in self._scope.run(statement, states=names, since=since)]

    def last_said(self, kind: str) -> datetime | None:
        """When one was posted last; edits do not count."""
        said: datetime | None = self._scope.run(_LAST_SAID, kind=kind).scalar_one()
        return said

    def last_reached(self, recipients: Collection[Recipient]) -> Mapping[str, datetime]:
        """When something was said to each of them last, by Recipient.key; edits do not count."""
        rows = self._scope.run(_REACHED, recipients=[one.key for one in recipients])
        return {row[0]: row[1] for row in rows}

    def follow(self, member_id: int) -> None:
        """What waits to be said to the member is said where they are spoken to now."""
        follow(self._scope, member_id)

    def blocks(self) -> Sequence[Block]:
        """Workspaces that could not be spoken in when it was last tried, and why."""
        return [block_of(row) for row in self._scope.run(_BLOCKS)]


def delivery_of(row: AnyRow) -> Delivery:
    """From the first columns of a row that begins with `delivery_columns`."""
    channel, message = row[12], row[13]
    return Delivery(
        id=row[0],
        task_force_id=row[1],
        workspace_id=row[2],
        kind=row[3],
        occasion=row[4],
        recipient=Recipient(member_id=row[5], room_id=row[6]),
        content=row[7],
        state=DeliveryState(row[8]),
        due_at=row[9],
        revision=row[10],
        attempts=row[11],
        address=Address(channel, message) if channel and message else None,
        reason=row[14],
    )
