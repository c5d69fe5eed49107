"""A user group and a channel's topic follow a duty, over the wire; a week's page is opened."""

from __future__ import annotations

import re

import aiohttp

from bot.model import DeliveryState
from tests.scenarios.stage import CHAIR

GROUP, ROOM = "on-duty", "social-media"
DUTY = "Night watch on the support handle"
FORM = {
    "What follows the roster": ["A user group", "A channel's topic"],
    "User group": f"@{GROUP}",
    "Channel": ROOM,
}


def group(play):
    [found] = play.playground.workspace.groups.values()
    return found


def members(play):
    users = play.playground.workspace.users
    return [] if group(play).disabled else [users[user].name for user in group(play).users]


def topic(play):
    return play.playground.workspace.channel(ROOM).topic


def lines(play):
    """What Slack wrote of the topic into the room."""
    return [seen for seen in play.room(ROOM) if seen.says("channel topic")]


async def follow(play, values=FORM):
    await play.set_up("Duties", "Show 10 more", f"Open|{DUTY}", "Follow the roster")
    assert await play.chair.submit(values) is None
    await play.settle()


async def test_they_follow_at_each_change_and_each_edge(curtain):
    play = await curtain("2026-11-24 10:00")
    play.playground.workspace.channel(ROOM).topic = "Be kind & brief"
    ada = play.person("Ada Brandt")
    await follow(play)
    assert group(play).disabled, "nobody is on duty now"
    assert topic(play) == f"Be kind & brief [Muster: {DUTY}: nobody]"

    await ada.command("/muster", "claim night watch on the support handle today")
    await play.settle()
    assert len(lines(play)) == 1, "her turn has not begun"
    await play.until("2026-11-24 21:00")
    assert members(play) == ["Ada Brandt"]
    assert topic(play) == f"Be kind & brief [Muster: {DUTY}: Ada Brandt]"

    play.playground.workspace.channel(ROOM).topic = f"Be brief [Muster: {DUTY}: Ada Brandt] please"
    await play.until("2026-11-24 23:00")
    assert group(play).disabled
    assert topic(play) == f"Be brief [Muster: {DUTY}: nobody] please"


async def test_what_is_missing_is_said_once_and_stands_in_status_until_it_is_mended(curtain):
    play = await curtain("2026-11-24 10:00")
    workspace = play.playground.workspace
    group(play).admins_only = True
    workspace.channel(ROOM).archived = True
    await follow(play)
    assert [s for s in play.chair.inbox if s.says("only some people change user groups")]
    assert [s for s in play.chair.inbox if s.says("This channel is archived.")]

    await play.person("Ada Brandt").command(
        "/muster", "claim night watch on the support handle today"
    )
    await play.until("2026-11-26 12:00")
    for words in ("only some people change", "This channel is archived."):
        assert len([s for s in play.chair.inbox if s.says(words, "cannot follow")]) == 1
    status = await play.chair.command("/muster", "status")
    assert status.says("Do not follow the roster: 2")

    group(play).admins_only = False
    workspace.channel(ROOM).archived = False
    await play.until("2026-11-27 12:00")
    assert group(play).disabled
    assert topic(play) == f"[Muster: {DUTY}: nobody]"
    assert not (await play.chair.command("/muster", "status")).says("Do not follow")


async def test_nothing_is_lost_while_muster_is_down(curtain):
    play = await curtain("2026-11-24 10:00")
    await follow(play)
    await play.person("Ada Brandt").command(
        "/muster", "claim night watch on the support handle today"
    )
    await play.until("2026-11-24 20:55")
    play.playground.faults.down()
    await play.until("2026-11-24 21:00")
    await play.down()
    play.playground.faults.up()
    await play.up()
    await play.until("2026-11-24 22:00")
    assert members(play) == ["Ada Brandt"]
    assert topic(play).endswith("Ada Brandt]")
    assert not [d for d in play.deliveries(DeliveryState.IN_DOUBT) if d.kind == "sign"]


async def test_in_teams_the_form_says_that_it_cannot_be_there(curtain_in_two):
    play = await curtain_in_two("2026-11-24 10:00")
    chair = await play.arrives(CHAIR)
    await chair.asks("setup")
    await chair.press("Duties")
    await play.settle()
    await chair.press("Open", beside="Action plan")
    await play.settle()
    dialog = await chair.opens("Follow the roster")
    assert dialog.says("User groups and topics cannot follow the roster here.")
    assert dialog.says("Set it up from Slack")


async def test_the_week_is_opened_in_a_browser_by_a_link_that_ends(curtain):
    play = await curtain("2026-11-24 10:00")
    ada = play.person("Ada Brandt")
    await ada.command("/muster", "claim vimeo")
    await play.settle()
    await ada.command("/muster", "who week")
    seen = await ada.hears("Times are those of Europe/Berlin")
    [link] = re.findall(r"http://127\.0\.0\.1:\d+/week/[\w.-]+", str(seen.source.blocks))
    async with aiohttp.ClientSession() as session:
        async with session.get(link) as answer:
            page = await answer.text()
            assert (answer.status, "Ada Brandt" in page, "Keep the Vimeo" in page) == (200,) + (
                True,
            ) * 2
            assert answer.headers["Cache-Control"] == "no-store, private"
        async with session.get(link + "x") as answer:
            assert answer.status == 404
        await play.until("2026-12-08 10:01")
        async with session.get(link) as answer:
            assert (answer.status, "had its time" in await answer.text()) == (410, True)
