"""Asking who holds what; and the panel that says so in the room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.app import Visit
from bot.cards import Card, Reply
from bot.held import Held
from bot.holding import load_holding
from bot.model import Duty, Member
from bot.ports.store import Transaction
from bot.roster import words
from bot.roster.requests import AskMine, AskOpen, AskWho
from bot.turns import HORIZON_WEEKS, this_week
from bot.understanding import from_now, understand, when_of
from bot.weeks import Span, say_instant, say_span, week_span


def who(tx: Transaction, visit: Visit, request: AskWho) -> Reply:
    meant = understand(request.words, tx.roster.duties(), request.duty)
    when = when_of(meant.parts, visit, prefer="future")
    instant = when.kind == "instant"
    span = Span(when.span.start, when.span.start + timedelta(minutes=1)) if instant else when.span
    asked = say_instant(when.span.start, visit.zone) if instant else say_span(span, visit.zone)
    if not meant.duties:
        return _who_all(
            tx,
            visit,
            span if meant.parts.when else _this_minute(visit),
            asked if meant.parts.when else say_instant(visit.now, visit.zone),
        )
    if len(meant.duties) > 1:
        raise words.which_duty(meant.duties, meant.rest)
    turns = load_holding(tx, span, [meant.duties[0].id])
    if meant.parts.when is None:
        turns = tuple(t for t in turns if t.turn.span.end > visit.now)
    away = _away(tx, span, visit)
    return Reply(card=words.who_one(meant.duties[0], turns, asked, visit.zone, visit.now, away))


def _this_minute(visit: Visit) -> Span:
    return Span(visit.now, visit.now + timedelta(minutes=1))


def _who_all(tx: Transaction, visit: Visit, span: Span, asked: str) -> Reply:
    turns = load_holding(tx, span)
    return Reply(card=words.who_all(turns, asked, visit.zone, _away(tx, span, visit)))


def _away(tx: Transaction, span: Span, visit: Visit) -> frozenset[int]:
    """Who is away now, or if the span does not touch now, at its beginning."""
    at = visit.now if span.contains(visit.now) else span.start
    minute = Span(at, at + timedelta(minutes=1))
    return frozenset(away.member_id for away in tx.aways.overlapping(minute))


def mine(tx: Transaction, visit: Visit, request: AskMine) -> Reply:
    ahead = Span(visit.now, visit.now + timedelta(weeks=HORIZON_WEEKS + 2))
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    found = tx.claims.of_member(visit.me.id, ahead)
    held = [(Held(duties[t.duty_id], t, ()), c) for t, c in found]
    return Reply(card=words.mine(held, visit.zone))


def open_turns(tx: Transaction, visit: Visit, request: AskOpen) -> Reply:
    meant = understand(request.words, tx.roster.duties(), request.duty)
    when = when_of(meant.parts, visit)
    span = when.span
    if request.duty and meant.parts.when is None:  # a chosen duty: whenever it is open next
        span = Span(visit.now, visit.now + timedelta(weeks=HORIZON_WEEKS))
    ahead = from_now(span, visit)
    ids = [duty.id for duty in meant.duties] or None
    turns = tuple(t for t in load_holding(tx, ahead, ids) if t.is_open) if ahead else ()
    mine_first = fitting_first(turns, visit.me)
    fits = sum(t.duty.department_id == visit.me.department_id for t in turns)
    names = {d.id: d.name for d in tx.people.departments()}
    asked = say_span(span, visit.task_force.zone)
    card = words.open_turns(
        mine_first, fits, names[visit.me.department_id], request, asked, visit.zone
    )
    return Reply(card=card, replaces=bool(request.skip))


def fitting_first(turns: Collection[Held], member: Member) -> tuple[Held, ...]:
    """The member's department's duties first; then as they come in time."""
    return tuple(
        sorted(
            turns,
            key=lambda t: (
                t.duty.department_id != member.department_id,
                t.turn.span.start,
                t.duty.name,
            ),
        )
    )


def compose_panel(tx: Transaction, now: datetime) -> Card:
    """The roster panel as it is at this instant, in the task force's zone."""
    zone = tx.task_force.zone
    week = week_span(this_week(tx.task_force, now), zone)
    by_duty: dict[int, list[Held]] = defaultdict(list)
    for held in load_holding(tx, week):
        by_duty[held.duty.id].append(held)
    rows: Sequence[tuple[Duty, Sequence[Held]]] = [
        (duty, by_duty[duty.id]) for duty in tx.roster.duties() if by_duty[duty.id]
    ]
    return words.panel(rows, week, now, zone)
