"""The people whom nobody plays live by themselves, so that there is something to see."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from bot.operating.playing import usual_hours
from handlers.playground.crowd import MOST_A_DAY, MOST_EACH, Crowd
from handlers.playground.objects import Row

MONDAY = date(2026, 11, 23)


@pytest.fixture
async def play(curtain):
    """The Sunday before, with everybody alive."""
    return await curtain("2026-11-22 12:00", usual=usual_hours())


def did(play, action):
    """What people did so far, by member."""
    with play.muster.store.read(1) as tx:
        changes = tx.record.since(play.began, play.clock.now() + timedelta(seconds=1), [action])
        names = {member.id: member.name for member in tx.people.all()}
    return Counter(names[change.actor_id] for change in changes)


async def test_most_answer_some_take_turns_and_whom_somebody_plays_is_left_alone(play):
    ada, farah = play.person("Ada Brandt"), play.chair
    play.crowd.watch(lambda: {ada.user.id, farah.user.id})
    await play.until("2026-11-25 12:00")

    with play.muster.store.read(1) as tx:
        pledges = {pledge.member_id: pledge.minutes for pledge in tx.hours.pledges(MONDAY)}
        usual = {member.id: member.usual_minutes for member in tx.people.all()}
    assert 40 <= len(pledges) < 65
    near = [abs(minutes - usual[who]) <= 120 for who, minutes in pledges.items() if minutes]
    assert sum(near) > len(near) * 0.9
    claims = did(play, "claims.claim")
    assert 10 <= claims.total() <= 100
    for deeds in (claims, did(play, "hours.pledge")):
        assert deeds.keys().isdisjoint({"Ada Brandt", "Farah Okafor"})
    assert not [seen for seen in ada.inbox if seen.source.user == ada.user.id]
    assert ada.sees("How many hours can you give this week?").buttons
    assert not [call for call in play.playground.calls() if call.error]
    assert not any(person.modal for person in play.everyone())
    everything = Counter(
        day for action in ("claims.claim", "hours.pledge") for day in _days(play, action)
    )
    assert max(everything.values()) <= MOST_A_DAY
    assert max(claims.values()) <= MOST_EACH * 3


async def test_switched_off_they_do_nothing_and_switched_on_they_go_on(play):
    play.crowd.on = False
    await play.until("2026-11-23 12:00")
    assert not did(play, "hours.pledge")
    assert play.crowd.next_instant() is None

    play.crowd.on = True
    await play.until("2026-11-23 20:00")
    assert did(play, "hours.pledge").total() > 20


async def test_a_lead_lets_newcomers_in_but_nobody_plays_the_newcomer(curtain):
    play = await curtain("2026-11-24 08:00", usual=usual_hours())
    nia = await play.playground.people.arrive(Row("Nia Newcomer", "nia@example.com"))
    person = play.person(nia.id)
    await person.press("Ask to join", on=await person.home())
    await play.settle()
    await person.submit({"Your department": "Engineering"})
    await play.until("2026-11-25 18:00")
    assert person.sees("Welcome to the task force.")
    assert not [seen for seen in person.inbox if seen.says("You hold")]


async def test_the_same_seed_makes_the_same_habits(play):
    twin = Crowd(play.playground, usual=usual_hours(), seed=0)
    other = Crowd(play.playground, usual=usual_hours(), seed=1)

    def habits(crowd):
        return [volunteer.habits for volunteer in crowd.volunteers()]

    assert habits(twin) == habits(play.crowd)
    assert habits(other) != habits(play.crowd)


def _days(play, action):
    with play.muster.store.read(1) as tx:
        changes = tx.record.since(play.began, play.clock.now(), [action])
    return [change.at.date() for change in changes]
