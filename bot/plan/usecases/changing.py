"""The chair changes a draft, a line at a time."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app import Visit
from bot.cards import Reply
from bot.plan.explaining import Assignment, why_you
from bot.plan.fitting import Situation
from bot.plan.problem import QUARTER, Given, Problem
from bot.plan.refilling import candidates
from bot.plan.requests import ChooseLine, GiveTo, ShowLine, TakeOut
from bot.plan.usecases.composing import given_of, load_problem, proposal_of, tell_chair
from bot.plan.usecases.sharing import in_state
from bot.plan.words import chairing as words
from bot.ports.plans import LineState, Plan, PlanLine, PlanState
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class _Draft:
    """One line of a draft, and all that is needed to give it to somebody else."""

    plan: Plan
    line: PlanLine
    one: Assignment
    situation: Situation
    problem: Problem
    others: tuple[Given, ...]  # the lines beside it


def choose_line(tx: Transaction, visit: Visit, request: ChooseLine) -> Reply:
    plan = in_state(tx.plans.find(request.plan), PlanState.DRAFT)
    situation, problem = load_problem(tx, plan, visit.now)
    lines = _proposed(tx, plan)
    ids = {(line.turn_id, line.member_id): line.id for line in lines}
    made = proposal_of(situation, problem, lines).assignments
    skip = max(0, request.skip) if request.skip < len(made) else 0
    shown = [(ids[one.held.turn.id, one.member.id], one) for one in made[skip : skip + words.MENU]]
    if not shown:
        raise words.line_gone()
    more = max(0, len(made) - skip - len(shown))
    return Reply(card=words.choose_line(plan, shown, skip, more))


def show_line(tx: Transaction, visit: Visit, request: ShowLine) -> Reply:
    draft = _load(tx, visit, request.line)
    members = {member.id: member.name for member in draft.situation.members}
    found = _candidates(draft)
    others = [(line.person, members[line.person]) for line in found[: words.MENU]]
    return Reply(card=words.one_line(draft.line.id, draft.one, others, visit.reader))


def take_out(tx: Transaction, visit: Visit, request: TakeOut) -> Reply:
    draft = _load(tx, visit, request.line, lock=True)
    _drop(tx, visit, draft)
    tell_chair(tx, draft.plan, visit.now)
    return Reply(card=words.changed(words.taken_out(draft.one), draft.plan), replaces=True)


def give_to(tx: Transaction, visit: Visit, request: GiveTo) -> Reply:
    """As much of it as they can be given; who does not fit by now is refused."""
    draft = _load(tx, visit, request.line, lock=True)
    given = next((x for x in _candidates(draft) if x.person == request.member), None)
    if given is None:
        member = tx.people.find(request.member)
        raise words.no_fit(member.name if member else "Whoever that is")
    _drop(tx, visit, draft)
    why = why_you(draft.situation, draft.problem, [*draft.others, given], given)
    minutes, turn = given.quarters * QUARTER, draft.line.turn_id
    tx.plans.put_lines(
        [PlanLine(0, draft.plan.id, turn, given.person, minutes, LineState.PROPOSED, why)]
    )
    tell_chair(tx, draft.plan, visit.now)
    name = next(m.name for m in draft.situation.members if m.id == given.person)
    said = words.given_to(name, draft.one, minutes)
    return Reply(card=words.changed(said, draft.plan), replaces=True)


def _candidates(draft: _Draft) -> tuple[Given, ...]:
    found = candidates(draft.problem, draft.others, draft.line.turn_id, {draft.line.member_id})
    return tuple(line._replace(quarters=min(line.quarters, _whole(draft))) for line in found)


def _whole(draft: _Draft) -> int:
    """Quarter hours of the line itself, and never less than somebody comes for."""
    return max(draft.line.minutes // QUARTER, 2)


def _drop(tx: Transaction, visit: Visit, draft: _Draft) -> None:
    tx.plans.change_line(draft.line.id, LineState.DROPPED, "The chair took it out.")
    after = {"turn": draft.line.turn_id, "member": draft.line.member_id}
    tx.record.add(visit.now, visit.me.id, "plan.change", f"plan:{draft.plan.id}", after, {})


def _proposed(tx: Transaction, plan: Plan) -> list[PlanLine]:
    return [line for line in tx.plans.lines(plan.id) if line.state is LineState.PROPOSED]


def _load(tx: Transaction, visit: Visit, line_id: int, *, lock: bool = False) -> _Draft:
    """Raises Refusal for a line that is not (or no longer) in a draft."""
    line = tx.plans.find_line(line_id)
    plan = tx.plans.find(line.plan_id) if line else None
    if line is None or plan is None:
        raise words.line_gone()
    found = tx.plans.lock(plan.id) if lock else plan
    plan = in_state(found, PlanState.DRAFT)
    situation, problem = load_problem(tx, plan, visit.now)
    lines = _proposed(tx, plan)
    line = next((one for one in lines if one.id == line_id), None)
    made = proposal_of(situation, problem, [line] if line else []).assignments
    if line is None or not made:
        raise words.line_gone()
    others = tuple(given_of(one) for one in lines if one.id != line_id)
    return _Draft(plan, line, made[0], situation, problem, others)
