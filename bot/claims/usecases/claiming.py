"""Claiming a turn: by words, or by a button that names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import Visit
from bot.cards import Form, Reply
from bot.claims.requests import Claim
from bot.claims.rules import free_for, lacking
from bot.claims.usecases.taking import lock_held, take
from bot.claims.words import asking, forms, refusing, taking
from bot.ending import as_data
from bot.errors import Refusal
from bot.grammar import Parts
from bot.held import DAY, Held
from bot.holding import held_of, load_holding
from bot.model import Duty
from bot.notes import load_notes
from bot.ports.store import Transaction
from bot.turns import open_through
from bot.understanding import check_has_duties, from_now, load_known, understand, when_of
from bot.weeks import Span, day_span, say_minutes, to_local


@dataclass(frozen=True, slots=True)
class Wish:
    """When, and for how many minutes (0: not said). `whole`: turns are meant, not parts of them.

    `since`: only an instant was named, at which the turn is to be on.
    """

    span: Span
    minutes: int = 0
    whole: bool = False
    since: datetime | None = None


def claim(tx: Transaction, visit: Visit, request: Claim) -> Reply:
    if request.turn:
        return _claim_turn(tx, visit, request)
    known = load_known(tx)
    check_has_duties(known.duties)
    meant = understand(request.words, known, request.duty)
    if not meant.duties:
        return Reply(form=_form(meant.parts, known.duties, visit))
    if len(meant.duties) > 1:
        raise asking.which_duty(meant.duties, meant.rest)
    return claim_duty(tx, visit, meant.duties[0], _wish(meant.parts, visit))


def _form(parts: Parts, duties: Sequence[Duty], visit: Visit) -> Form:
    """With what was said filled in, though the duty is missing."""
    start = when_of(parts, visit).span.start if parts.when else visit.now
    day = max(to_local(start, visit.zone).date(), to_local(visit.now, visit.zone).date())
    return forms.choose_form(
        duties, day.isoformat(), say_minutes(parts.minutes) if parts.minutes else "", visit.zone
    )


def _wish(parts: Parts, visit: Visit) -> Wish:
    when, minutes = when_of(parts, visit), parts.minutes or 0
    if when.kind != "instant":
        return Wish(when.span, minutes, whole=when.kind == "week")
    if minutes:
        start = when.span.start
        return Wish(Span(start, start + timedelta(minutes=minutes)), minutes)
    return Wish(when.span, since=when.span.start)


def _claim_turn(tx: Transaction, visit: Visit, request: Claim) -> Reply:
    held = lock_held(tx, visit, request.turn)
    part = read_part(request.begin, request.end) or held.rest(visit.now) or held.turn.span
    return hold(tx, visit, held, part, request.minutes)


def read_part(begin: str, end: str) -> Span | None:
    """The part that a button names; None: all of it. Raises Refusal for what is no part."""
    if not begin:
        return None
    try:
        return Span(datetime.fromisoformat(begin), datetime.fromisoformat(end))
    except ValueError:
        raise refusing.bad_part() from None


def claim_duty(tx: Transaction, visit: Visit, duty: Duty, wish: Wish) -> Reply:
    """The one turn of the duty that is meant; if several could be, the question which."""
    ahead = from_now(wish.span, visit)
    if ahead is None:
        raise refusing.past(duty, visit.reader.span(wish.span))
    turns = tx.roster.turns(ahead, duty_ids=[duty.id])
    if len(turns) > 1 and not lacking(duty, visit.me):  # else the refusal says so at once
        takeable = [held for held in held_of(tx, turns, ahead) if _could_take(tx, visit, held)]
        if len(takeable) > 1:
            return Reply(card=asking.which_turn(duty, takeable, wish.minutes, visit.reader))
        turns = [held.turn for held in takeable]
    if not turns:
        raise _nothing(tx, visit, duty, wish.span, ahead)
    held = lock_held(tx, visit, turns[0].id)
    return hold(tx, visit, held, _part_of(held, wish, visit), wish.minutes)


def _could_take(tx: Transaction, visit: Visit, held: Held) -> bool:
    """Whether somebody is wanted on it, and it could be the asker."""
    aways = tx.aways.overlapping(held.turn.span, [visit.me.id])
    return held.is_open(visit.now) and bool(free_for(held, visit.me.id, aways, visit.now))


def _nothing(tx: Transaction, visit: Visit, duty: Duty, asked: Span, ahead: Span) -> Refusal:
    last = open_through(tx.task_force, visit.now)
    turns = load_holding(tx, ahead, [duty.id])
    if not turns and to_local(asked.start, visit.zone).date() > last:
        return refusing.too_far(duty, visit.reader.span(asked), last)
    return refusing.nothing_open(duty, visit.reader.span(asked), turns, visit.me.id)


def _part_of(held: Held, wish: Wish, visit: Visit) -> Span:
    """What of the turn the wish means. Raises Refusal where it does not say until when."""
    span, rest = held.turn.span, held.rest(visit.now) or held.turn.span
    if wish.whole:
        return rest
    if wish.since is None:
        return wish.span
    if span.minutes <= DAY or wish.since <= rest.start:
        return rest
    day = to_local(wish.since, visit.zone).date()
    until = day_span(day, visit.zone).end
    raise asking.until_when(held, wish.since, min(until, span.end), visit.reader)


def hold(tx: Transaction, visit: Visit, held: Held, part: Span, minutes: int) -> Reply:
    """Take it, write it down, say so."""
    made = take(tx, visit, held, part, minutes)
    subject, after = f"claim:{made.id}", as_data(made)
    change = tx.record.add(visit.now, visit.me.id, "claims.claim", subject, {}, after)
    notes = load_notes(tx, visit.now, [held.duty.id]).before(held.turn, but_not=visit.me.id)
    card = taking.claimed(held, made, notes, change, visit.now, visit.reader)
    return Reply(card=card, home=True)
