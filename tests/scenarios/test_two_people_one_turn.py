"""Two people reach for one place at the same instant."""

from __future__ import annotations

import asyncio

from tests.scenarios.stage import ROOM, all_of


async def test_one_has_it_and_the_other_learns_who_and_what_else_is_open(curtain_on_both):
    play = await curtain_on_both("2026-11-24 12:00")
    joana, paula = play.person("Joana Zhang"), play.person("Paula Fontaine")
    said = await all_of(
        *(one.command("/muster", "claim vimeo", channel=ROOM) for one in (joana, paula))
    )
    winner, loser = (joana, paula) if said[0].says("You hold") else (paula, joana)
    (yes,) = [answer for answer in said if answer.says("You hold Keep the Vimeo channel.")]
    (no,) = [answer for answer in said if answer is not yes]

    assert no.says("Keep the Vimeo channel", "is taken", f"Held by {winner.user.name}")
    await loser.press("See what is open", on=no)
    offered = await loser.hears("What is open", "Fits Marketing")
    await loser.press("Claim", on=offered, beside="Copywriting")
    await loser.hears("You hold Copywriting.")

    await play.settle()
    assert play.panel().says(f"Keep the Vimeo channel: {winner.user.name} (1 h of 1 h)")
    assert (await loser.command("/muster", "who vimeo")).says(f"Now: {winner.user.name}.")
    assert not (await loser.command("/muster", "mine")).says("Vimeo")


async def test_ten_press_one_button_and_a_duty_for_two_has_two_holders(curtain_on_both):
    play = await curtain_on_both("2026-11-24 12:00")
    crowd = [person for person in play.everyone() if person.user.tz == "Europe/Berlin"][:10]
    panel = play.panel()
    await asyncio.gather(*(p.press("Claim", on=panel, beside="Channel strategy") for p in crowd))
    await play.settle()

    holders = [p for p in crowd if p.sees("You hold Channel strategy.")]
    assert len(holders) == 2
    names = " ".join(p.user.name for p in holders)
    for person in crowd:
        if person not in holders:
            told = person.sees("Channel strategy", "is taken", "at most 2 people at a time")
            assert told, person.user.name
    for holder in holders:
        assert play.panel().says("Channel strategy:", holder.user.name), names


async def test_a_request_that_comes_twice_or_again_after_a_restart_is_handled_once(curtain):
    play = await curtain("2026-11-24 12:00")
    ada = play.person("Ada Brandt")
    play.playground.wire.double()
    await ada.press("Claim", on=play.panel(), beside="Social media strategy")
    await ada.hears("You hold Social media strategy.")
    await play.settle()
    pressed = play.playground.wire.log[-1]
    once = [seen.source.ts for seen in ada.ephemerals]
    assert len(once) == 1

    await play.playground.wire.replay(pressed)
    await play.settle()
    await play.down()
    await play.up()
    await play.playground.wire.replay(pressed)
    await play.settle()
    assert [seen.source.ts for seen in ada.ephemerals] == once
    assert (await ada.command("/muster", "mine")).says("Social media strategy", "2 h 45 min in all")
