"""Hours offered for a week."""

from __future__ import annotations

from datetime import date, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.fields import read_day
from bot.grammar import hours
from bot.hours.requests import HoursByForm, OpenHoursForm
from bot.hours.rules import AHEAD_WEEKS, BACK_WEEKS, MOST, deadline, usual_answer
from bot.hours.usecases.asking import to_log
from bot.hours.words import offering as words
from bot.hours.words import refusing
from bot.model import Change, Pledge
from bot.ports.store import Transaction
from bot.weeks import say_minutes, week_of


def ask(tx: Transaction, visit: Visit, week: date) -> Reply:
    """What the member offers for a week, and buttons to change it."""
    me = visit.me
    usual = usual_answer(me, tx.hours.last_pledge(me.id, week))
    until = deadline(week, visit.task_force)
    card = words.ask(week, tx.hours.pledge(me.id, week), usual, until, visit.reader)
    return Reply(card=card)


def read_week(text: str, visit: Visit) -> date:
    """The week of an ISO date; this week for none. Raises Refusal for one too far away."""
    day = read_day(text, "week") or visit.week
    week = week_of(day, visit.task_force.first_weekday)
    first = visit.week - timedelta(weeks=BACK_WEEKS)
    last = visit.week + timedelta(weeks=AHEAD_WEEKS)
    if not first <= week <= last:
        raise refusing.too_far(week)
    return week


def offer_hours(tx: Transaction, visit: Visit, week: date, minutes: int) -> Reply:
    """Given, or given anew: one answer a week."""
    me, now = visit.me, visit.now
    if minutes > MOST:
        raise refusing.too_many(minutes, "hours")
    week = read_week(week.isoformat(), visit)
    if week < visit.week:
        raise refusing.past(week)
    before = tx.hours.pledge(me.id, week)
    pledge = Pledge(me.id, week, minutes, now, now > deadline(week, visit.task_force))
    tx.hours.put_pledge(pledge)
    subject = f"pledge:{me.id}:{week.isoformat()}"
    change = tx.record.add(now, me.id, "hours.pledge", subject, _data(before), _data(pledge))
    done = to_log(tx, me, week) if week == visit.week else None
    return Reply(card=words.pledged(pledge, change, done), replaces=True, home=True)


def _data(pledge: Pledge | None) -> dict[str, object]:
    if pledge is None:
        return {}
    return {"minutes": pledge.minutes, "late": pledge.late, "week": pledge.week.isoformat()}


def open_hours_form(tx: Transaction, visit: Visit, request: OpenHoursForm) -> Reply:
    week = read_week(request.week, visit)
    pledge = tx.hours.pledge(visit.me.id, week)
    return Reply(form=words.form(week, pledge.minutes if pledge else visit.me.usual_minutes))


def hours_by_form(tx: Transaction, visit: Visit, request: HoursByForm) -> Reply:
    minutes = hours(request.hours)
    if minutes is None:
        raise refusing.bad_hours(request.hours)
    return offer_hours(tx, visit, read_week(request.week, visit), minutes)


def undo_pledge(tx: Transaction, visit: Visit, change: Change) -> Reply:
    me, now, was = visit.me, visit.now, change.before
    week = date.fromisoformat(change.after["week"])
    if week < visit.week:
        raise refusing.past(week)
    if was:
        minutes = int(was["minutes"])
        tx.hours.put_pledge(Pledge(me.id, week, minutes, now, bool(was["late"])))
        what = f"You offer {say_minutes(minutes)} again." if minutes else "Not that week, again."
    else:
        tx.hours.drop_pledge(me.id, week)
        what = "You have not said for that week."
    tx.record.add(now, me.id, "undo", change.subject, change.after, {"of": change.id})
    return Reply(card=words.undone(what), replaces=True, home=True)
