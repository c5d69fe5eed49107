"""A week is proposed, shared and answered, over the wire, by a process that solves."""

from __future__ import annotations

import asyncio

from bot.ports.plans import LineState
from tests.scenarios.stage import CHAIR
from tests.unhurried import LONG

NEXT = "week of Mon 30 Nov"


async def drafted(play):
    """The chair has the draft."""
    async with asyncio.timeout(2 * LONG):
        while not play.chair.sees(f"A proposal for the {NEXT}", "people would cover"):
            await asyncio.sleep(0.2)
            await play.settle()


def asked(play):
    """Who is asked for something, by name; what."""
    with play.muster.store.read(1) as tx:
        names = {member.id: member.name for member in tx.people.all()}
        plan = next(p for p in map(tx.plans.find, range(1, 9)) if p)
        lines = tx.plans.lines(plan.id)
    return {names[x.member_id]: x for x in lines if x.state is LineState.ASKED}


def awake_ones(play):
    """It is day where they live."""
    return [one.user.name for one in play.everyone() if one.user.tz == "Europe/Berlin"]


async def test_a_chair_plans_a_week_and_people_answer(curtain):
    play = await curtain("2026-11-24 10:00")
    await play.chair.command("/muster", "plan")
    await play.chair.hears(f"I am working on a proposal for the {NEXT}")
    await drafted(play)
    await play.chair.press("Share it")
    await play.settle()
    assert play.chair.sees("is shared", "0 accepted, 0 declined")

    before = asked(play)
    awake = [name for name in awake_ones(play) if name in before]
    assert all(play.person(name).sees("Would you take this", "Why you?") for name in awake)
    yes, no = [name for name in awake if name != CHAIR][:2]
    await play.person(yes).press("Accept")
    await play.person(yes).hears("You hold ")
    await play.person(no).press("Not me")
    await play.settle()
    assert play.chair.sees("1 accepted, 1 declined")
    next_ones = asked(play).keys() - before.keys()
    for name in next_ones & set(awake_ones(play)):
        assert play.person(name).sees("Would you take this")
