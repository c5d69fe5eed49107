"""Who holds a turn, what the chair or a lead does about it by button, and how that is undone."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.ending import give_back
from bot.holding import load_turn
from bot.model import Change, Duty, Member
from bot.notify import refresh_panels, tell
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.swaps.requests import OpenGiveForm, ShowTurn
from bot.swaps.rules import may_act_for
from bot.swaps.usecases.moving import GIVEN
from bot.swaps.words import acting, forms, refusing, taking
from bot.swaps.words.asking import Thing


def check_may(visit: Visit, duty: Duty) -> None:
    """Raises Refusal."""
    if not may_act_for(visit.me, duty):
        raise refusing.may_not_act(duty)


def show_turn(tx: Transaction, visit: Visit, request: ShowTurn) -> Reply:
    """Who holds it, and what can be done about each of them."""
    turn = tx.roster.find_turn(request.turn)
    if turn is None:
        raise refusing.gone()
    held = load_turn(tx, turn)
    check_may(visit, held.duty)
    return Reply(card=acting.one_turn(held, visit.now, visit.reader))


def open_give_form(tx: Transaction, visit: Visit, request: OpenGiveForm) -> Reply:
    claim = tx.claims.find(request.claim) if request.claim else None
    turn = tx.roster.find_turn(claim.turn_id if claim else request.turn)
    if turn is None or (request.claim and claim is None):
        raise refusing.gone()
    held = load_turn(tx, turn)
    check_may(visit, held.duty)
    holder = tx.people.find(claim.member_id) if claim else None
    busy = {c.member_id for c in held.turn.claims}
    people = [member for member in tx.people.all() if member.id not in busy]
    return Reply(form=forms.give_form(request, held, holder, people, visit.reader))


def undo_given(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """By whom it was given to, or who may act for them now; as far as it is still to come."""
    was = change.after
    tx.people.lock(int(was["member"]))
    turn = tx.roster.lock_turn(int(was["turn"]))
    claim = next((c for c in turn.claims if c.id == int(was["claim"])), None) if turn else None
    taker = tx.people.find(int(was["member"]))
    if turn is None or claim is None or taker is None or claim.span.end <= visit.now:
        raise refusing.gone()
    held = load_turn(tx, turn)
    if taker.id != visit.me.id:
        check_may(visit, held.duty)
    given = give_back(tx, claim, claim.span, visit.me.id, visit.now, {"of": change.id}, GIVEN)
    assert given is not None  # it is locked, and has not ended
    after = {"of": change.id}
    undone = tx.record.add(visit.now, visit.me.id, "undo", change.subject, was, after)
    thing = Thing(held.duty, claim.span, claim.minutes)
    _tell_undone(tx, visit, change, thing, taker, undone)
    refresh_panels(tx, visit.now)
    mine = taker.id == visit.me.id
    card = taking.not_held_any_more(thing, "" if mine else taker.name, visit.reader)
    return Reply(card=card, replaces=True, home=True)


def _tell_undone(
    tx: Transaction, visit: Visit, change: Change, thing: Thing, taker: Member, undone: int
) -> None:
    """The other one of the two."""
    if taker.id != visit.me.id:
        reader = reader_for(taker, tx.task_force)
        tell(tx, taker.id, undone, taking.not_put_down(thing, visit.me.name, reader), visit.now)
    elif change.actor_id:
        actor = tx.people.find(change.actor_id)
        if actor:
            reader = reader_for(actor, tx.task_force)
            card = acting.said_no(thing, taker, reader)
            tell(tx, actor.id, undone, card, visit.now)
