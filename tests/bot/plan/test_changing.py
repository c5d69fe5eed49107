"""The chair changes a draft by buttons."""

from __future__ import annotations

import pytest

from bot.plan.refilling import keep
from bot.plan.requests import GiveTo, ShowLine, TakeOut
from bot.plan.usecases.composing import given_of, load_problem
from bot.ports.plans import LineState
from tests.bot.cast import buttons, labels, text
from tests.bot.company import Company
from tests.bot.plan.stage import chair_card, lines, propose, standing

CHAIR = "farah"


@pytest.fixture
def plan(company: Company):
    return propose(company)


def keeps_the_rules(company: Company, plan) -> bool:
    given = [given_of(line) for line in lines(company, plan, LineState.PROPOSED)]
    with company.read() as tx:
        _, problem = load_problem(tx, plan, company.clock.now())
    return sorted(keep(problem, given)) == sorted(given)


def test_a_line_is_chosen_and_taken_out(company: Company, plan):
    chosen = company.push(CHAIR, chair_card(company, plan), "Change a line")
    options = [b for b in buttons(chosen.card) if isinstance(b.request, ShowLine)]
    assert len(options) == min(50, len(lines(company, plan)))
    line = next(x for x in lines(company, plan) if x.id == options[0].request.line)
    shown = company.press(CHAIR, options[0].request)
    assert line.why in text(shown)
    done = company.push(CHAIR, shown, "Take out")
    assert " is out of " in text(done)
    assert line.id not in {x.id for x in lines(company, plan, LineState.PROPOSED)}
    assert "no longer there" in text(company.push(CHAIR, shown, "Take out"))
    again = company.push(CHAIR, done, "Change another line")
    assert options[0].request not in [b.request for b in buttons(again.card)]
    assert company.recorded(f"plan:{plan.id}")[-1] == "plan.change"


def test_a_line_is_given_to_somebody_else_who_fits(company: Company, plan):
    line = lines(company, plan)[0]
    shown = company.press(CHAIR, ShowLine(line=line.id))
    give = next(b for b in buttons(shown.card) if isinstance(b.request, GiveTo))
    assert give.label in text(company.press(CHAIR, give.request))
    now = [x for x in lines(company, plan, LineState.PROPOSED) if x.turn_id == line.turn_id]
    new = next(x for x in now if x.member_id == give.request.member)
    assert new.minutes <= line.minutes
    assert new.why.endswith(".")
    assert line.member_id not in {x.member_id for x in now}
    assert keeps_the_rules(company, plan)
    assert "no longer there" in text(company.press(CHAIR, give.request))


def test_nobody_is_given_what_they_cannot_hold(company: Company, plan):
    line = lines(company, plan)[0]
    for member in (line.member_id, 10**6):
        said = text(company.press(CHAIR, GiveTo(line=line.id, member=member)))
        assert "cannot take this turn" in said
    assert line in lines(company, plan)


def test_what_is_taken_out_can_be_given_back(company: Company, plan):
    line = lines(company, plan)[0]
    shown = company.press(CHAIR, ShowLine(line=line.id))
    give = next(b for b in buttons(shown.card) if isinstance(b.request, GiveTo))
    company.press(CHAIR, give.request)
    new = next(
        x
        for x in lines(company, plan, LineState.PROPOSED)
        if (x.turn_id, x.member_id) == (line.turn_id, give.request.member)
    )
    company.press(CHAIR, GiveTo(line=new.id, member=line.member_id))
    [back] = [x for x in lines(company, plan) if x.id == line.id]
    assert back.state is LineState.PROPOSED
    assert keeps_the_rules(company, plan)


def test_once_it_is_shared_it_is_changed_no_more(company: Company, plan):
    line, card = lines(company, plan)[0], chair_card(company, plan)
    company.push(CHAIR, card, "Share it")
    for request in (TakeOut(line=line.id), ShowLine(line=line.id)):
        assert "was shared already" in text(company.press(CHAIR, request))
    assert "was shared already" in text(company.push(CHAIR, card, "Change a line"))
    assert "Change a line" not in labels(chair_card(company, standing(company)))
