"""Taking what somebody holds off them, at once and loudly: an emergency, or the chair's hand."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.model import Duty, Member
from bot.naming import check_active, shown_name
from bot.notify import chairs, leads, tell
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.swaps.requests import OpenTrade, TakeOver
from bot.swaps.rules import EMERGENCY, may_act_for
from bot.swaps.usecases.choosing import Holding, by_id, by_words, holdings, read_part
from bot.swaps.usecases.moving import Move, as_moves, carry_out, find_obstacle, find_piece, lock
from bot.swaps.words import refusing, taking
from bot.swaps.words.asking import Thing
from bot.swaps.words.taking import Handed

TAKEN = "swaps.takeover"  # recorded of the taker's new claim


def take_over(tx: Transaction, visit: Visit, request: TakeOver) -> Reply:
    claim = tx.claims.find(request.claim)
    holder = tx.people.find(claim.member_id) if claim else None
    taker = visit.me
    if request.member:
        found = tx.people.find(request.member)
        taker = check_active(found) if found else visit.me
    if claim is None or holder is None:
        raise refusing.gone()
    part = read_part(request.begin, request.end)
    chosen = by_id(holdings(tx, visit, holder.id), request.claim, part)
    if chosen is None:
        raise refusing.gone()
    return take_from(tx, visit, holder, chosen, taker, sure=request.sure)


def take_by_words(
    tx: Transaction, visit: Visit, holder: Member, taker: Member, words: str
) -> Reply:
    """`words`: which turn of the holder's; where several fit, the question which."""
    found = by_words(tx, visit, holdings(tx, visit, holder.id), words, holder)
    if len(found) == 1:
        return take_from(tx, visit, holder, found[0], taker, sure=False)
    options = [
        (f"{one.duty.name}, {visit.reader.span(one.part)}", _request(one, taker, visit))
        for one in found
    ]
    raise taking.which_to_take(shown_name(holder), options)


def _request(one: Holding, taker: Member, visit: Visit, *, sure: bool = False) -> TakeOver:
    begin, end = one.part.start.isoformat(), one.part.end.isoformat()
    whole = one.part.end == one.claim.span.end and one.part.start <= visit.now
    whole = whole or one.part == one.claim.span
    member = 0 if taker.id == visit.me.id else taker.id
    if whole:
        return TakeOver(one.id, member=member, sure=sure)
    return TakeOver(one.id, begin, end, member, sure)


def take_from(
    tx: Transaction, visit: Visit, holder: Member, one: Holding, taker: Member, *, sure: bool
) -> Reply:
    """All limits hold for the taker. Far ahead, colleagues are asked whether it cannot wait."""
    me, now = visit.me, visit.now
    if holder.id == taker.id:
        raise taking.yours_already(one.duty) if taker.id == me.id else refusing.self_()
    acts = may_act_for(me, one.duty)
    if taker.id != me.id and not acts:
        raise refusing.may_not_act(one.duty)
    if one.part.start - now > EMERGENCY and not (sure or acts):
        begin, end = one.part.start.isoformat(), one.part.end.isoformat()
        trade = OpenTrade(one.id, begin, end)
        thing = Thing(one.duty, one.part, 0)
        sure_of_it = _request(one, taker, visit, sure=True)
        return Reply(card=taking.is_it_urgent(thing, holder, trade, sure_of_it, visit.reader))
    people = lock(tx, [holder.id, taker.id], [one.turn.id])
    piece = find_piece(tx, holder.id, one.given, now) if people else None
    if people is None or piece is None:
        raise refusing.gone()
    move = Move(piece, people[holder.id], people[taker.id])
    obstacle = find_obstacle(tx, [move], now)
    if obstacle:
        raise refusing.cannot(obstacle.no, taker, me.id, piece, visit.reader)
    [made] = carry_out(tx, [move], me.id, {"why": "takeover"}, now)
    after = {"sides": [holder.id, taker.id], "moves": as_moves([move], [made])}
    change = tx.record.add(now, me.id, TAKEN, f"claim:{made.id}", {}, after)
    thing = Thing(piece.held.duty, piece.part, piece.minutes)
    handed = Handed(thing, move.receiver, me, move.giver, made.id, change)
    told = _tell(tx, visit, handed)
    return Reply(card=taking.took_over(handed, told, visit.reader), home=True, replaces=sure)


def _tell(tx: Transaction, visit: Visit, one: Handed) -> list[str]:
    """Who held it, who has it now, and who leads; the names of those who are told."""
    assert one.holder is not None
    told, me = [], visit.me.id
    if one.holder.id != me:
        reader = reader_for(one.holder, tx.task_force)
        card = taking.taken_from_you(one, reader)
        tell(tx, one.holder.id, one.change, card, visit.now)
        told.append(shown_name(one.holder))
    if one.taker.id != me:
        reader = reader_for(one.taker, tx.task_force)
        tell(tx, one.taker.id, one.change, taking.given_to_you(one, reader), visit.now)
        told.append(shown_name(one.taker))
    for lead in responsible(tx, one.thing.duty):
        if lead.id not in (me, one.holder.id, one.taker.id):
            can_undo = lead in chairs(tx)
            card = taking.for_the_lead(one, reader_for(lead, tx.task_force), can_undo=can_undo)
            tell(tx, lead.id, one.change, card, visit.now)
            told.append(lead.name)
    return told


def responsible(tx: Transaction, duty: Duty) -> tuple[Member, ...]:
    """The leads of the duty's department; the chairs where it has none."""
    found = leads(tx, duty.department_id) if duty.department_id else ()
    return found or chairs(tx)
