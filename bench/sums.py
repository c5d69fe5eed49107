"""The figures of digest and status as SQL aggregates: the least that they can cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from bot.fairness.rules import USUAL
from storage.scope import of_task_force
from storage.tables import changes, claims, deliveries, duties, logged, members, pledges, turns

_OURS = turns.c.task_force_id == of_task_force()
_WEEKS = turns.c.week.in_(bindparam("weeks", expanding=True))
_HELD = (
    select(claims.c.turn_id, func.sum(claims.c.minutes).label("minutes"))
    .join(turns, turns.c.id == claims.c.turn_id)
    .where(claims.c.task_force_id == of_task_force(), claims.c.released_at.is_(None), _WEEKS)
    .group_by(claims.c.turn_id)
    .subquery()
)
_BESIDE = turns.outerjoin(_HELD, _HELD.c.turn_id == turns.c.id)
_COVERAGE = (
    select(
        turns.c.week,
        func.count(),
        func.sum(turns.c.minutes),
        func.sum(func.coalesce(_HELD.c.minutes, 0)),
    )
    .select_from(_BESIDE)
    .where(_OURS, _WEEKS)
    .group_by(turns.c.week)
)
_HOLES = (
    select(duties.c.name, turns.c.starts_at, turns.c.minutes - func.coalesce(_HELD.c.minutes, 0))
    .select_from(_BESIDE.join(duties, duties.c.id == turns.c.duty_id))
    .where(_OURS, _WEEKS, func.coalesce(_HELD.c.minutes, 0) < turns.c.minutes)
    .order_by(turns.c.starts_at, duties.c.name)
)
_HELPERS = (
    select(func.count(claims.c.member_id.distinct()))
    .join(turns, turns.c.id == claims.c.turn_id)
    .where(claims.c.task_force_id == of_task_force(), claims.c.released_at.is_(None), _WEEKS)
)
_NEEDED = (
    select(duties.c.department_id, func.sum(turns.c.minutes))
    .join(turns, turns.c.duty_id == duties.c.id)
    .where(_OURS, _WEEKS)
    .group_by(duties.c.department_id)
)
_BY_DEPARTMENT = tuple(
    select(members.c.department_id, func.sum(table.c.minutes))
    .join(members, members.c.id == table.c.member_id)
    .where(table.c.task_force_id == of_task_force(), table.c.week == bindparam("of_week"))
    .group_by(members.c.department_id)
    for table in (pledges, logged)
)
_HELD_BY_DEPARTMENT = (
    select(members.c.department_id, func.sum(claims.c.minutes))
    .select_from(
        claims.join(turns, turns.c.id == claims.c.turn_id).join(
            members, members.c.id == claims.c.member_id
        )
    )
    .where(claims.c.task_force_id == of_task_force(), claims.c.released_at.is_(None), _WEEKS)
    .group_by(members.c.department_id)
)
_CHANGES = (
    select(changes.c.action, func.count())
    .where(
        changes.c.task_force_id == of_task_force(),
        changes.c.at >= bindparam("since"),
        changes.c.at < bindparam("until"),
    )
    .group_by(changes.c.action)
)
_UNANSWERED = (
    select(members.c.name)
    .outerjoin(
        pledges,
        and_(
            pledges.c.task_force_id == of_task_force(),
            pledges.c.member_id == members.c.id,
            pledges.c.week == bindparam("of_week"),
        ),
    )
    .where(
        members.c.task_force_id == of_task_force(),
        members.c.state == "active",
        pledges.c.id.is_(None),
    )
    .order_by(members.c.name)
)
_TOUCHED = (
    select(turns.c.duty_id)
    .join(claims, claims.c.turn_id == turns.c.id)
    .where(_OURS, _WEEKS, claims.c.task_force_id == of_task_force(), claims.c.released_at.is_(None))
)
_UNTOUCHED = select(duties.c.name).where(
    duties.c.task_force_id == of_task_force(), duties.c.id.not_in(_TOUCHED)
)
_SINCE = turns.c.week >= bindparam("first")
_HELD_SINCE = claims.join(turns, turns.c.id == claims.c.turn_id)
_CLAIMED = (claims.c.task_force_id == of_task_force(), claims.c.released_at.is_(None), _SINCE)
_LOAD = (
    *(
        select(members.c.department_id, func.sum(table.c.minutes))
        .join(members, members.c.id == table.c.member_id)
        .where(table.c.task_force_id == of_task_force(), table.c.week >= bindparam("first"))
        .group_by(members.c.department_id)
        for table in (pledges, logged)
    ),
    select(members.c.department_id, claims.c.member_id, func.sum(claims.c.minutes))
    .select_from(_HELD_SINCE.join(members, members.c.id == claims.c.member_id))
    .where(*_CLAIMED)
    .group_by(members.c.department_id, claims.c.member_id),
    select(
        turns.c.duty_id,
        claims.c.member_id,
        func.sum(claims.c.minutes),
        func.count(turns.c.week.distinct()),
    )
    .select_from(_HELD_SINCE)
    .where(*_CLAIMED)
    .group_by(turns.c.duty_id, claims.c.member_id),
)
_FAILED = select(deliveries.c.reason).where(
    deliveries.c.task_force_id == of_task_force(),
    deliveries.c.state.in_(("unreachable", "given up")),
)


def _week_sums(connection: Connection, force: int, week: date) -> list[Any]:
    known = {"task_force": force, "of_week": week, "weeks": [week]}
    return [
        connection.execute(statement, known).all()
        for statement in (*_BY_DEPARTMENT, _HELD_BY_DEPARTMENT, _NEEDED)
    ]


def digest_sums(connection: Connection, force: int, weeks: Sequence[date]) -> list[Any]:
    """`weeks`: the last, this and the next one."""
    last, this, _ = weeks
    about: dict[str, Any] = {"task_force": force}
    since, until = (datetime.combine(week, time(0), UTC) for week in (last, this))
    return [
        connection.execute(_COVERAGE, about | {"weeks": list(weeks)}).all(),
        connection.execute(_HOLES, about | {"weeks": [this]}).all(),
        connection.execute(_HELPERS, about | {"weeks": [last]}).all(),
        connection.execute(_CHANGES, about | {"since": since, "until": until}).all(),
        *_week_sums(connection, force, last),
    ]


def status_sums(connection: Connection, force: int, weeks: Sequence[date]) -> list[Any]:
    """With everybody's load of the usual weeks, but for hours at night: that is no sum."""
    last, this, _ = weeks
    about: dict[str, Any] = {"task_force": force}
    first = this - timedelta(weeks=USUAL - 1)
    return [
        *(connection.execute(load, about | {"first": first}).all() for load in _LOAD),
        connection.execute(_COVERAGE, about | {"weeks": [this]}).all(),
        connection.execute(_HOLES, about | {"weeks": [this]}).all(),
        connection.execute(_UNANSWERED, about | {"of_week": this}).all(),
        connection.execute(_UNTOUCHED, about | {"weeks": [last, this]}).all(),
        connection.execute(_FAILED, about).all(),
        *_week_sums(connection, force, this),
    ]
