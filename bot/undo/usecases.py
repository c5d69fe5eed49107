"""Undo: the inverse of what was just done, under today's rights and rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.app import Visit, offer
from bot.cards import Reply
from bot.errors import Refusal
from bot.model import Change, Member, Role
from bot.ports.store import Transaction
from bot.roster.requests import AskMine
from bot.undo.requests import Undo

Inverse = Callable[[Transaction, Visit, Change], Reply]

# What members do about their own turns, hours, days and page: nobody else takes it back, chairs
# included. All else is for whoever has the right to do it, which its inverse looks at.
PERSONAL = ("claims.", "hours.", "away.", "home.", "handover.")


def make_undo(inverses: Mapping[str, Inverse]) -> Callable[[Transaction, Visit, Undo], Reply]:
    """The use-case, given the inverse of each recorded action."""

    def undo(tx: Transaction, visit: Visit, request: Undo) -> Reply:
        tx.lock()  # whoever changes or takes back the same just now is waited for
        change = tx.record.find(request.change)
        if change is None or change.action not in inverses:
            raise _cannot("There is nothing that this button could take back.")
        _check_may(change, visit.me)
        if any(later.id > change.id for later in tx.record.of_subject(change.subject)):
            raise _cannot("Something changed since, or it was taken back already.")
        return inverses[change.action](tx, visit, change)

    return undo


def _check_may(change: Change, me: Member) -> None:
    """Raises Refusal."""
    mine = change.actor_id == me.id
    if change.action.startswith(PERSONAL):
        # a chair who retires a duty gives others' turns back: those are not the chair's to retake
        whose = {data["member"] for data in (change.before, change.after) if "member" in data}
        if not mine or whose - {me.id}:
            raise _cannot("Only the person whose it is can take it back.")
    elif not mine and me.role is not Role.CHAIR and me.id not in change.after.get("sides", ()):
        raise _cannot("Only the person who did it, or the chair, can take it back.")


def _cannot(why: str) -> Refusal:
    return Refusal(
        "cannot_undo",
        "This can no longer be undone.",
        why,
        "Look at your turns and change them there.",
        offers=(offer("My turns", AskMine()),),
    )
