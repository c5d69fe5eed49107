"""A roster never breaks a rule, and none that is simpler is better."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plan import solver
from bot.plan.problem import Fit, Given, Person, Problem, Wanted
from bot.plan.rules import broken, goal_of, greedy, neighbourhoods, pairs, restrict, unfairness
from bot.plan.solver import solve
from bot.weeks import Span
from tests.strategies.rosters import at, problems

EFFORT = 0.5
ALL_WEEK = Span(at(0), at(672))


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_rules_are_kept_and_greed_is_never_better(problem):
    simple, best = greedy(problem), solve(problem, EFFORT)
    assert broken(problem, simple) == broken(problem, best.given) == ()
    assert goal_of(problem, best.given) >= goal_of(problem, simple)
    for level, value in zip(best.levels, goal_of(problem, best.given), strict=False):
        assert level.value <= value or level is not best.levels[0]
        assert level.value <= level.bound


@given(problems())
@settings(max_examples=20, deadline=None)
def test_the_same_problem_has_the_same_roster(problem):
    assert solve(problem, EFFORT) == solve(problem, EFFORT)


@given(problems().filter(lambda p: 0 < len(p.fits) <= 4))
@settings(max_examples=25, deadline=None)
def test_no_roster_covers_more_than_is_proven(problem):
    """All rosters of a tiny problem, tried one by one."""
    roster = solve(problem, EFFORT)
    options = [
        [None, *(Given(p.person.id, p.turn.id, q) for q in (p.least, p.most))]
        for p in pairs(problem)
    ]
    lines = ([line for line in some if line] for some in product(*options))
    allowed = [made for made in lines if not broken(problem, made)]
    best = max(goal_of(problem, made).covered for made in allowed)
    bound = roster.levels[0].bound if roster.levels else 0
    assert best <= bound
    assert goal_of(problem, roster.given).covered >= best * (1 - solver.GAP) - 1


@given(problems(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_part_that_is_solved_anew_fits_beside_the_rest(problem, data):
    roster = greedy(problem)
    for turns in neighbourhoods(problem):
        part = restrict(problem, roster, turns)
        kept = [line for line in roster if line.turn not in turns]
        anew = greedy(part)
        assert broken(problem, [*kept, *anew]) == ()
        before = [line for line in roster if line.turn in turns]
        gain = [a - b for a, b in zip(goal_of(part, anew), goal_of(part, before), strict=True)]
        whole = zip(goal_of(problem, [*kept, *anew]), goal_of(problem, roster), strict=True)
        assert gain == [after - was for after, was in whole]


def test_a_problem_that_is_large_is_improved_piece_by_piece(monkeypatch):
    monkeypatch.setattr(solver, "WHOLE", 10)
    people = tuple(Person(n, 8, 8, 10 * n) for n in range(12))
    turns = tuple(Wanted(100 + n, ALL_WEEK, 12, 1, 3) for n in range(8))
    fits = tuple(Fit(p.id, t.id, (p.id + t.id) % 5 == 0) for p in people for t in turns)
    problem = Problem(people, turns, fits)
    roster = solve(problem, 2)
    assert broken(problem, roster.given) == ()
    assert goal_of(problem, roster.given) > goal_of(problem, greedy(problem))
    assert roster == solve(problem, 2)


def test_hours_come_before_fairness_and_fairness_before_habit():
    """Two who could do it all: the one who carried less, though the other one always did it."""
    tired, fresh = Person(1, 8, 8, carried=90), Person(2, 8, 8)
    turn = Wanted(7, ALL_WEEK, 6, 1, 2)
    fits = (Fit(1, 7, again=True, likes=3), Fit(2, 7))
    assert solve(Problem((tired, fresh), (turn,), fits), EFFORT).given == (Given(2, 7, 6),)
    both = Wanted(7, ALL_WEEK, 16, 1, 2)
    given = solve(Problem((tired, fresh), (both,), fits), EFFORT).given
    assert given == (Given(1, 7, 8), Given(2, 7, 8))


def test_nobody_holds_two_short_turns_without_a_night_between():
    person = Person(1, 40, 40)
    late = Wanted(7, Span(at(80), at(92)), 8, 1, 1, short=True)
    early = Wanted(8, Span(at(124), at(132)), 8, 1, 1, short=True)
    problem = Problem((person,), (late, early), (Fit(1, 7), Fit(1, 8)), rest=11 * 60)
    assert len(solve(problem, EFFORT).given) == 1
    rested = Problem((person,), (late, early), (Fit(1, 7), Fit(1, 8)), rest=8 * 60)
    assert len(solve(rested, EFFORT).given) == 2


def test_each_further_part_of_an_offer_is_dearer():
    costs = [unfairness(Person(1, 8, 8), quarters) for quarters in range(9)]
    steps = [after - before for before, after in pairwise(costs)]
    assert steps == sorted(steps)
    assert unfairness(Person(1, 8, 8, carried=96), 4) > unfairness(Person(2, 8, 8), 4)


def test_it_stops_when_asked_and_has_a_roster():
    people = tuple(Person(n, 8, 8) for n in range(6))
    turns = tuple(Wanted(100 + n, ALL_WEEK, 12, 1, 3) for n in range(4))
    problem = Problem(people, turns, tuple(Fit(p.id, t.id) for p in people for t in turns))
    heard = []
    roster = solve(problem, EFFORT, lambda made: bool(heard.append(made)))
    assert len(heard) == 1
    assert broken(problem, roster.given) == ()
    assert roster.given
