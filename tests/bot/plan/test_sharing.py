"""A proposal is shared; people accept, decline, and the next one is asked."""

from __future__ import annotations

import pytest

from bot.ending import give_back
from bot.model import Away, Claim, Role
from bot.plan.refilling import keep
from bot.plan.requests import AcceptAll, AcceptLine, DeclineLine, SharePlan
from bot.plan.usecases.composing import given_of, load_problem
from bot.ports.plans import LineState, PlanState
from bot.swaps.requests import OpenLineSwap
from bot.weeks import days_span
from tests.bot.cast import labels, text
from tests.bot.company import ZONE, Company
from tests.bot.plan.stage import (
    CHAIR,
    NEXT,
    asked_card,
    chair_card,
    first,
    lines,
    name_of,
    propose,
    share,
    standing,
    was_asked,
)
from tests.bot.swaps.people import newest


@pytest.fixture
def plan(company: Company):
    return share(company)


def held_by(company: Company, user: str) -> set[int]:
    return {claim.turn_id for claim in company.claims_of(user)}


def test_each_volunteer_gets_one_card_with_all_their_turns(company: Company, plan):
    asked = lines(company, plan)
    assert plan.state is PlanState.SHARED
    assert {line.state for line in asked} == {LineState.ASKED}
    people = {line.member_id for line in asked}
    assert len(company.deliveries("plan.ask")) == len(people)
    for member_id in people:
        mine = [line for line in asked if line.member_id == member_id]
        card = asked_card(company, plan, name_of(company, member_id))
        assert labels(card).count("Accept") == labels(card).count("Not me") == len(mine)
        assert ("Accept all" in labels(card)) == (len(mine) > 1)
        assert all(line.why in text(card) for line in mine)
    said = text(chair_card(company, plan))
    assert f"0 accepted, 0 declined, {len(asked)} waiting." in said
    assert "Waiting for: " in said


def test_nobody_is_woken_by_it(company: Company):
    plan = propose(company)
    company.at(23, 23)
    company.push(CHAIR, chair_card(company, plan), "Share it")
    for delivery in company.deliveries("plan.ask"):
        member = company.find(delivery.recipient.member_id)
        local = company.local(name_of(company, member.id), delivery.due_at)
        assert member.quiet_to <= local.hour * 60 + local.minute < member.quiet_from


