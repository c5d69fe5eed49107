"""A person of a play: what they see as words, what they press by its label, what they wait for."""

from __future__ import annotations

import asyncio

import pytest

from handlers.playground.seen import plain


def text(words):
    return {"type": "mrkdwn", "text": words}


def label(words):
    return {"type": "plain_text", "text": words}


def row(name, action):
    button = {"type": "button", "text": label("Claim"), "action_id": action, "value": name}
    return {"type": "section", "text": text(f"*{name}* open"), "accessory": button}


async def say(web, **more):
    return await web.chat_postMessage(channel="#general", text="fallback", **more)


async def test_marked_up_text_is_read_as_words(playground, anna):
    ws = playground.workspace
    room = ws.channel("#general").id
    marked = (
        f"*Hello* <@{anna.user.id}>, _see_ <#{room}> or <https://example.com|the page> "
        "&lt;here&gt; <!date^1764576000^{date}|1 December> <!here> `who` social_media_team 2*3*4"
    )
    assert plain(ws, marked) == (
        "Hello @Ada Brandt, see #general or the page <here> 1 December @here who "
        "social_media_team 2*3*4"
    )


async def test_every_block_is_read(web, anna):
    cells = [[{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Hours"}]]
    cells.append([{"type": "raw_text", "text": "Ada"},
                  {"type": "raw_number", "value": 3, "text": "3"}])  # fmt: skip
    bars = [{"name": "Needed", "data": [{"label": "PR", "value": 4}, {"label": "HR", "value": 2}]}]
    pie = {"type": "pie", "segments": [{"label": "PR", "value": 1.5}]}
    rich = {"type": "text", "text": "rich"}
    await say(
        web,
        blocks=[
            {"type": "header", "text": label("Digest")},
            {"type": "section", "fields": [text("*a* 1"), text("b 2")]},
            {"type": "context", "elements": [text("small"), {"type": "image", "alt_text": "cat",
             "image_url": "https://example.com/cat.png"}]},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                rich, {"type": "user", "user_id": anna.user.id}]}]},
            {"type": "table", "rows": cells},
            {"type": "data_visualization", "title": "Load", "chart": {"type": "bar",
             "series": bars, "axis_config": {"categories": ["PR", "HR"]}}},
            {"type": "data_visualization", "title": "Share", "chart": pie},
            {"type": "container", "title": label("Box"), "child_blocks": [
                {"type": "section", "text": text("inside")}]},
        ],
    )  # fmt: skip
    [seen] = anna.room("#general")
    assert seen.text.split("\n") == [
        "Digest", "a 1", "b 2", "small", "cat", "rich@Ada Brandt", "Name | Hours", "Ada | 3",
        "Load", "Needed: PR 4, HR 2", "Share", "PR 1.5", "Box", "inside",
    ]  # fmt: skip


async def test_equal_labels_are_told_apart_by_their_line(web, raw, anna):
    await say(web, blocks=[row("Facebook", "a"), row("LinkedIn", "b")])
    [seen] = anna.room("#general")
    assert seen.buttons == ("Claim", "Claim")
    assert seen.control("claim", beside="linkedin").value == "LinkedIn"
    await anna.press("Claim", beside="LinkedIn")
    assert b"LinkedIn" in raw.requests[0][1]
    with pytest.raises(LookupError, match=r"(?s)“Release”.*Claim"):
        await anna.press("Release")


async def test_the_newest_thing_with_the_button_is_pressed(web, raw, anna):
    await say(web, blocks=[row("First", "a")])
    await say(web, blocks=[row("Second", "a")])
    first, _ = anna.room("#general")
    await anna.press("Claim")
    await anna.press("Claim", on=first)
    assert b"Second" in raw.requests[0][1]
    assert b"First" in raw.requests[1][1]


async def test_hearing_waits_for_what_is_newer_than_the_last_deed(web, raw, anna, ben):
    await say(web)
    await anna.say("fallback", channel="#general")  # one's own words are no answer
    waiting = asyncio.create_task(anna.hears("fallback"))
    await web.auth_test()
    assert not waiting.done()
    posted = await say(web)
    assert (await waiting).source.ts == posted["ts"]
    await ben.say("hello", channel="#general")
    await web.chat_update(channel=posted["channel"], ts=posted["ts"], text="Taken by Ben")
    assert (await ben.hears("taken", "ben")).source.ts == posted["ts"]


async def test_waiting_in_vain_says_what_there_is(web, anna):
    await say(web, blocks=[row("Facebook", "a")])
    anna.patience = 0.01
    with pytest.raises(TimeoutError, match=r"(?s)Ada Brandt waited.*Facebook open \['Claim'\]"):
        await anna.hears("nothing of the kind")


async def test_nobody_sees_what_is_not_theirs(playground, web, anna, ben):
    await web.chat_postMessage(channel=anna.user.id, text="For Ada alone")
    guest = playground.person("gil@example.com")
    await say(web)
    assert ben.sees("for ada") is None
    assert guest.sees("fallback") is None
    assert anna.sees("FOR ada")


async def test_the_page_is_told_of_every_change(playground, web, anna):
    told = []
    stop = playground.workspace.subscribe(told.append)
    await say(web)
    await web.views_publish(user_id=anna.user.id, view={"type": "home", "blocks": []})
    general = playground.workspace.channel("#general").id
    assert [(c.what, c.where) for c in told] == [("message", general), ("home", anna.user.id)]
    stop()
    await say(web)
    assert len(told) == 2
