"""Where a task force lives: joined, moved, left, lost and found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.model import Recipient, Workspace
from storage.columns import Utc
from storage.people import workspace_columns
from storage.scope import Scope, fitting, of_task_force
from storage.tables import (
    conversations,
    deliveries,
    identities,
    members,
    partings,
    rooms,
    task_forces,
    timetable,
    workspaces,
)
from storage.whereabouts import BEST, follow_all

_ACROSS = {"across_task_forces": True}
_OURS = workspaces.c.task_force_id == of_task_force()
_THIS = workspaces.c.id == bindparam("workspace")
_ALL = select(*workspace_columns).where(_OURS).order_by(workspaces.c.id)
_FIND = _ALL.where(_THIS)
_ADD = insert(workspaces).values(task_force_id=of_task_force())
_LOSE = (
    update(workspaces)
    .where(_OURS, _THIS, workspaces.c.lost_at.is_(None))
    .values(lost_at=bindparam("at", type_=Utc))
)
_REGAIN = (
    update(workspaces)
    .where(_OURS, _THIS, workspaces.c.lost_at.is_not(None))
    .values(lost_at=None, blocked_until=None, blocked_reason="")
)
_REMOVE = delete(workspaces).where(_OURS, _THIS)

# The one statement that reaches into another task force: that one is empty, and goes.
_MOVE = (
    update(workspaces)
    .where(_THIS)
    .values(task_force_id=of_task_force())
    .execution_options(**_ACROSS)
)
_KEPT = (
    select(
        conversations.c.whose,
        conversations.c.person,
        conversations.c.reference,
        conversations.c.kept_at,
    )
    .where(conversations.c.workspace_id == bindparam("workspace"))
    .execution_options(**_ACROSS)
)
_FORGET = (
    delete(conversations)
    .where(conversations.c.workspace_id == bindparam("workspace"))
    .execution_options(**_ACROSS)
)
_KEEP = insert(conversations).values(task_force_id=of_task_force())
_EMPTY = tuple(
    delete(table).where(table.c[column] == of_task_force())
    for table, column in ((timetable, "task_force_id"), (task_forces, "id"))
)

_HERE: BindParameter[int] = bindparam("workspace")
_ROOMS_HERE = select(rooms.c.id).where(
    rooms.c.task_force_id == of_task_force(), rooms.c.workspace_id == _HERE
)
_SAID_TO = (
    deliveries.c.task_force_id == of_task_force(),
    deliveries.c.recipient == bindparam("of_recipient"),  # has an index
)
_UNSAY = delete(deliveries).where(*_SAID_TO)
_LEAVE = (
    *(
        delete(table).where(table.c.task_force_id == of_task_force(), table.c.workspace_id == _HERE)
        for table in (rooms, partings, identities, conversations)
    ),
    *(
        update(members)
        .where(members.c.task_force_id == of_task_force(), members.c[column] == _HERE)
        .values({column: None})
        for column in ("chosen_workspace_id", "last_workspace_id")
    ),
)
_OTHER = BEST.where(workspaces.c.id != _HERE)
_MEMBERS = select(members.c.id).where(members.c.task_force_id == of_task_force())
_ELSEWHERE = (
    update(deliveries)
    .where(*_SAID_TO, deliveries.c.workspace_id == _HERE)
    .values(workspace_id=bindparam("there"), channel=None, message=None, tried=None)
)


class Workspaces:
    """bot.ports.workspaces.Workspaces."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self) -> Sequence[Workspace]:
        return [Workspace(*row) for row in self._scope.run(_ALL)]

    def find(self, workspace_id: int) -> Workspace | None:
        row = self._scope.run(_FIND, workspace=workspace_id).first()
        return Workspace(*row) if row else None

    def add(self, platform: str, external_id: str, bot_user: str) -> int:
        texts = {"platform": platform, "external_id": external_id, "bot_user": bot_user}
        return self._scope.added(_ADD, **fitting(workspaces, texts))

    def take_over(self, workspace_id: int) -> None:
        kept = [dict(row) for row in self._scope.run(_KEPT, workspace=workspace_id).mappings()]
        self._scope.run(_FORGET, workspace=workspace_id)
        self._scope.run(_MOVE, workspace=workspace_id)
        self._scope.run_many(_KEEP, [{**row, "workspace_id": workspace_id} for row in kept])

    def remove(self, workspace_id: int) -> None:
        run, here = self._scope.run, {"workspace": workspace_id}
        self._scope.forget()
        for room_id in run(_ROOMS_HERE, **here).scalars().all():
            run(_UNSAY, of_recipient=Recipient(room_id=room_id).key)
        for statement in _LEAVE:
            run(statement, **here)
        for member_id in run(_MEMBERS).scalars().all():
            there = run(_OTHER, member=member_id, **here).scalar_one()
            key = Recipient(member_id=member_id).key
            if self._scope.changed(_ELSEWHERE, of_recipient=key, there=there, **here):
                self._scope.lanes.add(there)
        self._scope.run(_REMOVE, workspace=workspace_id)
        self._scope.lanes.discard(workspace_id)

    def lose(self, workspace_id: int, now: datetime) -> bool:
        if not self._scope.changed(_LOSE, workspace=workspace_id, at=now):
            return False
        follow_all(self._scope, workspace_id)
        return True

    def regain(self, workspace_id: int) -> bool:
        if not self._scope.changed(_REGAIN, workspace=workspace_id):
            return False
        self._scope.lanes.add(workspace_id)  # what waited for its rooms
        return True


def remove_empty(scope: Scope) -> None:
    """The task force itself, once nothing is in it but its timetable. Fails if anything is."""
    for statement in _EMPTY:
        scope.run(statement)
