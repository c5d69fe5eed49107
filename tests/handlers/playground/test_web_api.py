"""The Web API as slack_sdk's own client meets it."""

from __future__ import annotations

from tests.handlers.playground.calls import refusal, room, user
from tests.handlers.playground.conftest import SCOPES


async def test_a_message_is_posted_read_edited_and_deleted(playground, web):
    channel = room(playground)
    metadata = {"event_type": "delivery", "event_payload": {"id": "17"}}
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Roster*"}}]
    posted = await web.chat_postMessage(
        channel=channel, text="Roster", blocks=blocks, metadata=metadata
    )
    history = await web.conversations_history(channel=channel, include_all_metadata=True)
    [message] = history["messages"]
    assert message["metadata"] == metadata
    assert message["ts"] == posted["ts"]
    assert message["bot_id"] == playground.workspace.bot_id
    assert message["blocks"][0]["block_id"]
    bare = await web.conversations_history(channel=channel)
    assert "metadata" not in bare["messages"][0]

    await web.chat_update(channel=channel, ts=posted["ts"], text="Roster, anew")
    changed = playground.workspace.message(channel, posted["ts"])
    assert (changed.text, changed.blocks, bool(changed.edited)) == ("Roster, anew", [], True)
    assert changed.metadata == metadata

    await web.chat_delete(channel=channel, ts=posted["ts"])
    assert playground.workspace.message(channel, posted["ts"]) is None
    assert (await web.conversations_history(channel=channel))["messages"] == []


async def test_an_edit_of_blocks_alone_leaves_the_text_and_no_mark(playground, web):
    channel = room(playground)
    posted = await web.chat_postMessage(channel=channel, text="Roster")
    change = {"channel": channel, "ts": posted["ts"], "blocks": [{"type": "divider"}]}
    await web.api_call("chat.update", json=change)
    message = playground.workspace.message(channel, posted["ts"])
    assert (message.text, message.edited, len(message.blocks)) == ("Roster", None, 1)


