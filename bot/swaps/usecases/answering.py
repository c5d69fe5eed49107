"""Agreeing, declining, proposing another turn instead, and taking back what was proposed."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.model import Member
from bot.ports.store import Transaction
from bot.ports.swaps import Swap, SwapState
from bot.swapping import end_swap
from bot.swaps.requests import (
    AcceptSwap,
    AnotherByForm,
    DeclineSwap,
    OpenAnother,
    ShowSwap,
    WithdrawSwap,
)
from bot.swaps.rules import may_act_for
from bot.swaps.usecases.agreeing import agree
from bot.swaps.usecases.choosing import Holding, by_id, holdings
from bot.swaps.usecases.composing import card_for
from bot.swaps.usecases.moving import lock
from bot.swaps.usecases.proposing import Wish, propose
from bot.swaps.words import forms, refusing


def show_swap(tx: Transaction, visit: Visit, request: ShowSwap) -> Reply:
    swap = _find(tx, visit, request.swap, visit.me.id)
    return Reply(card=card_for(tx, swap, visit.me.id, visit.reader, visit.now))


def accept_swap(tx: Transaction, visit: Visit, request: AcceptSwap) -> Reply:
    return agree(tx, visit, _answered(tx, visit, request.swap))


def decline_swap(tx: Transaction, visit: Visit, request: DeclineSwap) -> Reply:
    """Nobody needs a reason."""
    swap = _answered(tx, visit, request.swap)
    if end_swap(tx, swap, SwapState.DECLINED, visit.now):
        tx.record.add(visit.now, visit.me.id, "swaps.decline", f"swap:{swap.id}")
    return _shown(tx, visit, swap.id)


def withdraw_swap(tx: Transaction, visit: Visit, request: WithdrawSwap) -> Reply:
    """By whoever proposed it, in their own place or in somebody else's; or by the one it is of."""
    swap = tx.swaps.find(request.swap)
    if swap is None:
        raise refusing.no_swap()
    if visit.me.id not in (swap.asker_id, swap.acted_by) and not _acts(tx, visit, swap):
        raise refusing.not_asked()
    if end_swap(tx, swap, SwapState.WITHDRAWN, visit.now):
        tx.record.add(visit.now, visit.me.id, "swaps.withdraw", f"swap:{swap.id}")
    return _shown(tx, visit, swap.id)


def open_another(tx: Transaction, visit: Visit, request: OpenAnother) -> Reply:
    swap = _answered(tx, visit, request.swap)
    if swap.state is not SwapState.OPEN:
        return Reply(card=card_for(tx, swap, visit.me.id, visit.reader, visit.now))
    asker, mine = _member(tx, swap.asker_id), _offered(tx, visit, swap)
    if not mine:
        raise refusing.nothing_held("")
    return Reply(form=forms.another_form(swap.id, asker, mine, visit.reader))


def another_by_form(tx: Transaction, visit: Visit, request: AnotherByForm) -> Reply:
    """What was asked ends, and the same is asked the other way round with another turn."""
    swap = _answered(tx, visit, request.swap)
    gives = by_id(_offered(tx, visit, swap), _number(request.mine))
    if gives is None:
        raise refusing.unknown_claim("mine")
    theirs = holdings(tx, visit, swap.asker_id)
    wants = next(
        (
            found
            for one in theirs
            if one.turn.id == swap.gives.turn_id
            and (found := by_id(theirs, one.claim.id, swap.gives.span))
        ),
        None,
    )
    # before anything is written: see bot.ports.people.People.lock
    lock(tx, swap.both, [gives.turn.id, swap.gives.turn_id])
    why = f"{visit.me.name} would give another turn for it: see the newer message."
    if wants is None or not end_swap(tx, swap, SwapState.DECLINED, visit.now, why):
        return _shown(tx, visit, swap.id)
    tx.record.add(visit.now, visit.me.id, "swaps.decline", f"swap:{swap.id}")
    giver, other = _member(tx, swap.other_id), _member(tx, swap.asker_id)
    return propose(tx, visit, Wish(giver, other, gives, wants))


def _offered(tx: Transaction, visit: Visit, swap: Swap) -> list[Holding]:
    """What could be given for it instead."""
    wants = swap.wants
    return [
        one for one in holdings(tx, visit, swap.other_id) if wants is None or one.given != wants
    ]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _find(tx: Transaction, visit: Visit, swap_id: int, member_id: int) -> Swap:
    """Raises Refusal for who has nothing to do with it."""
    swap = tx.swaps.find(swap_id)
    if swap is None:
        raise refusing.no_swap()
    if member_id not in (*swap.both, swap.acted_by) and not _acts(tx, visit, swap):
        raise refusing.not_asked()
    return swap


def _answered(tx: Transaction, visit: Visit, swap_id: int) -> Swap:
    """The one the asker is to answer; the chair or a lead may in somebody's place."""
    swap = tx.swaps.find(swap_id)
    if swap is None:
        raise refusing.no_swap()
    if visit.me.id != swap.other_id and (
        visit.me.id == swap.asker_id or not _acts(tx, visit, swap)
    ):
        raise refusing.not_asked()
    return swap


def _acts(tx: Transaction, visit: Visit, swap: Swap) -> bool:
    """Whether they may act for others on all that is exchanged."""
    for given in (swap.gives, swap.wants):
        turn = tx.roster.find_turn(given.turn_id) if given else None
        duty = tx.roster.find_duty(turn.duty_id) if turn else None
        if given and (duty is None or not may_act_for(visit.me, duty)):
            return False
    return True


def _member(tx: Transaction, member_id: int) -> Member:
    found = tx.people.find(member_id)
    assert found is not None  # members stay, for the record
    return found


def _shown(tx: Transaction, visit: Visit, swap_id: int) -> Reply:
    swap = tx.swaps.find(swap_id)
    assert swap is not None
    card = card_for(tx, swap, visit.me.id, visit.reader, visit.now)
    return Reply(card=card, replaces=True, home=True)
