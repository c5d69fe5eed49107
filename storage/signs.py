"""User groups and topics that follow the roster, and which duties each of them shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.ports.signs import Sign, SignKind
from storage.scope import AnyRow, Question, Scope, fitting, of_task_force
from storage.tables import rooms, sign_duties, signs
from storage.tables.signs import PROBLEM_LETTERS

_ALL = Question(
    select(
        signs.c.id,
        signs.c.room_id,
        rooms.c.workspace_id,
        signs.c.kind,
        signs.c.target,
        signs.c.name,
        signs.c.wanted,
        signs.c.problem,
    )
    .join(rooms, rooms.c.id == signs.c.room_id)
    .order_by(signs.c.id),
    signs.c.task_force_id,
    rooms.c.task_force_id,
)
_THIS = (signs.c.task_force_id == of_task_force(), signs.c.id == bindparam("sign"))
_FIND = _ALL.alone.where(signs.c.id == bindparam("sign"))
_IN_ROOM = _ALL.alone.where(signs.c.room_id == bindparam("room"))
_DUTIES = (
    select(sign_duties.c.sign_id, sign_duties.c.duty_id)
    .where(sign_duties.c.task_force_id == of_task_force())
    .order_by(sign_duties.c.id)
)
# removed: no room that Muster posts in, but one for which something is owed
_NEW_ROOM = upsert(rooms).values(
    task_force_id=of_task_force(), name="", panel=False, digest=False, removed=True
)
# whoever comes second finds the same row
_ROOM = _NEW_ROOM.on_conflict_do_update(
    index_elements=[rooms.c.workspace_id, rooms.c.channel],
    set_={"removed": True},
    where=rooms.c.task_force_id == of_task_force(),
).returning(rooms.c.id)
_NEW = upsert(signs).values(task_force_id=of_task_force())
_ADD = _NEW.on_conflict_do_update(
    index_elements=[signs.c.room_id],
    set_={"name": _NEW.excluded.name, "target": _NEW.excluded.target},
    where=signs.c.task_force_id == of_task_force(),
).returning(signs.c.id)
_FOLLOW = (
    upsert(sign_duties)
    .values(task_force_id=of_task_force())
    .on_conflict_do_nothing(index_elements=[sign_duties.c.sign_id, sign_duties.c.duty_id])
)
_UNFOLLOW = delete(sign_duties).where(
    sign_duties.c.task_force_id == of_task_force(),
    sign_duties.c.sign_id == bindparam("sign"),
    sign_duties.c.duty_id == bindparam("duty"),
)
_WANT = update(signs).where(*_THIS).values(wanted=bindparam("now_wanted"))
_TROUBLE = (
    update(signs)
    .where(*_THIS, signs.c.problem != bindparam("now_wrong"))
    .values(problem=bindparam("now_wrong"))
)


class Signs:
    """bot.ports.signs.Signs."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self) -> Sequence[Sign]:
        return self._with_duties(self._scope.ask(_ALL))

    def find(self, sign_id: int) -> Sign | None:
        found = self._with_duties(self._scope.run(_FIND, sign=sign_id).all())
        return found[0] if found else None

    def find_by_room(self, room_id: int) -> Sign | None:
        found = self._with_duties(self._scope.run(_IN_ROOM, room=room_id).all())
        return found[0] if found else None

    def put(self, workspace_id: int, kind: SignKind, target: str, name: str) -> int:
        values = fitting(signs, {"kind": kind.value, "target": target, "name": name})
        # two words: nothing that a platform calls a channel
        room = self._scope.run(
            _ROOM, workspace_id=workspace_id, channel=f"{kind.value} {values['target']}"
        ).scalar_one()
        return int(self._scope.run(_ADD, room_id=room, **values).scalar_one())

    def follow(self, sign_id: int, duty_id: int) -> None:
        self._scope.run(_FOLLOW, sign_id=sign_id, duty_id=duty_id)

    def unfollow(self, sign_id: int, duty_id: int) -> None:
        self._scope.run(_UNFOLLOW, sign=sign_id, duty=duty_id)

    def want(self, sign_id: int, wanted: str) -> None:
        self._scope.run(_WANT, sign=sign_id, now_wanted=wanted)

    def trouble(self, sign_id: int, problem: str) -> bool:
        wrong = problem[:PROBLEM_LETTERS]
        return bool(self._scope.changed(_TROUBLE, sign=sign_id, now_wrong=wrong))

    def _with_duties(self, rows: Sequence[AnyRow]) -> list[Sign]:
        if not rows:
            return []
        duties: dict[int, list[int]] = defaultdict(list)
        for sign_id, duty_id in self._scope.run(_DUTIES):
            duties[sign_id].append(duty_id)
        return [_sign(row, tuple(duties[row[0]])) for row in rows]


def _sign(row: AnyRow, duty_ids: tuple[int, ...]) -> Sign:
    kind = SignKind(row[3])
    return Sign(row[0], row[1], row[2], kind, row[4], row[5], row[6], row[7], duty_ids)
