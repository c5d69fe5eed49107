"""What a person says and does arrives at the app as Slack would send it, or is forbidden."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from slack_sdk.signature import SignatureVerifier

from handlers.playground.errors import CannotDo
from handlers.playground.objects import Row
from handlers.playground.people import compose
from tests.unhurried import PATIENT


def event(request):
    return json.loads(request[1])["event"]


def events(raw):
    return [event(request) for request in raw.requests]


async def test_mentions_rooms_links_and_signs_are_marked_up(playground):
    ws = playground.workspace
    ada, room = ws.person("Ada Brandt").id, ws.channel("#general").id
    ws.add_person(Row("Ada"))
    said = compose(ws, "1 < 2 & @Ada Brandt, see #general: https://example.com/a?b=1&c=2 @channel")
    assert said == (
        f"1 &lt; 2 &amp; <@{ada}>, see <#{room}|general>: "
        "<https://example.com/a?b=1&amp;c=2> <!channel>"
    )
    command = compose(ws, "swap with @Ada Brandt", in_command=True)
    assert command == f"swap with <@{ada}|ada.brandt>"
    assert compose(ws, "mail a@Ada Brandt #generally @Adam") == "mail a@Ada Brandt #generally @Adam"


async def test_words_to_the_app_arrive_as_an_event(playground, raw, anna):
    await anna.say("hours 3")
    [request] = raw.requests
    headers, body = request
    assert SignatureVerifier(playground.signing_secret).is_valid_request(body, headers)
    outer = json.loads(body)
    assert outer["type"] == "event_callback"
    assert outer["event_id"].startswith("Ev")
    assert outer["authorizations"][0]["user_id"] == playground.workspace.bot.id
    assert outer["event"] | {"text": "hours 3", "channel_type": "im"} == outer["event"]
    assert "x-slack-retry-num" not in headers


async def test_a_room_is_overheard_only_when_the_app_is_named(playground, raw, anna):
    await anna.say("hello all", channel="#general")
    await anna.say("@Muster who", channel="#general")
    [heard] = events(raw)
    assert heard["type"] == "app_mention"
    assert heard["text"] == f"<@{playground.workspace.bot.id}> who"


async def test_the_app_hears_its_own_direct_messages(playground, raw, web, anna):
    await web.chat_postMessage(channel=anna.user.id, text="Hours?")
    await raw.count(1)
    [heard] = events(raw)
    assert heard["bot_id"] == playground.workspace.bot_id


async def test_a_failed_event_is_retried_three_times(raw, anna):
    raw.answers = [(500, "", {})] * 4
    await anna.say("hello")
    await raw.count(4)
    headers = [request[0] for request in raw.requests]
    assert [h.get("x-slack-retry-num") for h in headers] == [None, "1", "2", "3"]
    assert headers[1]["x-slack-retry-reason"] == "http_error"
    ids = {json.loads(body)["event_id"] for _, body in raw.requests}
    assert len(ids) == 1


async def test_retries_end_with_a_success_or_by_wish(raw, anna):
    raw.answers = [(500, "", {}), (200, "", {}), (500, "", {"x-slack-no-retry": "1"})]
    await anna.say("one")
    await raw.count(2)
    await anna.say("two")
    await anna.say("three")
    assert [event(r)["text"] for r in raw.requests] == ["one", "one", "two", "three"]


async def test_waits_between_retries_are_slacks_to_choose(clock, playground, raw, anna):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    playground.wire.patience = replace(PATIENT, retries=(0.0, 60.0, 300.0), sleep=sleep)
    raw.answers = [(500, "", {})] * 4
    await anna.say("hello")
    await raw.count(4)
    assert waited == [60.0, 300.0]


async def test_people_come_go_and_change(playground, raw, anna, clock):
    people, ws = playground.people, playground.workspace
    room = ws.channel("#general")
    await people.change_profile(anna.user, tz="Asia/Kolkata", email="ada@example.com")
    await people.leave(anna.user, room)
    await people.join(anna.user, room)
    await people.deactivate(anna.user)
    clock.move(days=120)  # a clock change within a zone is no change of profile
    new = await people.arrive(Row("Nia New", "nia@example.com"))
    await playground.settled()
    heard = events(raw)
    assert [e["type"] for e in heard] == [
        "user_change",
        "member_left_channel",
        "member_joined_channel",
        "user_change",
        "team_join",
        "member_joined_channel",
    ]
    assert (heard[0]["user"]["tz"], heard[0]["user"]["deleted"]) == ("Asia/Kolkata", False)
    assert heard[0]["user"]["profile"]["email"] == "ada@example.com"
    assert heard[3]["user"]["deleted"]
    assert anna.user.id not in room.members
    assert new.id in room.members


async def test_the_app_is_told_where_it_is_invited_and_removed(playground, raw):
    people, ws = playground.people, playground.workspace
    room = ws.add_channel("late")
    await people.join(ws.bot, room)
    await people.leave(ws.bot, room)
    await people.archive(ws.channel("#general"))
    await playground.settled()
    heard = [(e["type"], e["channel"]) for e in events(raw)]
    assert heard == [
        ("member_joined_channel", room.id),
        ("member_left_channel", room.id),
        ("channel_archive", ws.channel("#general").id),
    ]


async def test_messages_are_edited_and_deleted_by_people(playground, raw, web, anna):
    message = await anna.say("hours 3")
    await playground.people.edit(anna.user, message, "hours 4")
    await playground.people.delete(anna.user, message)
    await playground.settled()
    kinds = [(e.get("subtype"), e.get("message", {}).get("text")) for e in events(raw)]
    assert kinds == [(None, None), ("message_changed", "hours 4"), ("message_deleted", None)]
    assert anna.inbox == []
    posted = await web.chat_postMessage(channel="#general", text="panel")
    panel = playground.workspace.message(posted["channel"], posted["ts"])
    await playground.people.delete(anna.user, panel)
    assert anna.sees("panel") is None


async def test_home_is_opened_and_shown(playground, raw, web, anna):
    async def show():
        await raw.count(1)
        view = {
            "type": "home",
            "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "My turns"}}],
        }
        await web.views_publish(user_id=anna.user.id, view=view)

    task = asyncio.create_task(show())
    home = await anna.home()
    await task
    assert home.text == "My turns"
    [heard] = events(raw)
    assert (heard["type"], heard["tab"], heard["user"]) == ("app_home_opened", "home", anna.user.id)


async def test_what_slacks_client_forbids_is_forbidden(playground, raw, anna, ben):
    people, ws = playground.people, playground.workspace
    gone, guest = playground.person("Lea Left"), playground.person("Gil Guest")
    stranger = playground.person("Stan Strange")
    ws.set_member(stranger.user.id, ws.channel("#general").id, inside=True)
    message = await anna.say("mine")
    for doing, why in (
        (gone.command("/muster", "who"), "deactivated"),
        (guest.say("hi", channel="#general"), "not in #general"),
        (stranger.command("/muster", "who", channel="#general"), "another company"),
        (people.edit(ben.user, message, "his"), "own messages"),
        (people.delete(ben.user, message), "own messages"),
        (gone.home(), "deactivated"),
    ):
        with pytest.raises(CannotDo, match=why):
            await doing
    await people.archive(ws.channel("#general"))
    with pytest.raises(CannotDo, match="archived"):
        await anna.say("hi", channel="#general")


async def test_a_document_comes_with_a_message(playground, raw, anna):
    await anna.say("our people", files=(anna.file("members.csv", "name;email\n"),))
    [heard] = events(raw)
    assert heard["files"][0]["name"] == "members.csv"
    assert heard["files"][0]["url_private"].startswith(playground.url)


async def test_replays_doubles_and_disorder(playground, raw, anna):
    await anna.say("one")
    await playground.wire.replay()
    assert raw.requests[0] == raw.requests[1]

    playground.wire.double()
    await anna.say("two")
    assert [event(r)["text"] for r in raw.requests[2:]] == ["two", "two"]
    assert raw.requests[2] == raw.requests[3]

    playground.wire.hold()
    await anna.say("three")
    await anna.say("four")
    assert len(raw.requests) == 4
    await playground.wire.release(backwards=True)
    assert [event(r)["text"] for r in raw.requests[4:]] == ["four", "three"]
    await anna.say("five")
    assert len(raw.requests) == 7


async def test_uninstalling_revokes(playground, raw):
    await playground.events.uninstalled()
    await playground.settled()
    assert {e["type"] for e in events(raw)} == {"tokens_revoked", "app_uninstalled"}
