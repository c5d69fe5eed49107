"""What the clock does before turns."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.handover import Note, find_notes
from bot.hours.rules import may_prompt
from bot.jobs import DueMember, find_due
from bot.model import Claim, Member, Recipient, TimetableKind, Turn
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.publicdays import holidays_around
from bot.reader import reader_for
from bot.reminders.rules import start_days
from bot.reminders.words import Coming, reminder
from bot.weeks import Span, days_span, next_waking, to_local

REMINDER = TimetableKind.REMINDER.value


def send_reminders(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """To each holder, on the last working day before: one card for all turns that begin then."""
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    notes: dict[int, Note] | None = None
    for due in find_due(tx, occasion, now):
        member = due.member
        coming = _coming(tx, due, now) if may_prompt(member, due.day) else []
        if not coming:
            continue
        notes = find_notes(tx, now) if notes is None else notes
        reader = reader_for(member, tx.task_force)
        rows = [
            Coming(duties[turn.duty_id], claim, _from_others(notes, turn.duty_id, member))
            for turn, claim in coming
        ]
        tx.outbox.owe(
            REMINDER,
            due.key.isoformat(),
            Recipient(member_id=member.id),
            reminder(rows, reader),
            due_at=next_waking(now, member.zone, member.quiet_from, member.quiet_to, weekend=()),
            now=now,
            until=min(claim.span.start for _turn, claim in coming),
        )


def _from_others(notes: dict[int, Note], duty_id: int, member: Member) -> Note | None:
    note = notes.get(duty_id)
    return note if note and note.member_id != member.id else None


def _coming(tx: Transaction, due: DueMember, now: datetime) -> list[tuple[Turn, Claim]]:
    """Claims that begin on the days reminded of today, were there in time, and still to begin."""
    member = due.member
    holidays = holidays_around(member.country or tx.task_force.country, due.day)
    starts = start_days(due.day, holidays)
    if not starts or tx.aways.overlapping(Span(now, now + timedelta(minutes=1)), [member.id]):
        return []
    span = days_span(min(starts), max(starts), member.zone)
    return [
        (turn, claim)
        for turn, claim in tx.claims.of_member(member.id, span)
        if to_local(claim.span.start, member.zone).date() in starts
        and claim.span.start > now
        and claim.created_at < due.due_at
    ]
