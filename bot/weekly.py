"""A week in figures, as digest and status count it: summed by the store, but for who was away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from bot.figures import Coverage, DepartmentHours, by_department, coverage
from bot.held import holes_in
from bot.holding import load_wanting
from bot.model import Away, Department
from bot.ports.store import Transaction
from bot.presence import by_member, expected, is_absent_all
from bot.weeks import Span, week_span

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def load_coverage(
    tx: Transaction, weeks: Sequence[date], now: datetime, listed: date
) -> tuple[Coverage, ...]:
    """Of each of these weeks, in order; see bot.figures.coverage."""
    holes = holes_in(load_wanting(tx, weeks[0], weeks[-1], now, listed), now)
    return coverage(weeks, tx.loads.coverage(weeks), holes, listed)


def load_departments(
    tx: Transaction, departments: Sequence[Department], week: date, aways: Collection[Away]
) -> tuple[DepartmentHours, ...]:
    """What somebody offered before they knew that they would be away counts for the rest of it.

    `aways`: all that touch the week.
    """
    absent, lost = by_member(aways), defaultdict[int, int](int)
    members = tx.people.several(absent.keys()) if aways else {}
    for pledge in tx.hours.pledges(week, list(absent)) if aways else ():
        member = members[pledge.member_id]
        given = expected(member, pledge, absent[member.id], week)
        lost[member.department_id] += pledge.minutes - given
    return by_department(departments, tx.loads.departments(week), lost)


def load_helpers(tx: Transaction, week: date, aways: Collection[Away]) -> int:
    """Who held something of the week while they were there; not who was away all that time.

    `aways`: all that touch the week.
    """
    absent, span = by_member(aways), week_span(week, tx.task_force.zone)
    # a turn begins in its week, and may reach into the next one
    around = Span(span.start - DAY, span.end + WEEK)
    held = tx.claims.of_members(list(absent), around) if aways else {}
    gone = 0
    for member_id, found in held.items():
        spans = [claim.span for turn, claim in found if turn.week == week]
        gone += bool(spans) and all(is_absent_all(absent[member_id], span) for span in spans)
    return tx.loads.holders(week) - gone
