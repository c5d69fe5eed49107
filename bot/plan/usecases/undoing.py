"""Taking back what was shared, while nobody has answered; or one's own yes."""

from __future__ import annotations

from collections.abc import Callable

from bot.app import Visit
from bot.cards import Reply
from bot.model import Change
from bot.people.rules import check_chair
from bot.plan.usecases.composing import compose_for, tell_chair, tell_member
from bot.plan.words import chairing as words
from bot.ports.plans import LineState, PlanState
from bot.ports.store import Transaction

UndoClaim = Callable[[Transaction, Visit, Change], Reply]


def undo_share(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """It is a draft again. Whoever was asked reads that nothing is asked of them now."""
    check_chair(visit.me)
    plan = tx.plans.lock(int(change.subject.partition(":")[2]))
    lines = tx.plans.lines(plan.id) if plan else ()
    if plan is None or plan.state is not PlanState.SHARED:
        raise words.no_longer(plan)
    if any(line.state in (LineState.ACCEPTED, LineState.DECLINED) for line in lines):
        raise words.answered_by_some()
    asked = [line for line in lines if line.state is LineState.ASKED]
    for line in asked:
        tx.plans.change_line(line.id, LineState.PROPOSED)
    tx.plans.change(plan.id, state=PlanState.DRAFT)
    for member_id in sorted({line.member_id for line in asked}):
        tell_member(tx, plan, member_id, visit.now)
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, {}, {"of": change.id})
    tell_chair(tx, plan, visit.now)
    draft = tx.plans.find(plan.id)
    assert draft is not None
    return Reply(card=compose_for(tx, draft, visit.reader, visit.now), replaces=True)


def make_undo_claim(undo: UndoClaim) -> UndoClaim:
    """The inverse of a claim; where it was a yes to a proposal, the question stands again."""

    def undo_claim(tx: Transaction, visit: Visit, change: Change) -> Reply:
        reply = undo(tx, visit, change)
        turn = tx.roster.find_turn(int(change.after["turn"]))
        plan = tx.plans.standing(turn.week) if turn else None
        if turn is None or plan is None or plan.state is not PlanState.SHARED:
            return reply
        holds = any(claim.member_id == visit.me.id for claim in turn.claims)
        for line in tx.plans.lines(plan.id):
            mine = line.turn_id == turn.id and line.member_id == visit.me.id
            if mine and line.state is LineState.ACCEPTED and not holds and turn.planned:
                tx.plans.change_line(line.id, LineState.ASKED)
                tell_member(tx, plan, visit.me.id, visit.now)
                tell_chair(tx, plan, visit.now)
        return reply

    return undo_claim
