"""Who carried how much: the one answer, by which people are ranked and which they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.fairness.rules import FEWEST, USUAL, Burden, Share, hard_minutes, hard_of
from bot.model import Away, Member, MemberState
from bot.ports.loads import Since, Sums
from bot.ports.store import Transaction
from bot.presence import by_member, expected, is_absent_all, share_present
from bot.publicdays import public_holidays
from bot.turns import this_week
from bot.weeks import Span, to_local, week_of, week_span

MINUTE = timedelta(minutes=1)


def load_burdens(
    tx: Transaction,
    now: datetime,
    weeks: int = USUAL,
    before: date | None = None,
    members: Collection[Member] | None = None,
) -> Mapping[int, Burden]:
    """What each active member (each of these) carried in so many weeks, by their ids.

    `before`: the first week that no longer counts; else this week is the last one, with what is
    held of its rest.
    """
    return load_burdens_over(tx, now, (weeks,), before, members)[weeks]


def load_burdens_over(
    tx: Transaction,
    now: datetime,
    windows: Sequence[int],
    before: date | None = None,
    members: Collection[Member] | None = None,
) -> Mapping[int, Mapping[int, Burden]]:
    """The same for several numbers of weeks at once, by these."""
    until = before or this_week(tx.task_force, now) + timedelta(weeks=1)
    since = [_since(tx, until - timedelta(weeks=weeks)) for weeks in windows]
    ids = None if members is None else [member.id for member in members]
    people = tx.people.all() if members is None else members
    sums = tx.loads.sums(since, _since(tx, until), ids)
    hard = _hard(tx, people, since, _since(tx, until), ids)
    absent = _absent(tx, since, _since(tx, until), ids)
    lost = _not_given(tx, people, absent, min(one.week for one in since), until)
    found: dict[int, dict[int, Burden]] = {weeks: {} for weeks in windows}
    for member in people:
        of, aways = sums.get(member.id), absent.get(member.id, ())
        for number, weeks in enumerate(windows):
            carried = _carried(of, number, hard[number].get(member.id, 0)) if of else Burden()
            if aways:
                span = Span(since[number].instant, _since(tx, until).instant)
                mine = lost.get(member.id, {})
                less = sum(mine[week] for week in mine if week >= since[number].week)
                away = 100 - int(100 * share_present(aways, span, member.zone))
                carried = carried._replace(pledged=carried.pledged - less, away=away)
            found[weeks][member.id] = carried
    return found


def _carried(of: Sums, number: int, hard: int) -> Burden:
    return Burden(of.pledged[number], of.held[number], of.logged[number], of.covered[number], hard)


def _absent(
    tx: Transaction, since: Sequence[Since], until: Since, ids: Collection[int] | None
) -> Mapping[int, Sequence[Away]]:
    """Absences since the first of these, by member."""
    span = Span(min(one.instant for one in since), until.instant)
    return by_member(tx.aways.overlapping(span, ids))


def _not_given(
    tx: Transaction,
    people: Collection[Member],
    absent: Mapping[int, Sequence[Away]],
    first: date,
    until: date,
) -> Mapping[int, Mapping[date, int]]:
    """By member and week, what of a pledge they could not give: they went away after they said it.

    Asked for week by week, not for each member.
    """
    known = {member.id: member for member in people}
    of: dict[date, set[int]] = defaultdict(set)
    for member_id, aways in absent.items():
        for week in {w for away in aways for w in _weeks(away, tx.task_force.first_weekday)}:
            if first <= week < until and member_id in known:
                of[week].add(member_id)
    lost: dict[int, dict[date, int]] = defaultdict(dict)
    for week, of_week in of.items():
        for pledge in tx.hours.pledges(week, sorted(of_week)):
            member, mine = known[pledge.member_id], absent[pledge.member_id]
            lost[member.id][week] = pledge.minutes - expected(member, pledge, mine, week)
    return lost


def _weeks(away: Away, first_weekday: int) -> Iterator[date]:
    week = week_of(away.first_day, first_weekday)
    while week <= away.last_day:
        yield week
        week += timedelta(weeks=1)


def _since(tx: Transaction, week: date) -> Since:
    return Since(week, week_span(week, tx.task_force.zone).start)


def _hard(
    tx: Transaction,
    people: Collection[Member],
    since: Sequence[Since],
    until: Since,
    ids: Collection[int] | None,
) -> list[dict[int, int]]:
    """Hard minutes by member, for each beginning."""
    calendars = {m.id: (m.zone, m.country or tx.task_force.country) for m in people}
    found: list[dict[int, int]] = [defaultdict(int) for _ in since]
    first = min(since, key=lambda one: one.week)
    for held in tx.loads.held_spans(first, until, ids):
        counted = [sums for one, sums in zip(since, found, strict=True) if held.week >= one.week]
        hours: dict[tuple[str, str], int] = {}
        for member_id, all_of in held.claims:
            calendar = calendars.get(member_id)
            if calendar is None:  # somebody who has left
                continue
            if calendar not in hours:
                hours[calendar] = _hard_in(held.span, *calendar)
            if hours[calendar]:
                for sums in counted:
                    sums[member_id] += hard_of(all_of, held.span, hours[calendar])
    return found


@lru_cache(maxsize=16_384)  # spans of turns are few: a year of 40 windows in 6 zones
def _hard_in(span: Span, zone: str, country: str) -> int:
    years = {to_local(span.start, zone).year, to_local(span.end, zone).year}
    holidays = frozenset[date]().union(*(public_holidays(country, year) for year in years))
    return hard_minutes(span, zone, holidays)


def load_own(
    tx: Transaction, now: datetime, me: Member, windows: Sequence[int] = (USUAL,)
) -> list[tuple[int, Burden, int | None]]:
    """For each number of weeks: these, what the member carried, and their department's middle."""
    found = load_burdens_over(tx, now, windows, members=[me])
    until = _since(tx, this_week(tx.task_force, now) + timedelta(weeks=1))
    said = []
    for weeks in windows:
        since = _since(tx, until.week - timedelta(weeks=weeks))
        out = _out(tx, me, Span(since.instant, until.instant))
        people, minutes = tx.loads.middle_held(me.department_id, since, until, out) or (0, 0)
        said.append((weeks, found[weeks][me.id], minutes if people >= FEWEST else None))
    return said


def _out(tx: Transaction, me: Member, span: Span) -> int:
    """How many colleagues were away all that time: if they held nothing, that says nothing."""
    at_first = tx.aways.overlapping(Span(span.start, span.start + MINUTE))
    ids = {away.member_id for away in at_first} - {me.id}
    if not ids:
        return 0
    aways, members = by_member(tx.aways.overlapping(span, ids)), tx.people.several(ids)
    return sum(
        member.department_id == me.department_id
        and member.state is MemberState.ACTIVE
        and is_absent_all(aways[member.id], span)
        for member in members.values()
    )


def load_shares(tx: Transaction, now: datetime, weeks: int = USUAL) -> list[Share]:
    """Who held how much of which duty."""
    until = this_week(tx.task_force, now) + timedelta(weeks=1)
    since = _since(tx, until - timedelta(weeks=weeks))
    return [Share(*row) for row in tx.loads.held_duties(since, _since(tx, until))]
