"""What the store sums is what one would count turn by turn."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median_low

import pytest

from bot.errors import Refusal
from bot.held import Held, holes_in
from bot.holding import load_holding
from bot.model import Away, Claim, MemberState
from bot.ports.loads import Since
from bot.ports.store import Transaction
from bot.presence import around, by_member, is_absent_all
from bot.turns import this_week
from bot.weekly import load_coverage, load_departments, load_helpers
from bot.weeks import Span, days_span, week_span
from tests.bot.company import Company

WEEK, LONG_AGO = timedelta(weeks=1), date(2001, 1, 1)


def fill(company: Company, chance: random.Random) -> None:
    """Claims on whole turns and on parts, absences, a duty out of the plan and one retired."""
    now, zone = company.clock.now(), "Europe/Berlin"
    with company.read() as tx:
        week = this_week(tx.task_force, now)
        turns = tx.roster.turns(Span(now, now + 4 * WEEK))
        people = [member.id for member in tx.people.all()]
        duties = tx.roster.duties()
    for turn in chance.sample(turns, min(60, len(turns))):
        for member_id in chance.sample(people, chance.randint(1, 3)):
            start = turn.span.start + chance.choice((0, 0, 0.5)) * (turn.span.end - turn.span.start)
            part = Span(start, turn.span.end)
            minutes = max(1, min(turn.minutes, part.minutes) // chance.choice((1, 2, 4)))
            try:
                with company.write() as tx:
                    tx.claims.add(Claim(0, turn.id, member_id, minutes, part, now))
            except Refusal:
                pass  # no place
    with company.write() as tx:
        for member_id in chance.sample(people, 6):
            first = week + timedelta(days=chance.randint(-3, 10))
            last = first + timedelta(days=chance.randint(0, 9))
            tx.aways.add(Away(0, member_id, days_span(first, last, zone), first, last))
        unplanned, retired = chance.sample(duties, 2)
        tx.roster.drop_turns(unplanned.id, now)
        tx.roster.change_duty(retired.id, retired_at=now)


@pytest.mark.parametrize("seed", range(4))
def test_sums_are_what_one_would_count(company_on_each: Company, seed: int):
    company, chance = company_on_each, random.Random(seed)
    fill(company, chance)
    company.at(chance.choice((23, 25, 29)), 13)
    now = company.clock.now()
    with company.read() as tx:
        week = this_week(tx.task_force, now)
        weeks = [week + n * WEEK for n in range(-1, 4)]
        turns = load_holding(tx, Span(now - 2 * WEEK, now + 6 * WEEK))
        found = load_coverage(tx, weeks, now, week)
        for one, figures in zip(weeks, found, strict=True):
            of = [held for held in turns if held.turn.week == one]
            holes = holes_in(of, now)
            assert figures.covered == sum(held.covered for held in of)
            assert figures.needed == sum(held.turn.minutes for held in of)
            assert (figures.turns, figures.open) == (len(of), len(holes))
            if one <= week:
                said = [(h.held.turn, h.minutes, h.people) for h in figures.holes]
                assert said == [(h.held.turn, h.minutes, h.people) for h in holes]
        count_people(tx, [held for held in turns if held.turn.week == week], week)
        count_untouched(tx, turns, now)
        count_middle(tx, week)


def count_people(tx: Transaction, of: list[Held], week: date) -> None:
    aways = tx.aways.overlapping(around(week, tx.task_force.zone))
    absent = by_member(aways)
    helpers = {
        claim.member_id
        for held in of
        for claim in held.turn.claims
        if not is_absent_all(absent[claim.member_id], claim.span)
    }
    assert load_helpers(tx, week, aways) == len(helpers)
    names = {d.id: d.name for d in tx.people.departments()}
    home = {m.id: names[m.department_id] for m in tx.people.all(tuple(MemberState))}
    taken, needed = Counter[str](), Counter[str]()
    for held in of:
        if held.duty.department_id is not None:
            needed[names[held.duty.department_id]] += held.turn.minutes
        for claim in held.turn.claims:
            taken[home[claim.member_id]] += claim.minutes
    rows = load_departments(tx, tx.people.departments(), week, aways)
    assert {row.name: row.held for row in rows if row.held} == taken
    assert {row.name: row.needed for row in rows if row.needed} == needed


def count_untouched(tx: Transaction, turns: Sequence[Held], now: datetime) -> None:
    since, span = now - WEEK, Span(now - 2 * WEEK, now)
    there = [held for held in turns if held.turn.span.overlaps(span)]
    recent = [held for held in there if held.turn.span.end > since]
    begun = {held.duty.id for held in there if held.turn.span.start <= since}
    touched = {held.duty.id for held in recent if held.turn.claims}
    expected = begun & {held.duty.id for held in recent} - touched
    assert tx.loads.untouched(span, since, [LONG_AGO]) == expected


def count_middle(tx: Transaction, week: date) -> None:
    """Of each department, without two of those who hold nothing."""
    zone = tx.task_force.zone
    since, until = (Since(one, week_span(one, zone).start) for one in (week, week + 3 * WEEK))
    sums = tx.loads.sums([since], until)
    for department in tx.people.departments():
        people = [m.id for m in tx.people.all() if m.department_id == department.id]
        held = sorted(sums[key].held[0] if key in sums else 0 for key in people)
        left = held[min(2, held.count(0)) :]
        middle = (len(left), median_low(left)) if left else None
        assert tx.loads.middle_held(department.id, since, until, 2) == (middle if held else None)
