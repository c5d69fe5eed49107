"""Rooms: the channels Muster posts in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.errors import Refusal
from bot.model import DeliveryState, Room
from storage.scope import Question, Scope, fitting, gone, known, of_task_force
from storage.tables import deliveries, rooms

_FIELDS = frozenset({"panel", "digest", "name"})
_ROOM = (
    rooms.c.id,
    rooms.c.workspace_id,
    rooms.c.channel,
    rooms.c.panel,
    rooms.c.digest,
    rooms.c.name,
)
_ANY_ROOM = select(*_ROOM).where(rooms.c.task_force_id == of_task_force())
_ROOMS = _ANY_ROOM.where(~rooms.c.removed)
_ALL = Question(select(*_ROOM).where(~rooms.c.removed).order_by(rooms.c.id), rooms.c.task_force_id)
_FIND = _ROOMS.where(rooms.c.id == bindparam("room"))
_FIND_ANY = _ANY_ROOM.where(rooms.c.id == bindparam("room"))
_NEW = upsert(rooms).values(task_force_id=of_task_force(), removed=False)
# a room that was removed, and whose messages are remembered, comes back
_ADD = _NEW.on_conflict_do_update(
    index_elements=[rooms.c.workspace_id, rooms.c.channel],
    set_={name: _NEW.excluded[name] for name in ("panel", "digest", "name", "removed")},
    where=(rooms.c.task_force_id == of_task_force()) & rooms.c.removed,
).returning(rooms.c.id)
_MINE = (rooms.c.task_force_id == of_task_force(), rooms.c.id == bindparam("room"))
_CHANGE = update(rooms).where(*_MINE, ~rooms.c.removed)
_HIDE = update(rooms).where(*_MINE).values(removed=True)
_DROP_OWED = (
    update(deliveries)
    .where(
        deliveries.c.task_force_id == of_task_force(),
        deliveries.c.room_id == bindparam("room"),
        deliveries.c.state.in_((DeliveryState.DUE.value, DeliveryState.PUT_OFF.value)),
    )
    .values(state=DeliveryState.DROPPED.value, reason="The room was removed.")
)
_DELETE = delete(rooms).where(
    *_MINE,
    ~exists().where(
        deliveries.c.room_id == rooms.c.id, deliveries.c.task_force_id == of_task_force()
    ),
)


class Rooms:
    """bot.ports.deliveries.Rooms."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self) -> Sequence[Room]:
        """The oldest first."""
        return [Room(*row[:-1]) for row in self._scope.ask(_ALL)]

    def find(self, room_id: int, *, removed: bool = False) -> Room | None:
        row = self._scope.run(_FIND_ANY if removed else _FIND, room=room_id).first()
        return Room(*row) if row else None

    def add(self, room: Room) -> int:
        """The room's id (`room.id` is not looked at). Raises Refusal if Muster posts there."""
        row = self._scope.run(
            _ADD,
            workspace_id=room.workspace_id,
            panel=room.panel,
            digest=room.digest,
            **fitting(rooms, {"channel": room.channel, "name": room.name}),
        ).first()
        if row is None:
            raise Refusal(
                "room_taken",
                "I post in this room already.",
                instead="Choose what is posted there among the rooms of `/muster setup`.",
            )
        return int(row[0])

    def change(self, room_id: int, **fields: Any) -> None:
        """Set panel, digest and name."""
        if not self._scope.changed(_CHANGE.values(dict(known(fields, _FIELDS))), room=room_id):
            raise gone("room")

    def remove(self, room_id: int) -> None:
        """Its deliveries not yet said are dropped; the row stays while one refers to it."""
        self._scope.run(_DROP_OWED, room=room_id)
        if not self._scope.changed(_DELETE, room=room_id):
            self._scope.run(_HIDE, room=room_id)
