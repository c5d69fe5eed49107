"""What decides who could hold what in a week."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from bot.holding import load_holding
from bot.plan.fitting import Situation
from bot.ports.store import Transaction
from bot.weeks import Span, week_span

LOOK_BACK = timedelta(weeks=12)


def load_situation(tx: Transaction, week: date, now: datetime) -> Situation:
    """Everything that decides who could hold what in the week of this first day."""
    span = week_span(week, tx.task_force.zone)
    turns = tuple(held for held in load_holding(tx, span) if held.turn.week == week)
    carried: dict[int, int] = defaultdict(int)
    last: dict[int, frozenset[int]] = {}
    knows: dict[int, frozenset[int]] = defaultdict(frozenset)
    for held in load_holding(tx, Span(span.start - LOOK_BACK, span.start)):
        holders = frozenset(claim.member_id for claim in held.turn.claims)
        for claim in held.turn.claims:
            carried[claim.member_id] += claim.minutes
        if holders:
            last[held.duty.id] = holders
            knows[held.duty.id] |= holders
    pledges = {pledge.member_id: pledge for pledge in tx.hours.pledges(week)}
    members, aways = tx.people.all(), tx.aways.overlapping(span)
    return Situation(now, turns, members, pledges, aways, carried, last, dict(knows))
