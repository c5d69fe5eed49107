"""Whatever is planned, shared, answered and changed, in whatever order: no rule is ever broken."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.claims.rules import ceiling
from bot.held import DAY, busiest
from bot.plan.requests import AcceptAll, AcceptLine, DeclineLine, GiveTo, ShowLine, TakeOut
from bot.plan.rules import broken, clash
from bot.plan.usecases.composing import given_of, load_problem
from bot.ports.plans import LineState, PlanLine, PlanState
from tests.bot.cast import buttons
from tests.bot.company import Company, company_copied
from tests.bot.plan.stage import NEXT, chair_card, lines, name_of, propose, solve_waiting

CHAIR = "farah"
NUMBER = st.integers(0, 200)
DEED = st.tuples(
    st.sampled_from(
        ["accept", "accept", "decline", "decline", "all", "out", "give", "share", "share", "again"]
    ),
    NUMBER,
)


@given(deeds=st.lists(DEED, min_size=3, max_size=14))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_order_of_things_breaks_a_rule(company_file: Path, deeds):
    with (
        tempfile.TemporaryDirectory() as folder,
        company_copied(company_file, Path(folder)) as company,
    ):
        propose(company)
        for what, number in deeds:
            do(company, what, number)
            check(company)


def do(company: Company, what: str, number: int) -> None:
    with company.read() as tx:
        plan = tx.plans.standing(NEXT)
    assert plan is not None
    if what == "again":
        company.push(CHAIR, chair_card(company, plan), "Plan again")
        solve_waiting(company)
    elif what == "share":
        if plan.state is PlanState.DRAFT and lines(company, plan, LineState.PROPOSED):
            company.push(CHAIR, chair_card(company, plan), "Share it")
    elif found := lines(company, plan):
        do_with(company, what, found[number % len(found)], number)


def do_with(company: Company, what: str, line: PlanLine, number: int) -> None:
    user = name_of(company, line.member_id)
    match what:
        case "accept":
            company.press(user, AcceptLine(line=line.id))
        case "decline":
            company.press(user, DeclineLine(line=line.id))
        case "all":
            company.press(user, AcceptAll(plan=line.plan_id))
        case "out":
            company.press(CHAIR, TakeOut(line=line.id))
        case "give":
            shown = company.press(CHAIR, ShowLine(line=line.id))
            options = [b for b in buttons(shown.card) if isinstance(b.request, GiveTo)]
            if options:
                company.press(CHAIR, options[number % len(options)].request)


def check(company: Company) -> None:
    """What is proposed or asked could all be accepted; what is held breaks no limit."""
    now = company.clock.now()
    with company.read() as tx:
        plan = tx.plans.standing(NEXT)
        situation, problem = load_problem(tx, plan, now)
    waiting = [
        given_of(line)
        for line in lines(company, plan)
        if line.state in (LineState.PROPOSED, LineState.ASKED)
    ]
    assert broken(problem, waiting) == ()
    held, spans = defaultdict(int), defaultdict(list)
    for one in situation.turns:
        turn = one.turn
        assert busiest(turn.claims, turn.span) <= turn.people_most
        for claim in turn.claims:
            held[claim.member_id] += claim.minutes
            if turn.span.minutes < DAY:
                spans[claim.member_id].append(claim.span)
    members = {member.id: member for member in situation.members}
    for member_id, minutes in held.items():
        assert minutes <= ceiling(members[member_id], 0)
    pause = timedelta(minutes=problem.rest)
    for mine in spans.values():
        assert not any(clash(a, b, pause) for n, a in enumerate(mine) for b in mine[:n])
