"""What decides who could hold what in a week."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from bot.burdens import load_burdens
from bot.claims.rules import limits_of
from bot.holding import load_holding
from bot.plan.fitting import Situation
from bot.ports.store import Transaction
from bot.standing import AROUND, load_stints, load_weeks
from bot.weeks import Span, week_span

LOOK_BACK = 12  # weeks


def load_situation(tx: Transaction, week: date, now: datetime) -> Situation:
    """Everything that decides who could hold what in the week of this first day."""
    span = week_span(week, tx.task_force.zone)
    turns = tuple(held for held in load_holding(tx, span) if held.turn.week == week)
    last: dict[int, frozenset[int]] = {}
    knows: dict[int, frozenset[int]] = defaultdict(frozenset)
    for held in load_holding(tx, Span(span.start - timedelta(weeks=LOOK_BACK), span.start)):
        holders = frozenset(claim.member_id for claim in held.turn.claims)
        if holders:
            last[held.duty.id] = holders
            knows[held.duty.id] |= holders
    pledges = {pledge.member_id: pledge for pledge in tx.hours.pledges(week)}
    members, aways = tx.people.all(), tx.aways.overlapping(Span(min(now, span.start), span.end))
    carried = {key: b.weight for key, b in load_burdens(tx, now, LOOK_BACK, before=week).items()}
    weeks, limits = load_weeks(tx, members, week), limits_of(tx.task_force)
    near = load_stints(tx, Span(span.start - AROUND, span.end + AROUND))
    return Situation(
        now, turns, members, pledges, aways, carried, last, dict(knows), near, weeks, limits
    )
