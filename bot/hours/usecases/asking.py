"""Asking one member for their hours, when they may be disturbed: by the clock, by the chair."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.hours.requests import AskAgain
from bot.hours.rules import deadline, unanswered, usual_answer
from bot.hours.words import offering as words
from bot.model import Away, Member, Recipient, TimetableKind
from bot.ports.store import Transaction
from bot.presence import around, by_member, expected, next_awake
from bot.publicdays import holidays_around
from bot.reader import reader_for
from bot.weeks import next_waking, to_local, week_of

PROMPT, NUDGE = TimetableKind.PROMPT.value, TimetableKind.NUDGE.value


def awake(tx: Transaction, member: Member, now: datetime, aways: Collection[Away] = ()) -> datetime:
    """From now on, but not at night, at the weekend or on the member's public holidays.

    Nor in these absences of theirs.
    """

    def wakes(at: datetime) -> datetime:
        days = holidays_of(tx, member, to_local(at, member.zone).date())
        return next_waking(at, member.zone, member.quiet_from, member.quiet_to, days)

    return next_awake(aways, now, wakes)


def holidays_of(tx: Transaction, member: Member, day: date) -> frozenset[date]:
    """In the member's country, or else the task force's."""
    return holidays_around(member.country or tx.task_force.country, day)


def owe_nudge(
    tx: Transaction, member: Member, week: date, now: datetime, aways: Collection[Away] = ()
) -> bool:
    """Ask again for the week, at the next waking hour in it; never twice on one day.

    False if nothing is owed: it is too late for that week, or they were asked that day already.
    """
    due_at = awake(tx, member, now, aways)
    day = to_local(due_at, member.zone).date()
    if week_of(day, tx.task_force.first_weekday) > week:
        return False
    to = Recipient(member_id=member.id)
    asked = tx.outbox.find(PROMPT, week.isoformat(), to)
    if asked and to_local(asked.due_at, member.zone).date() == day:
        return False
    usual = usual_answer(member, tx.hours.last_pledge(member.id, week))
    until, reader = deadline(week, tx.task_force), reader_for(member, tx.task_force)
    card = words.nudge(week, usual, until, due_at, reader)
    return tx.outbox.owe(NUDGE, day.isoformat(), to, card, due_at=due_at, now=now)


def to_log(tx: Transaction, member: Member, week: date) -> tuple[date, int] | None:
    """The week before and what was offered for it, unless something is logged for it already.

    An absence in that week lowers it.
    """
    before = week - timedelta(weeks=1)
    offered = tx.hours.pledge(member.id, before)
    if not offered or tx.hours.logged(member.id, before):
        return None
    aways = tx.aways.overlapping(around(before, tx.task_force.zone), [member.id])
    minutes = expected(member, offered, aways, before)
    return (before, minutes) if minutes else None


def ask_again(tx: Transaction, visit: Visit, request: AskAgain) -> Reply:
    """Those who did not say their hours for this week, as the status names them."""
    now, week = visit.now, visit.week
    aways = tx.aways.overlapping(around(week, tx.task_force.zone))
    silent = unanswered(tx.people.all(), tx.hours.pledges(week), aways, week, now)
    absent = by_member(aways)
    asked = sum(owe_nudge(tx, member, week, now, absent[member.id]) for member in silent)
    tx.record.add(now, visit.me.id, "hours.ask_again", "hours", {}, {"asked": asked})
    return Reply(card=words.asked_again(asked))
