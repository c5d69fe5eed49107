"""People who could take something, and when they are awake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.cover.rules import Candidate, Rhythm, Wish, plan
from bot.weeks import Span

BERLIN = Rhythm("Europe/Berlin", 20 * 60, 8 * 60)
ALWAYS = Rhythm("UTC", 0, 0)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

instants = st.integers(0, 21 * 24 * 4).map(lambda n: MONDAY + n * timedelta(minutes=15))
leads = st.integers(-4, 14 * 24 * 4).map(lambda n: n * timedelta(minutes=15))
zones = st.sampled_from(["Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "UTC"])
rhythms = st.builds(
    Rhythm, zones, st.sampled_from([0, 20 * 60, 22 * 60]), st.sampled_from([0, 8 * 60])
)


def candidate(member_id: int, **fields: Any) -> Candidate:
    """Somebody who could take all of it at any hour, but for what the test says."""
    plain: dict[str, Any] = {
        "whole": True,
        "fit": 0,
        "carried": 0,
        "rested": 1000,
        "works_at": MONDAY,
        "up_at": MONDAY,
        "rhythm": ALWAYS,
    }
    return Candidate(member_id, **(plain | fields))


def wish_of(opened: datetime, ahead: timedelta, hours: int = 3) -> Wish:
    start = opened + ahead
    return plan(Span(start, start + hours * HOUR), opened, "UTC", ALWAYS, ALWAYS)
