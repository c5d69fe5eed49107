"""What the clock does before turns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from bot.cards import Card
from bot.hours.rules import may_prompt
from bot.jobs import DueMember, find_due
from bot.model import Away, Claim, Delivery, Member, Recipient, TimetableKind, Turn
from bot.notes import load_notes
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.presence import is_away, next_awake
from bot.publicdays import holidays_around
from bot.reader import reader_for
from bot.reminders import words
from bot.reminders.rules import start_days
from bot.weeks import Span, days_span, next_waking, to_local

MINUTE = timedelta(minutes=1)
_Held: TypeAlias = tuple[Turn, Claim]
REMINDER = TimetableKind.REMINDER.value


def send_reminders(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """To each holder, on the last working day before: one card for all turns that begin then."""
    everybody = [due for due in find_due(tx, occasion, now) if may_prompt(due.member, due.day)]
    beginning = _beginning(tx, [(due.member, due.day) for due in everybody])
    for due, found in zip(everybody, beginning, strict=True):
        member, coming = due.member, _coming(found, due, now)
        aways = _aways(tx, member, coming, now)
        at = _awake(member, aways, now)
        coming = [one for one in coming if at < one[1].span.start and _is_there(aways, one[1])]
        if not coming:
            continue
        tx.outbox.owe(
            REMINDER,
            due.key.isoformat(),
            Recipient(member_id=member.id),
            None,
            due_at=at,
            now=now,
            until=min(claim.span.start for _turn, claim in coming),
        )


def _coming(found: Sequence[_Held], due: DueMember, now: datetime) -> Sequence[_Held]:
    """Those that were there in time, and still to begin."""
    return [
        (turn, claim)
        for turn, claim in found
        if claim.span.start > now and claim.created_at < due.due_at
    ]


def _aways(
    tx: Transaction, member: Member, coming: Sequence[_Held], now: datetime
) -> Sequence[Away]:
    """From now until the last of these has begun."""
    last = max((claim.span.start for _turn, claim in coming), default=now)
    return tx.aways.overlapping(Span(now, last + MINUTE), [member.id]) if last > now else ()


def _awake(member: Member, aways: Sequence[Away], now: datetime) -> datetime:
    """Not in their quiet hours, nor while they are away."""
    quiet = (member.quiet_from, member.quiet_to)
    return next_awake(aways, now, lambda at: next_waking(at, member.zone, *quiet, weekend=()))


def _is_there(aways: Sequence[Away], claim: Claim) -> bool:
    """Of what begins while they are away, others are asked to take it."""
    return not is_away(aways, claim.span.start)


def _beginning(tx: Transaction, people: Sequence[tuple[Member, date]]) -> Sequence[Sequence[_Held]]:
    """For each, what they hold that begins on the days of which the reminder of that day speaks."""
    starts = [
        start_days(day, holidays_around(member.country or tx.task_force.country, day))
        for member, day in people
    ]
    spans = [
        days_span(min(days), max(days), member.zone)
        for (member, _), days in zip(people, starts, strict=True)
        if days
    ]
    if not spans:
        return [() for _ in people]
    span = Span(min(one.start for one in spans), max(one.end for one in spans))
    held = tx.claims.of_members([member.id for member, _ in people], span)
    return [
        [
            (turn, claim)
            for turn, claim in held.get(member.id, ())
            if to_local(claim.span.start, member.zone).date() in days
        ]
        for (member, _), days in zip(people, starts, strict=True)
    ]


def compose(tx: Transaction, delivery: Delivery, now: datetime) -> Card | None:
    """As it is now: with notes written since, and without what is no longer theirs.

    None if it was not said yet, and there is nothing to remind of any more.
    """
    member = tx.people.find(delivery.recipient.member_id or 0)
    if member is None:
        return None
    [coming] = _beginning(tx, [(member, date.fromisoformat(delivery.occasion))])
    if delivery.address is None:
        aways = _aways(tx, member, coming, now) if coming else ()
        coming = [one for one in coming if one[1].span.start > now and _is_there(aways, one[1])]
    if not coming:
        return words.nothing_more() if delivery.address else None
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    notes = load_notes(tx, now, sorted({turn.duty_id for turn, _claim in coming}))
    rows = [
        words.Coming(duties[turn.duty_id], claim, notes.before(turn, but_not=member.id))
        for turn, claim in coming
    ]
    return words.reminder(rows, reader_for(member, tx.task_force))
