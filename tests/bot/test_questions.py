"""What is asked of the database for an answer does not grow with what there is to tell.

Each question costs a round trip: with one for each of so many rows, a page that is quick on a
small task force crawls on a large one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle, pairwise

import pytest

from bench.cards import counting
from bot import catalog
from bot.cards import Card
from bot.digest.usecases import compose_digest
from bot.model import Claim, TimetableKind
from bot.ports.covers import Ask, AskState, Cover, Why
from bot.ports.swaps import Given, Swap
from bot.timetable import run_due
from bot.weeks import Span
from tests.bot.company import WEEK, Company

PEOPLE = ("ada", "bao", "uma", "felix", "jun")


def digest(company: Company) -> Card:
    with company.read() as tx:
        return compose_digest(tx, WEEK, company.clock.now())


def remind(company: Company) -> None:
    """At 16:00 on the day before most of these turns."""
    company.at(23, 16)
    reminder = TimetableKind.REMINDER
    run_due(company.bot.store, catalog.JOBS, company.id, reminder, company.clock.now())
    assert company.deliveries(reminder)


SHOWN: dict[str, Callable[[Company], object]] = {
    "who": lambda c: c.say("farah", "who"),
    "who of a week": lambda c: c.say("farah", "who next week"),
    "mine": lambda c: c.say("farah", "mine"),
    "open": lambda c: c.say("farah", "open"),
    "home": lambda c: c.say("farah", "home"),
    "status": lambda c: c.say("farah", "status"),
    "week": lambda c: c.say("farah", "who week"),
    "digest": digest,
}


def happen(company: Company, first: int, last: int) -> None:
    """Turns held and given back by the one who looks and by others, who want to exchange theirs.

    Not with the one who looks: few exchanges wait for one person, and each is told in full.
    """
    now, farah = company.clock.now(), company.ids["farah"]
    with company.write() as tx:
        coming = tx.roster.turns(Span(now, now + timedelta(days=14)))
        turns = [turn for turn in coming if turn.span.start > now][first:last]
        for turn, (user, next_one) in zip(turns, cycle(pairwise((*PEOPLE, PEOPLE[0])))):
            member, other = company.ids[user], company.ids[next_one]
            until = now + timedelta(hours=2)
            for whose, asked in ((member, farah), (farah, member)):
                tx.claims.add(Claim(0, turn.id, whose, 60, turn.span, now))
                cover = Cover(0, turn.id, whose, turn.span, Why.RELEASE, "", None, now)
                key = tx.covers.add(cover)
                tx.covers.put_ask(Ask(0, key, asked, AskState.ASKED, now, until))
            given = Given(turn.id, turn.span)
            tx.swaps.add(Swap(0, member, other, given, None, now, turn.span.start))


def questions(company: Company, what: str) -> int:
    with counting() as seen:
        SHOWN[what](company)
    return len(seen)


@pytest.mark.parametrize("what", SHOWN)
def test_more_to_tell_is_not_more_to_ask(company: Company, what: str):
    happen(company, 0, 2)
    SHOWN[what](company)  # whoever is seen for the first time is written down
    few = questions(company, what)
    happen(company, 2, 12)
    assert questions(company, what) <= few


def test_whoever_has_nothing_to_be_reminded_of_is_not_asked_about_alone(company: Company):
    company.say("ada", "claim careers tue")
    with counting() as seen:
        remind(company)
    assert len(seen) < len(company.ids) / 3
