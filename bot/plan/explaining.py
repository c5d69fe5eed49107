"""Why somebody was chosen, what stays open, and who could cover it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.held import Held
from bot.model import Member
from bot.plan.fitting import OWN_DEPARTMENT, Situation, offered
from bot.plan.problem import QUARTER, Fit, Given, Problem
from bot.plan.rules import by_person
from bot.weeks import say_minutes


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody is proposed for so many minutes of a turn, and why, in one sentence."""

    held: Held
    member: Member
    minutes: int
    why: str


@dataclass(frozen=True, slots=True)
class Hole:
    """What of a turn nobody can cover. `department`: whose hours would; None: anybody's."""

    held: Held
    minutes: int
    people: int
    department: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A roster in people's terms. Minutes: `needed` before it, `covered` by it."""

    assignments: tuple[Assignment, ...]
    holes: tuple[Hole, ...]
    needed: int
    covered: int
    unanswered: int  # people who were counted with their usual hours


def explain(situation: Situation, problem: Problem, given: Iterable[Given]) -> Proposal:
    """The numbers, said of people and turns; in order of turn, then name."""
    lines = tuple(given)
    turns = {held.turn.id: held for held in situation.turns}
    members = {member.id: member for member in situation.members}
    fits = {(fit.person, fit.turn): fit for fit in problem.fits}
    totals = {who: sum(x.quarters for x in mine) for who, mine in by_person(lines).items()}
    assignments = [
        Assignment(
            turns[line.turn],
            members[line.person],
            line.quarters * QUARTER,
            _why(fits[line.person, line.turn], situation, members[line.person], totals),
        )
        for line in lines
    ]
    assignments.sort(key=_order)
    chosen = {line.person for line in lines}
    return Proposal(
        tuple(assignments),
        tuple(holes(problem, turns, lines)),
        sum(turn.need for turn in problem.turns) * QUARTER,
        sum(line.quarters for line in lines) * QUARTER,
        sum(person not in situation.pledges for person in chosen),
    )


def restate(situation: Situation, problem: Problem, lines: Sequence[tuple[Given, str]]) -> Proposal:
    """A proposal made earlier, as it stands now; each line with why it was made."""
    turns = {held.turn.id: held for held in situation.turns}
    members = {member.id: member for member in situation.members}
    known = [(x, why) for x, why in lines if x.turn in turns and x.person in members]
    assignments = [
        Assignment(turns[x.turn], members[x.person], x.quarters * QUARTER, why) for x, why in known
    ]
    assignments.sort(key=_order)
    given = [x for x, _ in known]
    return Proposal(
        tuple(assignments),
        tuple(holes(problem, turns, given)),
        sum(turn.need for turn in problem.turns) * QUARTER,
        sum(x.quarters for x in given) * QUARTER,
        len({x.person for x in given} - situation.pledges.keys()),
    )


def _order(assignment: Assignment) -> tuple[object, ...]:
    held = assignment.held
    return (held.turn.span.start, held.duty.name, assignment.member.name)


def why_you(situation: Situation, problem: Problem, given: Iterable[Given], line: Given) -> str:
    """Why this line, of these and others, is meant for that person: one sentence."""
    mine = sum(x.quarters for x in given if x.person == line.person)
    fit = next(f for f in problem.fits if (f.person, f.turn) == (line.person, line.turn))
    member = next(m for m in situation.members if m.id == line.person)
    return _why(fit, situation, member, {member.id: mine})


def _why(fit: Fit, situation: Situation, member: Member, totals: Mapping[int, int]) -> str:
    reasons = []
    if fit.likes >= OWN_DEPARTMENT:
        reasons.append("it suits your department")
    if fit.again:
        reasons.append("you held it last time")
    elif fit.likes % OWN_DEPARTMENT:
        reasons.append("you know it")
    pledge = situation.pledges.get(member.id)
    gives, takes = offered(member, situation), totals[member.id] * QUARTER
    verb = "offered" if pledge else "usually give"
    full = pledge.minutes if pledge else member.usual_minutes
    left = "" if gives == full else f" ({say_minutes(gives)} beside your absence)"
    reasons.append(f"you {verb} {say_minutes(full)}{left} and all this takes {say_minutes(takes)}")
    return _sentence(reasons)


def _sentence(reasons: Sequence[str]) -> str:
    said = reasons[0] if len(reasons) == 1 else ", ".join(reasons[:-1]) + f", and {reasons[-1]}"
    return said[0].upper() + said[1:] + "."


def holes(problem: Problem, turns: Mapping[int, Held], lines: Sequence[Given]) -> Iterable[Hole]:
    """What of the turns that are open stays so beside these lines."""
    covered: dict[int, int] = defaultdict(int)
    heads: dict[int, int] = defaultdict(int)
    for line in lines:
        covered[line.turn] += line.quarters
        heads[line.turn] += 1
    for turn in problem.turns:
        minutes = (turn.need - covered[turn.id]) * QUARTER
        people = max(0, turn.least - heads[turn.id])
        if minutes or people:
            held = turns[turn.id]
            yield Hole(held, minutes, people, held.duty.department_id)
