"""What waits, below what somebody holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.app import Visit
from bot.cards import Reply
from bot.ports.store import Transaction
from bot.roster.requests import AskMine
from bot.swaps.usecases.composing import load_proposal
from bot.swaps.words import listing

UseMine = Callable[[Transaction, Visit, AskMine], Reply]


def make_mine(mine: UseMine) -> UseMine:
    """`mine` as it is, and the exchanges in which the asker waits or is waited for."""

    def with_swaps(tx: Transaction, visit: Visit, request: AskMine) -> Reply:
        reply = mine(tx, visit, request)
        waiting = [one for one in tx.swaps.open() if visit.me.id in one.both]
        if reply.card is None or not waiting:
            return reply
        shown = [load_proposal(tx, one, visit.now) for one in waiting]
        card = listing.with_waiting(reply.card, shown, visit.me.id, visit.reader)
        return replace(reply, card=card)

    return with_swaps
