"""Whom a note is told, and which cards show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.handover.rules import ask_day
from bot.handover.usecases.composing import ASK, NOTE, NUDGE, is_out
from bot.handover.usecases.loading import asked_at, holidays_of
from bot.handover.words.asking import Ending
from bot.model import Claim, Member, MemberState, Recipient, TimetableKind
from bot.ports.handovers import Note
from bot.ports.store import Transaction
from bot.reminders.rules import reminder_day
from bot.weeks import Span, next_waking, to_local

REMINDER = TimetableKind.REMINDER.value
NUDGED_WITHIN = 8  # days after the asking in which a nudge may have come
MINUTE = timedelta(minutes=1)


def tell_next(tx: Transaction, one: Ending, note: Note, now: datetime) -> list[str]:
    """Whoever has the duty next and holds it already gets it at once; their names.

    The others see it with their reminder, or as soon as they take the turn.
    """
    if note.is_nothing:
        return []
    told = []
    for member in _holding_now(tx, one, now):
        to = Recipient(member_id=member.id)
        occasion = f"{one.turn.id}:{note.member_id}"
        if tx.outbox.find(NOTE, occasion, to) is None:  # else it is edited: see `refresh`
            quiet = (member.quiet_from, member.quiet_to)
            at = next_waking(now, member.zone, *quiet, weekend=())
            tx.outbox.owe(NOTE, occasion, to, None, due_at=at, now=now)
        told.append(member.name)
    return told


def _holding_now(tx: Transaction, one: Ending, now: datetime) -> Iterator[Member]:
    """Not who is away: somebody else is being found, and sees it on taking over."""
    claims = one.then.claims if one.then else ()
    if one.claim.span.end <= now:  # after the end: whoever has the duty now, be it next or later
        turns = tx.roster.turns(Span(now, now + MINUTE), duty_ids=[one.duty.id])
        claims = tuple(claim for turn in turns for claim in turn.claims)
    held = {c.member_id for c in claims if c.span.contains(now)} - {one.claim.member_id}
    away = {a.member_id for a in tx.aways.overlapping(Span(now, now + MINUTE), held)}
    for member_id in sorted(held - away):
        member = tx.people.find(member_id)
        if member and member.state is MemberState.ACTIVE:
            yield member


def refresh(tx: Transaction, one: Ending, now: datetime) -> None:
    """Every card that shows the note, or asks for it, is edited to what is true now."""
    me = tx.people.find(one.claim.member_id)
    if me is not None:
        day = ask_day(
            one.claim.span, me, holidays_of(tx, me, _day(one.claim.span.start, me)), asked_at(tx)
        )
        _edit(tx, ASK, day, me.id, now)
        for days in range(1, NUDGED_WITHIN):
            _edit(tx, NUDGE, day + timedelta(days=days), me.id, now)
    for claim in one.then.claims if one.then else ():
        _refresh_reminder(tx, claim, now)
    occasion = f"{one.turn.id}:{one.claim.member_id}"
    for member_id in tx.outbox.recipients(NOTE, occasion):
        _edit(tx, NOTE, occasion, member_id, now)


def _refresh_reminder(tx: Transaction, claim: Claim, now: datetime) -> None:
    """Of somebody who comes next: it was said before the note was written."""
    member = tx.people.find(claim.member_id)
    if member is None:
        return
    start = _day(claim.span.start, member)
    day = reminder_day(start, holidays_of(tx, member, start - timedelta(days=7)))
    _edit(tx, REMINDER, day, member.id, now)


def _edit(tx: Transaction, kind: str, occasion: date | str, member_id: int, now: datetime) -> None:
    """Only what somebody has; all else is composed as it is said."""
    to, key = Recipient(member_id=member_id), str(occasion)
    found = tx.outbox.find(kind, key, to)
    if found and is_out(found):
        tx.outbox.owe_anew(kind, key, to, None, due_at=now, now=now)


def _day(at: datetime, member: Member) -> date:
    return to_local(at, member.zone).date()
