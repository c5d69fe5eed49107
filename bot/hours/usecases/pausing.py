"""No prompts, nudges and reminders for a while."""

from __future__ import annotations

from datetime import date, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.hours.requests import PauseMe
from bot.hours.words import offering as words
from bot.model import Change
from bot.notify import hush
from bot.ports.store import Transaction
from bot.weeks import Span, say_day, to_local

LONGEST_WEEKS = 52


def pause(tx: Transaction, visit: Visit, request: PauseMe) -> Reply:
    """Until a day some weeks from now; 0 weeks: no pause any more."""
    me = visit.me
    weeks = min(max(0, request.weeks), LONGEST_WEEKS)
    today = to_local(visit.now, visit.zone).date()
    until = today + timedelta(weeks=weeks) if weeks else None
    before = {"paused_until": me.paused_until and me.paused_until.isoformat()}
    after = {"paused_until": until and until.isoformat()}
    _set(tx, visit, until)
    subject = f"pause:{me.id}"
    change = tx.record.add(visit.now, me.id, "hours.pause", subject, before, after)
    card = words.paused(until, change) if until else words.resumed(change)
    return Reply(card=card, replaces=True, home=True)


def _set(tx: Transaction, visit: Visit, until: date | None) -> None:
    tx.people.change(visit.me.id, paused_until=until)
    if until:
        soon = Span(visit.now - timedelta(days=7), visit.now + timedelta(days=7))
        hush(tx, visit.me.id, soon, "Paused.")  # nothing unasked is owed for later than that


def undo_pause(tx: Transaction, visit: Visit, change: Change) -> Reply:
    was = change.before["paused_until"]
    until = date.fromisoformat(was) if was else None
    _set(tx, visit, until)
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    what = f"Paused until {say_day(until)}." if until else "You hear from me again."
    return Reply(card=words.undone(what), replaces=True, home=True)
