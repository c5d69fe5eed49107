"""Handover notes: one per turn and member."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.ports.handovers import Left, Note
from storage.scope import AnyRow, Scope, fitting, of_task_force
from storage.tables import handovers, turns

_NOTE = (
    handovers.c.turn_id,
    handovers.c.member_id,
    handovers.c.left_open,
    handovers.c.watch,
    handovers.c.links,
    handovers.c.written_at,
)
_WIDTH = len(_NOTE)
_OURS = handovers.c.task_force_id == of_task_force()
_THIS = (
    _OURS,
    handovers.c.turn_id == bindparam("turn"),
    handovers.c.member_id == bindparam("member"),
)
_FIND = select(*_NOTE).where(*_THIS)
_REMOVE = delete(handovers).where(*_THIS)
_OF_TURNS = (
    select(*_NOTE)
    .where(_OURS, handovers.c.turn_id.in_(bindparam("turns", expanding=True)))
    .order_by(handovers.c.turn_id, handovers.c.id)
)
_SINCE = (
    select(*_NOTE, turns.c.duty_id, turns.c.starts_at, turns.c.ends_at)
    .select_from(
        handovers.join(
            turns, (turns.c.id == handovers.c.turn_id) & (turns.c.task_force_id == of_task_force())
        )
    )
    .where(_OURS, handovers.c.written_at >= bindparam("since"))
    .order_by(turns.c.starts_at, handovers.c.written_at, handovers.c.id)
)
_SINCE_OF = _SINCE.where(turns.c.duty_id.in_(bindparam("duties", expanding=True)))
_NEW = upsert(handovers).values(task_force_id=of_task_force())
_PUT = _NEW.on_conflict_do_update(
    index_elements=[handovers.c.task_force_id, handovers.c.turn_id, handovers.c.member_id],
    set_={name: _NEW.excluded[name] for name in ("left_open", "watch", "links", "written_at")},
)


class Handovers:
    """bot.ports.handovers.Handovers."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def find(self, turn_id: int, member_id: int) -> Note | None:
        row = self._scope.run(_FIND, turn=turn_id, member=member_id).first()
        return _note(row) if row else None

    def put(self, note: Note) -> None:
        """Raises Refusal for a text that is too long."""
        texts = fitting(handovers, {"left_open": note.left_open, "watch": note.watch})
        self._scope.run(
            _PUT,
            turn_id=note.turn_id,
            member_id=note.member_id,
            links=[list(link) for link in note.links],
            written_at=note.written_at,
            **texts,
        )

    def remove(self, turn_id: int, member_id: int) -> bool:
        return bool(self._scope.changed(_REMOVE, turn=turn_id, member=member_id))

    def of_turns(self, turn_ids: Collection[int]) -> Sequence[Note]:
        return [_note(row) for row in self._scope.run(_OF_TURNS, turns=list(turn_ids))]

    def since(self, since: datetime, duty_ids: Collection[int] | None = None) -> Sequence[Left]:
        if duty_ids is None:
            rows = self._scope.run(_SINCE, since=since)
        else:
            rows = self._scope.run(_SINCE_OF, since=since, duties=list(duty_ids))
        return [Left(_note(row), *row[_WIDTH:]) for row in rows]


def _note(row: AnyRow) -> Note:
    links = tuple((str(url), str(label)) for url, label in row[4])
    return Note(row[0], row[1], row[2], row[3], links, row[5])
