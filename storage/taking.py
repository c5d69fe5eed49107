"""How a delivery is taken, and what is written down of it. Statements of storage.lanes.

A delivery belongs to whoever took it until he records what became of it. All such records are
conditional: a postman who was frozen beyond his lease finds that nothing is his any more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Connection,
    FromClause,
    Integer,
    Select,
    String,
    Update,
    bindparam,
    case,
    column,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate
from sqlalchemy.types import TypeEngine

from bot.model import Address, DeliveryState
from bot.ports.lanes import Addressee, Taken
from storage import leases
from storage.columns import Utc
from storage.outbox import DELIVERY_WIDTH, delivery_columns, delivery_of
from storage.scope import AnyRow
from storage.tables import OPEN, deliveries, identities, members, rooms

_ACROSS = {"across_task_forces": True}
_TOO_LATE = "It could not be said while it was of use."

_IS_TAKEN = literal_column("deliveries.state") == literal_column("'taken'")
_NOW = bindparam("now", type_=Utc)
# Chosen before they are joined: PostgreSQL goes through all that fell due at the same instant.
_FIRST = (
    select(deliveries)
    .where(
        OPEN,
        deliveries.c.workspace_id == bindparam("lane"),
        deliveries.c.due_at <= _NOW,
        ~_IS_TAKEN,
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(bindparam("most"))
    .execution_options(**_ACROSS)
)


def _with_whom(first: FromClause) -> Select[*tuple[Any, ...]]:
    """With the room or the member each of them goes to."""
    of, ours = first.c, first.c.task_force_id
    room = (rooms.c.id == of.room_id) & (rooms.c.task_force_id == ours)
    member = (members.c.id == of.member_id) & (members.c.task_force_id == ours)
    identity = (
        (identities.c.member_id == of.member_id)
        & (identities.c.workspace_id == of.workspace_id)
        & (identities.c.task_force_id == ours)
    )
    whom = (rooms.c.channel, rooms.c.removed, identities.c.user, members.c.email)
    return (
        select(*(of[column.name] for column in delivery_columns), of.until, of.taken_at, *whom)
        .select_from(
            first.outerjoin(rooms, room).outerjoin(members, member).outerjoin(identities, identity)
        )
        .order_by(of.due_at, of.id)
        .execution_options(**_ACROSS)
    )


_IS_LATE = deliveries.c.until < _NOW  # of no use any more: given up instead
_TAKEN: dict[str, Any] = {
    "state": case((_IS_LATE, literal_column("'given up'")), else_=literal_column("'taken'")),
    "reason": case((_IS_LATE, bindparam("too_late")), else_=deliveries.c.reason),
    "taken_by": case((_IS_LATE, None), else_=bindparam("owner")),
    "attempts": case((_IS_LATE, deliveries.c.attempts), else_=deliveries.c.attempts + 1),
    "taken_at": case(
        (_IS_LATE, _NOW),
        # the attempt that is in doubt, not this one, which only asks
        (deliveries.c.state == DeliveryState.IN_DOUBT.value, deliveries.c.taken_at),
        else_=_NOW,
    ),
}
_CHOSEN = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .execution_options(**_ACROSS)
)
# SQLite's writer is alone. PostgreSQL is asked once for all of it: five round trips cost a
# message more than its rows do.
_DUE = _with_whom(_FIRST.subquery("first"))
_TAKE = _CHOSEN.values(**_TAKEN)
_LOCKED = _FIRST.where(leases.RENEWED).with_for_update().cte("first")
_TAKE_DUE = _with_whom(_LOCKED).add_cte(
    update(deliveries).where(deliveries.c.id == _LOCKED.c.id).values(**_TAKEN).cte("marked")
)

_DOUBT_ALL = (
    update(deliveries)
    .where(OPEN, _IS_TAKEN, deliveries.c.workspace_id == bindparam("lane"))
    .values(state=DeliveryState.IN_DOUBT.value, due_at=bindparam("ask_at"), taken_by=None)
    .execution_options(**_ACROSS)
)

_MINE = _IS_TAKEN & (deliveries.c.taken_by == bindparam("owner"))
_RELEASE = _CHOSEN.where(_MINE).values(
    state=bindparam("was"), attempts=deliveries.c.attempts - 1, taken_by=None
)
_RECORD = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _MINE)
    .execution_options(**_ACROSS)
)
_OVERTAKEN = deliveries.c.revision > bindparam("said")
_PUT_OFF = _RECORD.values(
    state=bindparam("becomes"),
    due_at=bindparam("again"),
    attempts=deliveries.c.attempts - bindparam("uncounted"),
    reason=bindparam("why"),
    taken_by=None,
)
_FINISH = _RECORD.values(
    state=case((_OVERTAKEN, DeliveryState.DUE.value), else_=bindparam("becomes")),
    attempts=case((_OVERTAKEN, 0), else_=deliveries.c.attempts),
    reason=bindparam("why"),
    taken_by=None,
)
_LOSE_ADDRESS = _RECORD.values(channel=None, message=None)


# Together: a statement costs more than a row, and one alone is a transaction of its own.
_MESSAGE: tuple[tuple[str, TypeEngine[Any]], ...] = (
    ("delivery", BigInteger()),
    ("owner", String()),
    ("said", Integer()),
    ("in_channel", String()),
    ("as_message", String()),
)


def _said_by(message: FromClause) -> ReturningUpdate[int]:
    one = message.c
    state = case((deliveries.c.revision > one.said, "due"), else_="said")
    posted = deliveries.c.message.is_(None)
    return (
        update(deliveries)
        .where(deliveries.c.id == one.delivery, _IS_TAKEN, deliveries.c.taken_by == one.owner)
        .values(
            state=state,
            said_revision=one.said,
            said_at=case((posted, bindparam("now", type_=Utc)), else_=deliveries.c.said_at),
            channel=one.in_channel,
            message=one.as_message,
            attempts=0,
            reason="",
            taken_by=None,
        )
        .returning(deliveries.c.id)
        .execution_options(**_ACROSS)
    )


_MESSAGES = func.json_each(bindparam("messages", type_=JSON)).table_valued(column("value", JSON))
_SAID = {
    "postgresql": _said_by(
        select(
            func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in _MESSAGE))
            .table_valued(*(column(name, kind) for name, kind in _MESSAGE))
            .render_derived(name="each")
        )
        # else it is planned anew each time: that many are fewer than it reckons with by itself
        .limit(bindparam("several"))
        .subquery("message")
    ),
    "sqlite": _said_by(
        select(
            *(
                func.json_extract(_MESSAGES.c.value, f"$[{place}]", type_=kind).label(name)
                for place, (name, kind) in enumerate(_MESSAGE)
            )
        ).subquery("message")
    ),
}


def take(connection: Connection, lane: int, owner: str, now: datetime, most: int) -> list[Taken]:
    """What is due, oldest first, and still of use; nothing without the lease, or while blocked."""
    take_due = _take_due if connection.dialect.name == "postgresql" else _take_alone
    values = {**leases.renewal(lane, owner, now), "now": now, "most": most, "too_late": _TOO_LATE}
    while rows := take_due(connection, values):
        chosen = [row for row in rows if not (row[DELIVERY_WIDTH] and row[DELIVERY_WIDTH] < now)]
        if chosen:  # a whole batch may have become useless
            return [_taken(row, owner, now) for row in chosen]
    return []


def _take_due(connection: Connection, values: dict[str, Any]) -> Sequence[AnyRow]:
    return connection.execute(_TAKE_DUE, values).all()


def _take_alone(connection: Connection, values: dict[str, Any]) -> Sequence[AnyRow]:
    lease = leases.renew(connection, values["lane"], values["owner"], values["now"])
    if lease is None or (lease.blocked_until and lease.blocked_until > values["now"]):
        return []
    rows = connection.execute(_DUE, values).all()
    if rows:
        connection.execute(_TAKE, values | {"ids": [row[0] for row in rows]})
    return rows


def doubt_all(connection: Connection, lane: int, ask_at: datetime) -> None:
    """What somebody who is gone had taken may have been said."""
    connection.execute(_DOUBT_ALL, {"lane": lane, "ask_at": ask_at})


def release(connection: Connection, taken: Collection[Taken]) -> None:
    """As they were before they were taken."""
    for state, owner in {(one.delivery.state, one.owner) for one in taken}:
        ids = [t.delivery.id for t in taken if (t.delivery.state, t.owner) == (state, owner)]
        connection.execute(_RELEASE, {"ids": ids, "was": state.value, "owner": owner})


def said(
    connection: Connection, messages: Collection[tuple[Taken, Address]], now: datetime
) -> Collection[int]:
    """Those that were ours; due again at once if there is a newer revision."""
    rows = [
        (taken.delivery.id, taken.owner, taken.delivery.revision, address.channel, address.message)
        for taken, address in messages
    ]
    values: dict[str, Any] = {"messages": rows, "several": len(rows), "now": now}
    if connection.dialect.name == "postgresql":
        values |= {
            name: list(told)
            for (name, _), told in zip(_MESSAGE, zip(*rows, strict=True), strict=True)
        }
    return frozenset(connection.execute(_SAID[connection.dialect.name], values).scalars())


def put_off(
    connection: Connection,
    taken: Taken,
    state: DeliveryState,
    until: datetime,
    reason: str,
    counts: bool,  # noqa: FBT001
) -> bool:
    """Put off, or in doubt, until then."""
    values = {"becomes": state.value, "again": until, "why": _fit(reason)}
    return _record(connection, _PUT_OFF, taken, uncounted=int(not counts), **values)


def finish(connection: Connection, taken: Taken, state: DeliveryState, reason: str) -> bool:
    """Due instead if there is a newer revision."""
    values = {"becomes": state.value, "said": taken.delivery.revision, "why": _fit(reason)}
    return _record(connection, _FINISH, taken, **values)


def lose_address(connection: Connection, taken: Taken) -> bool:
    """There is no message to edit any more."""
    return _record(connection, _LOSE_ADDRESS, taken)


def _record(connection: Connection, statement: Update, taken: Taken, **values: Any) -> bool:
    return connection.execute(statement, _mine(taken) | values).rowcount > 0


def _mine(taken: Taken) -> dict[str, Any]:
    return {"delivery": taken.delivery.id, "owner": taken.owner}


def _taken(row: AnyRow, owner: str, now: datetime) -> Taken:
    since, channel, removed, user, email = row[DELIVERY_WIDTH + 1 :]
    to = Addressee(channel or "", bool(removed), user or "", email or "")
    return Taken(delivery_of(row), owner, since or now, to)


def _fit(reason: str) -> str:
    """A platform's own words can be long."""
    return reason[: deliveries.c.reason.type.length]  # type: ignore[attr-defined]
