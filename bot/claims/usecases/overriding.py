"""The chair lets somebody hold more than they should, and says why."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.claims.requests import ClaimAnyway, OverrideForm
from bot.claims.usecases.claiming import read_part
from bot.claims.usecases.taking import lock_held, take
from bot.claims.words import limits, refusing, taking
from bot.ending import as_data, give_back
from bot.holding import load_turn
from bot.model import Change, Member
from bot.notify import refresh_panels, tell
from bot.people.rules import check_chair
from bot.ports.store import Transaction
from bot.reader import reader_for


def open_override(tx: Transaction, visit: Visit, request: OverrideForm) -> Reply:
    turn = tx.roster.find_turn(request.turn)
    if turn is None:
        raise refusing.gone()
    held = load_turn(tx, turn)
    part = read_part(request.begin, request.end) or held.rest(visit.now) or held.turn.span
    name = _name(visit, _claimer(tx, visit, request.member))
    return Reply(form=limits.override_form(held, part, request, name, visit.reader))


def claim_anyway(tx: Transaction, visit: Visit, request: ClaimAnyway) -> Reply:
    """It is asked again whether it may be; the limits alone are let pass."""
    reason = " ".join(request.reason.split())[: limits.REASON_MOST]
    if not reason:
        raise limits.no_reason()
    held = lock_held(tx, visit, request.turn, request.member)
    part = read_part(request.begin, request.end) or held.rest(visit.now) or held.turn.span
    claimer = _claimer(tx, visit, request.member)
    made = take(tx, visit, held, part, request.minutes, reason, claimer)
    after = as_data(made) | {"override": reason}
    name = _name(visit, claimer)
    action = "override.claim" if name else "claims.claim"
    change = tx.record.add(visit.now, visit.me.id, action, f"claim:{made.id}", {}, after)
    if name:
        reader = reader_for(claimer, tx.task_force)
        card = limits.given_to_you(held, made, visit.me.name, reason, reader)
        tell(tx, claimer.id, change, card, visit.now)
    card = limits.let_pass(held, made, name, reason, change, visit.reader)
    return Reply(card=card, home=True)


def undo_override(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """What somebody was given is open again, as if it had not been; they are told."""
    check_chair(visit.me)
    member = tx.people.find(int(change.after["member"]))
    held = lock_held(tx, visit, int(change.after["turn"]), int(change.after["member"]))
    claim = next((c for c in held.turn.claims if c.id == int(change.after["claim"])), None)
    if claim is None or member is None or claim.span.end <= visit.now:
        raise refusing.over_already()
    back = give_back(tx, claim, claim.span, visit.me.id, visit.now, {"of": change.id})
    assert back is not None  # it is locked, and has not ended
    when = reader_for(member, tx.task_force).span(claim.span)
    tell(tx, member.id, back, limits.taken_back(held, visit.me.name, when), visit.now)
    refresh_panels(tx, visit.now)
    card = taking.undone_for(held.duty.name, member.name, visit.reader.span(claim.span))
    return Reply(card=card, replaces=True, home=True)


def _claimer(tx: Transaction, visit: Visit, member_id: int) -> Member:
    if not member_id or member_id == visit.me.id:
        return visit.me
    member = tx.people.find(member_id)
    if member is None:
        raise refusing.gone()
    return member


def _name(visit: Visit, claimer: Member) -> str:
    return "" if claimer.id == visit.me.id else claimer.name
