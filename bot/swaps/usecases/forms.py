"""Proposing an exchange by form; and a trade for what a colleague wants to be rid of."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.grammar import Mention, read_mention
from bot.model import Member
from bot.naming import check_active, find_member
from bot.ports.store import Transaction
from bot.swaps.requests import OpenSwapForm, OpenTrade, SwapByForm, TradeByForm
from bot.swaps.usecases.choosing import (
    Holding,
    by_id,
    by_words,
    holdings,
    part_by_words,
    read_part,
)
from bot.swaps.usecases.proposing import Wish, check_may_give, propose, swap_form
from bot.swaps.words import forms, refusing
from bot.swaps.words.asking import Thing


def open_swap_form(tx: Transaction, visit: Visit, request: OpenSwapForm) -> Reply:
    giver = _giver(tx, visit, request.giver)
    return swap_form(tx, visit, giver, holdings(tx, visit, giver.id), request.claim)


def _giver(tx: Transaction, visit: Visit, member_id: int) -> Member:
    """Whose turn it is; what may be done with it in their place is looked at with the turn."""
    if not member_id:
        return visit.me
    found = tx.people.find(member_id)
    if found is None:
        raise refusing.gone()
    return check_active(found)


def swap_by_form(tx: Transaction, visit: Visit, request: SwapByForm) -> Reply:
    """Each refusal names the input at fault."""
    giver = _giver(tx, visit, request.giver)
    gives = by_id(holdings(tx, visit, giver.id), number(request.mine))
    if gives is None:
        raise refusing.unknown_claim("mine")
    check_may_give(visit, giver, gives)
    gives = part_by_words(visit, gives, request.part, "part")
    other = read_who(tx, visit, request.who)
    if other.id == giver.id:
        raise refusing.self_()
    wants = theirs_by_words(tx, visit, other, request.theirs)
    return propose(tx, visit, Wish(giver, other, gives, wants))


def theirs_by_words(tx: Transaction, visit: Visit, other: Member, words: str) -> Holding | None:
    """Which of theirs is wanted; None if nothing was written."""
    if not words.strip():
        return None
    found = by_words(tx, visit, holdings(tx, visit, other.id), words, other)
    if len(found) > 1:
        raise refusing.several_turns(other.name, [visit.reader.span(one.part) for one in found])
    return found[0]


def read_who(tx: Transaction, visit: Visit, text: str) -> Member:
    """A member by their number in a list, or by words. Raises Refusal that names the input."""
    if number(text):
        member = tx.people.find(number(text))
        if member is None:
            raise refusing.whom()
        return check_active(member)
    said = text.strip()
    if not said:
        raise refusing.whom()
    return find_member(tx, visit, read_mention(said) or Mention("name", said.lstrip("@")))


def number(text: str) -> int:
    """A row's id as a list hands it over; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def open_trade(tx: Transaction, visit: Visit, request: OpenTrade) -> Reply:
    holder, wanted = _wanted(tx, visit, request.claim, request.begin, request.end)
    mine = _tradeable(tx, visit, wanted)
    if not mine:
        raise refusing.nothing_held("")
    ask = TradeByForm(request.claim, request.begin, request.end)
    thing = Thing(wanted.duty, wanted.part, 0).say(visit.reader)
    return Reply(form=forms.trade_form(ask, thing, holder, mine, visit.reader))


def trade_by_form(tx: Transaction, visit: Visit, request: TradeByForm) -> Reply:
    holder, wanted = _wanted(tx, visit, request.claim, request.begin, request.end)
    gives = by_id(_tradeable(tx, visit, wanted), number(request.mine))
    if gives is None:
        raise refusing.unknown_claim("mine")
    return propose(tx, visit, Wish(visit.me, holder, gives, wanted))


def _wanted(
    tx: Transaction, visit: Visit, claim_id: int, begin: str, end: str
) -> tuple[Member, Holding]:
    """Who holds it, and what is still to come of it. Raises Refusal."""
    claim = tx.claims.find(claim_id)
    holder = tx.people.find(claim.member_id) if claim else None
    if claim is None or holder is None:
        raise refusing.gone()
    if holder.id == visit.me.id:
        raise refusing.self_()
    held = holdings(tx, visit, check_active(holder).id)
    part = read_part(begin, end)
    found = by_id(held, claim_id, part)
    if found is None and part is not None:  # it was cut in two since the button was drawn
        same = (one for one in held if one.turn.id == claim.turn_id and one.part.covers(part))
        found = next((by_id(held, one.claim.id, part) for one in same), None)
    if found is None:
        raise refusing.gone()
    return holder, found


def _tradeable(tx: Transaction, visit: Visit, wanted: Holding) -> list[Holding]:
    """What is one's own and something else."""
    return [
        one
        for one in holdings(tx, visit, visit.me.id)
        if one.turn.id != wanted.turn.id or not one.part.overlaps(wanted.part)
    ]
