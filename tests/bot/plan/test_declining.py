"""Who says no is followed by the next one, and may take it back."""

from __future__ import annotations

import pytest

from bot.plan.requests import AcceptLine, DeclineLine
from bot.ports.plans import LineState
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.plan.stage import CHAIR, asked_card, chair_card, first, lines, name_of, share


@pytest.fixture
def plan(company: Company):
    return share(company)


def test_who_declines_is_followed_by_the_next_who_fits(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    before = {x.id: x for x in lines(company, plan)}
    assert "any more" in text(company.press(user, DeclineLine(line=line.id)))
    after = {x.id: x for x in lines(company, plan)}
    new = [x for key, x in after.items() if key not in before]
    assert new
    assert {x.turn_id for x in new} == {line.turn_id}
    assert sum(x.minutes for x in new) <= line.minutes
    assert all(x.member_id != line.member_id and x.why.endswith(".") for x in new)
    assert all(after[key] == x for key, x in before.items() if key != line.id)
    other = name_of(company, new[0].member_id)
    assert new[0].why in text(asked_card(company, plan, other))
    assert "1 declined" in text(chair_card(company, plan))
    company.press(other, DeclineLine(line=new[0].id))
    again = {x.member_id for x in lines(company, plan) if x.turn_id == line.turn_id}
    assert len(again) == len([x for x in lines(company, plan) if x.turn_id == line.turn_id])


def test_who_declined_by_a_slip_is_asked_again_and_nobody_in_their_place(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    before = lines(company, plan)
    declined = company.press(user, DeclineLine(line=line.id))
    [new, *_] = [x for x in lines(company, plan) if x.id not in {y.id for y in before}]
    again = company.push(user, declined, "Undo")
    assert "You are asked for" in text(again)
    assert again.replaces
    assert lines(company, plan)[: len(before)] == before
    assert "can after all." in text(asked_card(company, plan, name_of(company, new.member_id)))
    assert "0 accepted, 0 declined" in text(chair_card(company, plan))
    assert "taken back already" in text(company.push(user, declined, "Undo"))
    company.push(user, again, "Accept")
    assert "1 accepted, 0 declined" in text(chair_card(company, plan))


def test_only_who_was_asked_in_their_place_is_asked_no_more(company: Company, plan):
    """Not whoever was asked for somebody else who said no to the same turn later."""
    asked = lines(company, plan)
    one, other = next(
        (a, b) for a in asked for b in asked if a.turn_id == b.turn_id and a.id < b.id
    )
    slip = company.press(name_of(company, one.member_id), DeclineLine(line=one.id))
    known = {x.id for x in lines(company, plan)}
    company.press(name_of(company, other.member_id), DeclineLine(line=other.id))
    later = [x for x in lines(company, plan) if x.id not in known]
    assert later
    company.push(name_of(company, one.member_id), slip, "Undo")
    after = {x.id: x for x in lines(company, plan)}
    assert [after[x.id].state for x in later] == [LineState.ASKED] * len(later)


def test_who_was_asked_in_the_place_of_a_substitute_is_asked_no_more(company: Company, plan):
    line = first(company, plan)
    slip = company.press(name_of(company, line.member_id), DeclineLine(line=line.id))
    instead = [x for x in lines(company, plan) if x.id > line.id and x.turn_id == line.turn_id]
    before = {x.id for x in lines(company, plan)}
    company.press(name_of(company, instead[-1].member_id), DeclineLine(line=instead[-1].id))
    later = [x for x in lines(company, plan) if x.id not in before]
    company.push(name_of(company, line.member_id), slip, "Undo")
    after = {x.id: x for x in lines(company, plan)}
    assert [after[x.id].state for x in later] == [LineState.DROPPED] * len(later)
    assert after[line.id].state is LineState.ASKED


def test_nobody_else_takes_back_a_no_and_nobody_in_a_proposal_that_is_off(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    declined = company.press(user, DeclineLine(line=line.id))
    before = lines(company, plan)
    assert "This was asked of somebody else." in text(company.push(CHAIR, declined, "Undo"))
    assert lines(company, plan) == before
    company.push(CHAIR, chair_card(company, plan), "Stop asking")
    assert "no longer open" in text(company.push(user, declined, "Undo"))


def test_a_no_is_final_once_somebody_else_has_said_yes(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    before = {x.id for x in lines(company, plan)}
    declined = company.press(user, DeclineLine(line=line.id))
    for new in [x for x in lines(company, plan) if x.id not in before]:
        company.press(name_of(company, new.member_id), AcceptLine(line=new.id))
    assert "no longer open" in text(company.push(user, declined, "Undo"))
    assert "1 declined" in text(chair_card(company, plan))
