"""Asking one member for their hours, when they may be disturbed: by the clock, by the chair."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.hours import words
from bot.hours.requests import AskAgain
from bot.hours.rules import asked_week, deadline, unanswered
from bot.model import Member, Recipient, TimetableKind
from bot.ports.store import Transaction
from bot.publicdays import public_holidays
from bot.turns import this_week
from bot.weeks import Span, next_waking, to_local

PROMPT, NUDGE = TimetableKind.PROMPT.value, TimetableKind.NUDGE.value


def awake(tx: Transaction, member: Member, now: datetime) -> datetime:
    """From now on, but not at night, at the weekend or on the member's public holidays."""
    days = holidays_of(tx, member, to_local(now, member.zone).date())
    return next_waking(now, member.zone, member.quiet_from, member.quiet_to, days)


def holidays_of(tx: Transaction, member: Member, day: date) -> frozenset[date]:
    """Public holidays of the year around a day, in the member's country or the task force's."""
    country = member.country or tx.task_force.country
    return public_holidays(country, day.year) | public_holidays(country, day.year + 1)


def owe_nudge(tx: Transaction, member: Member, now: datetime) -> bool:
    """Ask again, at the next waking hour; False if they were asked that day already."""
    due_at = awake(tx, member, now)
    day = to_local(due_at, member.zone).date()
    week = asked_week(day, tx.task_force.first_weekday)
    recipient, until = Recipient(member_id=member.id), deadline(week, tx.task_force)
    asked = tx.outbox.find(PROMPT, week.isoformat(), recipient)
    if asked and to_local(asked.due_at, member.zone).date() == day:
        return False
    last = tx.hours.last_pledge(member.id, week)
    card = words.nudge(week, last.minutes if last else None, until, member.zone)
    return tx.outbox.owe(NUDGE, day.isoformat(), recipient, card, due_at=due_at, now=now)


def to_log(tx: Transaction, member_id: int, week: date) -> tuple[date, int] | None:
    """The week before and what was offered for it, unless something is logged for it already."""
    before = week - timedelta(weeks=1)
    offered = tx.hours.pledge(member_id, before)
    if not offered or not offered.minutes or tx.hours.logged(member_id, before):
        return None
    return before, offered.minutes


def ask_again(tx: Transaction, visit: Visit, request: AskAgain) -> Reply:
    now = visit.now
    away = {a.member_id for a in tx.aways.overlapping(Span(now, now + timedelta(minutes=1)))}
    pledges = tx.hours.pledges(this_week(tx.task_force, now))
    silent = unanswered(tx.people.all(), pledges, away, visit.today)
    asked = sum(owe_nudge(tx, member, now) for member in silent)
    tx.record.add(now, visit.me.id, "hours.ask_again", "hours", {}, {"asked": asked})
    return Reply(card=words.asked_again(asked))
