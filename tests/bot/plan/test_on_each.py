"""The whole way of a proposal, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading

from bot.plan.requests import AcceptLine, DeclineLine
from bot.ports.plans import LineState
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.plan.stage import asked_card, chair_card, lines, name_of, propose, standing

CHAIR = "farah"


def test_planned_shared_accepted_declined_and_asked_again(company_on_each: Company):
    company = company_on_each
    company.push(CHAIR, chair_card(company, propose(company)), "Share it")
    plan = standing(company)
    asked = lines(company, plan, LineState.ASKED)
    yes, no = asked[0], next(x for x in asked if x.member_id != asked[0].member_id)
    company.press(name_of(company, yes.member_id), AcceptLine(line=yes.id))
    company.press(name_of(company, no.member_id), DeclineLine(line=no.id))
    said = text(chair_card(company, plan))
    assert "1 accepted, 1 declined" in said
    new = [x for x in lines(company, plan) if x.turn_id == no.turn_id and x not in asked]
    for line in new:
        if line.state is LineState.ASKED:
            assert line.why in text(asked_card(company, plan, name_of(company, line.member_id)))
    assert {c.turn_id for c in company.claims_of(name_of(company, yes.member_id))} == {yes.turn_id}


def test_many_answer_at_once_and_each_is_counted(company_on_each: Company):
    company = company_on_each
    company.push(CHAIR, chair_card(company, propose(company)), "Share it")
    plan = standing(company)
    firsts = {line.member_id: line for line in lines(company, plan, LineState.ASKED)}
    some = list(firsts.values())[:6]
    start = threading.Barrier(len(some))
    kinds = (AcceptLine, DeclineLine)

    def answer(number: int) -> None:
        line = some[number]
        start.wait()
        company.press(name_of(company, line.member_id), kinds[number % 2](line=line.id))

    threads = [threading.Thread(target=answer, args=(n,)) for n in range(len(some))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = {line.id: line.state for line in lines(company, plan)}
    states = [after[line.id] for line in some]
    assert states == [LineState.ACCEPTED, LineState.DECLINED] * 3
    keys = [(line.turn_id, line.member_id) for line in lines(company, plan)]
    assert len(keys) == len(set(keys))
