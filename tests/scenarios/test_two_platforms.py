"""One task force in Slack and in Teams: what one does here, the others see there."""

from __future__ import annotations

import re

from tests.scenarios.both import CHANNEL
from tests.scenarios.stage import CHAIR, ROOM, said_at

DUTY = "Keep the Vimeo channel"
CODE = r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b"
PROMPT = "How many hours can you give this week?"


async def test_who_claims_here_is_seen_there_and_who_releases_there_is_seen_here(
    curtain_in_two_on_both,
):
    play = await curtain_in_two_on_both("2026-11-24 12:00")
    joana, paula = play.person("Joana Zhang"), await play.arrives("Paula Fontaine")
    await play.open_channel("Paula Fontaine", "Ada Brandt")

    await joana.command("/muster", "claim vimeo", channel=ROOM)
    await play.settle()
    for panel in (play.panel(), play.teams_panel()):
        assert panel.says(DUTY, "Joana Zhang")

    await paula.says("claim vimeo", CHANNEL)
    assert (await paula.hears(DUTY, "is taken", "Joana Zhang")).private
    await joana.command("/muster", "release vimeo")
    await joana.press("Undo that I took it")
    await play.settle()
    assert not play.teams_panel().says("Joana Zhang")

    await paula.says("claim vimeo", CHANNEL)
    await paula.hears(f"You hold {DUTY}")
    await play.settle()
    for panel in (play.panel(), play.teams_panel()):
        assert panel.says(DUTY, "Paula Fontaine")
    assert (await joana.command("/muster", "who vimeo")).says("Paula Fontaine")

    await paula.press("Undo")
    await play.settle()
    for panel in (play.panel(), play.teams_panel()):
        assert not panel.says("Paula Fontaine")
    assert play.teams.problems == []


async def test_the_digest_stands_in_both_rooms_with_the_same_figures(curtain_in_two):
    play = await curtain_in_two("2026-11-24 12:00")
    paula = await play.arrives("Paula Fontaine")
    await play.open_channel("Paula Fontaine")
    await paula.says("claim vimeo")
    await play.until("2026-11-30 10:00")
    (here,) = [seen for seen in play.room() if seen.says("Gaps")]
    (there,) = [seen for seen in paula.room(CHANNEL) if seen.says("Gaps")]
    assert said_at(here) == "Mon 2026-11-30 10:00"
    covered = next(line for line in here.text.splitlines() if "are covered" in line)
    assert there.says(covered)
    assert play.teams.problems == []


async def test_a_member_of_both_is_asked_once_where_they_spoke_last(curtain_in_two):
    play = await curtain_in_two("2026-11-22 12:00")
    ada, ada_there = play.person("Ada Brandt"), await play.arrives("Ada Brandt")
    await ada.command("/muster", "mine")
    await play.until("2026-11-22 18:00")
    await ada_there.says("mine")
    await play.until("2026-11-23 09:05")
    assert [seen for seen in ada_there.inbox if seen.says(PROMPT)]
    assert not [seen for seen in ada.inbox if seen.says(PROMPT)]

    await ada_there.press("3 h")
    await play.settle()
    assert ada_there.sees("You offer 3 h.")
    await play.until("2026-11-28 12:00")
    assert (await ada.command("/muster", "hours")).says("3 h") or ada.modal
    await play.until("2026-11-30 09:05")
    asked = [seen for seen in ada.inbox if seen.says(PROMPT)]
    assert len(asked) == 1
    assert len([seen for seen in ada_there.inbox if seen.says(PROMPT)]) <= 1


async def test_the_same_address_links_by_itself_and_both_sides_are_told(curtain_in_two):
    play = await curtain_in_two("2026-11-24 12:00")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "claim vimeo")
    ada_there = await play.arrives("Ada Brandt")
    await ada_there.says("mine")
    await play.settle()
    assert ada_there.sees(DUTY)
    for side in (ada.inbox, ada_there.inbox):
        (told,) = [seen for seen in side if seen.says("The user Ada Brandt in Teams is you")]
        assert "Undo" in told.buttons


async def test_who_cannot_be_reached_in_one_place_is_told_in_the_other(curtain_in_two):
    play = await curtain_in_two("2026-11-22 12:00")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "mine")
    await play.until("2026-11-22 18:00")
    ada_there = await play.arrives("Ada Brandt")
    await ada_there.says("mine")
    await play.settle()
    ada_there.blocks()
    await play.until("2026-11-23 09:05")
    assert [seen for seen in ada.inbox if seen.says(PROMPT)]
    assert not [seen for seen in ada_there.inbox if seen.says(PROMPT)]


async def test_a_task_force_of_slack_is_brought_to_teams_by_a_code(curtain_in_two):
    play = await curtain_in_two("2026-11-24 12:00", connected=False)
    await play.person("Joana Zhang").command("/muster", "claim vimeo")
    code = re.search(CODE, (await play.chair.command("/muster", "connect")).text)[0]
    farah = await play.arrives(CHAIR)
    paula = play.colleague("Paula Fontaine")
    await play.teams.add_to_team("Acme", CHANNEL, [farah, paula])
    await play.settle()
    assert not (await farah.asks("who vimeo")).says("Joana Zhang")  # nothing leaks before it

    await farah.says(f"connect {code}")
    await farah.hears("have one roster now")
    await play.settle()
    await farah.says("who vimeo")
    await farah.hears("Joana Zhang")
    await farah.says("setup here", CHANNEL)
    await play.settle()
    assert play.teams_panel().says(DUTY, "Joana Zhang")
    await play.arrives("Paula Fontaine")
    await paula.says("claim copywriting")
    await paula.hears("You hold Copywriting")
    await play.settle()
    assert play.panel().says("Copywriting", "Paula Fontaine")

    ada = await play.arrives("Ada Brandt")
    await ada.says(f"connect {code}")
    await play.settle()
    assert not ada.sees("have one roster now")  # a code works once
    assert play.teams.problems == []
