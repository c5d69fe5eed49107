"""Claiming a turn: load, decide, save, tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.claims import words
from bot.claims.requests import Claim, ClaimByForm, OpenClaimForm
from bot.claims.rules import Standing, decide, rest_of, share
from bot.errors import Refusal
from bot.grammar import hours
from bot.held import Held
from bot.holding import load_holding, load_turn
from bot.model import Change, Duty, Pledge
from bot.model import Claim as Holding
from bot.notify import refresh_panels, watch_edges
from bot.ports.store import Transaction
from bot.turns import open_through
from bot.understanding import from_now, understand, when_of
from bot.weeks import Span, say_day, say_span, to_local, to_utc, week_span


def claim(tx: Transaction, visit: Visit, request: Claim) -> Reply:
    if request.turn:
        return _claim_turn(tx, visit, request)
    duties = tx.roster.duties()
    meant = understand(request.words, duties, request.duty)
    if not meant.duties:
        return Reply(form=words.choose_form(duties, visit.today.isoformat(), visit.zone))
    if len(meant.duties) > 1:
        raise words.which_duty(meant.duties, meant.rest)
    minutes = meant.parts.minutes or 0
    when = when_of(meant.parts, visit)
    return _claim_in(tx, visit, meant.duties[0], when.span, minutes, whole=when.kind == "week")


def _claim_turn(tx: Transaction, visit: Visit, request: Claim) -> Reply:
    turn = tx.roster.lock_turn(request.turn)
    if turn is None:
        raise _gone()
    held = load_turn(tx, turn)
    part = _instants(request) or rest_of(held, visit.now) or turn.span
    return _take(tx, visit, held, part, request.minutes)


def _gone() -> Refusal:
    return Refusal(
        "no_turn",
        "This turn is no longer on the roster.",
        "The duty was changed since the message was written.",
        "Something else may be open.",
        offers=(words.SEE_OPEN,),
    )


def _instants(request: Claim) -> Span | None:
    if not request.begin:
        return None
    try:
        return Span(datetime.fromisoformat(request.begin), datetime.fromisoformat(request.end))
    except (ValueError, TypeError):
        raise Refusal(
            "bad_part", "This part cannot be read.", instead="Type `/muster open` and choose again."
        ) from None


def _claim_in(
    tx: Transaction, visit: Visit, duty: Duty, span: Span, minutes: int, *, whole: bool
) -> Reply:
    """The one turn of the duty in the span, or a question which. A shorter span takes a part."""
    ahead = from_now(span, visit)
    when = say_span(span, visit.zone)
    if ahead is None:
        raise _past(duty, when)
    turns = load_holding(tx, ahead, [duty.id])
    last = open_through(tx.task_force, visit.now)
    if not turns and to_local(span.start, visit.zone).date() > last:
        raise _too_far(duty, last)
    if len(turns) > 1:
        takeable = tuple(h for h in turns if h.is_open and not _mine(h, visit))
        if len(takeable) > 1:
            return Reply(card=words.which_turn(duty, takeable, minutes, visit.zone))
        turns = takeable
    if not turns:
        raise words.nothing_open(duty, when, load_holding(tx, ahead, [duty.id]))
    locked = tx.roster.lock_turn(turns[0].turn.id)
    assert locked is not None
    held = load_turn(tx, locked)
    rest = rest_of(held, visit.now) or locked.span
    part = rest if whole else Span(max(rest.start, span.start), min(rest.end, span.end))
    return _take(tx, visit, held, part, minutes)


def _mine(held: Held, visit: Visit) -> bool:
    return any(h.member.id == visit.me.id for h in held.holders)


def _take(tx: Transaction, visit: Visit, held: Held, part: Span, minutes: int) -> Reply:
    me, turn = visit.me, held.turn
    if part.start < turn.span.start or part.end > turn.span.end:
        part = Span(max(part.start, turn.span.start), min(part.end, turn.span.end))
    minutes = minutes or share(held, part)
    no = decide(held, me, part, minutes, _standing(tx, visit, turn.week, part), visit.now)
    if no:
        raise words.refusal(no, held, part, visit.zone, me.id)
    holding = Holding(0, turn.id, me.id, minutes, part, visit.now)
    claim_id = tx.claims.add(holding)
    after = as_data(claim_id, holding)
    change = tx.record.add(visit.now, me.id, "claims.claim", f"claim:{claim_id}", {}, after)
    refresh_panels(tx, visit.now)
    if part != turn.span:
        watch_edges(tx, part, visit.now)
    return Reply(card=words.claimed(held, part, minutes, change, visit.zone), home=True)


def _standing(tx: Transaction, visit: Visit, week: date, part: Span) -> Standing:
    me = visit.me
    mine = tx.claims.of_member(me.id, week_span(week, tx.task_force.zone))
    pledge: Pledge | None = tx.hours.pledge(me.id, week)
    return Standing(
        sum(c.minutes for turn, c in mine if turn.week == week),
        pledge.minutes if pledge else 0,
        tx.aways.overlapping(part, [me.id]),
    )


def as_data(claim_id: int, holding: Holding) -> dict[str, Any]:
    """A claim as the record keeps it."""
    return {
        "claim": claim_id,
        "turn": holding.turn_id,
        "member": holding.member_id,
        "minutes": holding.minutes,
        "begin": holding.span.start.isoformat(),
        "end": holding.span.end.isoformat(),
    }


def _past(duty: Duty, when: str) -> Refusal:
    return Refusal(
        "past",
        f"{duty.name}, {when}, is over.",
        "The past stays as it was.",
        "Take a turn that is still to come, or log hours you did with `/muster hours 2 last week`.",
        offers=(words.SEE_OPEN,),
    )


def _too_far(duty: Duty, last: date) -> Refusal:
    return Refusal(
        "too_far",
        f"The roster does not reach that far for {duty.name}.",
        f"It is open through {say_day(last)}.",
        "Ask again when the time is nearer.",
        offers=(words.SEE_OPEN,),
    )


def open_claim_form(tx: Transaction, visit: Visit, request: OpenClaimForm) -> Reply:
    if not request.turn:
        return Reply(
            form=words.choose_form(tx.roster.duties(), visit.today.isoformat(), visit.zone)
        )
    turn = tx.roster.find_turn(request.turn)
    if turn is None:
        raise _gone()
    held = load_turn(tx, turn)
    part = rest_of(held, visit.now)
    if part is None:
        raise _past(held.duty, say_span(turn.span, visit.zone))
    return Reply(form=words.claim_form(held, share(held, part), visit.zone))


def claim_by_form(tx: Transaction, visit: Visit, request: ClaimByForm) -> Reply:
    minutes = hours(request.hours) if request.hours.strip() else 0
    if minutes is None or (request.hours.strip() and minutes <= 0):
        raise Refusal(
            "bad_hours",
            "This is not a number of hours.",
            "",
            "Write it like 2, 1.5 or 1h30.",
            field="hours",
        )
    if request.turn:
        turn = tx.roster.lock_turn(request.turn)
        if turn is None:
            raise _gone()
        held = load_turn(tx, turn)
        span = _from_to(request, visit, rest_of(held, visit.now) or turn.span)
        return _take(tx, visit, held, span, minutes)
    duty = tx.roster.find_duty(int(request.duty)) if request.duty.isdecimal() else None
    if duty is None or duty.retired_at:
        raise Refusal("unknown_duty", "Please choose a duty.", field="duty")
    week = week_span(visit.week, visit.task_force.zone)
    span = _from_to(request, visit, Span(visit.now, week.end))
    whole = not (request.from_time or request.to_day or request.to_time)
    return _claim_in(tx, visit, duty, _day_or_week(span, request, visit), minutes, whole=whole)


def _day_or_week(span: Span, request: ClaimByForm, visit: Visit) -> Span:
    """A day alone means the turn of that day or week: look from then to the end of its week."""
    if request.from_time or request.to_day or request.to_time or not request.from_day:
        return span
    return Span(span.start, max(span.end, span.start))


def _from_to(request: ClaimByForm, visit: Visit, default: Span) -> Span:
    """The span that the form names, in the asker's zone; what is empty comes from `default`."""
    start = _instant(request.from_day, request.from_time, default.start, visit.zone, "from_day", 0)
    end = _instant(request.to_day, request.to_time, default.end, visit.zone, "to_day", 1440)
    if end <= start:
        raise Refusal(
            "backwards", "This ends before it begins.", "", "Choose a later end.", field="to_day"
        )
    return Span(start, end)


def _instant(
    day: str, time: str, default: datetime, zone: str, field: str, empty_time: int
) -> datetime:
    if not day and not time:
        return default
    local = to_local(default, zone)
    try:
        on = date.fromisoformat(day) if day else local.date()
        minute = int(time[:2]) * 60 + int(time[3:5]) if time else empty_time
        return to_utc(on, minute, zone)
    except ValueError:
        raise Refusal(
            "bad_day", "This is not a day and time.", "", "Choose them again.", field=field
        ) from None


def undo_claim(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """What was claimed is given back, as if it had not been."""
    holding = tx.claims.find(int(change.after["claim"]))
    if (
        holding is None
        or holding.span.end <= visit.now
        or not tx.claims.release(holding.id, visit.now)
    ):
        raise Refusal("already", "It was given back already.", "", "There is nothing left to undo.")
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    refresh_panels(tx, visit.now)
    turn = tx.roster.find_turn(holding.turn_id)
    assert turn is not None
    name = load_turn(tx, turn).duty.name
    return Reply(
        card=words.undone_claim(name, say_span(holding.span, visit.zone)), replaces=True, home=True
    )
