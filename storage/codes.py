"""One-time codes, of which only digests are kept, and how many somebody has typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.ports.codes import CodeKind, IssuedCode
from storage.columns import Utc
from storage.engine import Database
from storage.scope import Scope, of_task_force
from storage.tables import attempts, codes

REMEMBERED = timedelta(days=1)  # so that an old one is told from a wrong one

_ACROSS = {"across_task_forces": True}
_OURS = codes.c.task_force_id == of_task_force()
_COLUMNS = (
    codes.c.id,
    codes.c.kind,
    codes.c.member_id,
    codes.c.digest,
    codes.c.until,
    codes.c.used_at,
)
_VOID = delete(codes).where(
    _OURS, codes.c.kind == bindparam("of_kind"), codes.c.member_id == bindparam("member")
)
_FORGET = delete(codes).where(_OURS, codes.c.until < bindparam("before", type_=Utc))
_ISSUE = insert(codes).values(task_force_id=of_task_force())
_ISSUED = select(*_COLUMNS).where(_OURS, codes.c.kind == bindparam("of_kind"))
_USE = (
    update(codes)
    .where(
        _OURS,
        codes.c.id == bindparam("code"),
        codes.c.used_at.is_(None),
        codes.c.until > bindparam("now", type_=Utc),
    )
    .values(used_at=bindparam("now", type_=Utc))
)
# Whoever types one in a workspace that is nobody's yet cannot say which task force it is of.
_EVERYWHERE = (
    select(codes.c.task_force_id, *_COLUMNS)
    .where(codes.c.kind == bindparam("of_kind"))
    .execution_options(**_ACROSS)
)

_FIRST = upsert(attempts)
_IS_OVER = attempts.c.since < bindparam("begins", type_=Utc)
_ATTEMPT = _FIRST.on_conflict_do_update(
    index_elements=[attempts.c.caller],
    set_={
        "since": case((_IS_OVER, _FIRST.excluded.since), else_=attempts.c.since),
        "number": case((_IS_OVER, 1), else_=attempts.c.number + 1),
    },
).returning(attempts.c.number)
_SWEEP = delete(attempts).where(attempts.c.since < bindparam("before", type_=Utc))


class Codes:
    """bot.ports.codes.Codes."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def issue(
        self, kind: CodeKind, member_id: int, digest: str, *, until: datetime, now: datetime
    ) -> None:
        self._scope.run(_VOID, of_kind=kind.value, member=member_id)
        self._scope.run(_FORGET, before=now - REMEMBERED)
        values = {"member_id": member_id, "digest": digest, "made_at": now, "until": until}
        self._scope.run(_ISSUE, kind=kind.value, **values)

    def issued(self, kind: CodeKind) -> Sequence[IssuedCode]:
        return [_code(row) for row in self._scope.run(_ISSUED, of_kind=kind.value)]

    def use(self, code_id: int, now: datetime) -> bool:
        return bool(self._scope.changed(_USE, code=code_id, now=now))


def issued_everywhere(database: Database, kind: CodeKind) -> Sequence[tuple[int, IssuedCode]]:
    """Each with the task force that issued it."""
    with database.read() as connection:
        rows = connection.execute(_EVERYWHERE, {"of_kind": kind.value}).all()
    return [(row[0], _code(tuple(row)[1:])) for row in rows]


def count_attempt(database: Database, caller: str, now: datetime, window: timedelta) -> int:
    """Which one it is of this caller's, of those since the first one within the window.

    Its own transaction: what is refused afterwards counts as well.
    """
    values = {"caller": caller, "since": now, "number": 1, "begins": now - window}
    with database.write() as connection:
        connection.execute(_SWEEP, {"before": now - max(window, REMEMBERED)})
        return int(connection.execute(_ATTEMPT, values).scalar_one())


def _code(row: Sequence[Any]) -> IssuedCode:
    return IssuedCode(row[0], CodeKind(row[1]), row[2], row[3], row[4], row[5])
