"""Turns change hands between Slack and Teams: asked first, or taken over in an emergency."""

from __future__ import annotations

VIMEO = "Keep the Vimeo channel"
COPY = "Copywriting"


async def test_a_swap_is_asked_of_somebody_on_the_other_platform_just_the_same(curtain_in_two):
    play = await curtain_in_two("2026-11-24 12:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await joana.command("/muster", "claim vimeo next week")
    await paula.says("claim copywriting next week 1h")
    await paula.hears(f"You hold {COPY}.")

    await joana.command("/muster", "swap vimeo next week with Paula for copywriting")
    await joana.hears("I have asked Paula Fontaine.", f"You would give: {VIMEO}")
    await play.settle()
    card = await paula.hears("Joana Zhang asks: would you swap?", f"You would take: {VIMEO}")
    await paula.press("Swap", on=card)
    await play.settle()
    assert paula.sees("Done: you and Joana Zhang swapped.", f"Yours now: {VIMEO}")
    assert joana.sees("Done: Paula Fontaine agreed.", f"Not yours any more: {VIMEO}")
    assert (await joana.command("/muster", "who vimeo next week")).says("Paula Fontaine")
    assert (await joana.command("/muster", "who copywriting next week")).says("Joana Zhang")

    await joana.press("Undo", on=next(s for s in joana.inbox if s.says("Paula Fontaine agreed")))
    await play.settle()
    assert paula.sees("it was undone")
    assert (await joana.command("/muster", "who vimeo next week")).says("Joana Zhang")
    assert play.teams.problems == []


async def test_somebody_in_teams_asks_somebody_in_slack_who_offers_another(curtain_in_two):
    play = await curtain_in_two("2026-11-24 12:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await joana.command("/muster", "claim copywriting next week 1h")
    await paula.says("claim vimeo next week")
    await paula.hears(f"You hold {VIMEO}.")
    await paula.says("swap vimeo next week with joana.zhang@example.com")
    await paula.hears("I have asked Joana Zhang.")
    await play.settle()
    card = next(seen for seen in joana.inbox if seen.says("Paula Fontaine asks"))
    await joana.press("For one of mine", on=card)
    await play.settle()
    await joana.submit({"You would give": f"{COPY}, week of Mon 30 Nov – Sun 6 Dec 2026"})
    await play.settle()
    asked = await paula.hears("Joana Zhang asks: would you swap?", f"You would take: {COPY}")
    await paula.press("Swap", on=asked)
    await play.settle()
    assert joana.sees("Done: Paula Fontaine agreed.", f"Yours now: {VIMEO}")
    assert play.teams.problems == []


async def test_sick_in_the_morning_a_colleague_takes_over_from_the_other_platform(
    curtain_in_two_on_both,
):
    play = await curtain_in_two_on_both("2026-11-24 06:40")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await play.open_channel("Paula Fontaine")
    await joana.command("/muster", "claim vimeo")
    await paula.says("claim vimeo from joana")
    await paula.hears(f"You hold {VIMEO} now.", "Taken over from Joana Zhang", "Told: Joana Zhang")
    await play.settle()
    for panel in (play.panel(), play.teams_panel()):
        assert panel.says(VIMEO, "Paula Fontaine")
    told = next(seen for seen in joana.inbox if seen.says("has taken", "over from you"))
    await joana.press("Undo", on=told)
    await play.settle()
    assert paula.sees("Joana Zhang undid it")
    for panel in (play.panel(), play.teams_panel()):
        assert not panel.says("Paula Fontaine")
    assert play.teams.problems == []
