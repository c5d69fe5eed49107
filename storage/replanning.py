"""Turns that are no longer part of the plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select, update

from storage.scope import Scope, of_task_force
from storage.tables import claims, turns

_LATER = (
    turns.c.task_force_id == of_task_force(),
    turns.c.duty_id == bindparam("duty"),
    turns.c.starts_at > bindparam("later_than"),
)
_LOCK_LATER = select(turns.c.id).where(*_LATER).order_by(turns.c.id).with_for_update()
_OTHERS = turns.alias()
# but for the last row there is: SQLite gives the id of a last one that went to the next one, and a
# button that is on a screen still would mean another turn
_DROP_UNHELD = delete(turns).where(
    *_LATER,
    turns.c.id < select(func.max(_OTHERS.c.id)).scalar_subquery(),
    turns.c.id.not_in(bindparam("kept", expanding=True)),
    ~exists().where(claims.c.turn_id == turns.c.id, claims.c.task_force_id == of_task_force()),
)
_UNPLAN = update(turns).where(*_LATER).values(planned=False)


def drop_turns(scope: Scope, duty_id: int, after: datetime, kept: Collection[int]) -> None:
    """See bot.ports.roster.Roster."""
    if not scope.is_sqlite:
        # whoever claims one of them just now is waited for, and then seen by the delete
        scope.run(_LOCK_LATER, duty=duty_id, later_than=after)
    scope.run(_DROP_UNHELD, duty=duty_id, later_than=after, kept=list(kept))
    scope.run(_UNPLAN, duty=duty_id, later_than=after)
