"""What the clock does before turns."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.hours.rules import may_prompt
from bot.jobs import find_due
from bot.model import Claim, Duty, Member, Recipient, TimetableKind
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.publicdays import public_holidays
from bot.reminders.rules import start_days
from bot.reminders.words import reminder
from bot.weeks import Span, days_span, to_local

REMINDER = TimetableKind.REMINDER.value


def send_reminders(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """To each holder, on the last working day before: one card for all turns that begin then."""
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    for due in find_due(tx, occasion, now):
        if not may_prompt(due.member, due.day):
            continue
        coming = _coming(tx, due.member, due.day, duties, due.due_at, now)
        if coming:
            card = reminder(coming, due.member.zone)
            first = min(claim.span.start for _duty, claim in coming)
            recipient = Recipient(member_id=due.member.id)
            occasion_key = due.key.isoformat()
            tx.outbox.owe(REMINDER, occasion_key, recipient, card, due_at=now, now=now, until=first)


def _coming(
    tx: Transaction,
    member: Member,
    day: date,
    duties: dict[int, Duty],
    due_at: datetime,
    now: datetime,
) -> list[tuple[Duty, Claim]]:
    """Claims that begin on the days reminded of today, were there in time, and still to begin."""
    country = member.country or tx.task_force.country
    holidays = public_holidays(country, day.year) | public_holidays(country, day.year + 1)
    starts = start_days(day, holidays)
    if not starts:
        return []
    span = days_span(min(starts), max(starts) + timedelta(days=1), member.zone)
    away = tx.aways.overlapping(Span(now, now + timedelta(minutes=1)), [member.id])
    if away:
        return []
    return [
        (duties[turn.duty_id], claim)
        for turn, claim in tx.claims.of_member(member.id, span)
        if to_local(claim.span.start, member.zone).date() in starts
        and claim.span.start > now
        and claim.created_at < due_at
    ]
