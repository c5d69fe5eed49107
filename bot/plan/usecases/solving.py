"""What a solver does to a plan: takes it, is heard of, brings a draft. Each in a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.plan.explaining import explain
from bot.plan.problem import Given, Level, Problem
from bot.plan.refilling import keep
from bot.plan.rules import broken
from bot.plan.usecases.composing import load_problem, tell_chair
from bot.ports.plans import MOST_ATTEMPTS, LineState, PlanLine, PlanState
from bot.ports.store import Transaction


def take_plan(tx: Transaction, plan_id: int, owner: str, now: datetime) -> bool:
    """False if somebody else has it, or it has failed too often."""
    attempt = tx.plans.take(plan_id, owner, now)
    plan = tx.plans.find(plan_id)
    if not attempt or plan is None:
        return False
    if attempt <= MOST_ATTEMPTS:
        return True
    tx.plans.finish(plan_id, owner, PlanState.DROPPED, ())
    tx.plans.change(plan_id, progress="It could not be solved; the log says why.")
    tell_chair(tx, plan, now)
    return False


def problem_of(tx: Transaction, plan_id: int, now: datetime) -> Problem | None:
    """What is to be solved; None if it is gone. Only reads: with very many people for seconds."""
    plan = tx.plans.find(plan_id)
    return load_problem(tx, plan, now)[1] if plan else None


def beat_plan(tx: Transaction, plan_id: int, owner: str, progress: str, now: datetime) -> bool:
    """Whether to go on; the chair is told what is being done."""
    before = tx.plans.find(plan_id)
    goes_on = tx.plans.beat(plan_id, owner, progress, now)
    if before and goes_on and progress and progress != before.progress:
        tell_chair(tx, before, now)
    return goes_on


def finish_plan(
    tx: Transaction,
    plan_id: int,
    owner: str,
    found: tuple[Sequence[Given], Sequence[Level]],
    now: datetime,
) -> bool:
    """The draft, as far as it still can be; False if it is no longer wanted."""
    given, levels = found
    reached = [(level.name, level.value, level.bound) for level in levels]
    if not tx.plans.finish(plan_id, owner, PlanState.DRAFT, reached):
        return False
    plan = tx.plans.find(plan_id)
    assert plan is not None
    situation, problem = load_problem(tx, plan, now, given)
    # the world may have moved on while it was being solved
    kept = keep(problem, given) if broken(problem, given) else tuple(given)
    tx.plans.put_lines(
        [
            PlanLine(
                0,
                plan_id,
                made.held.turn.id,
                made.member.id,
                made.minutes,
                LineState.PROPOSED,
                made.why,
            )
            for made in explain(situation, problem, kept).assignments
        ]
    )
    tell_chair(tx, plan, now)
    return True
