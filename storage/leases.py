"""Who may speak in a workspace, and until when everybody must be silent there.

Statements of storage.lanes on the lane columns of `workspaces`; all look across task forces.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal_column, or_, select, tuple_, update

from bot.model import Workspace
from bot.ports.lanes import LEASE, Block, Lease, WaitingLane
from storage.columns import Utc
from storage.people import workspace_columns
from storage.scope import AnyRow
from storage.tables import OPEN, deliveries, workspaces

_WIDTH = len(workspace_columns)
# No lease is written so far ahead: the clock was set back (or the playground begun anew), and its
# holder is gone.
_IMPOSSIBLE = timedelta(minutes=10)

_LANE = workspaces.c.id == bindparam("lane")
_OF_LANE = deliveries.c.workspace_id == bindparam("lane")
_FREE = or_(
    workspaces.c.lease_until.is_(None),
    workspaces.c.lease_until <= bindparam("now"),
    workspaces.c.lease_until > bindparam("impossible"),
)
_MINE = workspaces.c.lease_owner == bindparam("owner")
_STATE = (*workspace_columns, workspaces.c.blocked_until, workspaces.c.blocked_reason)
_ACROSS = {"across_task_forces": True}

_TAKE = (
    update(workspaces)
    .where(_LANE, _FREE)
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("end"))
    .returning(*_STATE)
    .execution_options(**_ACROSS)
)
_RENEW = (
    update(workspaces)
    .where(_LANE, _MINE)
    .values(lease_until=bindparam("end"))
    .returning(*_STATE)
    .execution_options(**_ACROSS)
)
# The same within a larger statement, and whether it may be spoken under it (PostgreSQL).
_RENEWED = _RENEW.cte("lease")
RENEWED = (
    select(_RENEWED.c.id)
    .where(
        or_(_RENEWED.c.blocked_until.is_(None), _RENEWED.c.blocked_until <= bindparam("now")),
    )
    .exists()
)
_GIVE_BACK = (
    update(workspaces)
    .where(_LANE, _MINE)
    .values(lease_owner=None, lease_until=None)
    .execution_options(**_ACROSS)
)
_BLOCK = (
    update(workspaces)
    .where(
        _LANE,
        or_(workspaces.c.blocked_until.is_(None), workspaces.c.blocked_until < bindparam("until")),
    )
    .values(blocked_until=bindparam("until"), blocked_reason=bindparam("reason"))
    .execution_options(**_ACROSS)
)
_UNBLOCK = (
    update(workspaces)
    .where(_LANE, workspaces.c.blocked_until <= bindparam("now"))
    .values(blocked_until=None, blocked_reason="")
    .execution_options(**_ACROSS)
)
_SERVABLE = (
    or_(workspaces.c.blocked_until.is_(None), workspaces.c.blocked_until <= bindparam("now")),
    _FREE,
)
_DUE = (OPEN, deliveries.c.due_at <= bindparam("now"))
# + 0: else SQLite goes through all that is open by the other index, to have it in groups
_GROUP = (deliveries.c.workspace_id + literal_column("0")).label("lane")
_OLDEST = (
    select(_GROUP, func.min(deliveries.c.due_at).label("since"))
    .where(*_DUE)
    .group_by(_GROUP)
    .subquery("oldest")
)
_WAITING = (
    select(_OLDEST.c.since, workspaces.c.id)
    .join_from(_OLDEST, workspaces, workspaces.c.id == _OLDEST.c.lane)
    .where(*_SERVABLE)
    .order_by(_OLDEST.c.since, workspaces.c.id)
    .limit(bindparam("most"))
    .execution_options(**_ACROSS)
)
_WAITING_AFTER = _WAITING.where(
    tuple_(_OLDEST.c.since, workspaces.c.id)
    > tuple_(bindparam("after_at", type_=Utc), bindparam("after_lane"))
)
_WAITING_HERE = (
    select(workspaces.c.id)
    .where(_LANE, *_SERVABLE, select(deliveries.c.id).where(*_DUE, _OF_LANE).exists())
    .execution_options(**_ACROSS)
)
BLOCKS = (
    select(*_STATE)
    .where(workspaces.c.blocked_until.is_not(None))
    .order_by(workspaces.c.id)
    .execution_options(**_ACROSS)
)
FIND_BLOCK = BLOCKS.where(
    workspaces.c.platform == bindparam("platform"),
    workspaces.c.external_id == bindparam("external_id"),
)


def take(connection: Connection, lane: int, owner: str, now: datetime) -> Lease | None:
    """The lease, or None if somebody else has it."""
    values = {"lane": lane, "owner": owner, "end": now + LEASE, **_around(now)}
    return _lease(connection.execute(_TAKE, values).first(), owner)


def renew(connection: Connection, lane: int, owner: str, now: datetime) -> Lease | None:
    """Also after its end, as long as nobody else has taken it."""
    return _lease(connection.execute(_RENEW, renewal(lane, owner, now)).first(), owner)


def renewal(lane: int, owner: str, now: datetime) -> dict[str, Any]:
    """Parameters of RENEWED, but for its `now`."""
    return {"lane": lane, "owner": owner, "end": now + LEASE}


def give_back(connection: Connection, lane: int, owner: str) -> None:
    """Nothing if somebody else has taken it meanwhile."""
    connection.execute(_GIVE_BACK, {"lane": lane, "owner": owner})


def block(connection: Connection, lane: int, until: datetime, reason: str) -> None:
    """Never shortens an earlier block."""
    limit = workspaces.c.blocked_reason.type.length  # type: ignore[attr-defined]
    connection.execute(_BLOCK, {"lane": lane, "until": until, "reason": reason[:limit]})


def unblock(connection: Connection, lane: int, now: datetime) -> None:
    """Not a block that was put up meanwhile."""
    connection.execute(_UNBLOCK, {"lane": lane, "now": now})


def waiting(
    connection: Connection, now: datetime, after: WaitingLane | None, most: int
) -> Sequence[WaitingLane]:
    """Lanes with something due that nobody serves, those that wait longest first."""
    values, statement = {"most": most, **_around(now)}, _WAITING
    if after is not None:
        values |= {"after_at": after.since, "after_lane": after.lane}
        statement = _WAITING_AFTER
    return [WaitingLane(*row) for row in connection.execute(statement, values)]


def is_waiting(connection: Connection, lane: int, now: datetime) -> bool:
    """Whether something is due in this lane and nobody serves it."""
    return connection.execute(_WAITING_HERE, {"lane": lane, **_around(now)}).first() is not None


def block_of(row: AnyRow) -> Block:
    """From a row of BLOCKS."""
    return Block(Workspace(*row[:_WIDTH]), row[_WIDTH], row[_WIDTH + 1])


def _around(now: datetime) -> dict[str, Any]:
    return {"now": now, "impossible": now + _IMPOSSIBLE}


def _lease(row: AnyRow | None, owner: str) -> Lease | None:
    if row is None:
        return None
    return Lease(Workspace(*row[:_WIDTH]), owner, row[_WIDTH], row[_WIDTH + 1])
