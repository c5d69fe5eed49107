"""The roster in people's own calendars, over the wire: from a button in chat to a GET."""

from __future__ import annotations

import re

import aiohttp

from tests.bot.feeds.stage import read_text, titles
from tests.scenarios.stage import CHAIR

DUTY = "Keep the Vimeo channel"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/feeds/[\w-]+\.ics")


async def fetch(address: str, tag: str = "") -> tuple[int, str, str]:
    """As a calendar does: status, text, and the tag to come back with."""
    headers = {"If-None-Match": tag} if tag else {}
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, headers=headers) as response,
    ):
        return response.status, await response.text(), response.headers.get("ETag", "")


def address_in(seen) -> str:
    found = ADDRESS.search(seen.text)
    assert found, seen.text
    return found[0]


async def test_what_was_really_agreed_is_what_the_calendar_shows(curtain):
    play = await curtain("2026-11-24 12:00")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "claim vimeo")
    await play.settle()
    await ada.command("/muster", "mine")
    await ada.press("Add to my calendar")
    address = address_in(await ada.hears("Your turns, for your calendar"))

    status, text, tag = await fetch(address)
    assert status == 200
    assert DUTY in titles(read_text(text))
    assert (await fetch(address, tag))[0] == 304

    await play.person("Joana Zhang").command("/muster", "claim blog")
    await play.settle()
    assert (await fetch(address, tag))[0] == 304  # it is nothing of hers

    await ada.command("/muster", "release vimeo")
    await ada.press("Find cover")
    await play.settle()
    status, text, later = await fetch(address, tag)
    assert (status, later != tag) == (200, True)
    assert titles(read_text(text)) == [f"{DUTY} (cover wanted)"]  # hers until somebody takes it
    await play.person("Joana Zhang").command("/muster", f"claim vimeo from <@{ada.user.id}>")
    await play.settle()
    assert titles(read_text((await fetch(address))[1])) == [f"Cancelled: {DUTY}"]


async def test_a_colleague_in_teams_has_the_same_roster_in_the_calendar(curtain_in_two):
    play = await curtain_in_two("2026-11-24 12:00")
    paula, chair = await play.arrives("Paula Fontaine"), play.person(CHAIR)
    await paula.says("feed all")
    theirs = address_in(await paula.hears("The whole roster, for your calendar"))
    ours = address_in(await chair.command("/muster", "feed all"))
    assert theirs != ours
    await play.person("Joana Zhang").command("/muster", "claim vimeo")
    await play.settle()
    first, second = await fetch(theirs), await fetch(ours)
    assert first == second  # to the last letter, and with one tag
    assert not [title for title in titles(read_text(first[1])) if "Joana" in title]

    await chair.command("/muster", "feed")
    await chair.press("Everybody's feeds")
    await play.settle()
    await chair.press("Show names")
    await play.settle()
    status, text, _tag = await fetch(theirs, first[2])
    assert status == 200
    assert [title for title in titles(read_text(text)) if title.startswith(f"{DUTY}: Joana Zhang")]


async def test_the_chair_ends_a_feed_and_its_owner_learns_of_it(curtain):
    play = await curtain("2026-11-24 12:00")
    ada = play.person("Ada Brandt")
    address = address_in(await ada.command("/muster", "feed vimeo"))
    assert (await fetch(address))[0] == 200
    await play.chair.command("/muster", "feed")
    await play.chair.press("Everybody's feeds")
    await play.settle()
    await play.chair.press("End it", beside="Ada Brandt")
    await play.settle()
    assert (await fetch(address))[0] == 404
    assert ada.sees(f"Your calendar feed of {DUTY} has ended.", CHAIR)
    assert (await fetch(address.replace(".ics", "x.ics")))[:2] == (await fetch(address))[:2]


async def test_who_leaves_takes_no_roster_along(curtain):
    play = await curtain("2026-11-24 12:00")
    ada = play.person("Ada Brandt")
    address = address_in(await ada.command("/muster", "feed all"))
    assert (await fetch(address))[0] == 200
    await ada.command("/muster", "home")
    await ada.press("Leave the task force")
    await play.settle()
    assert (await fetch(address))[0] == 404
