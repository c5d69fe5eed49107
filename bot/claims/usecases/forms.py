"""Claiming by form: a part of a turn, or whatever of a duty is open."""

from __future__ import annotations

from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.claims.requests import ClaimByForm, OpenClaimForm
from bot.claims.rules import share
from bot.claims.usecases.claiming import Wish, claim_duty, hold
from bot.claims.usecases.taking import lock_held
from bot.claims.words import forms, refusing
from bot.fields import FromTo, read_day
from bot.grammar import hours
from bot.holding import load_turn
from bot.model import Duty
from bot.ports.store import Transaction
from bot.understanding import check_has_duties, is_retired
from bot.weeks import Span, to_local, week_of, week_span


def open_claim_form(tx: Transaction, visit: Visit, request: OpenClaimForm) -> Reply:
    if not request.turn:
        today, duties = to_local(visit.now, visit.zone).date(), tx.roster.duties()
        check_has_duties(duties)
        return Reply(form=forms.choose_form(duties, today.isoformat(), "", visit.zone))
    turn = tx.roster.find_turn(request.turn)
    if turn is None:
        raise refusing.gone()
    held = load_turn(tx, turn)
    rest = held.rest(visit.now)
    if rest is None:
        raise refusing.past(held.duty, visit.reader.span(turn.span))
    return Reply(form=forms.claim_form(held, rest, share(held, rest, visit.now), visit.reader))


def claim_by_form(tx: Transaction, visit: Visit, request: ClaimByForm) -> Reply:
    """Each refusal names the input at fault."""
    minutes = _minutes(request.hours)
    if request.turn:
        held = lock_held(tx, visit, request.turn)
        rest = held.rest(visit.now)
        if rest is None:
            raise refusing.past(held.duty, visit.reader.span(held.turn.span))
        return hold(tx, visit, held, _part(request, visit, rest), minutes)
    duty = _duty(tx, request.duty)
    if not (request.from_day or request.from_time or request.to_day or request.to_time):
        week = week_span(visit.week, visit.task_force.zone)
        return claim_duty(tx, visit, duty, Wish(week, minutes, whole=True))
    span = _part(request, visit, Span(visit.now, _end_of_week(request, visit)))
    return claim_duty(tx, visit, duty, Wish(span, minutes))


def _minutes(text: str) -> int:
    """0 for nothing written."""
    minutes = hours(text) if text.strip() else 0
    if minutes is None or (text.strip() and not minutes):
        raise refusing.bad_hours()
    return minutes


def _duty(tx: Transaction, chosen: str) -> Duty:
    duty = tx.roster.find_duty(int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else None
    if duty is None:
        raise refusing.no_duty()
    if duty.retired_at:
        raise is_retired(duty)
    return duty


def _end_of_week(request: ClaimByForm, visit: Visit) -> datetime:
    """Of the task force's week in which the form's time begins, so that it has one turn or few."""
    day = read_day(request.from_day, "from_day") or to_local(visit.now, visit.zone).date()
    week = week_of(max(day, visit.today), visit.task_force.first_weekday)
    return week_span(week, visit.task_force.zone).end


def _part(request: ClaimByForm, visit: Visit, default: Span) -> Span:
    written = FromTo(request.from_day, request.from_time, request.to_day, request.to_time)
    return written.read(visit.zone, default)
