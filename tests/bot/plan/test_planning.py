"""The chair asks for a proposal, looks at it, stops it, drops it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.plan.requests import DropPlan, PlanAgain, SharePlan, StopPlan
from bot.plan.rules import greedy
from bot.plan.usecases import beat_plan, finish_plan, problem_of, take_plan
from bot.ports.plans import MOST_ATTEMPTS, SOLVING_LEASE, LineState, PlanState
from tests.bot.cast import labels, text
from tests.bot.company import WEEK, Company
from tests.bot.plan.stage import NEXT, chair_card, lines, propose, solve_waiting, standing

CHAIR = "farah"


def test_a_chair_is_told_at_once_and_gets_the_draft_as_one_message(company: Company):
    reply = company.say(CHAIR, "plan")
    assert "I am working on a proposal for the week of Mon 30 Nov" in text(reply)
    assert labels(reply) == ["Stop", "Drop it"]
    assert company.deliveries("plan") == []
    solve_waiting(company)
    plan = standing(company)
    assert plan.state is PlanState.DRAFT
    assert len(company.deliveries("plan")) == 1
    card = chair_card(company, plan)
    assert card.title == "A proposal for the week of Mon 30 Nov – Sun 6 Dec 2026"
    assert labels(card) == ["Share it", "Change a line", "Plan again", "Drop it"]
    assert "people would cover" in text(card)
    assert company.recorded(f"plan:{plan.id}") == ["plan.ask"]


def test_said_again_it_shows_what_stands(company: Company):
    company.say(CHAIR, "plan")
    assert "I am working" in company.says(CHAIR, "plan next week")
    solve_waiting(company)
    assert "people would cover" in company.says(CHAIR, "propose 2026-W49")
    assert len({plan.id for plan in [standing(company)]}) == 1


@pytest.mark.parametrize(
    ("words", "week"),
    [("plan this week", WEEK), ("plan 2026-W48", WEEK), ("plan 3 dec", NEXT), ("plan", NEXT)],
)
def test_a_week_is_named_as_people_name_it(company: Company, words, week):
    company.say(CHAIR, words)
    assert standing(company, week)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("plan the party", "I do not know which week"),
        ("plan last week", "There are no turns to plan"),
        ("plan 2027-W40", "There are no turns to plan"),
    ],
)
def test_a_week_that_cannot_be_planned_is_refused(company: Company, words, said):
    assert said in company.says(CHAIR, words)


@pytest.mark.parametrize("user", ["zofia", "ada"])
def test_only_the_chair_plans(company: Company, user):
    plan = propose(company)
    for request in (SharePlan(plan.id), DropPlan(plan.id), PlanAgain(plan.id), StopPlan(plan.id)):
        assert "Only the chair" in text(company.press(user, request))
    assert "Only the chair" in company.says(user, "plan")
    assert standing(company).state is PlanState.DRAFT


def test_progress_is_shown_in_the_one_message(company: Company):
    company.say(CHAIR, "plan")
    plan, now = standing(company), company.clock.now()
    with company.write() as tx:
        take_plan(tx, plan.id, "solver", now)
        assert beat_plan(tx, plan.id, "solver", "Covering hours …", now)
    assert "Covering hours …" in text(chair_card(company, plan))
    [first] = company.deliveries("plan")
    with company.write() as tx:
        beat_plan(tx, plan.id, "solver", "Covering hours …", now)
    assert company.deliveries("plan") == [first]


def test_stop_before_it_began_is_the_end(company: Company):
    reply = company.say(CHAIR, "plan")
    said = company.push(CHAIR, reply, "Stop")
    assert "is off" in text(said)
    assert "nothing to stop" not in text(said)
    company.push(CHAIR, said, "Plan it anew")
    assert standing(company).state is PlanState.ASKED
    assert "no longer open" in text(company.push(CHAIR, reply, "Stop"))


def test_stop_asks_for_the_best_so_far(company: Company):
    reply = company.say(CHAIR, "plan")
    plan, now = standing(company), company.clock.now()
    with company.write() as tx:
        assert take_plan(tx, plan.id, "solver", now)
        problem = problem_of(tx, plan.id, now)
    assert "stopping" in text(company.push(CHAIR, reply, "Stop"))
    with company.write() as tx:
        assert not beat_plan(tx, plan.id, "solver", "…", now)
        assert problem is not None
        assert finish_plan(tx, plan.id, "solver", ((), ()), now)
    assert labels(chair_card(company, plan)) == ["Plan again", "Drop it"]
    assert "There is nothing to stop" in text(company.push(CHAIR, reply, "Stop"))


def test_what_was_dropped_while_it_was_solved_makes_no_draft(company: Company):
    reply = company.say(CHAIR, "plan")
    plan, now = standing(company), company.clock.now()
    with company.write() as tx:
        take_plan(tx, plan.id, "solver", now)
    company.push(CHAIR, reply, "Drop it")
    with company.write() as tx:
        assert not finish_plan(tx, plan.id, "solver", ((), ()), now)
    assert "is off" in text(chair_card(company, plan))


def test_what_fails_again_and_again_ends_with_a_word(company: Company):
    company.say(CHAIR, "plan")
    plan = standing(company)
    for _ in range(MOST_ATTEMPTS):
        with company.write() as tx:
            assert take_plan(tx, plan.id, "dying", company.clock.now())
        company.clock.instant += SOLVING_LEASE + timedelta(seconds=1)
    with company.write() as tx:
        assert not take_plan(tx, plan.id, "dying", company.clock.now())
    assert "could not be solved" in text(chair_card(company, plan))
    assert "I am working" in company.says(CHAIR, "plan")


def test_plan_again_makes_another_one(company: Company):
    first = propose(company)
    card = chair_card(company, first)
    assert "I am working" in text(company.push(CHAIR, card, "Plan again"))
    assert standing(company).id != first.id
    assert "Another proposal takes its place" in text(chair_card(company, first))
    assert "no longer open" in text(company.push(CHAIR, card, "Share it"))


def test_what_is_taken_meanwhile_is_left_out(company: Company):
    company.say(CHAIR, "plan")
    plan, now = standing(company), company.clock.now()
    with company.write() as tx:
        assert take_plan(tx, plan.id, "solver", now)
        problem = problem_of(tx, plan.id, now)
    assert problem is not None
    given = greedy(problem)
    gone = {line.turn for line in given[:3]}
    with company.write() as tx:
        for turn_id in gone:
            turn = tx.roster.find_turn(turn_id)
            tx.roster.drop_turns(turn.duty_id, now)
    with company.write() as tx:
        assert finish_plan(tx, plan.id, "solver", (given, ()), now)
    left = {line.turn_id for line in lines(company, plan, LineState.PROPOSED)}
    assert left
    assert not left & gone


def test_a_draft_that_was_stopped_early_says_so(company: Company):
    company.say(CHAIR, "plan")
    plan, now = standing(company), company.clock.now()
    with company.write() as tx:
        assert take_plan(tx, plan.id, "solver", now)
        problem = problem_of(tx, plan.id, now)
    with company.write() as tx:
        assert problem is not None
        assert finish_plan(tx, plan.id, "solver", (greedy(problem), ()), now)
    assert "stopped early" in text(chair_card(company, plan))
