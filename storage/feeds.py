"""Calendar feeds: by the digest of their address, and the numbers of the events in them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.model import Claim, MemberState, Turn
from bot.ports.feeds import EventKind, Feed, FeedKind, Mark, NewMark
from bot.weeks import Span
from storage.columns import Utc
from storage.engine import Database
from storage.scope import Scope, of_task_force
from storage.tables import changes, claims, covers, feed_events, feeds, members, turns
from storage.turns import CLAIM_COLUMNS, LONGEST, TURN_COLUMNS, claim_of, turn_of

# Of the record, these many last lines are in the stamp: on PostgreSQL a line with a lower number
# may be committed after one with a higher.
_LATEST = 64
_WIDTH = len(TURN_COLUMNS)
_AT_ONCE = 500  # ids in one question: SQLite takes no more than some ten thousand

_FEED = (
    feeds.c.id,
    feeds.c.member_id,
    feeds.c.kind,
    feeds.c.duty_id,
    feeds.c.made_at,
    feeds.c.read_at,
)
_OURS = feeds.c.task_force_id == of_task_force()
_THIS = (_OURS, feeds.c.id == bindparam("feed"))
_ALL = select(*_FEED).where(_OURS).order_by(feeds.c.id)
_OF_MEMBER = _ALL.where(feeds.c.member_id == bindparam("member"))
_FIND = select(*_FEED).where(*_THIS)
_ADD = insert(feeds).values(task_force_id=of_task_force())
_REPLACE = delete(feeds).where(
    _OURS,
    feeds.c.member_id == bindparam("member"),
    feeds.c.kind == bindparam("of_kind"),
    func.coalesce(feeds.c.duty_id, 0) == bindparam("duty"),
)
_END = delete(feeds).where(*_THIS)
_END_OF_MEMBER = delete(feeds).where(_OURS, feeds.c.member_id == bindparam("member"))
_SEEN = update(feeds).where(*_THIS).values(read_at=bindparam("at", type_=Utc))
_BY_DIGEST = (
    select(feeds.c.task_force_id, *_FEED)
    .select_from(
        feeds.join(
            members,
            (members.c.id == feeds.c.member_id)
            & (members.c.task_force_id == feeds.c.task_force_id),
        )
    )
    .where(feeds.c.digest == bindparam("digest"), members.c.state == MemberState.ACTIVE.value)
    .execution_options(across_task_forces=True)
)

_LINES = (
    select(changes.c.id)
    .where(changes.c.task_force_id == of_task_force())
    .order_by(changes.c.id.desc())
    .limit(_LATEST)
)
_LAST_TURN = select(func.max(turns.c.id)).where(turns.c.task_force_id == of_task_force())
_WANTED = select(func.max(covers.c.id), func.count(), func.sum(covers.c.id)).where(
    covers.c.task_force_id == of_task_force(), covers.c.state == literal_column("'open'")
)

_SINCE = bindparam("since", type_=Utc)
_WITHIN = (
    claims.c.starts_at < bindparam("ends", type_=Utc),
    claims.c.ends_at > bindparam("begins", type_=Utc),
    claims.c.starts_at > bindparam("earliest", type_=Utc),
)
_GIVEN_BACK = (
    select(*TURN_COLUMNS, *CLAIM_COLUMNS)
    .select_from(
        claims.join(
            turns, (turns.c.id == claims.c.turn_id) & (turns.c.task_force_id == of_task_force())
        )
    )
    .where(
        claims.c.task_force_id == of_task_force(),
        claims.c.member_id == bindparam("member"),
        claims.c.released_at > _SINCE,
        *_WITHIN,
    )
    .order_by(claims.c.starts_at, claims.c.id)
)
_ONCE = (claims.c.turn_id == turns.c.id, claims.c.task_force_id == of_task_force())
_CALLED_OFF = (
    select(*TURN_COLUMNS)
    .where(
        turns.c.task_force_id == of_task_force(),
        ~turns.c.planned,
        turns.c.starts_at < bindparam("ends", type_=Utc),
        turns.c.ends_at > bindparam("begins", type_=Utc),
        turns.c.starts_at > bindparam("earliest", type_=Utc),
        exists().where(*_ONCE, claims.c.released_at > _SINCE),
        ~exists().where(*_ONCE, claims.c.released_at.is_(None)),
    )
    .order_by(turns.c.starts_at, turns.c.id)
)

_MARKS = select(
    feed_events.c.about, feed_events.c.digest, feed_events.c.sequence, feed_events.c.changed_at
).where(
    feed_events.c.task_force_id == of_task_force(),
    feed_events.c.kind == bindparam("of_kind"),
    feed_events.c.about.in_(bindparam("abouts", expanding=True)),
)
_NEW_MARK = upsert(feed_events).values(task_force_id=of_task_force(), sequence=0)
_PUT_MARK = _NEW_MARK.on_conflict_do_update(
    index_elements=[feed_events.c.task_force_id, feed_events.c.kind, feed_events.c.about],
    set_={
        "digest": _NEW_MARK.excluded.digest,
        "sequence": feed_events.c.sequence + 1,
        "changed_at": _NEW_MARK.excluded.changed_at,
        "until": _NEW_MARK.excluded.until,
    },
    where=feed_events.c.digest != _NEW_MARK.excluded.digest,
)
_FORGET = delete(feed_events).where(
    feed_events.c.task_force_id == of_task_force(),
    feed_events.c.until < bindparam("before", type_=Utc),
)


class Feeds:
    """bot.ports.feeds.Feeds."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self) -> Sequence[Feed]:
        return [_feed(row) for row in self._scope.run(_ALL)]

    def of_member(self, member_id: int) -> Sequence[Feed]:
        return [_feed(row) for row in self._scope.run(_OF_MEMBER, member=member_id)]

    def find(self, feed_id: int) -> Feed | None:
        row = self._scope.run(_FIND, feed=feed_id).first()
        return _feed(row) if row else None

    def put(
        self, member_id: int, kind: FeedKind, duty_id: int | None, digest: str, now: datetime
    ) -> int:
        self._scope.run(_REPLACE, member=member_id, of_kind=kind.value, duty=duty_id or 0)
        values = {"kind": kind.value, "duty_id": duty_id, "digest": digest, "made_at": now}
        return self._scope.added(_ADD, member_id=member_id, **values)

    def end(self, feed_id: int) -> bool:
        return bool(self._scope.changed(_END, feed=feed_id))

    def end_of_member(self, member_id: int) -> int:
        return self._scope.changed(_END_OF_MEMBER, member=member_id)

    def seen(self, feed_id: int, at: datetime) -> None:
        self._scope.run(_SEEN, feed=feed_id, at=at)

    def stamp(self) -> str:
        lines = [row[0] for row in self._scope.run(_LINES)]
        turn = self._scope.run(_LAST_TURN).scalar()
        wanted = tuple(self._scope.run(_WANTED).one())
        return hashlib.sha256(f"{lines} {turn} {wanted}".encode()).hexdigest()[:32]

    def given_back(
        self, member_id: int, span: Span, since: datetime
    ) -> Sequence[tuple[Turn, Claim]]:
        rows = self._scope.run(_GIVEN_BACK, member=member_id, since=since, **_edges(span))
        return [(turn_of(row), claim_of(row[_WIDTH:])) for row in rows]

    def called_off(self, span: Span, since: datetime) -> Sequence[Turn]:
        rows = self._scope.run(_CALLED_OFF, since=since, **_edges(span))
        return [turn_of(row) for row in rows]

    def marks(self, kind: EventKind, abouts: Collection[int]) -> Mapping[int, Mark]:
        return {
            row[0]: Mark(row[1], row[2], row[3])
            for some in _batches(sorted(abouts))
            for row in self._scope.run(_MARKS, of_kind=kind.value, abouts=some)
        }

    def put_marks(self, kind: EventKind, marks: Collection[NewMark], at: datetime) -> None:
        self._scope.run_many(
            _PUT_MARK,
            [
                {
                    "kind": kind.value,
                    "about": mark.about,
                    "digest": mark.digest,
                    "changed_at": at,
                    "until": mark.until,
                }
                for mark in sorted(marks, key=lambda mark: mark.about)  # else two wait for another
            ],
        )

    def forget_marks(self, before: datetime) -> None:
        self._scope.run(_FORGET, before=before)


class FeedDesk:
    """bot.ports.feeds.FeedDesk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, digest: str) -> tuple[int, Feed] | None:
        with self._database.read() as connection:
            row = connection.execute(_BY_DIGEST, {"digest": digest}).first()
        return (row[0], _feed(row[1:])) if row else None


def _edges(span: Span) -> dict[str, datetime]:
    return {"begins": span.start, "ends": span.end, "earliest": span.start - LONGEST}


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _feed(row: Sequence[Any]) -> Feed:
    return Feed(row[0], row[1], FeedKind(row[2]), row[3], row[4], row[5])
