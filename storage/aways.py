"""Periods away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, insert, select, update

from bot.model import Away
from bot.weeks import Span
from storage.scope import AnyRow, Question, Scope, fitting, gone, of_task_force
from storage.tables import aways, task_forces

_AWAY = (
    aways.c.id,
    aways.c.member_id,
    aways.c.starts_at,
    aways.c.ends_at,
    aways.c.first_day,
    aways.c.last_day,
    aways.c.reason,
    aways.c.whole_days,
    aways.c.source,
    aways.c.source_key,
    aways.c.entered_by,
    aways.c.said_at,
)
_AWAYS = select(*_AWAY).where(
    aways.c.task_force_id == of_task_force(), aways.c.cancelled_at.is_(None)
)
_FIND_AWAY = _AWAYS.where(aways.c.id == bindparam("away"))
_OVERLAPPING = _AWAYS.where(
    aways.c.starts_at < bindparam("until"), aways.c.ends_at > bindparam("since")
).order_by(aways.c.starts_at, aways.c.id)
_OVERLAPPING_OF = _OVERLAPPING.where(aways.c.member_id.in_(bindparam("members", expanding=True)))
_ADD_AWAY = insert(aways).values(task_force_id=of_task_force())
_STANDING = update(aways).where(
    aways.c.task_force_id == of_task_force(),
    aways.c.id == bindparam("away"),
    aways.c.cancelled_at.is_(None),
)
_CANCEL = _STANDING.values(cancelled_at=bindparam("cancelled"))
_TIMES: dict[str, BindParameter[Any]] = {
    "first_day": bindparam("first"),
    "last_day": bindparam("last"),
    "starts_at": bindparam("since"),
    "ends_at": bindparam("until"),
    "whole_days": bindparam("whole"),
}
_MOVE = _STANDING.values(**_TIMES)
_RESTORE = (
    update(aways)
    .where(aways.c.task_force_id == of_task_force(), aways.c.id == bindparam("away"))
    .values(cancelled_at=None, **_TIMES)
)
_COMING = (aways.c.task_force_id == task_forces.c.id, aways.c.cancelled_at.is_(None))
_NEXT_EDGES = Question(
    select(
        select(func.min(aways.c.starts_at))
        .where(
            *_COMING, aways.c.ends_at > bindparam("after"), aways.c.starts_at > bindparam("after")
        )
        .correlate(task_forces)
        .scalar_subquery(),
        select(func.min(aways.c.ends_at))
        .where(*_COMING, aways.c.ends_at > bindparam("after"))
        .correlate(task_forces)
        .scalar_subquery(),
    ),
    task_forces.c.id,
)
_OF_SOURCE = _AWAYS.where(
    aways.c.member_id == bindparam("member"), aways.c.source == bindparam("said_by")
).order_by(aways.c.starts_at, aways.c.id)


class Aways:
    """bot.ports.aways.Aways."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, away: Away) -> int:
        """The new period's id; `away.id` is not looked at. Raises Refusal for too long a reason."""
        return self._scope.added(
            _ADD_AWAY,
            member_id=away.member_id,
            first_day=away.first_day,
            last_day=away.last_day,
            starts_at=away.span.start,
            ends_at=away.span.end,
            whole_days=away.whole_days,
            entered_by=away.entered_by,
            source=away.source,
            said_at=away.said_at,
            **fitting(aways, {"reason": away.reason, "source_key": away.source_key}),
        )

    def find(self, away_id: int) -> Away | None:
        """None for a cancelled one too."""
        row = self._scope.run(_FIND_AWAY, away=away_id).first()
        return _away(row) if row else None

    def overlapping(self, span: Span, member_ids: Collection[int] | None = None) -> Sequence[Away]:
        """Periods not cancelled that overlap, ordered by start."""
        values = {"since": span.start, "until": span.end}
        if member_ids is None:
            rows = self._scope.run(_OVERLAPPING, **values)
        else:
            rows = self._scope.run(_OVERLAPPING_OF, members=list(member_ids), **values)
        return [_away(row) for row in rows]

    def cancel(self, away_id: int, at: datetime) -> bool:
        """False if it was cancelled already."""
        return bool(self._scope.changed(_CANCEL, away=away_id, cancelled=at))

    def move(self, away: Away) -> None:
        """A standing one begins and ends at other times; all else of it stays."""
        if not self._scope.changed(_MOVE, away=away.id, **_times(away)):
            raise gone("absence")

    def restore(self, away: Away) -> None:
        """It stands again at these times, cancelled or moved as it was."""
        if not self._scope.changed(_RESTORE, away=away.id, **_times(away)):
            raise gone("absence")

    def next_edge(self, after: datetime) -> datetime | None:
        """The first later instant at which an absence begins or ends."""
        [found] = self._scope.ask(_NEXT_EDGES, after=after)
        return min((instant for instant in found[:-1] if instant is not None), default=None)

    def of_source(self, member_id: int, source: str) -> Sequence[Away]:
        """All that stand and were read there, past ones too; ordered by start."""
        rows = self._scope.run(_OF_SOURCE, member=member_id, said_by=source)
        return [_away(row) for row in rows]


def _times(away: Away) -> dict[str, object]:
    return {
        "first": away.first_day,
        "last": away.last_day,
        "since": away.span.start,
        "until": away.span.end,
        "whole": away.whole_days,
    }


def _away(row: AnyRow) -> Away:
    return Away(row[0], row[1], Span(row[2], row[3]), *row[4:])
