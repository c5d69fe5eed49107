"""The roster changes while a card of it is open on a phone: pressing it there is still right."""

from __future__ import annotations

from bot.ports.covers import CoverState
from tests.scenarios.both import CHANNEL
from tests.scenarios.remembered import covers, frozen, holders

VIMEO, COPY = "Keep the Vimeo channel", "Copywriting"


async def seek_cover(play, duty):
    """Ada holds it next week, and cannot."""
    ada = play.person("Ada Brandt")
    await ada.command("/muster", f"claim {duty} next week")
    await play.until("2026-11-24 11:00")
    await ada.command("/muster", f"release {duty} next week")
    await ada.press("Find cover")
    await play.settle()


async def test_claiming_what_was_taken_meanwhile_on_both_platforms(curtain_in_two_on_both):
    play = await curtain_in_two_on_both("2026-11-24 10:00")
    joana, ada = play.person("Joana Zhang"), play.person("Ada Brandt")
    paula = await play.arrives("Paula Fontaine")
    await play.open_channel("Paula Fontaine")
    here, there = frozen(play.panel()), paula.room(CHANNEL)[-1]
    assert here.says(f"{VIMEO}: open")
    assert there.says(VIMEO)

    await ada.command("/muster", "claim vimeo")
    await play.settle()
    await joana.press("Claim", on=here, beside=VIMEO)
    no = await joana.hears(VIMEO, "is taken", "Held by Ada Brandt")
    assert no.private
    await paula.press("Claim", on=there, beside=VIMEO)
    await paula.hears(VIMEO, "is taken", "Held by Ada Brandt")
    assert holders(play, VIMEO, "2026-11-23") == ["Ada Brandt"]

    # the other way round: what was held when the card was drawn is free by now
    old = frozen(play.panel())
    await ada.press("Undo")
    await play.settle()
    assert old.says(f"{VIMEO}: Ada Brandt")
    await paula.press("Claim", on=there, beside=VIMEO)
    await paula.hears(f"You hold {VIMEO}.")
    await play.settle()
    assert play.panel().says(f"{VIMEO}: Paula Fontaine")
    assert holders(play, VIMEO, "2026-11-23") == ["Paula Fontaine"]
    assert play.teams.problems == []


async def test_a_form_for_a_part_that_is_open_while_another_takes_all(curtain_in_two):
    play = await curtain_in_two("2026-11-24 10:00")
    paula = await play.arrives("Paula Fontaine")
    await seek_cover(play, "copywriting")
    await play.until("2026-11-27 10:30")  # everybody is asked
    slow, fast = play.person("Joana Zhang"), play.person("Lucía Demir")
    card = frozen(slow.sees(f"Can you take {COPY}"))
    asked = paula.sees(f"Can you take {COPY}")
    assert await paula.opens("Take a part", on=asked)
    await slow.press("Take a part", on=card)
    await play.settle()
    assert slow.modal

    await fast.press("Take it")
    await fast.hears(f"You hold {COPY}.")
    await play.settle()
    await slow.submit({"Hours": "2"})
    await play.settle()
    said = slow.modal or slow.sees("Lucía Demir")
    assert said.says("Lucía Demir took Copywriting"), said
    await paula.fills({"Hours": "2"})
    await play.settle()
    assert (paula.dialog or paula.sees("Lucía Demir")).says("Lucía Demir took Copywriting")

    # and the old card, pressed once more
    if slow.modal:
        await slow.close()
    paula.close()
    await slow.press("Take it", on=card)
    await slow.hears("Lucía Demir took Copywriting. Thank you.")
    await play.settle()
    assert holders(play, COPY) == ["Lucía Demir"]
    assert [cover.state for cover in covers(play)] == [CoverState.TAKEN]
    assert play.teams.problems == []


async def test_a_duty_is_retired_while_people_are_asked_and_plan_to_claim_it(curtain):
    play = await curtain("2026-11-24 10:00")
    joana = play.person("Joana Zhang")
    await seek_cover(play, "vimeo")
    [asked] = [one for one in play.everyone() if one.sees(f"Can you take {VIMEO}")]
    card = frozen(asked.sees(f"Can you take {VIMEO}"))
    panel = frozen(play.panel())

    await play.set_up("Duties", f"Open|{VIMEO}", "Retire")
    await play.settle()
    assert not play.panel().says(VIMEO)
    await asked.press("Take it", on=card)
    await asked.hears(f"Nobody is wanted for {VIMEO} any more.")
    await joana.press("Claim", on=panel, beside=VIMEO)
    await joana.hears("This turn is no longer on the roster.")
    await play.settle()
    assert "Joana Zhang" not in holders(play, VIMEO, "2026-11-23")
    assert not any(cover.state is CoverState.OPEN for cover in covers(play))
    assert not any(one.sees(f"Can you take {VIMEO}") for one in play.everyone())
