"""Taking back a claim, or taking again what was given back."""

from __future__ import annotations

from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.claims.rules import SLIP
from bot.claims.usecases.taking import lock_held, take
from bot.claims.words import refusing, releasing, taking
from bot.covering import settle_turn
from bot.ending import as_data, give_back
from bot.model import Change
from bot.notes import take_back_words_of
from bot.notify import refresh_panels
from bot.ports.store import Transaction
from bot.weeks import Span


def undo_claim(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """As if it had not been; but what has been held for more than some minutes stays held."""
    held = lock_held(tx, visit, int(change.after["turn"]))
    claim = next((c for c in held.turn.claims if c.id == int(change.after["claim"])), None)
    if claim is None or claim.span.end <= visit.now:
        raise refusing.over_already()
    now = visit.now
    if claim.span.start < now and now - claim.created_at > SLIP:
        give_back(tx, claim, claim.span, visit.me.id, now, {"of": change.id})
        refresh_panels(tx, now)
        return Reply(card=taking.ended(held.duty.name), replaces=True, home=True)
    tx.claims.release(claim.id, now)
    tx.record.add(now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    settle_turn(tx, claim.turn_id, now)
    refresh_panels(tx, now)
    card = taking.undone(held.duty.name, visit.reader.span(claim.span))
    return Reply(card=card, replaces=True, home=True)


def undo_release(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """What was given back is taken again, if its place is still free; all rules apply."""
    was = change.before
    given = Span(datetime.fromisoformat(was["begin"]), datetime.fromisoformat(was["end"]))
    held = lock_held(tx, visit, int(was["turn"]))
    if given.end <= visit.now:
        raise refusing.past(held.duty, visit.reader.span(given))
    part = Span(max(given.start, visit.now), given.end)
    minutes = -(-int(was["minutes"]) * part.minutes // max(1, given.minutes))
    claim = take(tx, visit, held, part, max(1, minutes))
    after = as_data(claim) | {"of": change.id}
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, change.after, after)
    take_back_words_of(tx, int(was["claim"]))
    card = releasing.undone(held.duty.name, claim, visit.reader)
    return Reply(card=card, replaces=True, home=True)
