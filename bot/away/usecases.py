"""Being away and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.app import Visit
from bot.away import words
from bot.away.requests import AwayByForm, Back, OpenAwayForm, SayAway
from bot.away.rules import LONGEST, away_span, problem
from bot.cards import Reply
from bot.fields import read_day
from bot.grammar import resolve, split
from bot.model import Away, Change, Claim, Duty
from bot.notify import hush, refresh_panels
from bot.ports.store import Transaction
from bot.weeks import Span, first_reaching, to_local


def away(tx: Transaction, visit: Visit, request: SayAway) -> Reply:
    if not request.words.strip():
        return open_away_form(tx, visit, OpenAwayForm())
    parts = split(request.words, ()).check()
    if parts.when is None:
        raise words.which_days(request.words)
    span = resolve(parts.when, visit.now, visit.zone, visit.task_force.first_weekday).span
    first = to_local(span.start, visit.zone).date()
    last = to_local(span.end - timedelta(minutes=1), visit.zone).date()
    return _go(tx, visit, first, last, parts.note or parts.name)


def open_away_form(tx: Transaction, visit: Visit, request: OpenAwayForm) -> Reply:
    return Reply(form=words.form(_today(visit)))


def away_by_form(tx: Transaction, visit: Visit, request: AwayByForm) -> Reply:
    first = read_day(request.first_day, "first_day")
    if first is None:
        raise words.no_day()
    last = read_day(request.last_day, "last_day") or first
    return _go(tx, visit, first, last, request.reason)


def _today(visit: Visit) -> date:
    return to_local(visit.now, visit.zone).date()


def _go(tx: Transaction, visit: Visit, first: date, last: date, reason: str) -> Reply:
    today, me, now = _today(visit), visit.me, visit.now
    wrong = problem(first, last, today)
    if wrong:
        raise words.bad_days(wrong)
    first = max(first, today)
    span = away_span(first, last, visit.zone)
    for other in tx.aways.overlapping(span, [me.id]):
        if other.span.covers(span):
            raise words.already(other)
    draft = Away(0, me.id, span, first, last, reason.strip()[:300])
    made = replace(draft, id=tx.aways.add(draft))
    # the reason is private: it is not in the record, which chairs can read
    change = tx.record.add(now, me.id, "away.away", f"away:{made.id}", {}, _data(made))
    hush(tx, me.id, span, "Away then.")
    refresh_panels(tx, now)
    card = words.gone(made, _held(tx, visit, span), change, visit.reader)
    return Reply(card=card, home=True)


def _data(period: Away) -> dict[str, object]:
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    return {"away": period.id, "first_day": first, "last_day": last}


def _held(tx: Transaction, visit: Visit, span: Span) -> list[tuple[Duty, Claim]]:
    """What the member holds within the span and is still to come."""
    coming = Span(max(span.start, visit.now), span.end)
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    found = tx.claims.of_member(visit.me.id, coming)
    return [(duties[turn.duty_id], claim) for turn, claim in found]


def back(tx: Transaction, visit: Visit, request: Back) -> Reply:
    horizon = Span(visit.now, visit.now + timedelta(days=2 * LONGEST))
    aways = tx.aways.overlapping(horizon, [visit.me.id])
    if request.away:
        aways = [period for period in aways if period.id == request.away]
    if not aways:
        raise words.not_away()
    running = [period for period in aways if period.span.contains(visit.now)]
    chosen = running or (aways if request.away else [])
    if not chosen:
        return Reply(card=words.which_back(aways))
    day = _first_day_back(request.words, visit)
    last = max(period.last_day for period in chosen)
    if day > last + timedelta(days=1):
        raise words.away_until(last)
    ended = [(period, _end(tx, visit, period, day)) for period in chosen]
    refresh_panels(tx, visit.now)
    return Reply(card=words.returned(ended, day, _today(visit)), home=True)


def _first_day_back(said: str, visit: Visit) -> date:
    """Today, unless a later day is said: `back monday`. Raises Refusal for other words."""
    if not said.strip():
        return _today(visit)
    parts = split(said, ()).check()
    if parts.when is None:
        raise words.which_day(said)
    span = resolve(parts.when, visit.now, visit.zone, visit.task_force.first_weekday).span
    return max(_today(visit), to_local(span.start, visit.zone).date())


def _end(tx: Transaction, visit: Visit, period: Away, day: date) -> int:
    """What lies before the day stays absence; the rest is taken back. The change's id."""
    _cut(tx, visit, period, day)
    subject = f"away:{period.id}"
    return tx.record.add(visit.now, visit.me.id, "away.back", subject, _data(period), {})


def _cut(tx: Transaction, visit: Visit, period: Away, day: date) -> None:
    before = day - timedelta(days=1)
    if period.first_day <= before:
        span = Span(period.span.start, first_reaching(day, 0, visit.zone))
        tx.aways.move(replace(period, span=span, last_day=before))
    else:
        tx.aways.cancel(period.id, visit.now)


def undo_away(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """As if it had not been said; days that are over stay absence."""
    period = tx.aways.find(int(change.after["away"]))
    if period is None or period.span.end <= visit.now:
        raise words.not_away()
    _cut(tx, visit, period, _today(visit))
    _undone(tx, visit, change)
    return Reply(card=words.undone(period), replaces=True, home=True)


def undo_back(tx: Transaction, visit: Visit, change: Change) -> Reply:
    was = change.before
    first, last = date.fromisoformat(was["first_day"]), date.fromisoformat(was["last_day"])
    if last < _today(visit):
        raise words.bad_days("past")
    span = away_span(first, last, visit.zone)
    tx.aways.restore(Away(int(was["away"]), visit.me.id, span, first, last))
    hush(tx, visit.me.id, span, "Away then.")
    _undone(tx, visit, change)
    return Reply(card=words.undone_back(first, last), replaces=True, home=True)


def _undone(tx: Transaction, visit: Visit, change: Change) -> None:
    now = visit.now
    tx.record.add(now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    refresh_panels(tx, now)
