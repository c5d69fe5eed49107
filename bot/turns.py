"""Makes the coming weeks' turns out of the duties. Past and running turns are never touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.covering import settle_turn
from bot.model import Duty, TaskForce, Turn
from bot.notify import watch_turns
from bot.ports.store import Transaction
from bot.weeks import Span, to_local, turn_spans, week_of, week_span

HORIZON_WEEKS = 12  # how far ahead turns can be claimed


def this_week(task_force: TaskForce, now: datetime) -> date:
    return week_of(to_local(now, task_force.zone).date(), task_force.first_weekday)


def coming_weeks(task_force: TaskForce, now: datetime) -> tuple[date, ...]:
    first = this_week(task_force, now)
    return tuple(first + timedelta(weeks=n) for n in range(HORIZON_WEEKS + 1))


def open_through(task_force: TaskForce, now: datetime) -> date:
    """The last local day that the roster reaches."""
    return coming_weeks(task_force, now)[-1] + timedelta(days=6)


def planned(duty: Duty, week: date, task_force: TaskForce) -> tuple[Turn, ...]:
    """The turns of a duty in a week. Its hours are shared by the length of its windows."""
    spans = turn_spans(duty.windows, week, task_force.first_weekday, task_force.zone)
    return tuple(
        Turn(0, duty.id, week, span, minutes, duty.people_least, duty.people_most)
        for span, minutes in zip(spans, _shared(duty.minutes_a_week, spans), strict=True)
    )


def _shared(minutes: int, spans: Sequence[Span]) -> list[int]:
    """Whole minutes that add up to `minutes` (at least one each), in proportion to the spans."""
    total = sum(span.minutes for span in spans)
    shares, given, seen = [], 0, 0
    for span in spans:
        seen += span.minutes
        share = max(1, minutes * seen // total - given)
        given += share
        shares.append(share)
    return shares


def make_turns(tx: Transaction, now: datetime, duty: Duty | None = None) -> None:
    """All turns of all duties (or of one) up to the horizon that are not there yet, and to end."""
    duties = tx.roster.duties() if duty is None else [duty]
    standing: dict[int, list[Turn]] = defaultdict(list)
    for turn in tx.roster.turns(_horizon(tx, now), duty_ids=[d.id for d in duties]):
        standing[turn.duty_id].append(turn)
    for each in duties:
        tx.roster.add_turns(_missing(tx, each, standing[each.id], now))
    watch_turns(tx, now)


def remake_turns(tx: Transaction, duty: Duty, now: datetime) -> tuple[Turn, ...]:
    """After a duty was edited or retired: its turns that have not started follow it.

    Turns that the new plan also has are brought up to date: buttons and calendars know them by
    their ids. Of those that it no longer has, held ones are left standing and returned, so that
    their holders can be told and decide. A duty without windows has turns of whole weeks: those
    begin with the next week, and this week stays.
    Raises Refusal where more people hold a turn than the duty now has at most.
    """
    whole_weeks = not duty.windows and duty.retired_at is None
    next_week = week_span(coming_weeks(tx.task_force, now)[1], tx.task_force.zone).start
    kept: list[int] = []
    if duty.retired_at is None:
        plan = _plan(tx, duty, now)
        there = tx.roster.turns(_horizon(tx, now), duty_ids=[duty.id])
        kept = [turn.id for turn in there if turn.span in plan]
    tx.roster.drop_turns(duty.id, next_week - _INSTANT if whole_weeks else now, kept)
    standing = tx.roster.turns(_horizon(tx, now), duty_ids=[duty.id])
    if duty.retired_at is None:
        missing = _missing(tx, duty, standing, now)
        tx.roster.add_turns([turn for turn in missing if turn.span.start > now])
        watch_turns(tx, now)
    again = tx.roster.turns(_horizon(tx, now), duty_ids=[duty.id])
    for turn in again:
        if not turn.planned:
            settle_turn(tx, turn.id, now)
    return tuple(t for t in again if t.span.start > now and t.claims and not t.planned)


_INSTANT = timedelta(microseconds=1)


def _horizon(tx: Transaction, now: datetime) -> Span:
    """From the beginning of this week to the end of the last one that has turns."""
    weeks, zone = coming_weeks(tx.task_force, now), tx.task_force.zone
    return Span(week_span(weeks[0], zone).start, week_span(weeks[-1], zone).end)


def _plan(tx: Transaction, duty: Duty, now: datetime) -> dict[Span, Turn]:
    """All turns that the duty is to have up to the horizon."""
    weeks = coming_weeks(tx.task_force, now)
    return {t.span: t for week in weeks for t in planned(duty, week, tx.task_force)}


def _missing(tx: Transaction, duty: Duty, standing: Sequence[Turn], now: datetime) -> list[Turn]:
    """Planned turns that are still to end and not there, beside those that stand.

    What stands but is not in the plan any more (it had begun, or somebody holds it) has its time:
    no second turn for the half or more of the same hours, and none that has begun already.
    """
    plan = _plan(tx, duty, now)
    there = {t.span for t in standing if t.planned}
    others = [t.span for t in standing if t.span not in plan]
    missing = []
    for span, turn in plan.items():
        shared = sum(part.minutes for o in others if (part := o.overlap(span)))
        most = 0 if span.start <= now else (span.minutes - 1) // 2
        if span.end > now and span not in there and shared <= most:
            missing.append(turn)
    return missing
