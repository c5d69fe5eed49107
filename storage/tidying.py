"""What was said long ago is forgotten, a little at a time. Statements of storage.store.

Kept for good are the last message of each kind to each recipient: a panel is still edited, and the
status tells when somebody was reached last.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, or_, select

from bot.model import DeliveryState
from storage.tables import deliveries, heard

KEPT_FOR = timedelta(days=400)  # a year, and whoever compares with the same week of the last one
LOOKED_AT = 1000  # deliveries in one transaction; SQLite lets others write in between

_ACROSS = {"across_task_forces": True}
_DONE = (
    DeliveryState.SAID,
    DeliveryState.UNREACHABLE,
    DeliveryState.GIVEN_UP,
    DeliveryState.DROPPED,
)
_NEXT = (
    select(deliveries.c.id, deliveries.c.created_at, deliveries.c.revision)
    .where(deliveries.c.id > bindparam("after"))
    .order_by(deliveries.c.id)
    .limit(bindparam("most"))
    .execution_options(**_ACROSS)
)
_later = deliveries.alias("later")
_FORGET = (
    delete(deliveries)
    .where(
        deliveries.c.id.between(bindparam("first"), bindparam("last")),
        deliveries.c.state.in_([state.value for state in _DONE]),
        deliveries.c.due_at < bindparam("before"),
        deliveries.c.created_at < bindparam("before"),
        or_(
            deliveries.c.said_at.is_(None),
            select(_later.c.id)
            .where(
                _later.c.task_force_id == deliveries.c.task_force_id,
                _later.c.recipient == deliveries.c.recipient,
                _later.c.kind == deliveries.c.kind,
                _later.c.said_at > deliveries.c.said_at,
            )
            .exists(),
        ),
    )
    .execution_options(**_ACROSS)
)
FORGET_HEARD = delete(heard).where(
    heard.c.key.in_(
        select(heard.c.key)
        .where(heard.c.at < bindparam("before"))
        .order_by(heard.c.at)
        .limit(LOOKED_AT)
        # two servers sweep at once: each takes what the other does not
        .with_for_update(skip_locked=True)
    )
)


def forget_deliveries(connection: Connection, now: datetime, after: int) -> int | None:
    """Look at the next thousand; the last one's id, None if nothing behind it is old."""
    before = now - KEPT_FOR
    found = connection.execute(_NEXT, {"after": after, "most": LOOKED_AT}).all()
    if not found:
        return None
    values = {"first": found[0][0], "last": found[-1][0], "before": before}
    connection.execute(_FORGET, values)
    # ids grow as deliveries are owed, but an edit makes the instant of an old one young
    reached_young = any(created >= before and revision == 1 for _, created, revision in found)
    return None if reached_young or len(found) < LOOKED_AT else int(found[-1][0])
