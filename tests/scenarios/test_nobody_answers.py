"""A week in which nobody says a word."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.model import DeliveryState
from bot.publicdays import public_holidays
from tests.scenarios.stage import CHAIR

QUIET_FROM, QUIET_TO = 20, 8  # o'clock: what everybody begins with


async def test_silence_is_asked_about_gently_then_left_alone_and_shown_to_the_chair_only(curtain):
    play = await curtain("2026-11-08 12:00")  # Wednesday is a holiday in the United States
    await play.until("2026-11-16 09:30")

    for member in _members(play):
        if member.name == CHAIR:
            continue
        times = [_local(seen, member.zone) for seen in play.person(member.name).inbox]
        assert max(Counter(t.date() for t in times).values()) == 1, member.name
        assert all(QUIET_TO <= t.hour < QUIET_FROM for t in times), member.name
        assert all(t.weekday() < 5 for t in times), member.name
        rest = public_holidays(member.country, 2026)
        assert not [t for t in times if t.date() in rest], member.name
        monday_to_monday = [t for t in times if t.day < 16]
        assert 2 <= len(monday_to_monday) <= 3, member.name  # asked once, nudged twice at most

    (status,) = [s for s in play.chair.inbox if s.says("Status, week of Mon 16")]
    assert status.says("Have not said their hours: 65")
    for person in play.everyone():
        assert not any(seen.says(person.user.name) for seen in play.room())
    assert not play.deliveries(DeliveryState.UNREACHABLE, DeliveryState.GIVEN_UP)

    await play.chair.press("Ask them again", on=status)
    await play.chair.hears("I ask", "again")
    before = {p.user.name: len(p.inbox) for p in play.everyone()}
    await play.until("2026-11-16 12:00")
    ada = play.person("Ada Brandt")
    assert len(ada.inbox) == before["Ada Brandt"]  # she was asked this morning already


def _members(play):
    with play.muster.store.read(1) as tx:
        return tx.people.all()


def _local(seen, zone):
    return datetime.fromtimestamp(float(seen.source.ts), UTC).astimezone(ZoneInfo(zone))
