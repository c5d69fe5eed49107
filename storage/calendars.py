"""Where members' absence is read, whose turn it is to read, and what came of the events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.ports.calendars import (
    READING_LEASE,
    CalendarEvent,
    DueSource,
    EventState,
    Source,
    SourceKind,
    Stretch,
)
from bot.weeks import Span
from storage.columns import Utc
from storage.engine import Database
from storage.scope import AnyRow, Scope, fitting, gone, known, of_task_force
from storage.tables import calendar_events, calendars

# no lease is written so far ahead: the clock was set back (storage.leases)
_IMPOSSIBLE = timedelta(minutes=10)

_SOURCE = (
    calendars.c.id,
    calendars.c.member_id,
    calendars.c.kind,
    calendars.c.host,
    calendars.c.sealed,
    calendars.c.always,
    calendars.c.made_at,
    calendars.c.due_at,
    calendars.c.read_at,
    calendars.c.whole_at,
    calendars.c.etag,
    calendars.c.modified,
    calendars.c.failures,
    calendars.c.failing_since,
    calendars.c.problem,
    calendars.c.cards,
)
_CHANGEABLE = frozenset(column.name for column in _SOURCE) - {"id", "member_id", "kind", "made_at"}
_EVENT = (
    calendar_events.c.id,
    calendar_events.c.calendar_id,
    calendar_events.c.event,
    calendar_events.c.series,
    calendar_events.c.starts_at,
    calendar_events.c.ends_at,
    calendar_events.c.first_day,
    calendar_events.c.last_day,
    calendar_events.c.whole_days,
    calendar_events.c.state,
    calendar_events.c.card,
    calendar_events.c.away_id,
    calendar_events.c.notice,
    calendar_events.c.becomes_start,
    calendar_events.c.becomes_end,
    calendar_events.c.becomes_first,
    calendar_events.c.becomes_last,
    calendar_events.c.becomes_whole,
    calendar_events.c.ends,
    calendar_events.c.told_at,
)
_OURS = calendars.c.task_force_id == of_task_force()
_THIS = (_OURS, calendars.c.id == bindparam("source"))
_FREE = or_(
    calendars.c.lease_until.is_(None),
    calendars.c.lease_until <= bindparam("now", type_=Utc),
    calendars.c.lease_until > bindparam("impossible", type_=Utc),
)
_DUE = (calendars.c.due_at <= bindparam("now", type_=Utc), _FREE)
_ALL = select(*_SOURCE).where(_OURS).order_by(calendars.c.id)
_OF_MEMBER = _ALL.where(calendars.c.member_id == bindparam("member"))
_FIND = select(*_SOURCE).where(*_THIS)
_ADD = insert(calendars).values(task_force_id=of_task_force())
_CHANGE = update(calendars).where(*_THIS)
_REMOVE = delete(calendars).where(*_THIS)
_REPLACED = delete(calendars).where(
    _OURS, calendars.c.member_id == bindparam("member"), calendars.c.kind == bindparam("of_kind")
)
_TAKE = (
    update(calendars)
    .where(*_THIS, *_DUE)
    .values(owner=bindparam("reader"), lease_until=bindparam("end", type_=Utc))
)
_FINISH = (
    update(calendars)
    .where(*_THIS, calendars.c.owner == bindparam("reader"))
    .values(owner=None, lease_until=None)
)
_DUE_NOW = (
    select(calendars.c.id, calendars.c.task_force_id, calendars.c.kind)
    .where(*_DUE)
    .order_by(calendars.c.due_at, calendars.c.id)
    .limit(bindparam("most"))
    .execution_options(across_task_forces=True)
)
_EVENTS = (
    select(*_EVENT)
    .where(
        calendar_events.c.task_force_id == of_task_force(),
        calendar_events.c.calendar_id == bindparam("source"),
    )
    .order_by(calendar_events.c.starts_at, calendar_events.c.id)
)
_FIND_EVENT = select(*_EVENT).where(
    calendar_events.c.task_force_id == of_task_force(), calendar_events.c.id == bindparam("one")
)
_FORGET = delete(calendar_events).where(
    calendar_events.c.task_force_id == of_task_force(),
    calendar_events.c.calendar_id == bindparam("source"),
    calendar_events.c.ends_at < bindparam("before", type_=Utc),
)
_NEW_EVENT = upsert(calendar_events).values(task_force_id=of_task_force())
_KEY = ("id", "calendar_id", "event")
_PUT = _NEW_EVENT.on_conflict_do_update(
    index_elements=[calendar_events.c.calendar_id, calendar_events.c.event],
    set_={
        column.name: _NEW_EVENT.excluded[column.name]
        for column in _EVENT
        if column.name not in _KEY
    },
).returning(calendar_events.c.id)


class Calendars:
    """bot.ports.calendars.Calendars."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of_member(self, member_id: int) -> Sequence[Source]:
        return [_source(row) for row in self._scope.run(_OF_MEMBER, member=member_id)]

    def all(self) -> Sequence[Source]:
        return [_source(row) for row in self._scope.run(_ALL)]

    def find(self, source_id: int) -> Source | None:
        row = self._scope.run(_FIND, source=source_id).first()
        return _source(row) if row else None

    def add(self, source: Source) -> int:
        self._scope.run(_REPLACED, member=source.member_id, of_kind=source.kind.value)
        values = {
            "member_id": source.member_id,
            "kind": source.kind.value,
            "host": source.host,
            "sealed": source.sealed,
            "always": source.always,
            "made_at": source.made_at,
            "due_at": source.due_at,
            "cards": source.cards,
        }
        return self._scope.added(_ADD, **fitting(calendars, values))

    def change(self, source_id: int, **fields: Any) -> None:
        values = fitting(calendars, known(fields, _CHANGEABLE))
        if not self._scope.changed(_CHANGE.values(values), source=source_id):
            raise gone("calendar")

    def remove(self, source_id: int) -> None:
        self._scope.run(_REMOVE, source=source_id)

    # ---- reading ------------------------------------------------------------------------------

    def take(self, source_id: int, owner: str, now: datetime) -> bool:
        values = {"source": source_id, "reader": owner, "end": now + READING_LEASE, **_around(now)}
        return bool(self._scope.changed(_TAKE, **values))

    def finish(self, source_id: int, owner: str, **fields: Any) -> bool:
        values = fitting(calendars, known(fields, _CHANGEABLE))
        return bool(self._scope.changed(_FINISH.values(values), source=source_id, reader=owner))

    # ---- events -------------------------------------------------------------------------------

    def events(self, source_id: int) -> Sequence[CalendarEvent]:
        return [_event(row) for row in self._scope.run(_EVENTS, source=source_id)]

    def find_event(self, event_id: int) -> CalendarEvent | None:
        row = self._scope.run(_FIND_EVENT, one=event_id).first()
        return _event(row) if row else None

    def put(self, event: CalendarEvent) -> int:
        becomes = event.becomes
        found = self._scope.run(
            _PUT,
            calendar_id=event.source_id,
            event=event.key,
            series=event.series,
            starts_at=event.when.span.start,
            ends_at=event.when.span.end,
            first_day=event.when.first_day,
            last_day=event.when.last_day,
            whole_days=event.when.whole_days,
            state=event.state.value,
            card=event.card,
            away_id=event.away_id,
            notice=event.notice,
            becomes_start=becomes.span.start if becomes else None,
            becomes_end=becomes.span.end if becomes else None,
            becomes_first=becomes.first_day if becomes else None,
            becomes_last=becomes.last_day if becomes else None,
            becomes_whole=becomes.whole_days if becomes else None,
            ends=event.ends,
            told_at=event.told_at,
        )
        return int(found.scalar_one())

    def forget(self, source_id: int, before: datetime) -> None:
        self._scope.run(_FORGET, source=source_id, before=before)


class CalendarDesk:
    """bot.ports.calendars.CalendarDesk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, most: int) -> Sequence[DueSource]:
        with self._database.read() as connection:
            rows = connection.execute(_DUE_NOW, {"most": most, **_around(now)})
            return [DueSource(row[0], row[1], SourceKind(row[2])) for row in rows]


def _around(now: datetime) -> dict[str, datetime]:
    return {"now": now, "impossible": now + _IMPOSSIBLE}


def _source(row: AnyRow) -> Source:
    source_id, member_id, kind, *rest = row
    return Source(source_id, member_id, SourceKind(kind), *rest)


def _event(row: AnyRow) -> CalendarEvent:
    becomes = None
    if row[13] is not None:
        becomes = Stretch(Span(row[13], row[14]), row[15], row[16], row[17])
    return CalendarEvent(
        row[0],
        row[1],
        row[2],
        row[3],
        Stretch(Span(row[4], row[5]), row[6], row[7], row[8]),
        EventState(row[9]),
        row[10],
        row[11],
        row[12],
        becomes,
        row[18],
        row[19],
    )
