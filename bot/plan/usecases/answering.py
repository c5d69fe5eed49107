"""What those who are asked answer. They come to hold a turn in the way in which everybody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.app import Visit
from bot.cards import Button, Card, Controls, Reply, Row
from bot.claims.requests import Claim, claim_part
from bot.errors import Refusal
from bot.model import Change
from bot.plan.fitting import part_for
from bot.plan.requests import AcceptAll, AcceptLine, DeclineLine
from bot.plan.usecases.composing import load_asked, tell_chair, tell_member
from bot.plan.usecases.sharing import ask_next
from bot.plan.words import sharing as words
from bot.plan.words.sharing import Asked
from bot.ports.plans import LineState, Plan, PlanState
from bot.ports.store import Transaction
from bot.undo.requests import Undo

Take = Callable[[Transaction, Visit, Claim], Reply]
DECLINED = "plan.decline"  # recorded of a line


def make_accept(take: Take) -> Callable[[Transaction, Visit, AcceptLine], Reply]:
    """The use-case, given the one by which a turn is claimed."""

    def accept_line(tx: Transaction, visit: Visit, request: AcceptLine) -> Reply:
        plan, one = _mine(tx, visit, request.line)
        reply, refusal = _take(tx, visit, one, take)
        _go_on(tx, visit, plan, [] if refusal is None else [one])
        if refusal is not None:
            return Reply(card=words.could_not(one, refusal), home=True)
        return reply

    return accept_line


def make_accept_all(take: Take) -> Callable[[Transaction, Visit, AcceptAll], Reply]:
    """As `make_accept`."""

    def accept_all(tx: Transaction, visit: Visit, request: AcceptAll) -> Reply:
        plan = _lock_shared(tx, request.plan)
        mine = [
            one
            for one in load_asked(tx, plan, visit.now)
            if one.member.id == visit.me.id and one.line.state is LineState.ASKED
        ]
        if not mine:
            raise words.no_longer_asked()
        taken: list[tuple[Asked, Undo | None]] = []
        failed: list[Asked] = []
        # turns are locked in the order of their ids everywhere: else two wait for each other
        for one in sorted(mine, key=lambda x: x.line.turn_id):
            reply, refusal = _take(tx, visit, one, take)
            if refusal is None:
                taken.append((one, _undo_in(reply.card)))
            else:
                failed.append(one)
        _go_on(tx, visit, plan, failed)
        # with why it cannot be
        known = {one.line.id: one for one in load_asked(tx, plan, visit.now)}
        card = words.accepted_all(taken, [known[one.line.id] for one in failed])
        return Reply(card=card, home=True)

    return accept_all


def decline_line(tx: Transaction, visit: Visit, request: DeclineLine) -> Reply:
    """Nobody needs a reason. The next one is asked; all else stays."""
    plan, one = _mine(tx, visit, request.line)
    known = {line.id for line in tx.plans.lines(plan.id)}
    tx.plans.change_line(one.line.id, LineState.DECLINED)
    others = _go_on(tx, visit, plan, [one])
    instead = [line.id for line in tx.plans.lines(plan.id) if line.id not in known]
    after = {"plan": plan.id, "turn": one.line.turn_id, "instead": instead}
    change = tx.record.add(visit.now, visit.me.id, DECLINED, f"line:{one.line.id}", {}, after)
    return Reply(card=words.declined(one, change, others=others))


def undo_decline(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """They are asked again; whoever was asked in their place, and has not said yes, no more."""
    plan = _lock_shared(tx, int(change.after["plan"]))
    asked = load_asked(tx, plan, visit.now)
    one = next((x for x in asked if f"line:{x.line.id}" == change.subject), None)
    if one is None or one.line.member_id != visit.me.id:
        raise words.not_yours()
    if one.line.state is not LineState.DECLINED or not one.wanted:
        raise words.no_longer_asked()
    for other in _asked_instead(tx, asked, change):
        tx.plans.change_line(other.line.id, LineState.DROPPED, f"{visit.me.name} can after all.")
        tell_member(tx, plan, other.member.id, visit.now)
    tx.plans.change_line(one.line.id, LineState.ASKED)
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, {}, {"of": change.id})
    tell_member(tx, plan, visit.me.id, visit.now)
    tell_chair(tx, plan, visit.now)
    return Reply(card=words.asked_again(one), replaces=True)


def _asked_instead(tx: Transaction, asked: Sequence[Asked], change: Change) -> list[Asked]:
    """Who has still to answer, asked because of this no, or in the place of whom it led to."""
    lines = {one.line.id: one for one in asked}
    found, ids = [], list(change.after["instead"])
    while ids:
        other = lines.get(ids.pop())
        if other is None:
            continue
        if other.state is LineState.ASKED:
            found.append(other)
        for later in tx.record.of_subject(f"line:{other.line.id}"):
            ids += later.after["instead"] if later.action == DECLINED else ()
    return found


def _lock_shared(tx: Transaction, plan_id: int) -> Plan:
    plan = tx.plans.lock(plan_id)
    if plan is None or plan.state is not PlanState.SHARED:
        raise words.no_longer_asked()
    return plan


def _mine(tx: Transaction, visit: Visit, line_id: int) -> tuple[Plan, Asked]:
    """The line, if it is asked of the asker now. Raises Refusal."""
    line = tx.plans.find_line(line_id)
    if line is None:
        raise words.no_longer_asked()
    if line.member_id != visit.me.id:
        raise words.not_yours()
    plan = _lock_shared(tx, line.plan_id)
    one = next((x for x in load_asked(tx, plan, visit.now) if x.line.id == line_id), None)
    if one is None:
        raise words.no_longer_asked()
    if one.line.state is not LineState.ASKED:
        raise words.answered(one.line)
    return plan, one


def _take(tx: Transaction, visit: Visit, one: Asked, take: Take) -> tuple[Reply, Refusal | None]:
    """Hold it, or say why that cannot be: then the line goes."""
    try:
        aways = tx.aways.overlapping(one.held.turn.span, [visit.me.id])
        part = part_for(one.held, visit.me.id, aways, visit.now) or one.held.turn.span
        reply = take(tx, visit, claim_part(one.held.turn, part, one.line.minutes))
    except Refusal as refusal:
        why = " ".join(said for said in (refusal.what, refusal.why) if said)
        tx.plans.change_line(one.line.id, LineState.DROPPED, why)
        return Reply(), refusal
    tx.plans.change_line(one.line.id, LineState.ACCEPTED)
    return reply, None


def _go_on(tx: Transaction, visit: Visit, plan: Plan, lost: list[Asked]) -> bool:
    """Ask others for what was lost, and bring the cards up to date; whether others are asked."""
    asked = [ask_next(tx, plan, one.line.turn_id, visit.now) for one in lost]
    tell_member(tx, plan, visit.me.id, visit.now)
    tell_chair(tx, plan, visit.now)
    return any(asked)


def _undo_in(card: Card | None) -> Undo | None:
    """The way back that the answer to a claim offers."""
    return next((r for r in _requests(card) if isinstance(r, Undo)), None)


def _requests(card: Card | None) -> Iterator[Any]:
    for element in card.body if card else ():
        items = element.items if isinstance(element, Controls) else ()
        if isinstance(element, Row) and element.control is not None:
            items = (element.control,)
        yield from (item.request for item in items if isinstance(item, Button))