async def test_stamps_differ_and_grow_though_the_clock_stands(playground, web):
    channel = room(playground)
    stamps = [(await web.chat_postMessage(channel=channel, text="x"))["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))


async def test_direct_messages_open_once(playground, web, anna):
    opened = await web.conversations_open(users=[anna.user.id])
    again = await web.conversations_open(users=[anna.user.id])
    posted = await web.chat_postMessage(channel=anna.user.id, text="Hello")
    assert opened["channel"]["id"] == again["channel"]["id"] == posted["channel"]
    assert again["already_open"]
    assert [seen.text for seen in anna.inbox] == ["Hello"]


async def test_an_ephemeral_message_is_for_one_person(playground, web, anna, ben):
    channel = room(playground)
    await web.chat_postEphemeral(channel=channel, user=anna.user.id, text="Only you")
    assert anna.sees("only you")
    assert anna.sees("only you").private
    assert ben.sees("only you") is None
    assert (await web.conversations_history(channel=channel))["messages"] == []


async def test_threads_are_read_by_replies(playground, web):
    channel = room(playground)
    first = await web.chat_postMessage(channel=channel, text="top")
    await web.chat_postMessage(channel=channel, text="below", thread_ts=first["ts"])
    replies = await web.conversations_replies(channel=channel, ts=first["ts"])
    assert [m["text"] for m in replies["messages"]] == ["top", "below"]
    history = await web.conversations_history(channel=channel)
    assert [(m["text"], m["reply_count"]) for m in history["messages"]] == [("top", 1)]


async def test_history_comes_in_pages_newest_first_and_within_bounds(playground, web, clock):
    channel = room(playground)
    stamps = []
    for number in range(5):
        stamps.append((await web.chat_postMessage(channel=channel, text=str(number)))["ts"])
        clock.move(minutes=1)
    page = await web.conversations_history(channel=channel, limit=2)
    assert [m["text"] for m in page["messages"]] == ["4", "3"]
    cursor = page["response_metadata"]["next_cursor"]
    page = await web.conversations_history(channel=channel, limit=2, cursor=cursor)
    assert [m["text"] for m in page["messages"]] == ["2", "1"]
    later = await web.conversations_history(channel=channel, oldest=stamps[3])
    assert [m["text"] for m in later["messages"]] == ["4"]
    with_it = await web.conversations_history(channel=channel, oldest=stamps[3], inclusive=True)
    assert [m["text"] for m in with_it["messages"]] == ["4", "3"]


async def test_people_are_described_as_slack_describes_them(playground, web):
    anna = (await web.users_info(user=user(playground, "Ada Brandt")))["user"]
    assert (anna["tz"], anna["tz_offset"]) == ("Europe/Berlin", 3600)
    assert anna["profile"]["email"] == "ada.brandt@example.com"
    guest = (await web.users_info(user=user(playground, "Gil Guest")))["user"]
    assert guest["is_restricted"]
    stranger = (await web.users_info(user=user(playground, "Stan Strange")))["user"]
    assert stranger["is_stranger"]
    assert stranger["team_id"] != playground.workspace.team_id
    assert "email" not in stranger["profile"]
    gone = (await web.users_info(user=user(playground, "Lea Left")))["user"]
    assert gone["deleted"]
    assert "tz" not in gone
    bot = (await web.users_info(user=user(playground, "Other Bot")))["user"]
    assert bot["is_bot"]


async def test_people_are_found_by_address_if_active_and_ours(playground, web):
    found = await web.users_lookupByEmail(email="ADA.Brandt@example.com")
    assert found["user"]["id"] == user(playground, "Ada Brandt")
    for email in ("lea@example.com", "stan@elsewhere.example", "nobody@example.com", ""):
        assert (await refusal(web.users_lookupByEmail(email=email)))["error"] == "users_not_found"


async def test_the_app_learns_who_and_where_it_is(playground, web):
    about = await web.auth_test()
    assert about["team_id"] == playground.workspace.team_id
    assert about["user_id"] == playground.workspace.bot.id
    assert about.headers["X-OAuth-Scopes"].split(",") == sorted(SCOPES)
    assert (await web.team_info())["team"]["name"] == "Acme"
    assert (await web.bots_info(bot=about["bot_id"]))["bot"]["app_id"]
    members = await web.conversations_members(channel=room(playground))
    assert user(playground, "Ada Brandt") in members["members"]
    assert user(playground, "Gil Guest") not in members["members"]
    rooms = (await web.conversations_list())["channels"]
    assert {r["name"] for r in rooms} == {"general", "social-media", "task-force"}


async def test_the_bot_joins_public_rooms_and_lists_its_own(playground, web):
    ws = playground.workspace
    late = ws.add_channel("late")
    mine = {room["name"] for room in (await web.users_conversations())["channels"]}
    assert "late" not in mine
    joined = await web.conversations_join(channel=late.id)
    assert joined["channel"]["is_member"]
    late.archived = True
    assert (await refusal(web.conversations_join(channel=late.id)))["error"] == "is_archived"
    open_rooms = await web.conversations_list(exclude_archived=True, limit=2)
    assert len(open_rooms["channels"]) == 2
    assert open_rooms["response_metadata"]["next_cursor"]
    assert (await refusal(web.conversations_list(types="caves")))["error"] == "invalid_types"
    secret = ws.add_channel("secret", [ws.bot.id], kind="group")
    response = await refusal(web.conversations_join(channel=secret.id))
    assert response["error"] == "method_not_supported_for_channel_type"


async def test_a_direct_message_is_described_and_not_opened_against_a_wish(playground, web, anna):
    response = await refusal(web.conversations_open(users=[anna.user.id], prevent_creation=True))
    assert response["error"] == "channel_not_found"
    opened = await web.conversations_open(users=[anna.user.id], return_im=True)
    assert (opened["channel"]["is_im"], opened["channel"]["user"]) == (True, anna.user.id)
    again = await web.conversations_open(channel=opened["channel"]["id"])
    assert again["channel"] == {"id": opened["channel"]["id"]}
    several = await refusal(
        web.conversations_open(users=[anna.user.id, user(playground, "Ben Okoye")])
    )
    assert (several["error"], several["needed"]) == ("missing_scope", "mpim:write")
    many = await refusal(web.conversations_open(users=[f"U{n}" for n in range(9)]))
    assert many["error"] == "too_many_users"


async def test_a_leaver_with_an_old_direct_message_takes_posts_silently(playground, web, anna):
    await web.chat_postMessage(channel=anna.user.id, text="before")
    await playground.people.deactivate(anna.user)
    assert (await web.chat_postMessage(channel=anna.user.id, text="after"))["ok"]
    assert (await refusal(web.conversations_open(users=[anna.user.id])))["error"] == "user_disabled"


async def test_a_message_has_a_permalink(playground, web):
    posted = await web.chat_postMessage(channel="#general", text="x")
    link = await web.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])
    assert posted["ts"].replace(".", "") in link["permalink"]
    response = await refusal(web.chat_getPermalink(channel=posted["channel"], message_ts="1.2"))
    assert response["error"] == "message_not_found"


async def test_what_was_asked_is_kept(playground, web):
    await web.users_info(user=user(playground, "Ada Brandt"))
    await refusal(web.users_info(user="U0"))
    assert [call.error for call in playground.calls("users.info")] == ["", "user_not_found"]
    assert playground.calls("users.list") == []


async def test_documents_are_uploaded_and_fetched(playground, web, session, anna):
    await web.files_upload_v2(
        content="name;email\n", filename="members.csv", channel=(await dm(web, anna))
    )
    [message] = anna.inbox
    assert message.text == "[members.csv]"
    file = message.source.files[0]
    assert file.data == b"name;email\n"
    headers = {"Authorization": f"Bearer {playground.bot_token}"}
    async with session.get(file.url, headers=headers) as answer:
        assert await answer.read() == file.data
    async with session.get(file.url) as answer:
        assert "Sign in" in await answer.text()


async def dm(web, person):
    return (await web.conversations_open(users=[person.user.id]))["channel"]["id"]
