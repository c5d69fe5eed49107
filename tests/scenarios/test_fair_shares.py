"""What a duty asks for, what somebody may carry, and what was carried: over the wire."""

from __future__ import annotations

DUTY = "Guard our reputation"


async def test_who_is_cleared_in_slack_may_take_it_in_teams(curtain_in_two):
    play = await curtain_in_two("2026-11-24 10:00")
    paula = await play.arrives("Paula Fontaine")
    await play.set_up("Duties", f"Open|{DUTY}", "Edit")
    assert await play.chair.submit({"Asks for clearance": "press"}) is None
    await play.chair.hears("Nobody is cleared for press yet")

    await paula.says("claim reputation")
    await paula.hears(
        f"You cannot take {DUTY}", "It asks for clearance: press.", "Farah Okafor can clear you"
    )
    await play.set_up("People", "Find")
    await play.chair.submit({"A part of a name": "Paula"})
    for label, beside in (("Open", "Paula Fontaine"), ("Edit", "")):
        await play.settle()
        await play.chair.press(label, beside=beside)
    await play.settle()
    assert await play.chair.submit({"Cleared for": ["press"]}) is None
    await play.settle()
    assert paula.sees("Farah Okafor changed your entry", "Cleared for: nothing → press")
    await paula.says("claim reputation")
    await paula.hears(f"You hold {DUTY}.")
    assert play.teams.problems == []


async def test_a_night_and_the_morning_after_it_need_the_chair(curtain):
    play = await curtain("2026-11-24 10:00")
    await play.chair.command("/muster", "claim night watch today")
    await play.chair.hears("You hold Night watch on the support handle.")
    await play.chair.command("/muster", "claim answer on the support wed 9:00")
    await play.chair.hears("there is to be 11 h of rest", "As chair you can let it pass")
    await play.chair.press("Do it anyway")
    await play.settle()
    form = await play.chair.submit({"Why": " "})
    assert form is not None
    await play.chair.submit({"Why": "Everybody is at the fair."})
    await play.chair.hears("You hold Answer on the support", "Everybody is at the fair.")
    await play.set_up("Limits")
    await play.chair.submit({"Rest": "0"})
    await play.chair.hears("no rest asked for")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "claim night watch wed")
    await ada.hears("You hold")
    await ada.command("/muster", "claim answer on the support thu 9:00")
    await ada.hears("You hold Answer on the support")


async def test_whoever_covers_for_a_colleague_is_seen_to_have(curtain):
    play = await curtain("2026-11-24 10:00")
    joana, jakub = play.person("Joana Zhang"), play.person("Jakub Nakamura")
    await joana.command("/muster", "claim vimeo next week")
    await joana.hears("You hold Keep the Vimeo channel.")
    await joana.command("/muster", "release vimeo next week")
    await joana.press("Find cover")
    await play.settle()
    await play.settle()
    await play.until("2026-11-24 16:00")
    asked = [one for one in play.everyone() if one.sees("Can you take Keep the Vimeo channel")]
    assert asked
    await asked[0].press("Take it")
    await play.settle()
    await play.until("2026-12-01 10:00")
    mine = await asked[0].command("/muster", "mine")
    assert mine.says("held 1 h (of it 1 h covered for others)")
    assert not (await jakub.command("/muster", "mine")).says("covered for others")
    status = await play.chair.command("/muster", "status")
    assert status.says("Who carries what, 12 weeks", "1 h covered for others")
    await play.chair.press("4 weeks")
    await play.chair.hears("Who carries what: 4 weeks")
    await play.chair.press("People, for you only")
    await play.chair.hears("By name, not by load.")
