"""What of a roster can stay when the world has moved on, and who is asked next. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.plan.problem import Given, Goal, Problem
from bot.plan.rules import clash, goal_of, pairs, restrict
from bot.weeks import Span


def keep(problem: Problem, given: Iterable[Given]) -> tuple[Given, ...]:
    """Those lines that break no hard rule of the problem as it is now, some with less; in order."""
    known = {(pair.person.id, pair.turn.id): pair for pair in pairs(problem)}
    left = {person.id: person.left for person in problem.people}
    need = {turn.id: turn.need for turn in problem.turns}
    places = {turn.id: turn.most for turn in problem.turns}
    held: dict[int, list[Span]] = defaultdict(list)
    pause, kept = timedelta(minutes=problem.rest), []
    for line in dict.fromkeys(given):
        pair = known.pop((line.person, line.turn), None)
        if pair is None or not places[line.turn]:
            continue
        quarters = min(line.quarters, pair.most, left[line.person], need[line.turn])
        span = pair.turn.span
        if quarters < pair.least or (
            pair.turn.short and any(clash(span, other, pause) for other in held[line.person])
        ):
            continue
        left[line.person] -= quarters
        need[line.turn] -= quarters
        places[line.turn] -= 1
        if pair.turn.short:
            held[line.person].append(span)
        kept.append(Given(line.person, line.turn, quarters))
    return tuple(kept)


def candidates(
    problem: Problem, given: Sequence[Given], turn: int, without: Collection[int] = ()
) -> tuple[Given, ...]:
    """Who could be given the rest of a turn beside this roster, the best for its goal first."""
    part = restrict(problem, given, frozenset((turn,)))
    on_it = [line for line in given if line.turn == turn]
    part = _beside(part, on_it, {*without, *(line.person for line in on_it)})
    found = [Given(p.person.id, turn, p.most) for p in pairs(part)]
    return tuple(sorted(found, key=lambda line: (_worst_first(goal_of(part, (line,))), line)))


def _worst_first(goal: Goal) -> tuple[int, ...]:
    return tuple(-value for value in goal)


def refill(
    problem: Problem, given: Sequence[Given], turn: int, without: Collection[int]
) -> tuple[Given, ...]:
    """Who is asked next for what is open of a turn; all else stays. `without`: who is not asked."""
    roster = list(given)
    found: list[Given] = []
    while some := candidates(problem, roster, turn, without):
        roster.append(some[0])
        found.append(some[0])
    return tuple(found)


def _beside(part: Problem, taken: Sequence[Given], without: Collection[int]) -> Problem:
    """What is left of a problem of one turn beside what is given of it."""
    quarters = sum(line.quarters for line in taken)
    turns = tuple(
        replace(
            turn,
            need=max(0, turn.need - quarters),
            least=max(0, turn.least - len(taken)),
            most=max(0, turn.most - len(taken)),
        )
        for turn in part.turns
    )
    fits = tuple(fit for fit in part.fits if fit.person not in without)
    return replace(part, turns=turns, fits=fits)
