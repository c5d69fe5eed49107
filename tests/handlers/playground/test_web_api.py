"""The Web API as slack_sdk's own client meets it: answers, refusals, scopes."""

from __future__ import annotations

import json

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.playground.methods import METHODS
from tests.handlers.playground.conftest import SCOPES, raw_manifest


async def refusal(call):
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response


def room(playground, name="#general"):
    return playground.workspace.channel(name).id


def user(playground, name):
    return playground.workspace.person(name).id


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


def divided(number):
    return [{"type": "divider"}] * number


REFUSED = {
    "no channel": ("chat.postMessage", {"text": "x"}, "channel_not_found"),
    "unknown channel": ("chat.postMessage", {"channel": "C0", "text": "x"}, "channel_not_found"),
    "not there": ("chat.postMessage", {"channel": "#elsewhere", "text": "x"}, "not_in_channel"),
    "archived": ("chat.postMessage", {"channel": "#old", "text": "x"}, "is_archived"),
    "secret": ("chat.postMessage", {"channel": "#secret", "text": "x"}, "channel_not_found"),
    "between people": ("chat.postMessage", {"channel": "{theirs}", "text": "x"},
                       "channel_not_found"),
    "to a bot": ("chat.postMessage", {"channel": "{Other Bot}", "text": "x"}, "cannot_dm_bot"),
    "to a leaver": ("chat.postMessage", {"channel": "{Lea Left}", "text": "x"}, "user_disabled"),
    "nothing said": ("chat.postMessage", {"channel": "#general"}, "no_text"),
    "51 blocks": ("chat.postMessage", {"channel": "#general", "blocks": divided(51)},
                  "invalid_blocks"),
    "no json": ("chat.postMessage", {"channel": "#general", "blocks": "[{"},
                "invalid_blocks_format"),
    "no list": ("chat.postMessage", {"channel": "#general", "blocks": {"type": "divider"}},
                "invalid_blocks_format"),
    "101 attachments": ("chat.postMessage", {"channel": "#general", "attachments": [{}] * 101},
                        "too_many_attachments"),
    "bad attachment": ("chat.postMessage",
                       {"channel": "#general", "attachments": [{"blocks": [{"type": "x"}]}]},
                       "invalid_attachments"),
    "two texts": ("chat.postMessage", {"channel": "#general", "text": "x", "markdown_text": "y"},
                  "markdown_text_conflict"),
    "long markdown": ("chat.postMessage", {"channel": "#general", "markdown_text": "y" * 12_001},
                      "msg_too_long"),
    "bad metadata": ("chat.postMessage", {"channel": "#general", "text": "x", "metadata": {"a": 1}},
                     "invalid_metadata_schema"),
    "bad thread": ("chat.postMessage", {"channel": "#general", "text": "x", "thread_ts": "now"},
                   "invalid_thread_ts"),
    "not in the room": ("chat.postEphemeral",
                        {"channel": "#general", "user": "{Gil Guest}", "text": "x"},
                        "user_not_in_channel"),
    "no message": ("chat.update", {"channel": "#general", "ts": "1.000000", "text": "x"},
                   "message_not_found"),
    "not ours": ("chat.update", {"channel": "#general", "ts": "{said}", "text": "x"},
                 "cant_update_message"),
    "not ours to delete": ("chat.delete", {"channel": "#general", "ts": "{said}"},
                           "cant_delete_message"),
    "long edit": ("chat.update", {"channel": "#general", "ts": "{posted}", "text": "x" * 4001},
                  "msg_too_long"),
    "empty edit": ("chat.update", {"channel": "#general", "ts": "{posted}"}, "no_text"),
    "edit by user": ("chat.update", {"channel": "{Ada Brandt}", "ts": "{posted}", "text": "x"},
                     "channel_not_found"),
    "no user": ("users.info", {"user": "U0"}, "user_not_found"),
    "no dm with a bot": ("conversations.open", {"users": "{Other Bot}"}, "cannot_dm_bot"),
    "no dm with itself": ("conversations.open", {"users": "{Muster}"}, "cannot_dm_bot"),
    "no dm with a leaver": ("conversations.open", {"users": "{Lea Left}"}, "user_disabled"),
    "no dm with a stranger": ("conversations.open", {"users": "{Stan Strange}"},
                              "user_not_visible"),
    "no dm with nobody": ("conversations.open", {}, "users_list_not_supplied"),
    "no such channel": ("conversations.info", {"channel": "C0"}, "channel_not_found"),
    "history elsewhere": ("conversations.history", {"channel": "#elsewhere"}, "not_in_channel"),
    "no thread": ("conversations.replies", {"channel": "#general", "ts": "1.000000"},
                  "thread_not_found"),
    "no joining secrets": ("conversations.join", {"channel": "#secret"}, "channel_not_found"),
    "bad cursor": ("conversations.members", {"channel": "#general", "cursor": "%"},
                   "invalid_cursor"),
    "no trigger": ("views.open", {"view": {"type": "modal", "title": {"type": "plain_text",
                   "text": "T"}, "blocks": []}}, "invalid_arguments"),
    "made-up trigger": ("views.open", {"trigger_id": "1", "view": {"type": "modal", "title":
                        {"type": "plain_text", "text": "T"}, "blocks": []}},
                        "invalid_trigger_id"),
    "no view": ("views.update", {"view_id": "V0", "view": {"type": "modal"}}, "not_found"),
    "home of nobody": ("views.publish", {"user_id": "U0", "view": {"type": "home", "blocks": []}},
                       "user_not_found"),
    "unknown": ("dance.begin", {}, "unknown_method"),
}  # fmt: skip


