"""What people have on their plates already: what every limit is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.claims.rules import WEEK, Standing, Stint, limits_of
from bot.held import DAY, Held
from bot.model import Claim, Member, Turn
from bot.names import fold
from bot.ports.store import Transaction
from bot.weeks import Span, week_span

# Beyond a night's rest before and after: turns of one day are looked at as well.
AROUND = timedelta(days=2)


def load_standings(
    tx: Transaction,
    held: Held,
    members: Collection[Member],
    now: datetime,
    *,
    giving_up: Collection[int] = (),
) -> dict[int, Standing]:
    """What each of them has on their plate around the turn, by their ids.

    `giving_up`: claims that they would not hold any more, such as the other side of an exchange.
    """
    turn, limits = held.turn, limits_of(tx.task_force)
    ids = [member.id for member in members]
    week = week_span(turn.week, tx.task_force.zone)
    around = Span(min(week.start, turn.span.start - AROUND), max(week.end, turn.span.end + AROUND))
    found = tx.claims.of_members(ids, around)
    pledges = {pledge.member_id: pledge.minutes for pledge in tx.hours.pledges(turn.week, ids)}
    rest = held.rest(now) or turn.span
    aways = tx.aways.overlapping(rest, ids)
    weeks = load_weeks(tx, members, turn.week, giving_up)
    standings = {}
    for key in ids:
        mine = [(t, c) for t, c in found.get(key, ()) if c.id not in giving_up]
        standings[key] = Standing(
            sum(claim.minutes for of, claim in mine if of.week == turn.week),
            pledges.get(key, 0),
            [away for away in aways if away.member_id == key],
            stints(mine),
            weeks.get(key, frozenset()),
            limits,
        )
    return standings


def known_clearances(tx: Transaction) -> tuple[str, ...]:
    """Everything that somebody is cleared for, or a duty asks for; each spelled in one way."""
    asked = (name for duty in tx.roster.duties(retired=True) for name in duty.clearances)
    given = (name for member in tx.people.all() for name in member.clearances)
    found = {fold(name): name for name in (*given, *asked)}
    return tuple(sorted(found.values(), key=fold))


def stints(mine: Sequence[tuple[Turn, Claim]]) -> tuple[Stint, ...]:
    """Of what somebody holds: what they are there for, and rest after."""
    return tuple(
        Stint(claim.span, turn.duty_id) for turn, claim in mine if claim.span.minutes < DAY
    )


def load_stints(tx: Transaction, span: Span) -> Mapping[int, tuple[Stint, ...]]:
    """The same of everybody, by member: what overlaps the span."""
    found: dict[int, list[Stint]] = defaultdict(list)
    for turn in tx.roster.turns(span):
        for claim in turn.claims:
            if claim.span.minutes < DAY:
                found[claim.member_id].append(Stint(claim.span, turn.duty_id))
    return {member_id: tuple(mine) for member_id, mine in found.items()}


def load_weeks(
    tx: Transaction, members: Collection[Member], week: date, besides: Collection[int] = ()
) -> Mapping[int, frozenset[date]]:
    """In which weeks around this one those members hold something who have a limit of weeks."""
    limits = limits_of(tx.task_force)
    most = {m.id: m.weeks_in_a_row or limits.weeks or 0 for m in members}
    limited = [key for key, weeks in most.items() if weeks]
    if not limited:
        return {}
    reach = max(most.values()) * WEEK
    return tx.claims.weeks_held(limited, week - reach, week + reach, besides)
