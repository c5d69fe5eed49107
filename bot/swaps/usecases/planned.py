"""Swapping what one is asked to take in a proposed roster: it is accepted, and then offered on."""

from __future__ import annotations

from collections.abc import Callable

from bot.app import Visit
from bot.cards import Reply
from bot.holding import load_turn
from bot.plan.requests import AcceptLine
from bot.ports.plans import LineState, PlanLine
from bot.ports.store import Transaction
from bot.swaps.requests import OpenLineSwap, SwapLine
from bot.swaps.usecases.choosing import holdings
from bot.swaps.usecases.forms import read_who, theirs_by_words
from bot.swaps.usecases.moving import lock
from bot.swaps.usecases.proposing import Wish, propose
from bot.swaps.words import forms, refusing

Accept = Callable[[Transaction, Visit, AcceptLine], Reply]


def open_line_swap(tx: Transaction, visit: Visit, request: OpenLineSwap) -> Reply:
    line = _asked(tx, visit, request.line)
    turn = tx.roster.find_turn(line.turn_id)
    if turn is None:
        raise refusing.gone()
    people = [member for member in tx.people.all() if member.id != visit.me.id]
    return Reply(form=forms.line_form(line.id, load_turn(tx, turn), people, visit.reader))


def make_swap_line(accept: Accept) -> Callable[[Transaction, Visit, SwapLine], Reply]:
    """The use-case, given the one by which a line of a proposal is accepted."""

    def swap_line(tx: Transaction, visit: Visit, request: SwapLine) -> Reply:
        line = _asked(tx, visit, request.line)
        other = read_who(tx, visit, request.who)
        if other.id == visit.me.id:
            raise refusing.self_()
        wants = theirs_by_words(tx, visit, other, request.theirs)
        tx.plans.lock(line.plan_id)  # before people, and those in the order of their ids
        turns = [line.turn_id, *([wants.turn.id] if wants else [])]
        lock(tx, [visit.me.id, other.id], turns)
        reply = accept(tx, visit, AcceptLine(line=line.id))
        mine = holdings(tx, visit, visit.me.id)
        gives = next((one for one in mine if one.turn.id == line.turn_id), None)
        if gives is None:
            return reply  # it could not be accepted, and says so
        return propose(tx, visit, Wish(visit.me, other, gives, wants))

    return swap_line


def _asked(tx: Transaction, visit: Visit, line_id: int) -> PlanLine:
    """The line, if it is asked of the asker now. Raises Refusal."""
    line = tx.plans.find_line(line_id)
    if line is None:
        raise refusing.gone()
    if line.member_id != visit.me.id:
        raise refusing.not_asked()
    if line.state is not LineState.ASKED:
        raise refusing.gone()
    return line
