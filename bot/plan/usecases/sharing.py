"""Asking everybody in a proposal; and somebody else where one of them cannot."""

from __future__ import annotations

from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.plan.explaining import why_you
from bot.plan.problem import QUARTER
from bot.plan.refilling import keep, refill
from bot.plan.requests import SharePlan
from bot.plan.usecases.composing import (
    SHARED,
    compose_for,
    given_of,
    load_problem,
    tell_chair,
    tell_member,
)
from bot.plan.words import chairing as words
from bot.ports.plans import LineState, Plan, PlanLine, PlanState
from bot.ports.store import Transaction


def in_state(plan: Plan | None, state: PlanState) -> Plan:
    """The plan itself. Raises Refusal where it is in another state."""
    if plan is None or plan.state is PlanState.DROPPED:
        raise words.no_longer(plan)
    if plan.state is state:
        return plan
    if plan.state is PlanState.SHARED:
        raise words.shared_already(plan)
    raise words.not_ready(plan)


def share_plan(tx: Transaction, visit: Visit, request: SharePlan) -> Reply:
    """Each volunteer gets one card with all their turns; what cannot be any more is left out."""
    plan, now = in_state(tx.plans.lock(request.plan), PlanState.DRAFT), visit.now
    _, problem = load_problem(tx, plan, now)
    lines = [line for line in tx.plans.lines(plan.id) if line.state is LineState.PROPOSED]
    kept = {(x.person, x.turn): x for x in keep(problem, [given_of(line) for line in lines])}
    if not kept:
        raise words.nothing_to_share()
    for line in lines:
        given = kept.get((line.member_id, line.turn_id))
        if given is None:
            tx.plans.change_line(line.id, LineState.DROPPED, "It was taken meanwhile.")
        elif given.quarters * QUARTER != line.minutes:
            _ask(tx, plan, line.turn_id, line.member_id, given.quarters, line.why)
        else:
            tx.plans.change_line(line.id, LineState.ASKED)
    tx.plans.change(plan.id, state=PlanState.SHARED)
    for member_id in sorted({person for person, _ in kept}):
        tell_member(tx, plan, member_id, now)
    after = {"people": len({person for person, _ in kept}), "lines": len(kept)}
    tx.record.add(now, visit.me.id, SHARED, f"plan:{plan.id}", {}, after)
    tell_chair(tx, plan, now)
    shared = tx.plans.find(plan.id)
    assert shared is not None
    return Reply(card=compose_for(tx, shared, visit.reader, now), replaces=True)


def ask_next(tx: Transaction, plan: Plan, turn_id: int, now: datetime) -> bool:
    """Whoever fits best of those not asked about the turn yet; whether there is anybody.

    All other lines stay as they are.
    """
    situation, problem = load_problem(tx, plan, now)
    lines = tx.plans.lines(plan.id)
    waiting = [given_of(line) for line in lines if line.state is LineState.ASKED]
    asked = {line.member_id for line in lines if line.turn_id == turn_id}
    found = refill(problem, waiting, turn_id, asked)
    for one in found:
        why = why_you(situation, problem, [*waiting, one], one)
        _ask(tx, plan, turn_id, one.person, one.quarters, why)
        tell_member(tx, plan, one.person, now)
    return bool(found)


def _ask(
    tx: Transaction, plan: Plan, turn_id: int, member_id: int, quarters: int, why: str
) -> None:
    minutes = quarters * QUARTER
    line = PlanLine(0, plan.id, turn_id, member_id, minutes, LineState.ASKED, why)
    tx.plans.put_lines([line])
