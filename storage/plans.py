"""Proposed rosters, their lines, and who is solving one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.ports.plans import SOLVING_LEASE, LineState, Plan, PlanLine, PlanState, WaitingPlan
from storage.columns import Utc
from storage.engine import Database
from storage.scope import AnyRow, Scope, fitting, gone, known, of_task_force
from storage.tables import plan_lines, plans, turns
from storage.tables.plans import STANDING, UNSOLVED

# no lease is written so far ahead: the clock was set back (storage.leases)
_IMPOSSIBLE = timedelta(minutes=10)

_PLAN = (
    plans.c.id,
    plans.c.week,
    plans.c.state,
    plans.c.asked_by,
    plans.c.made_at,
    plans.c.stop,
    plans.c.progress,
    plans.c.levels,
)
_LINE = (
    plan_lines.c.id,
    plan_lines.c.plan_id,
    plan_lines.c.turn_id,
    plan_lines.c.member_id,
    plan_lines.c.minutes,
    plan_lines.c.state,
    plan_lines.c.why,
)
_CHANGEABLE = frozenset(("state", "stop", "progress"))
_OURS = plans.c.task_force_id == of_task_force()
_THIS = (_OURS, plans.c.id == bindparam("plan"))
_FREE = or_(
    plans.c.lease_until.is_(None),
    plans.c.lease_until <= bindparam("now", type_=Utc),
    plans.c.lease_until > bindparam("impossible", type_=Utc),
)
_MINE = (
    *_THIS,
    plans.c.state == PlanState.SOLVING.value,
    plans.c.owner == bindparam("solver"),
)
_STANDING = select(*_PLAN).where(_OURS, plans.c.week == bindparam("of_week"), STANDING)
_STANDING_FOR = select(*_PLAN).where(
    _OURS,
    plans.c.week
    == select(turns.c.week)
    .where(turns.c.task_force_id == of_task_force(), turns.c.id == bindparam("turn"))
    .scalar_subquery(),
    STANDING,
)
_FIND = select(*_PLAN).where(*_THIS)
_LOCK = select(plans.c.id).where(*_THIS).with_for_update()
_ADD = insert(plans).values(task_force_id=of_task_force())
_CHANGE = update(plans).where(*_THIS)
_TAKE = (
    update(plans)
    .where(*_THIS, UNSOLVED, _FREE)
    .values(
        state=PlanState.SOLVING.value,
        owner=bindparam("solver"),
        lease_until=bindparam("end", type_=Utc),
        attempts=plans.c.attempts + 1,
    )
    .returning(plans.c.attempts)
)
_BEAT = (
    update(plans)
    .where(*_MINE)
    .values(lease_until=bindparam("end", type_=Utc), progress=bindparam("doing"))
    .returning(plans.c.stop)
)
# whoever hands it back has not failed at it
_HAND_BACK = (
    update(plans)
    .where(*_MINE)
    .values(
        state=PlanState.ASKED.value, owner=None, lease_until=None, attempts=plans.c.attempts - 1
    )
)
_FINISH = (
    update(plans)
    .where(*_MINE)
    .values(
        state=bindparam("becomes"),
        levels=bindparam("reached", type_=plans.c.levels.type),
        owner=None,
        lease_until=None,
    )
)
_WAITING = (
    select(plans.c.id, plans.c.task_force_id)
    .where(UNSOLVED, _FREE)
    .order_by(plans.c.made_at, plans.c.id)
    .execution_options(across_task_forces=True)
)
_LINES = (
    select(*_LINE)
    .where(plan_lines.c.task_force_id == of_task_force(), plan_lines.c.plan_id == bindparam("plan"))
    .order_by(plan_lines.c.id)
)
_FIND_LINE = select(*_LINE).where(
    plan_lines.c.task_force_id == of_task_force(), plan_lines.c.id == bindparam("line")
)
_CHANGE_LINE = update(plan_lines).where(
    plan_lines.c.task_force_id == of_task_force(), plan_lines.c.id == bindparam("line")
)
_NEW_LINE = upsert(plan_lines).values(task_force_id=of_task_force())
_PUT_LINE = _NEW_LINE.on_conflict_do_update(
    index_elements=[plan_lines.c.plan_id, plan_lines.c.turn_id, plan_lines.c.member_id],
    set_={name: _NEW_LINE.excluded[name] for name in ("minutes", "state", "why")},
)


class Plans:
    """bot.ports.plans.Plans."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def standing(self, week: date) -> Plan | None:
        return _plan(self._scope.run(_STANDING, of_week=week).first())

    def standing_for(self, turn_id: int) -> Plan | None:
        return _plan(self._scope.run(_STANDING_FOR, turn=turn_id).first())

    def find(self, plan_id: int) -> Plan | None:
        return _plan(self._scope.run(_FIND, plan=plan_id).first())

    def lock(self, plan_id: int) -> Plan | None:
        if not self._scope.is_sqlite:  # there, whoever writes is alone
            self._scope.run(_LOCK, plan=plan_id)
        return self.find(plan_id)

    def add(self, week: date, asked_by: int, now: datetime) -> int:
        return self._scope.added(_ADD, week=week, asked_by=asked_by, made_at=now)

    def change(self, plan_id: int, **fields: Any) -> None:
        values = fitting(plans, known(fields, _CHANGEABLE))
        if not self._scope.changed(_CHANGE.values(values), plan=plan_id):
            raise gone("plan")

    # ---- solving ------------------------------------------------------------------------------

    def take(self, plan_id: int, owner: str, now: datetime) -> int:
        values = {"plan": plan_id, "solver": owner, "end": now + SOLVING_LEASE, **_around(now)}
        return int(self._scope.run(_TAKE, **values).scalar() or 0)

    def beat(self, plan_id: int, owner: str, progress: str, now: datetime) -> bool:
        values = {"plan": plan_id, "solver": owner, "end": now + SOLVING_LEASE}
        return self._scope.run(_BEAT, doing=progress[:300], **values).scalar() is False

    def hand_back(self, plan_id: int, owner: str) -> None:
        self._scope.run(_HAND_BACK, plan=plan_id, solver=owner)

    def finish(
        self, plan_id: int, owner: str, state: PlanState, levels: Sequence[Sequence[Any]]
    ) -> bool:
        reached = [list(level) for level in levels]
        values = {"plan": plan_id, "solver": owner, "becomes": state.value}
        return bool(self._scope.changed(_FINISH, reached=reached, **values))

    # ---- lines --------------------------------------------------------------------------------

    def lines(self, plan_id: int) -> Sequence[PlanLine]:
        return [_line(row) for row in self._scope.run(_LINES, plan=plan_id)]

    def find_line(self, line_id: int) -> PlanLine | None:
        row = self._scope.run(_FIND_LINE, line=line_id).first()
        return _line(row) if row else None

    def put_lines(self, lines: Collection[PlanLine]) -> None:
        self._scope.run_many(
            _PUT_LINE,
            [
                {
                    "plan_id": line.plan_id,
                    "turn_id": line.turn_id,
                    "member_id": line.member_id,
                    "minutes": line.minutes,
                    "state": line.state.value,
                    "why": line.why[:300],
                }
                for line in lines
            ],
        )

    def change_line(self, line_id: int, state: LineState, why: str | None = None) -> None:
        values = {"state": state.value} | ({} if why is None else {"why": why[:300]})
        if not self._scope.changed(_CHANGE_LINE.values(values), line=line_id):
            raise gone("line")


class PlanDesk:
    """bot.ports.plans.PlanDesk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, now: datetime) -> Sequence[WaitingPlan]:
        with self._database.read() as connection:
            return [WaitingPlan(*row) for row in connection.execute(_WAITING, _around(now))]


def _around(now: datetime) -> dict[str, datetime]:
    return {"now": now, "impossible": now + _IMPOSSIBLE}


def _plan(row: AnyRow | None) -> Plan | None:
    if row is None:
        return None
    levels = tuple((str(name), int(value), int(bound)) for name, value, bound in row[7])
    return Plan(row[0], row[1], PlanState(row[2]), row[3], row[4], row[5], row[6], levels)


def _line(row: AnyRow) -> PlanLine:
    return PlanLine(row[0], row[1], row[2], row[3], row[4], LineState(row[5]), row[6])
