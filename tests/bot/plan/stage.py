"""A proposal as far as its draft, in this process; and the cards that people then have."""

from __future__ import annotations

from datetime import date
from functools import cache

from bot.cards import Card
from bot.catalog import make_compose
from bot.model import Recipient
from bot.plan.problem import Problem, Roster
from bot.plan.solver import solve
from bot.plan.usecases import ASK, PLAN, finish_plan, problem_of, take_plan
from bot.ports.plans import LineState, Plan, PlanLine
from tests import parity
from tests.bot.company import WEEK, Company

NEXT = date.fromordinal(WEEK.toordinal() + 7)
EFFORT = 1.0
CHAIR = "farah"


def propose(company: Company, words: str = "plan", user: str = CHAIR) -> Plan:
    """The chair asks, a solver solves."""
    company.say(user, words)
    solve_waiting(company)
    return standing(company)


def solve_waiting(company: Company) -> None:
    now = company.clock.now()
    for waiting in company.bot.store.plans.waiting(now):
        with company.write() as tx:
            assert take_plan(tx, waiting.id, "solver", now)
            problem = problem_of(tx, waiting.id, now)
        assert problem is not None
        roster = _solved(problem)
        with company.write() as tx:
            found = (roster.given, roster.levels)
            assert finish_plan(tx, waiting.id, "solver", found, now)


@cache
def _solved(problem: Problem) -> Roster:
    """What is solved again comes out the same (test_solver.py): once is enough."""
    return solve(problem, EFFORT)


def standing(company: Company, week: date = NEXT) -> Plan:
    with company.read() as tx:
        plan = tx.plans.standing(week)
    assert plan is not None
    return plan


def share(company: Company) -> Plan:
    """The plan of next week, shared by the chair."""
    plan = propose(company)
    company.push(CHAIR, chair_card(company, plan), "Share it")
    return standing(company)


def first(company: Company, plan: Plan) -> PlanLine:
    """The first line that is asked of somebody other than the chair."""
    asked = lines(company, plan, LineState.ASKED)
    return next(line for line in asked if name_of(company, line.member_id) != CHAIR)


def lines(company: Company, plan: Plan, state: LineState | None = None) -> list[PlanLine]:
    with company.read() as tx:
        found = tx.plans.lines(plan.id)
    return [line for line in found if state in (None, line.state)]


def name_of(company: Company, member_id: int) -> str:
    """The user of a member."""
    return next(user for user, key in company.ids.items() if key == member_id)


def chair_card(company: Company, plan: Plan) -> Card:
    return _card(company, PLAN, plan, plan.asked_by)


def asked_card(company: Company, plan: Plan, user: str) -> Card:
    return _card(company, ASK, plan, company.ids[user])


def _card(company: Company, kind: str, plan: Plan, member_id: int) -> Card:
    with company.read() as tx:
        found = tx.outbox.find(kind, str(plan.id), Recipient(member_id=member_id))
    assert found is not None
    card = make_compose(company.bot.store, company.clock)(found)
    assert card is not None
    parity.check(card)
    return card


def was_asked(company: Company, plan: Plan, user: str) -> bool:
    to = Recipient(member_id=company.ids[user])
    with company.read() as tx:
        return tx.outbox.find(ASK, str(plan.id), to) is not None
