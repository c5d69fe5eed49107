"""The append-only record of every change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from bot.model import Change
from storage.scope import Scope, of_task_force
from storage.tables import changes

_CHANGES = select(
    changes.c.id,
    changes.c.at,
    changes.c.actor_id,
    changes.c.action,
    changes.c.subject,
    changes.c.before,
    changes.c.after,
).where(changes.c.task_force_id == of_task_force())
_FIND = _CHANGES.where(changes.c.id == bindparam("change"))
_IN_ORDER = _CHANGES.order_by(changes.c.at, changes.c.id)
_SINCE = _IN_ORDER.where(changes.c.at >= bindparam("since"), changes.c.at < bindparam("until"))
_SINCE_OF = _SINCE.where(changes.c.action.in_(bindparam("actions", expanding=True)))
_OF_SUBJECT = _IN_ORDER.where(changes.c.subject == bindparam("about"))
_ADD = insert(changes).values(task_force_id=of_task_force())


class Record:
    """bot.ports.deliveries.Record."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(
        self,
        at: datetime,
        actor_id: int | None,
        action: str,
        subject: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> int:
        """The change's id. Dates and instants in `before` and `after` come back as ISO texts."""
        return self._scope.added(
            _ADD,
            at=at,
            actor_id=actor_id,
            action=action,
            subject=subject,
            before=dict(before or {}),
            after=dict(after or {}),
        )

    def find(self, change_id: int) -> Change | None:
        row = self._scope.run(_FIND, change=change_id).first()
        return Change(*row) if row else None

    def since(
        self, since: datetime, until: datetime, actions: Collection[str] | None = None
    ) -> Sequence[Change]:
        """From `since` up to, but without, `until`, in the order of their instants."""
        if actions is None:
            rows = self._scope.run(_SINCE, since=since, until=until)
        else:
            rows = self._scope.run(_SINCE_OF, since=since, until=until, actions=list(actions))
        return [Change(*row) for row in rows]

    def of_subject(self, subject: str) -> Sequence[Change]:
        """The oldest first."""
        return [Change(*row) for row in self._scope.run(_OF_SUBJECT, about=subject)]
