"""In which workspace a member is spoken to: one message goes to one place, never to both.

Among the workspaces that Muster is in, one where the member is linked comes first; of those the
one they chose, else the one they used last, else where they were met first.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from bot.ports.lanes import Taken
from storage.scope import Scope, of_task_force
from storage.tables import OPEN, deliveries, identities, members, workspaces

_ACROSS = {"across_task_forces": True}


def workspaces_for(member: ColumnElement[Any]) -> Select[int]:
    """The ids of a task force's workspaces, the best to speak to this member in first."""
    theirs = and_(members.c.task_force_id == of_task_force(), members.c.id == member)
    linked = and_(
        identities.c.task_force_id == of_task_force(),
        identities.c.workspace_id == workspaces.c.id,
        identities.c.member_id == member,
    )
    order = (
        workspaces.c.lost_at.is_not(None),
        identities.c.id.is_(None),
        workspaces.c.id != func.coalesce(members.c.chosen_workspace_id, 0),
        workspaces.c.id != func.coalesce(members.c.last_workspace_id, 0),
        identities.c.id,
        workspaces.c.id,
    )
    return (
        select(workspaces.c.id)
        .select_from(workspaces.join(members, theirs).outerjoin(identities, linked))
        .where(workspaces.c.task_force_id == of_task_force())
        .order_by(*order)
    )


BEST = workspaces_for(bindparam("member")).limit(1)
_REACHABLE = (
    workspaces_for(bindparam("member"))
    .where(
        workspaces.c.lost_at.is_(None),
        workspaces.c.id.not_in(bindparam("tried", expanding=True)),
        # who was not met there is looked for by their address
        or_(identities.c.id.is_not(None), members.c.email.is_not(None)),
    )
    .limit(1)
)
# Not said yet, and nobody is at it. What was said is edited where it stands.
_WAITS = and_(
    deliveries.c.task_force_id == of_task_force(),
    deliveries.c.state.in_(("due", "put off")),
    deliveries.c.message.is_(None),
)
_WAITING_HERE = select(deliveries.c.member_id).where(
    _WAITS,
    OPEN,  # has an index
    deliveries.c.workspace_id == bindparam("lane"),
    deliveries.c.member_id.is_not(None),
)
_OF_MEMBER = _WAITS & (deliveries.c.member_id == bindparam("member"))
_MOVE = (
    update(deliveries)
    .where(_OF_MEMBER, deliveries.c.workspace_id != bindparam("there"))
    .values(workspace_id=bindparam("there"), tried=None)
)
_TRIED = (
    select(deliveries.c.tried)
    .where(deliveries.c.id == bindparam("delivery"))
    .execution_options(**_ACROSS)
)
_PLATFORMS = (
    select(workspaces.c.id, workspaces.c.platform)
    .where(workspaces.c.id.in_(bindparam("ids", expanding=True)))
    .execution_options(**_ACROSS)
)
# Beyond the postman's own words: where else it is said is no failure of his.
_ELSEWHERE = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("delivery"),
        deliveries.c.state == "taken",
        deliveries.c.taken_by == bindparam("owner"),
    )
    .values(
        workspace_id=bindparam("there"),
        tried=bindparam("so_far", type_=JSON),
        state="due",
        attempts=0,
        reason="",
        channel=None,
        message=None,
        taken_by=None,
    )
    .execution_options(**_ACROSS)
)


def follow(scope: Scope, member_id: int) -> None:
    """What waits to be said to the member is to be said where they are spoken to now."""
    there = scope.run(BEST, member=member_id).scalar()
    if there is not None and scope.changed(_MOVE, member=member_id, there=there):
        scope.lanes.add(there)


def follow_all(scope: Scope, lane: int) -> None:
    """As `follow`, for everybody to whom something waits to be said in this workspace."""
    for member_id in set(scope.run(_WAITING_HERE, lane=lane).scalars()):
        follow(scope, member_id)


def try_elsewhere(connection: Connection, taken: Taken, reason: str) -> int | str:
    """A member could not be reached: the lane where it is due instead, or why nobody can.

    The same row moves: what cannot be said twice is not said twice. 0: it was not his any more.
    """
    delivery = taken.delivery
    tried = connection.execute(_TRIED, {"delivery": delivery.id}).scalar() or {}
    tried = {**tried, str(delivery.workspace_id): reason}
    ids = [int(workspace) for workspace in tried]
    member = {"task_force": delivery.task_force_id, "member": delivery.recipient.member_id}
    there = connection.execute(_REACHABLE, {**member, "tried": ids}).scalar()
    if there is None:
        names = {row[0]: row[1] for row in connection.execute(_PLATFORMS, {"ids": ids})}
        several = [f"{names[i].capitalize()}: {tried[str(i)]}" for i in ids if i in names]
        return " ".join(several) if len(several) > 1 else reason
    mine = {"delivery": delivery.id, "owner": taken.owner}
    moved = connection.execute(_ELSEWHERE, {**mine, "there": there, "so_far": tried}).rowcount
    return there if moved else 0
