"""The cards of a proposal, composed at the moment they are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.cards import Card
from bot.holding import load_holding
from bot.model import MemberState, Recipient
from bot.plan.explaining import Proposal, restate
from bot.plan.fitting import Situation, make_problem
from bot.plan.problem import QUARTER, Given, Level, Problem
from bot.plan.usecases.loading import load_situation
from bot.plan.words import chairing, sharing
from bot.plan.words.drafting import draft
from bot.plan.words.sharing import Asked
from bot.planned import ASK, PLAN
from bot.ports.plans import LineState, Plan, PlanLine, PlanState
from bot.ports.store import Transaction
from bot.presence import next_awake
from bot.reader import Reader, reader_for
from bot.weeks import Span, next_waking, week_span

OPEN = (LineState.PROPOSED, LineState.ASKED)
SHARED = "plan.share"  # recorded when everybody in it is asked


def tell_chair(tx: Transaction, plan: Plan, now: datetime) -> None:
    """The one message about a plan, said or brought up to date."""
    to = Recipient(member_id=plan.asked_by)
    tx.outbox.owe_anew(PLAN, str(plan.id), to, None, due_at=now, now=now)


def tell_member(tx: Transaction, plan: Plan, member_id: int, now: datetime) -> None:
    """The one card of a person; a new one not in their quiet hours."""
    to = Recipient(member_id=member_id)
    if tx.outbox.find(ASK, str(plan.id), to) is not None:
        tx.outbox.owe_anew(ASK, str(plan.id), to, None, due_at=now, now=now)
        return
    member = tx.people.find(member_id)
    if member is None or member.state is not MemberState.ACTIVE:
        return
    year = Span(now, now + timedelta(weeks=52))

    def wakes(at: datetime) -> datetime:
        return next_waking(at, member.zone, member.quiet_from, member.quiet_to, weekend=())

    due = next_awake(tx.aways.overlapping(year, [member_id]), now, wakes)
    tx.outbox.owe(ASK, str(plan.id), to, None, due_at=due, now=now)


def compose(
    tx: Transaction, kind: str, occasion: str, member_id: int, now: datetime
) -> Card | None:
    """What a delivery of these kinds says now; None: nothing any more."""
    plan = tx.plans.find(int(occasion))
    member = tx.people.find(member_id)
    if plan is None or member is None:
        return None
    reader = reader_for(member, tx.task_force)
    if kind == PLAN:
        return compose_for(tx, plan, reader, now)
    if plan.state is PlanState.DRAFT:
        return sharing.taken_back(plan)
    mine = [one for one in load_asked(tx, plan, now) if one.member.id == member_id]
    return sharing.ask(plan, mine, reader) if mine else None


def compose_for(tx: Transaction, plan: Plan, reader: Reader, now: datetime) -> Card:
    """As the chair sees it."""
    match plan.state:
        case PlanState.DRAFT:
            situation, problem = load_problem(tx, plan, now)
            lines = [x for x in tx.plans.lines(plan.id) if x.state is LineState.PROPOSED]
            departments = {d.id: d.name for d in tx.people.departments()}
            levels = [Level(*level) for level in plan.levels]
            made = proposal_of(situation, problem, lines)
            card = draft(plan.week, made, levels, departments, reader)
            return chairing.to_decide(card, plan, empty=not made.assignments)
        case PlanState.SHARED:
            return sharing.shared(plan, load_asked(tx, plan, now), reader, _share_of(tx, plan))
        case PlanState.DROPPED:
            return chairing.off(plan)
        case _:
            return chairing.working(plan)


def _share_of(tx: Transaction, plan: Plan) -> int:
    """The change that can be taken back, while nobody has answered; else 0."""
    changes = tx.record.of_subject(f"plan:{plan.id}")
    last = changes[-1] if changes else None
    lines = tx.plans.lines(plan.id)
    answered = any(line.state in (LineState.ACCEPTED, LineState.DECLINED) for line in lines)
    return last.id if last and last.action == SHARED and not answered else 0


def load_problem(
    tx: Transaction, plan: Plan, now: datetime, given: Iterable[Given] = ()
) -> tuple[Situation, Problem]:
    """The plan's week as it is now; `given`: lines that are not the plan's yet."""
    situation = load_situation(tx, plan.week, now)
    open_lines = (line for line in tx.plans.lines(plan.id) if line.state in OPEN)
    asked = {(x.person, x.turn) for x in (*given, *map(given_of, open_lines))}
    return situation, make_problem(situation, asked=asked)


def proposal_of(situation: Situation, problem: Problem, lines: Sequence[PlanLine]) -> Proposal:
    return restate(situation, problem, [(given_of(line), line.why) for line in lines])


def given_of(line: PlanLine) -> Given:
    return Given(line.member_id, line.turn_id, line.minutes // QUARTER)


def load_asked(tx: Transaction, plan: Plan, now: datetime) -> list[Asked]:
    """Every line whose turn and person are still there; in order of turn."""
    week = week_span(plan.week, tx.task_force.zone)
    turns = {held.turn.id: held for held in load_holding(tx, week)}
    members = {member.id: member for member in tx.people.all(tuple(MemberState))}
    found = []
    for line in tx.plans.lines(plan.id):
        held, member = turns.get(line.turn_id), members.get(line.member_id)
        if held and member:
            holds = any(claim.member_id == member.id for claim in held.turn.claims)
            found.append(Asked(line, held, member, holds, held.is_open(now)))
    return sorted(found, key=lambda one: (one.held.turn.span.start, one.held.duty.name))
