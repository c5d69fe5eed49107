"""What the Web API refuses: which arguments, tokens, scopes and bodies, and in which words."""

from __future__ import annotations

import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.playground.methods import METHODS
from tests.handlers.playground.calls import refusal, room, user
from tests.handlers.playground.conftest import raw_manifest


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
