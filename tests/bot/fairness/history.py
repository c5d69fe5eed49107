"""A past for the company: turns that were held in weeks before this one."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Claim, Logged, Pledge, Turn
from bot.weeks import Span, parse_windows, turn_spans
from tests.bot.cast import ZONE
from tests.bot.company import WEEK, Company


def held(
    company: Company, user: str, part: str, weeks: int, minutes: int, windows: str = ""
) -> None:
    """The person held the duty in so many weeks before this one, and in each so many minutes."""
    duty = company.duty_id(part)
    for number in range(1, weeks + 1):
        week = WEEK - timedelta(weeks=number)
        [span] = turn_spans(parse_windows(windows) if windows else (), week, 0, ZONE)
        with company.bot.store.write(company.id) as tx:
            tx.roster.add_turns([Turn(0, duty, week, span, max(60, minutes), 1, 9)])
            [turn] = [t for t in tx.roster.turns(span, duty_ids=[duty]) if t.span == span]
            claim = Claim(0, turn.id, company.ids[user], minutes, span, span.start)
            tx.claims.add(claim)


def offered(company: Company, user: str, weeks: int, minutes: int, done: int) -> None:
    """And offered, and did, as much in each."""
    for number in range(1, weeks + 1):
        week, at = WEEK - timedelta(weeks=number), company.clock.now()
        with company.bot.store.write(company.id) as tx:
            tx.hours.put_pledge(Pledge(company.ids[user], week, minutes, at))
            tx.hours.put_logged(Logged(0, company.ids[user], week, done), at)


def last_week() -> Span:
    [span] = turn_spans((), WEEK - timedelta(weeks=1), 0, ZONE)
    return span
