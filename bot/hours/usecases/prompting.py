"""What the clock does about hours: ask everybody once a week, and again who did not answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.hours.rules import asked_week, deadline, may_nudge, may_prompt, usual_answer
from bot.hours.usecases.asking import NUDGE, PROMPT, awake, holidays_of, owe_nudge, to_log
from bot.hours.words import offering as words
from bot.jobs import DueMember, find_due
from bot.model import Member, Recipient
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.weeks import Span, to_local, week_of

LATE = timedelta(days=2)  # late answers count, but asking later than this is noise


def send_prompts(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """The question, to every member whose own Monday morning it is."""
    answered: dict[date, frozenset[int]] = {}
    for due in find_due(tx, occasion, now):
        week = asked_week(due.day, tx.task_force.first_weekday)
        if week not in answered:
            answered[week] = _answered(tx, week)
        if due.member.id in answered[week] or not may_prompt(due.member, due.day):
            continue
        if not _is_away(tx, due.member, now):
            _owe_prompt(tx, due, week, now)


def _answered(tx: Transaction, week: date) -> frozenset[int]:
    return frozenset(pledge.member_id for pledge in tx.hours.pledges(week))


def _is_away(tx: Transaction, member: Member, now: datetime) -> bool:
    return bool(tx.aways.overlapping(Span(now, now + timedelta(minutes=1)), [member.id]))


def _owe_prompt(tx: Transaction, due: DueMember, week: date, now: datetime) -> None:
    member, force = due.member, tx.task_force
    until = deadline(week, force)
    usual = usual_answer(member, tx.hours.last_pledge(member.id, week))
    coming = week > week_of(due.day, force.first_weekday)
    done = None if coming else to_log(tx, member.id, week)
    card = words.prompt(week, usual, done, until, reader_for(member, force), coming=coming)
    tx.outbox.owe(
        PROMPT,
        week.isoformat(),
        Recipient(member_id=member.id),
        card,
        due_at=awake(tx, member, now),
        now=now,
        until=until + LATE,
    )


def send_nudges(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """Once a day to those who were asked and did not answer, until the deadline."""
    for due in find_due(tx, occasion, now):
        week = asked_week(due.day, tx.task_force.first_weekday)
        until = deadline(week, tx.task_force)
        if now >= until or not _wants_nudge(tx, due, week):
            continue
        at = awake(tx, due.member, now)
        if at >= until or to_local(at, due.member.zone).date() != due.day:
            continue
        if not _is_away(tx, due.member, at):
            owe_nudge(tx, due.member, week, now)


def _wants_nudge(tx: Transaction, due: DueMember, week: date) -> bool:
    """Asked before today, not answered, and not nudged too often."""
    member, recipient = due.member, Recipient(member_id=due.member.id)
    asked = tx.outbox.find(PROMPT, week.isoformat(), recipient)
    if asked is None or to_local(asked.due_at, member.zone).date() >= due.day:
        return False
    if tx.hours.pledge(member.id, week) is not None:
        return False
    days = (due.day - timedelta(days=n) for n in range(1, 8))
    nudged = sum(tx.outbox.find(NUDGE, d.isoformat(), recipient) is not None for d in days)
    return may_nudge(member, due.day, holidays_of(tx, member, due.day), nudged)
