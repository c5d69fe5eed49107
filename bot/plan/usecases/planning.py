"""The chair asks for a proposal, stops it, drops it, asks for another one."""

from __future__ import annotations

from datetime import date, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.grammar import resolve, split
from bot.plan.requests import DropPlan, PlanAgain, PlanWeek, StopPlan
from bot.plan.usecases.composing import compose_for, tell_chair, tell_member
from bot.plan.words import chairing as words
from bot.ports.plans import LineState, Plan, PlanState
from bot.ports.store import Transaction
from bot.turns import open_through
from bot.weeks import parse_week, to_local, week_of

UNDER_WAY = (PlanState.ASKED, PlanState.SOLVING)


def plan_week(tx: Transaction, visit: Visit, request: PlanWeek) -> Reply:
    """What stands for the week; else a new one is begun."""
    week = _read_week(request.words, visit)
    tx.lock()  # so that two chairs do not begin two
    standing = tx.plans.standing(week)
    if standing is not None:
        return Reply(card=compose_for(tx, standing, visit.reader, visit.now))
    return Reply(card=words.working(_begin(tx, visit, week)))


def _begin(tx: Transaction, visit: Visit, week: date) -> Plan:
    plan_id = tx.plans.add(week, visit.me.id, visit.now)
    tx.record.add(
        visit.now, visit.me.id, "plan.ask", f"plan:{plan_id}", {}, {"week": week.isoformat()}
    )
    plan = tx.plans.find(plan_id)
    assert plan is not None
    return plan


def _read_week(said: str, visit: Visit) -> date:
    """Raises Refusal for what is no week, or one without turns to plan."""
    first = visit.task_force.first_weekday
    text = said.strip()
    week = parse_week(text, first) if text else visit.week + timedelta(weeks=1)
    if week is None:
        parts = split(text, ())
        if parts.when is None or parts.note or parts.minutes or parts.name:
            raise words.bad_week(text)
        when = resolve(parts.when, visit.now, visit.zone, first, "future")
        week = week_of(to_local(when.span.start, visit.zone).date(), first)
    last = open_through(visit.task_force, visit.now)
    if not visit.week <= week <= last:
        raise words.not_open(week, last)
    return week


def stop_plan(tx: Transaction, visit: Visit, request: StopPlan) -> Reply:
    """The best so far will do; what nobody has begun yet is off."""
    plan = _lock(tx, request.plan)
    if plan.state is PlanState.ASKED:
        return _drop(tx, visit, plan, "It was stopped before it began.")
    if plan.state is not PlanState.SOLVING:
        raise words.ready_already()
    tx.plans.change(plan.id, stop=True)
    return Reply(card=words.stopping(plan))


def drop_plan(tx: Transaction, visit: Visit, request: DropPlan) -> Reply:
    return _drop(tx, visit, _lock(tx, request.plan), "Nothing of it is asked any more.")


def plan_again(tx: Transaction, visit: Visit, request: PlanAgain) -> Reply:
    tx.lock()
    plan = _lock(tx, request.plan)
    if plan.state in UNDER_WAY:
        return Reply(card=words.working(plan))
    _read_week(plan.week.isoformat(), visit)
    _drop(tx, visit, plan, "Another proposal takes its place.")
    return Reply(card=words.working(_begin(tx, visit, plan.week)))


def _lock(tx: Transaction, plan_id: int) -> Plan:
    """Raises Refusal for one that is no longer open."""
    plan = tx.plans.lock(plan_id)
    if plan is None or plan.state is PlanState.DROPPED:
        raise words.no_longer(plan)
    return plan


def _drop(tx: Transaction, visit: Visit, plan: Plan, why: str) -> Reply:
    """What was accepted stays held; what was not answered is asked no more."""
    tx.plans.change(plan.id, state=PlanState.DROPPED, progress=why)
    waiting = [line for line in tx.plans.lines(plan.id) if line.state is LineState.ASKED]
    for line in waiting:
        tx.plans.change_line(line.id, LineState.DROPPED, "The chair took the proposal back.")
    for member_id in sorted({line.member_id for line in waiting}):
        tell_member(tx, plan, member_id, visit.now)
    tx.record.add(visit.now, visit.me.id, "plan.drop", f"plan:{plan.id}")
    tell_chair(tx, plan, visit.now)
    dropped = tx.plans.find(plan.id)
    assert dropped is not None
    return Reply(card=words.off(dropped))
