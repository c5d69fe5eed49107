"""Being away and back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.app import Visit
from bot.away import words
from bot.away.requests import AwayByForm, Back, SayAway
from bot.away.rules import away_span, problem
from bot.cards import Reply
from bot.errors import Refusal
from bot.grammar import resolve, split
from bot.model import Away, Change, Claim, Duty
from bot.notify import refresh_panels
from bot.ports.store import Transaction
from bot.weeks import Span, to_local, to_utc


def away(tx: Transaction, visit: Visit, request: SayAway) -> Reply:
    if not request.words.strip():
        return Reply(form=words.form(to_local(visit.now, visit.zone).date()))
    parts = split(request.words, ()).check()
    if parts.when is None:
        raise Refusal(
            "which_days",
            "I did not understand which days.",
            f"I read: “{request.words[:80]}”.",
            "Name them like `/muster away fri..mon` or `/muster away 2026-12-21 to 2027-01-04`.",
        )
    span = resolve(parts.when, visit.now, visit.zone, visit.task_force.first_weekday).span
    first = to_local(span.start, visit.zone).date()
    last = to_local(span.end - timedelta(minutes=1), visit.zone).date()
    return _go(tx, visit, first, last, parts.note or parts.name)


def away_by_form(tx: Transaction, visit: Visit, request: AwayByForm) -> Reply:
    first = _day(request.first_day, "first_day")
    return _go(
        tx, visit, first, _day(request.last_day or request.first_day, "last_day"), request.reason
    )


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "bad_day", "This is not a day.", "", "Please choose one.", field=field
        ) from None


def _go(tx: Transaction, visit: Visit, first: date, last: date, reason: str) -> Reply:
    today = to_local(visit.now, visit.zone).date()
    wrong = problem(first, last, today)
    if wrong:
        raise words.bad_days(wrong)
    first = max(first, today)
    span = away_span(first, last, visit.zone)
    for other in tx.aways.overlapping(span, [visit.me.id]):
        if other.span.start <= span.start and span.end <= other.span.end:
            raise words.already(other)
    draft = Away(0, visit.me.id, span, first, last, reason.strip()[:300])
    away_id = tx.aways.add(draft)
    # the reason is private: it is not in the record, which chairs can read
    after = {"away": away_id, "first_day": first.isoformat(), "last_day": last.isoformat()}
    change = tx.record.add(visit.now, visit.me.id, "away.away", f"away:{away_id}", {}, after)
    refresh_panels(tx, visit.now)
    made = Away(away_id, visit.me.id, span, first, last, draft.reason)
    return Reply(card=words.gone(made, _held(tx, visit, span), change, visit.zone), home=True)


def _held(tx: Transaction, visit: Visit, span: Span) -> list[tuple[Duty, Claim]]:
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    return [(duties[turn.duty_id], claim) for turn, claim in tx.claims.of_member(visit.me.id, span)]


def back(tx: Transaction, visit: Visit, request: Back) -> Reply:
    horizon = Span(visit.now, visit.now + timedelta(days=2 * 366))
    aways = [
        a
        for a in tx.aways.overlapping(horizon, [visit.me.id])
        if not request.away or a.id == request.away
    ]
    running = [a for a in aways if a.span.contains(visit.now)]
    chosen = running or (aways if request.away else [])
    if not aways:
        raise words.not_away()
    if not chosen:
        return Reply(card=words.which_back(aways))
    change = 0
    for period in chosen:
        change = _end(tx, visit, period)
    refresh_panels(tx, visit.now)
    return Reply(card=words.returned(chosen[-1], change), home=True)


def _end(tx: Transaction, visit: Visit, period: Away) -> int:
    """What is over stays absence; the rest is taken back."""
    yesterday = to_local(visit.now, visit.zone).date() - timedelta(days=1)
    if period.first_day <= yesterday:
        tx.aways.shorten(period.id, yesterday, to_utc(yesterday + timedelta(days=1), 0, visit.zone))
    else:
        tx.aways.cancel(period.id, visit.now)
    before = {
        "away": period.id,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
    }
    return tx.record.add(visit.now, visit.me.id, "away.back", f"away:{period.id}", before, {})


def undo_away(tx: Transaction, visit: Visit, change: Change) -> Reply:
    period = tx.aways.find(int(change.after["away"]))
    if period is None or not tx.aways.cancel(period.id, visit.now):
        raise words.not_away()
    _undone(tx, visit, change)
    return Reply(card=words.undone(period), replaces=True, home=True)


def undo_back(tx: Transaction, visit: Visit, change: Change) -> Reply:
    was = change.before
    first, last = date.fromisoformat(was["first_day"]), date.fromisoformat(was["last_day"])
    today = to_local(visit.now, visit.zone).date()
    if last < today:
        raise words.bad_days("past")
    old = tx.aways.find(int(was["away"]))
    reason = old.reason if old else ""
    first = max(first, today)
    period = Away(0, visit.me.id, away_span(first, last, visit.zone), first, last, reason)
    tx.aways.add(period)
    _undone(tx, visit, change)
    return Reply(card=words.undone_back(period), replaces=True, home=True)


def _undone(tx: Transaction, visit: Visit, change: Change) -> None:
    now: datetime = visit.now
    tx.record.add(now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    refresh_panels(tx, now)