def test_who_accepts_holds_it_as_if_they_had_claimed_it(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    reply = company.press(user, AcceptLine(line=line.id))
    assert text(reply).startswith("You hold ")
    assert line.turn_id in held_by(company, user)
    assert [c.minutes for c in company.claims_of(user) if c.turn_id == line.turn_id] == [
        line.minutes
    ]
    assert "You hold it." in text(asked_card(company, plan, user))
    assert "1 accepted, 0 declined" in text(chair_card(company, plan))
    assert "You accepted it already." in text(company.press(user, AcceptLine(line=line.id)))
    company.push(user, reply, "Undo")
    assert line.turn_id not in held_by(company, user)
    # a yes that was taken back is no no: the question stands again
    assert "Accept" in labels(asked_card(company, plan, user))
    assert "0 accepted, 0 declined" in text(chair_card(company, plan))


def test_what_was_accepted_and_went_to_somebody_else_is_said(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    company.press(user, AcceptLine(line=line.id))
    [claim] = [c for c in company.claims_of(user) if c.turn_id == line.turn_id]
    with company.write() as tx:
        tx.roster.lock_turn(claim.turn_id)
        give_back(tx, claim, claim.span, None, company.clock.now(), {})
    assert "You accepted, and gave it back." in text(asked_card(company, plan, user))
    assert "accepted, given back" in text(chair_card(company, plan))


def test_what_is_asked_can_be_swapped_with_a_colleague(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    taken = {one.member_id for one in lines(company, plan) if one.turn_id == line.turn_id}
    other = next(u for u in ("greta", "bao", "viktor") if company.ids[u] not in taken)
    form = company.press(user, OpenLineSwap(line=line.id))
    assert form.form
    reply = company.submit(user, form, who=str(company.ids[other]))
    assert "I have asked" in text(reply)
    assert line.turn_id in held_by(company, user)
    assert "You hold it." in text(asked_card(company, plan, user))
    assert "Swap" in labels(asked_card(company, plan, user))
    company.push(other, newest(company, other), "Take it")
    assert line.turn_id in held_by(company, other)
    assert "You accepted, and gave it back." in text(asked_card(company, plan, user))


def test_sharing_is_undone_while_nobody_has_answered(company: Company, plan):
    card = chair_card(company, plan)
    company.push(CHAIR, card, "Undo")
    assert standing(company).state is PlanState.DRAFT
    assert {line.state for line in lines(company, plan)} == {LineState.PROPOSED}
    line = lines(company, plan)[0]
    user = name_of(company, line.member_id)
    assert "Nothing is asked of you" in text(asked_card(company, plan, user))
    assert "no longer" in text(company.press(user, AcceptLine(line=line.id))).lower()
    company.push(CHAIR, chair_card(company, plan), "Share it")
    assert "Accept" in labels(asked_card(company, plan, user))
    company.press(user, AcceptLine(line=line.id))
    assert "Undo" not in labels(chair_card(company, plan))
    assert "can no longer be undone" in text(company.push(CHAIR, card, "Undo"))


def test_who_accepts_all_holds_all(company: Company, plan):
    by_member: dict[int, list] = {}
    for line in lines(company, plan):
        by_member.setdefault(line.member_id, []).append(line)
    member_id, mine = max(by_member.items(), key=lambda item: len(item[1]))
    user = name_of(company, member_id)
    before = held_by(company, user)
    reply = company.press(user, AcceptAll(plan=plan.id))
    assert held_by(company, user) - before == {line.turn_id for line in mine}
    assert labels(reply).count("Undo") == len(mine)
    assert "no longer open" in text(company.press(user, AcceptAll(plan=plan.id)))


@pytest.mark.parametrize("why", ["away", "ceiling", "taken"])
def test_what_cannot_be_taken_is_refused_and_somebody_else_is_asked(company: Company, plan, why):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    now = company.clock.now()
    with company.write() as tx:
        turn = tx.roster.find_turn(line.turn_id)
        if why == "away":
            last = NEXT.fromordinal(NEXT.toordinal() + 6)
            tx.aways.add(Away(0, line.member_id, days_span(NEXT, last, ZONE), NEXT, last))
        elif why == "ceiling":
            tx.people.change(line.member_id, ceiling_minutes=0)
        else:
            others = [m for m in company.ids.values() if m != line.member_id]
            for member_id in others[: turn.people_most]:
                tx.claims.add(Claim(0, turn.id, member_id, 60, turn.span, now))
    reply = company.press(user, AcceptLine(line=line.id))
    assert "You could not take" in text(reply)
    assert line.turn_id not in held_by(company, user)
    [dropped] = [x for x in lines(company, plan) if x.id == line.id]
    assert dropped.state is LineState.DROPPED
    assert dropped.why in text(reply)
    assert "No longer asked." in text(asked_card(company, plan, user))
    assert "1 no longer possible" in text(chair_card(company, plan))


def test_everybody_answers_for_themselves(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    other = next(u for u in company.ids if u != user)
    for request in (AcceptLine(line=line.id), DeclineLine(line=line.id)):
        assert "asked of somebody else" in text(company.press(other, request))
        assert "no longer open" in text(company.press(user, type(request)(line=10**6)))
    company.change(user, state="left")
    assert "You are not in the task force" in text(company.press(user, AcceptLine(line=line.id)))
    assert line.turn_id not in held_by(company, user)


def test_old_cards_answer_clearly(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    taken = next(x for x in lines(company, plan) if x.member_id != line.member_id)
    holder = name_of(company, taken.member_id)
    company.press(holder, AcceptLine(line=taken.id))
    assert "shared already" in text(company.press(CHAIR, SharePlan(plan=plan.id)))
    company.push(CHAIR, chair_card(company, plan), "Stop asking")
    assert "no longer open" in text(company.press(user, AcceptLine(line=line.id)))
    assert "No longer asked." in text(asked_card(company, plan, user))
    assert taken.turn_id in held_by(company, holder)


def test_what_was_taken_before_it_was_shared_is_asked_of_nobody(company: Company):
    plan = propose(company)
    line = lines(company, plan)[0]
    with company.write() as tx:
        turn, now = tx.roster.find_turn(line.turn_id), company.clock.now()
        others = [m for m in company.ids.values() if m != line.member_id]
        for member_id in others[: turn.people_most]:
            tx.claims.add(Claim(0, turn.id, member_id, turn.minutes, turn.span, now))
    company.push(CHAIR, chair_card(company, plan), "Share it")
    found = {x.turn_id: x.state for x in lines(company, plan)}
    assert found[line.turn_id] is LineState.DROPPED
    with company.read() as tx:
        _, problem = load_problem(tx, plan, company.clock.now())
    waiting = [given_of(x) for x in lines(company, plan, LineState.ASKED)]
    assert keep(problem, waiting) == tuple(waiting)
    assert was_asked(
        company, plan, name_of(company, lines(company, plan, LineState.ASKED)[0].member_id)
    )


def test_what_others_took_meanwhile_is_asked_no_more(company: Company, plan):
    """And is asked again where they take that back: nothing is decided before somebody presses."""
    asked = lines(company, plan, LineState.ASKED)
    with company.read() as tx:
        alone = [x for x in asked if tx.roster.find_turn(x.turn_id).people_most == 1]
    line = next(x for x in alone if name_of(company, x.member_id) != CHAIR)
    user = name_of(company, line.member_id)
    before = labels(asked_card(company, plan, user)).count("Accept")
    with company.read() as tx:
        turn = tx.roster.find_turn(line.turn_id)
    other = next(u for u, key in company.ids.items() if key not in {x.member_id for x in asked})
    claim = company.hold(company.ids[other], turn, turn.minutes)
    card = asked_card(company, plan, user)
    assert "No longer asked. Nobody is wanted any more." in text(card)
    assert labels(card).count("Accept") == before - 1
    assert f"{len(asked) - 1} waiting, 1 no longer possible." in text(chair_card(company, plan))
    with company.write() as tx:
        tx.claims.release(claim, company.clock.now())
    assert labels(asked_card(company, plan, user)).count("Accept") == before


def test_who_claims_what_they_are_asked_for_holds_it(company: Company, plan):
    line = first(company, plan)
    user = name_of(company, line.member_id)
    with company.read() as tx:
        turn = tx.roster.find_turn(line.turn_id)
    company.hold(line.member_id, turn, turn.minutes)
    assert "You hold it." in text(asked_card(company, plan, user))
    assert "1 accepted" in text(chair_card(company, plan))


def test_who_is_chair_no_more_does_not_take_back_what_they_shared(company: Company, plan):
    card = chair_card(company, plan)
    company.change("ada", role=Role.CHAIR)
    company.change(CHAIR, role=Role.MEMBER)
    assert "Only the chair" in text(company.push(CHAIR, card, "Undo"))
    assert standing(company).state is PlanState.SHARED
    company.push("ada", card, "Undo")
    assert standing(company).state is PlanState.DRAFT
