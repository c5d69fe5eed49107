"""What a clock that was ahead has left in the future, now that it is right again: of storage.lanes.

A message that was owed for at once would else wait until the clock is where it was; so would one
that was to be tried again, and a workspace that had asked for a minute's patience.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, literal_column, or_, select, update

from storage.tables import OPEN, deliveries, workspaces

_DRIFT = timedelta(minutes=1)  # by so much the clocks of several machines may differ
# No wait is so long: half an hour between two tries, an hour asked for by a platform.
_NEVER_MEANT = timedelta(hours=2)
_ACROSS = {"across_task_forces": True}

_TRIED = literal_column("deliveries.state").in_(
    [literal_column(f"'{state}'") for state in ("put off", "in doubt")]
)
_STRAYED = (
    OPEN,
    deliveries.c.due_at > bindparam("soon"),
    or_(
        # owed in the future, for that very instant
        (deliveries.c.created_at > bindparam("soon"))
        & (deliveries.c.due_at <= deliveries.c.created_at),
        _TRIED & (deliveries.c.due_at > bindparam("late")),
    ),
)
_BLOCKED_TOO_LONG = workspaces.c.blocked_until > bindparam("late")
_LOOK = select(
    or_(
        select(deliveries.c.id).where(*_STRAYED).exists(),
        select(workspaces.c.id).where(_BLOCKED_TOO_LONG).exists(),
    )
).execution_options(**_ACROSS)
_DUE_NOW = (
    update(deliveries).where(*_STRAYED).values(due_at=bindparam("now")).execution_options(**_ACROSS)
)
_FREE_NOW = (
    update(workspaces)
    .where(_BLOCKED_TOO_LONG)
    .values(blocked_until=bindparam("now"))
    .execution_options(**_ACROSS)
)


def has_strayed(connection: Connection, now: datetime) -> bool:
    """Whether there is anything to mend."""
    values = {"soon": now + _DRIFT, "late": now + _NEVER_MEANT}
    return bool(connection.execute(_LOOK, values).scalar())


def mend(connection: Connection, now: datetime) -> None:
    """Make it due now."""
    soon, late = now + _DRIFT, now + _NEVER_MEANT
    connection.execute(_DUE_NOW, {"now": now, "soon": soon, "late": late})
    connection.execute(_FREE_NOW, {"now": now, "late": late})
