"""Hours done in a week, on one duty or in all; corrected whenever they were wrong."""

from __future__ import annotations

from datetime import date, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.grammar import hours
from bot.hours.requests import LogByForm, OpenLogForm
from bot.hours.rules import MOST
from bot.hours.usecases.offering import read_week
from bot.hours.words import doing as words
from bot.hours.words import offering, refusing
from bot.model import Change, Duty, Logged
from bot.ports.store import Transaction

SHOWN_WEEKS = 8  # to choose from: what people still remember


def open_log_form(tx: Transaction, visit: Visit, request: OpenLogForm) -> Reply:
    week = min(read_week(request.week, visit), visit.week)
    weeks = [visit.week - timedelta(weeks=n) for n in range(SHOWN_WEEKS)]
    pledge = tx.hours.pledge(visit.me.id, week)
    shown = weeks if week in weeks else [week, *weeks]
    initial = pledge.minutes if pledge else 0
    return Reply(form=words.form(shown, week, tx.roster.duties(), initial))


def log_by_form(tx: Transaction, visit: Visit, request: LogByForm) -> Reply:
    minutes = hours(request.hours)
    if minutes is None:
        raise refusing.bad_hours(request.hours)
    chosen = request.duty
    known = chosen.isdecimal() and len(chosen) < 19  # digits of the largest id
    duty = tx.roster.find_duty(int(chosen)) if known else None
    if chosen and duty is None:
        raise refusing.no_duty()
    return log(tx, visit, read_week(request.week, visit), minutes, duty, request.note)


def log(
    tx: Transaction, visit: Visit, week: date, minutes: int, duty: Duty | None, note: str
) -> Reply:
    """One entry per week and duty (or none): a second one corrects the first."""
    if minutes > MOST:
        raise refusing.too_many(minutes, "done")
    week = read_week(week.isoformat(), visit)
    if week > visit.week:
        raise refusing.not_yet(week)
    me, duty_id = visit.me.id, duty.id if duty else None
    before = next((e for e in tx.hours.logged(me, week) if e.duty_id == duty_id), None)
    entry = Logged(0, me, week, minutes, duty_id, " ".join(note.split())[:500])
    logged_id = tx.hours.put_logged(entry, visit.now)
    after = {"logged": logged_id, "duty": duty_id, "week": week.isoformat(), **_data(entry)}
    subject = f"logged:{me}:{week.isoformat()}:{duty_id or 0}"
    was = _data(before) if before else {}
    change = tx.record.add(visit.now, me, "hours.log", subject, was, after)
    names = {d.id: d.name for d in tx.roster.duties(retired=True)}
    entries = [(e, names.get(e.duty_id or 0, "All together")) for e in tx.hours.logged(me, week)]
    return Reply(card=words.logged(entries, week, change), home=True)


def _data(entry: Logged) -> dict[str, object]:
    return {"minutes": entry.minutes, "note": entry.note}


def undo_log(tx: Transaction, visit: Visit, change: Change) -> Reply:
    me, was, after = visit.me, change.before, change.after
    if was:
        week = date.fromisoformat(after["week"])
        entry = Logged(0, me.id, week, int(was["minutes"]), after["duty"], was["note"])
        tx.hours.put_logged(entry, visit.now)
    else:
        tx.hours.drop_logged(int(after["logged"]))
    tx.record.add(visit.now, me.id, "undo", change.subject, change.after, {"of": change.id})
    card = offering.undone("Your logged hours are as they were.")
    return Reply(card=card, replaces=True, home=True)
