from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from bot.ports.plans import SOLVING_LEASE, LineState, PlanLine, PlanState, WaitingPlan
from storage.store import SqlStore
from tests.storage.stage import NOW, WEEK, Stage

SECOND = timedelta(seconds=1)


@pytest.fixture
def plan(ours: Stage) -> int:
    member = ours.member()
    with ours.write() as tx:
        return tx.plans.add(WEEK, member, NOW)


def take(ours: Stage, plan: int, owner: str, at=NOW) -> int:
    with ours.write() as tx:
        return tx.plans.take(plan, owner, at)


def beat(ours: Stage, plan: int, owner: str, at=NOW) -> bool:
    with ours.write() as tx:
        return tx.plans.beat(plan, owner, "Covering hours …", at)


def find(ours: Stage, plan: int):
    with ours.read() as tx:
        return tx.plans.find(plan)


def test_one_solver_has_a_plan_at_a_time(store: SqlStore, ours: Stage, plan: int):
    assert store.plans.waiting(NOW) == [WaitingPlan(plan, ours.id)]
    assert take(ours, plan, "first") == 1
    assert store.plans.waiting(NOW) == []
    assert take(ours, plan, "second", NOW + 5 * SECOND) == 0
    assert beat(ours, plan, "first", NOW + 15 * SECOND)
    assert find(ours, plan).progress == "Covering hours …"
    assert take(ours, plan, "second", NOW + 30 * SECOND) == 0
    later = NOW + 15 * SECOND + SOLVING_LEASE
    assert store.plans.waiting(later) == [WaitingPlan(plan, ours.id)]
    assert take(ours, plan, "second", later) == 2
    assert not beat(ours, plan, "first", later)
    with ours.write() as tx:
        assert not tx.plans.finish(plan, "first", PlanState.DRAFT, ())
        assert tx.plans.finish(plan, "second", PlanState.DRAFT, [("covered", 3, 4)])
    done = find(ours, plan)
    assert (done.state, done.levels) == (PlanState.DRAFT, (("covered", 3, 4),))
    assert store.plans.waiting(later + SOLVING_LEASE) == []


def test_what_is_handed_back_has_not_failed(store: SqlStore, ours: Stage, plan: int):
    take(ours, plan, "first")
    with ours.write() as tx:
        tx.plans.hand_back(plan, "second")
    assert store.plans.waiting(NOW) == []
    with ours.write() as tx:
        tx.plans.hand_back(plan, "first")
    assert store.plans.waiting(NOW)
    assert take(ours, plan, "second") == 1


def test_a_lease_from_a_clock_that_was_ahead_holds_nobody_up(ours: Stage, plan: int):
    take(ours, plan, "first", NOW + timedelta(days=9))
    assert take(ours, plan, "second", NOW) == 2


@pytest.mark.parametrize("change", [{"stop": True}, {"state": PlanState.DROPPED}])
def test_a_solver_hears_that_it_is_not_to_go_on(ours: Stage, plan: int, change):
    take(ours, plan, "first")
    with ours.write() as tx:
        tx.plans.change(plan, **change)
    assert not beat(ours, plan, "first")


def test_a_week_has_one_plan_that_stands(ours: Stage, plan: int):
    with ours.write() as tx:
        assert tx.plans.standing(WEEK).id == plan
        tx.plans.change(plan, state=PlanState.DROPPED)
        assert tx.plans.standing(WEEK) is None
        other = tx.plans.add(WEEK, tx.plans.find(plan).asked_by, NOW)
        assert tx.plans.standing(WEEK).id == other
        assert tx.plans.lock(other).id == other


def test_two_plans_of_one_week_do_not_stand_together(ours: Stage, plan: int):
    with pytest.raises(IntegrityError), ours.write() as tx:
        tx.plans.add(WEEK, tx.plans.find(plan).asked_by, NOW)


def test_a_line_is_replaced_by_who_and_what(ours: Stage, plan: int):
    line = PlanLine(0, plan, ours.turn(), ours.member(), 60, LineState.PROPOSED, "It suits.")
    with ours.write() as tx:
        tx.plans.put_lines([line])
        tx.plans.put_lines([replace(line, minutes=90, state=LineState.ASKED)])
        [known] = tx.plans.lines(plan)
        assert known == replace(line, id=known.id, minutes=90, state=LineState.ASKED)
        tx.plans.change_line(known.id, LineState.DECLINED)
        assert tx.plans.find_line(known.id).why == "It suits."
        assert tx.plans.find_line(known.id).state is LineState.DECLINED
    with pytest.raises(Refusal), ours.write() as tx:
        tx.plans.change_line(known.id + 1, LineState.ASKED)


def test_a_line_goes_with_its_turn(ours: Stage, plan: int):
    duty = ours.duty()
    line = PlanLine(0, plan, ours.turn(duty), ours.member(), 60, LineState.PROPOSED)
    ours.turn()
    with ours.write() as tx:
        tx.plans.put_lines([line])
        tx.roster.drop_turns(duty, NOW - timedelta(days=9))
        assert tx.plans.lines(plan) == []
