"""Requests for cover, and who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.ports.covers import Ask, AskState, Cover, CoverState, Why
from bot.weeks import Span
from storage.scope import AnyRow, Scope, fitting, gone, known, of_task_force
from storage.tables import cover_asks, covers

_COVER = (
    covers.c.id,
    covers.c.turn_id,
    covers.c.member_id,
    covers.c.starts_at,
    covers.c.ends_at,
    covers.c.why,
    covers.c.note,
    covers.c.opened_by,
    covers.c.opened_at,
    covers.c.state,
    covers.c.closed_at,
    covers.c.next_at,
    covers.c.all_at,
    covers.c.lead_at,
    covers.c.chair_at,
)
_ASK = (
    cover_asks.c.id,
    cover_asks.c.cover_id,
    cover_asks.c.member_id,
    cover_asks.c.state,
    cover_asks.c.asked_at,
    cover_asks.c.until,
    cover_asks.c.later_at,
    cover_asks.c.times,
    cover_asks.c.minutes,
)
_CHANGEABLE = frozenset(("span", "note", "why", "next_at", "all_at", "lead_at", "chair_at"))
_OURS = covers.c.task_force_id == of_task_force()
# literal, not bound, so that the index of what is open fits
_IS_OPEN = covers.c.state == literal_column(f"'{CoverState.OPEN}'")
_THIS = (_OURS, covers.c.id == bindparam("cover"))
_FIND = select(*_COVER).where(*_THIS)
_OPEN = select(*_COVER).where(_OURS, _IS_OPEN).order_by(covers.c.starts_at, covers.c.id)
_OF_TURN = _OPEN.where(covers.c.turn_id == bindparam("turn"))
_ENDED = (
    select(*_COVER)
    .where(
        _OURS,
        covers.c.turn_id == bindparam("turn"),
        covers.c.state == CoverState.ENDED.value,
        covers.c.closed_at == bindparam("closed"),
    )
    .order_by(covers.c.id)
)
_DUE = (
    select(*_COVER)
    .where(_OURS, _IS_OPEN, covers.c.next_at <= bindparam("now"))
    .order_by(covers.c.turn_id, covers.c.id)
)
_NEXT = select(func.min(covers.c.next_at)).where(_OURS, _IS_OPEN)
_ADD = insert(covers).values(task_force_id=of_task_force())
_CHANGE = update(covers).where(*_THIS)
_CLOSE = _CHANGE.where(_IS_OPEN).values(
    state=bindparam("becomes"), closed_at=bindparam("closed"), next_at=None
)
_REOPEN = _CHANGE.where(covers.c.state != CoverState.OPEN.value).values(
    state=CoverState.OPEN.value, closed_at=None, next_at=bindparam("again")
)
_ASKS = select(*_ASK).where(
    cover_asks.c.task_force_id == of_task_force(),
    cover_asks.c.cover_id.in_(bindparam("covers", expanding=True)),
)
_WAITING_FOR = (
    select(*_COVER)
    .join(
        cover_asks,
        (cover_asks.c.cover_id == covers.c.id) & (cover_asks.c.task_force_id == of_task_force()),
    )
    .where(
        _OURS,
        _IS_OPEN,
        cover_asks.c.member_id == bindparam("member"),
        cover_asks.c.state.in_((AskState.ASKED.value, AskState.LATER.value)),
    )
)
_LOOK_AGAIN = (
    update(covers)
    .where(
        _OURS,
        covers.c.id.in_(
            _WAITING_FOR.with_only_columns(covers.c.id).with_for_update(of=covers, skip_locked=True)
        ),
    )
    .values(next_at=bindparam("again"))
)
_NEW_ASK = upsert(cover_asks).values(task_force_id=of_task_force())
_PUT_ASK = _NEW_ASK.on_conflict_do_update(
    index_elements=[cover_asks.c.cover_id, cover_asks.c.member_id],
    set_={
        name: _NEW_ASK.excluded[name]
        for name in ("state", "asked_at", "until", "later_at", "times", "minutes")
    },
    where=cover_asks.c.task_force_id == of_task_force(),
)


class Covers:
    """bot.ports.covers.Covers."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def find(self, cover_id: int) -> Cover | None:
        row = self._scope.run(_FIND, cover=cover_id).first()
        return _cover(row) if row else None

    def open(self) -> Sequence[Cover]:
        return [_cover(row) for row in self._scope.run(_OPEN)]

    def open_of_turn(self, turn_id: int) -> Sequence[Cover]:
        return [_cover(row) for row in self._scope.run(_OF_TURN, turn=turn_id)]

    def ended(self, turn_id: int, at: datetime) -> Sequence[Cover]:
        return [_cover(row) for row in self._scope.run(_ENDED, turn=turn_id, closed=at)]

    def due(self, now: datetime) -> Sequence[Cover]:
        return [_cover(row) for row in self._scope.run(_DUE, now=now)]

    def next_at(self) -> datetime | None:
        at: datetime | None = self._scope.run(_NEXT).scalar_one()
        return at

    def add(self, cover: Cover) -> int:
        values = fitting(covers, {"note": cover.note, "why": cover.why})
        return self._scope.added(
            _ADD,
            turn_id=cover.turn_id,
            member_id=cover.member_id,
            starts_at=cover.span.start,
            ends_at=cover.span.end,
            opened_by=cover.opened_by,
            opened_at=cover.opened_at,
            next_at=cover.next_at,
            **values,
        )

    def change(self, cover_id: int, **fields: Any) -> None:
        values = dict(known(fields, _CHANGEABLE))
        span: Span | None = values.pop("span", None)
        if span is not None:
            values |= {"starts_at": span.start, "ends_at": span.end}
        if not self._scope.changed(_CHANGE.values(fitting(covers, values)), cover=cover_id):
            raise gone("request")

    def close(self, cover_id: int, state: CoverState, at: datetime) -> bool:
        return bool(self._scope.changed(_CLOSE, cover=cover_id, becomes=state.value, closed=at))

    def reopen(self, cover_id: int, at: datetime) -> bool:
        return bool(self._scope.changed(_REOPEN, cover=cover_id, again=at))

    def asks(self, *cover_ids: int) -> Sequence[Ask]:
        # ordered here: SQLite would go through all that were ever asked, in this order
        found = [_ask(row) for row in self._scope.run(_ASKS, covers=cover_ids)]
        return sorted(found, key=lambda ask: ask.id)

    def waiting_for(self, member_id: int) -> Sequence[Cover]:
        found = [_cover(row) for row in self._scope.run(_WAITING_FOR, member=member_id)]
        return sorted(found, key=lambda cover: (cover.turn_id, cover.id))

    def look_again(self, member_id: int, at: datetime) -> None:
        self._scope.run(_LOOK_AGAIN, member=member_id, again=at)

    def put_ask(self, ask: Ask) -> None:
        self._scope.run(
            _PUT_ASK,
            cover_id=ask.cover_id,
            member_id=ask.member_id,
            state=ask.state.value,
            asked_at=ask.asked_at,
            until=ask.until,
            later_at=ask.later_at,
            times=ask.times,
            minutes=ask.minutes,
        )


def _cover(row: AnyRow) -> Cover:
    return Cover(
        id=row[0],
        turn_id=row[1],
        member_id=row[2],
        span=Span(row[3], row[4]),
        why=Why(row[5]),
        note=row[6],
        opened_by=row[7],
        opened_at=row[8],
        state=CoverState(row[9]),
        closed_at=row[10],
        next_at=row[11],
        all_at=row[12],
        lead_at=row[13],
        chair_at=row[14],
    )


def _ask(row: AnyRow) -> Ask:
    return Ask(row[0], row[1], row[2], AskState(row[3]), row[4], row[5], row[6], row[7], row[8])
