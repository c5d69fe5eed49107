"""Undo: the inverse of what was just done, under today's rights and rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.app import Visit, offer
from bot.cards import Reply
from bot.errors import Refusal
from bot.model import Change, Role
from bot.ports.store import Transaction
from bot.roster.requests import AskMine
from bot.undo.requests import Undo

Inverse = Callable[[Transaction, Visit, Change], Reply]


def make_undo(inverses: Mapping[str, Inverse]) -> Callable[[Transaction, Visit, Undo], Reply]:
    """The use-case, given the inverse of each recorded action."""

    def undo(tx: Transaction, visit: Visit, request: Undo) -> Reply:
        change = tx.record.find(request.change)
        if change is None or change.action not in inverses:
            raise _cannot("There is nothing that this button could take back.")
        if change.actor_id != visit.me.id and visit.me.role is not Role.CHAIR:
            raise _cannot("Only the person who did it, or the chair, can take it back.")
        if any(later.id > change.id for later in tx.record.of_subject(change.subject)):
            raise _cannot("Something changed since, or it was taken back already.")
        return inverses[change.action](tx, visit, change)

    return undo


def _cannot(why: str) -> Refusal:
    return Refusal(
        "cannot_undo",
        "This can no longer be undone.",
        why,
        "Look at your turns and change them there.",
        offers=(offer("My turns", AskMine()),),
    )
