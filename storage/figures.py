"""Weeks in figures, summed where the rows are: the statements of storage.loads."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    BindParameter,
    bindparam,
    case,
    distinct,
    func,
    literal_column,
    select,
    union_all,
)

from storage.scope import of_task_force
from storage.tables import claims, duties, logged, members, pledges, turns
from storage.turns import IS_THERE, WITH_CLAIMS

_WEEKS: BindParameter[date] = bindparam("weeks", expanding=True)
_promised = func.coalesce(func.sum(claims.c.minutes), 0)
_each = (
    select(
        turns.c.week,
        duties.c.department_id,
        turns.c.minutes.label("needed"),
        case((_promised < turns.c.minutes, _promised), else_=turns.c.minutes).label("covered"),
        case(((func.count(claims.c.id) == 0) & duties.c.retired_at.is_(None), 1), else_=0).label(
            "untaken"
        ),
    )
    .select_from(WITH_CLAIMS.join(duties, duties.c.id == turns.c.duty_id))
    .where(
        turns.c.task_force_id == of_task_force(),
        turns.c.week.in_(_WEEKS),
        IS_THERE,
        duties.c.task_force_id == of_task_force(),
    )
    .group_by(turns.c.week, turns.c.id, duties.c.id)  # as the index of weeks has them
    .subquery()
)
COVERAGE = select(
    _each.c.week,
    func.sum(_each.c.covered),
    func.sum(_each.c.needed),
    func.count(),
    func.sum(_each.c.untaken),
).group_by(_each.c.week)

_OF_WEEKS = (turns.c.task_force_id == of_task_force(), turns.c.week.in_(_WEEKS))
# From the turns on, which an outer join says: SQLite would begin with all that was ever claimed.
HOLDERS = (
    select(func.count(distinct(claims.c.member_id))).select_from(WITH_CLAIMS).where(*_OF_WEEKS)
)
_held = (
    select(claims.c.member_id, func.sum(claims.c.minutes).label("minutes"))
    .select_from(WITH_CLAIMS)
    .where(*_OF_WEEKS)
    .group_by(claims.c.member_id)
    .subquery("held")
)
# a row for each kind (bot.ports.loads.DepartmentSums) and department that has any
_GIVEN = (
    *((t, (t.c.task_force_id == of_task_force(), t.c.week.in_(_WEEKS))) for t in (pledges, logged)),
    (_held, ()),
)
DEPARTMENTS = union_all(
    *(
        select(literal_column(str(kind)), members.c.department_id, func.sum(rows.c.minutes))
        .select_from(rows.join(members, members.c.id == rows.c.member_id))
        .where(members.c.task_force_id == of_task_force(), *true)
        .group_by(members.c.department_id)
        for kind, (rows, true) in enumerate(_GIVEN)
    ),
    select(literal_column("3"), _each.c.department_id, func.sum(_each.c.needed))
    .where(_each.c.department_id.is_not(None))
    .group_by(_each.c.department_id),
)

UNTOUCHED = (
    select(turns.c.duty_id)
    .select_from(WITH_CLAIMS)
    .where(
        turns.c.task_force_id == of_task_force(),
        IS_THERE,
        turns.c.starts_at < bindparam("until"),
        turns.c.starts_at > bindparam("earliest"),
        turns.c.ends_at > bindparam("before"),
    )
    .group_by(turns.c.duty_id)
    .having(
        func.min(turns.c.starts_at) <= bindparam("since"),
        func.max(turns.c.ends_at) > bindparam("since"),
        func.count(case((turns.c.ends_at > bindparam("since"), claims.c.id))) == 0,
    )
)
WORKED = (
    select(logged.c.duty_id)
    .distinct()
    .where(logged.c.task_force_id == of_task_force(), logged.c.week.in_(_WEEKS))
)