@pytest.mark.parametrize(("method", "args", "error"), REFUSED.values(), ids=REFUSED)
async def test_a_refusal_has_slacks_code(playground, web, anna, method, args, error):
    ws = playground.workspace
    ws.add_channel("elsewhere")
    ws.add_channel("old", [ws.bot.id]).archived = True
    ws.add_channel("secret", [anna.user.id], kind="group")
    theirs = ws.direct_between({anna.user.id, user(playground, "Ben Okoye")})
    said = (await playground.people.say(anna.user, ws.channel("#general"), "mine")).ts
    posted = (await web.chat_postMessage(channel=room(playground), text="ours"))["ts"]
    known = {"theirs": theirs.id, "said": said, "posted": posted}
    known |= {person.name: person.id for person in ws.users.values()}

    def filled(value):
        return known.get(value[1:-1], value) if isinstance(value, str) and value else value

    response = await refusal(web.api_call(method, json={k: filled(v) for k, v in args.items()}))
    assert response.status_code == 200
    assert response["error"] == error


async def test_a_refusal_of_blocks_says_what_and_where(web, playground):
    response = await refusal(
        web.chat_postMessage(channel=room(playground), text="x", blocks=[{"type": "section"}])
    )
    message = "must define either `text` or `fields` [json-pointer:/blocks/0]"
    assert response["response_metadata"] == {"messages": [f"[ERROR] {message}"]}
    assert response["errors"] == [message]
    view = {"type": "home", "blocks": [{"type": "table", "rows": []}]}
    response = await refusal(web.views_publish(user_id=user(playground, "Ada Brandt"), view=view))
    assert response["error"] == "invalid_arguments"
    assert response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: table [json-pointer:/view/blocks/0/type]"
    ]


async def test_text_beyond_forty_thousand_characters_is_cut(playground, web):
    posted = await web.chat_postMessage(channel=room(playground), text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000


async def test_tokens_are_looked_at(playground, session):
    async def error(token, method="auth.test", **more):
        client = AsyncWebClient(token, base_url=playground.api_url, session=session)
        return (await refusal(client.api_call(method, **more)))["error"]

    assert await error(None) == "not_authed"
    assert await error("xoxb-wrong") == "invalid_auth"
    assert await error(playground.app_token) == "not_allowed_token_type"
    assert await error(playground.bot_token, "apps.connections.open") == "not_allowed_token_type"
    client = AsyncWebClient(base_url=playground.api_url, session=session)
    assert (await client.api_call("api.test"))["ok"]
    assert (await client.api_call("auth.test", data={"token": playground.bot_token}))["ok"]
    assert (await client.api_call("auth.test", http_verb="GET",
                                  params={"token": playground.bot_token}))["ok"]  # fmt: skip


class TestWithoutScopes:
    @pytest.fixture
    def manifest(self):
        return raw_manifest(scopes=["commands"], home=False)

    async def test_each_method_says_what_it_needs(self, web):
        for name in (name for name, method in METHODS.items() if method.scopes):
            response = await refusal(web.api_call(name))
            assert (name, response["error"]) == (name, "missing_scope")
            assert response["needed"].split(",") == list(METHODS[name].scopes)
            assert response["provided"] == "commands"

    async def test_home_needs_to_be_enabled(self, web, playground):
        call = web.views_publish(user_id="U0", view={"type": "home", "blocks": []})
        assert (await refusal(call))["error"] == "not_enabled"


class TestWithSomeScopes:
    @pytest.fixture
    def manifest(self):
        return raw_manifest(scopes=["channels:read", "users:read", "im:write"])

    async def test_a_private_room_needs_its_own_scope(self, web, playground, anna):
        ws = playground.workspace
        secret = ws.add_channel("secret", [anna.user.id, ws.bot.id], kind="group")
        response = await refusal(web.conversations_info(channel=secret.id))
        assert (response["error"], response["needed"]) == ("missing_scope", "groups:read")

    async def test_addresses_need_their_own_scope(self, web, anna):
        found = await web.users_info(user=anna.user.id)
        assert "email" not in found["user"]["profile"]


async def test_validation_by_slack_is_form_encoded_and_needs_no_token(playground, session):
    client = AsyncWebClient(base_url=playground.api_url, session=session)
    blocks = [{"type": "section", "text": {"type": "invalid", "text": "x"}}]
    good = json.dumps([{"type": "divider"}])
    assert (await client.api_call("blocks.validate", data={"blocks": good}))["ok"]
    response = await refusal(
        client.api_call("blocks.validate", data={"blocks": json.dumps(blocks)})
    )
    assert response["error"] == "invalid_blocks"
    assert response["errors"] == [
        {
            "code": "failed_constraint",
            "message": "unsupported type: invalid",
            "pointer": "/0/text/type",
            "constraint": {"type": "enum", "expected": ["mrkdwn", "plain_text"]},
        }
    ]
    for call in (
        client.api_call("blocks.validate", json={"blocks": good}),
        client.api_call("blocks.validate", data={}),
        client.api_call("blocks.validate", data={"blocks": good, "message": "{}"}),
    ):
        assert (await refusal(call))["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("{", "application/json", "invalid_json"),
        ('{"text": NaN}', "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("x", "text/plain", "invalid_post_type"),
    ],
)
async def test_a_broken_body_is_refused(playground, session, body, kind, error):
    headers = {"Content-Type": kind, "Authorization": f"Bearer {playground.bot_token}"}
    url = f"{playground.api_url}chat.postMessage"
    async with session.post(url, data=body, headers=headers) as answer:
        assert (await answer.json())["error"] == error
