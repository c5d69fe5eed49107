"""Asking who holds what; and the panel that says so in the room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.app import Visit
from bot.burdens import load_own
from bot.cards import Card, Reply
from bot.covering import requests_for
from bot.ending import ahead
from bot.feeds.requests import AddFeed, with_feed
from bot.held import Held
from bot.holding import load_holding
from bot.load_words import say_own
from bot.model import Away, Duty
from bot.notes import Signed, load_notes
from bot.ports.store import Transaction
from bot.reader import Reader
from bot.roster import words
from bot.roster.requests import AskMine, AskOpen, AskWho, ShowPanel
from bot.roster.rules import closed_to, open_for
from bot.swaps.rules import may_act_for
from bot.turns import HORIZON_WEEKS, this_week
from bot.understanding import Known, check_has_duties, from_now, load_known, understand, when_of
from bot.weeks import Span, week_span

MINUTE = timedelta(minutes=1)


def who(tx: Transaction, visit: Visit, request: AskWho) -> Reply:
    known = load_known(tx) if request.words or request.duty else Known(())
    meant = understand(request.words, known, request.duty, also_retired=True)
    if len(meant.duties) > 1:
        raise words.which_duty(meant.duties, meant.rest)
    when = when_of(meant.parts, visit)
    instant = when.kind == "instant"
    asked = visit.reader.instant(when.span.start) if instant else visit.reader.span(when.span)
    if not meant.duties:
        span = when.span if meant.parts.when else Span(visit.now, visit.now + MINUTE)
        said = asked if meant.parts.when else visit.reader.instant(visit.now)
        turns = load_holding(tx, span)
        card = words.who_all(turns, _aways(tx, span), span, said, visit.now, visit.reader)
        return Reply(card=with_feed(card, visit, AddFeed(kind="all")))
    turns = load_holding(tx, when.span, [meant.duties[0].id])
    if meant.parts.when is None:
        turns = tuple(t for t in turns if t.turn.span.end > visit.now)
    aways = _aways(tx, when.span)
    duty, week = meant.duties[0], when.span if when.kind == "week" else None
    about = words.Asked(asked, week, acts=may_act_for(visit.me, duty))
    notes = _notes(tx, turns, visit.now)
    card = words.who_one(duty, turns, aways, notes, about, visit.now, visit.reader)
    if duty.retired_at is None:
        card = with_feed(card, visit, AddFeed(kind="duty", duty=duty.id))
    return Reply(card=card)


def _notes(tx: Transaction, turns: Sequence[Held], now: datetime) -> Sequence[Signed]:
    """For whoever has the first of these turns that is not over; else for the last one."""
    if not turns:
        return ()
    held = next((held for held in turns if held.turn.span.end > now), turns[-1])
    return load_notes(tx, now, [held.duty.id]).before(held.turn)


def _aways(tx: Transaction, span: Span) -> dict[int, list[Away]]:
    """Who is away at some time within the span, by member."""
    found: dict[int, list[Away]] = defaultdict(list)
    for away in tx.aways.overlapping(span):
        found[away.member_id].append(away)
    return found


def mine(tx: Transaction, visit: Visit, request: AskMine) -> Reply:
    found = tx.claims.of_member(visit.me.id, ahead(visit.now))
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)} if found else {}
    held = [(duties[turn.duty_id], claim) for turn, claim in found]
    [(weeks, burden, middle)] = load_own(tx, visit.now, visit.me)
    load = say_own(burden, middle, weeks)
    covers = requests_for(tx, [claim for _, claim in held])
    card = words.mine(held, load, visit.now, visit.reader, covers)
    return Reply(card=with_feed(card, visit, AddFeed()))


def open_turns(tx: Transaction, visit: Visit, request: AskOpen) -> Reply:
    known = load_known(tx)
    check_has_duties(known.duties)
    meant = understand(request.words, known, request.duty)
    when = when_of(meant.parts, visit)
    span, asked = when.span, words.Asked(visit.reader.span(when.span))
    if when.kind == "week":
        asked = words.Asked(asked.said, span)
    if request.duty and meant.parts.when is None:  # a chosen duty: whenever it is open next
        span, asked = (
            Span(visit.now, visit.now + timedelta(weeks=HORIZON_WEEKS)),
            words.Asked("From now on"),
        )
    coming = from_now(span, visit)
    asked = replace(asked, over=coming is None)
    turns: tuple[Held, ...] = ()
    if coming:
        turns = load_holding(tx, coming, [duty.id for duty in meant.duties] or None)
    aways = tx.aways.overlapping(coming, [visit.me.id]) if coming else ()
    openings = open_for(turns, visit.me, aways, visit.now)
    names = {d.id: d.name for d in tx.people.departments()}
    department = names[visit.me.department_id]
    asked = replace(asked, closed=words.say_closed(closed_to(turns, visit.me, visit.now)))
    shown = words.open_turns(openings, department, request, meant.duties, asked, visit.reader)
    return Reply(card=shown, replaces=bool(request.skip))


def show_panel(tx: Transaction, visit: Visit, request: ShowPanel) -> Reply:
    return Reply(card=compose_panel(tx, visit.now), replaces=True)


def compose_panel(tx: Transaction, now: datetime) -> Card:
    """The roster panel as it is at this instant, in the task force's zone."""
    force = tx.task_force
    week = week_span(this_week(force, now), force.zone)
    by_duty: dict[int, list[Held]] = defaultdict(list)
    for held in load_holding(tx, week):
        by_duty[held.duty.id].append(held)
    rows: Sequence[tuple[Duty, Sequence[Held]]] = [
        (duty, by_duty[duty.id]) for duty in tx.roster.duties() if by_duty[duty.id]
    ]
    away = frozenset(_aways(tx, Span(now, now + MINUTE)))
    reader = Reader(force.zone, force.zone, force.first_weekday)
    return words.panel(rows, away, week, now, reader)
