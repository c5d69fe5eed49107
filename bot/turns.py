"""Makes the coming weeks' turns out of the duties. Past and running turns are never touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model import Duty, TaskForce, Turn
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


def make_turns(tx: Transaction, now: datetime) -> None:
    """All turns of all duties up to the horizon that are not there yet, and still to end."""
    duties = tx.roster.duties()
    for week in coming_weeks(tx.task_force, now):
        planned_turns = (turn for duty in duties for turn in planned(duty, week, tx.task_force))
        tx.roster.add_turns([turn for turn in planned_turns if turn.span.end > now])


def remake_turns(tx: Transaction, duty: Duty, now: datetime) -> tuple[Turn, ...]:
    """After a duty was edited: its turns that have not started follow it.

    Held turns that the new plan also has are brought up to date; held turns that it no longer has
    are left standing and returned, so that their holders can be told and decide.
    """
    horizon = Span(now, week_span(coming_weeks(tx.task_force, now)[-1], tx.task_force.zone).end)
    weeks = coming_weeks(tx.task_force, now)
    plan = {t.span: t for week in weeks for t in planned(duty, week, tx.task_force)}
    if duty.retired_at:
        plan = {}
    tx.roster.drop_unheld_turns(duty.id, now)
    kept = [t for t in tx.roster.turns(horizon, duty_ids=[duty.id]) if t.span.start > now]
    for turn in kept:
        new = plan.pop(turn.span, None)
        if new:
            tx.roster.change_turn(
                turn.id, minutes=new.minutes, people_least=new.people_least, people_most=new.people_most
            )
    running = {t.span for t in tx.roster.turns(horizon, duty_ids=[duty.id]) if t.span.start <= now}
    tx.roster.add_turns([t for s, t in plan.items() if s.start > now and s not in running])
    known = {t.span for week in weeks for t in planned(duty, week, tx.task_force)}
    return tuple(t for t in kept if t.claims and (duty.retired_at or t.span not in known))
