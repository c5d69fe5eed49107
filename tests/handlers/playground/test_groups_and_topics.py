"""User groups and topics of the playground's workspace: they refuse what Slack refuses."""

from __future__ import annotations

import pytest

from handlers.playground.objects import Kind
from tests.handlers.playground.calls import refusal, room, user
from tests.handlers.playground.conftest import SCOPES, raw_manifest

TOPICS = ["channels:write.topic", "groups:write.topic"]


@pytest.fixture
def manifest():
    return raw_manifest([*SCOPES, *TOPICS, "usergroups:read", "usergroups:write"])


@pytest.fixture
def group(playground):
    return playground.workspace.groups.add("support-now", "On support now")


async def test_a_group_is_listed_filled_switched_off_and_on(playground, web, group):
    [listed] = (await web.usergroups_list())["usergroups"]
    assert (listed["id"], listed["handle"]) == (group.id, "support-now")
    ada = user(playground, "Ada Brandt")
    filled = await web.usergroups_users_update(usergroup=group.id, users=[ada])
    assert filled["usergroup"]["users"] == group.users == [ada]
    assert (await web.usergroups_disable(usergroup=group.id))["usergroup"]["date_delete"]
    assert (await web.usergroups_list())["usergroups"] == []
    assert (await web.usergroups_list(include_disabled=True))["usergroups"]
    filled = await web.usergroups_users_update(usergroup=group.id, users=[ada])
    assert filled["usergroup"]["date_delete"], "it stays switched off until it is switched on"
    await web.usergroups_enable(usergroup=group.id)
    assert not group.disabled
    assert (await web.usergroups_users_list(usergroup=group.id))["users"] == [ada]


REFUSED = {
    "nobody": ([], "no_users_provided"),
    "a guest": (["Gil Guest"], "invalid_users"),
    "a bot": (["Other Bot"], "invalid_users"),
    "a leaver": (["Lea Left"], "failed_for_some_users"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_who_cannot_be_in_a_group(playground, web, group, case):
    names, error = REFUSED[case]
    ids = ",".join(user(playground, name) for name in names)
    arguments = {"usergroup": group.id, "users": ids}
    found = await refusal(web.api_call("usergroups.users.update", data=arguments))
    assert found["error"] == error


async def test_plans_and_settings_that_let_no_bot(playground, web, group):
    call = {"usergroup": group.id}
    assert (await refusal(web.usergroups_disable(usergroup="S0")))["error"] == "no_such_subteam"
    group.admins_only = True
    found = await refusal(web.api_call("usergroups.disable", data=call))
    assert found["error"] == "permission_denied"
    playground.workspace.groups.allowed = False
    for method in ("usergroups.list", "usergroups.enable"):
        found = await refusal(web.api_call(method, data=call))
        assert found["error"] == "plan_upgrade_required"


async def test_a_topic_is_set_escaped_when_read_and_said_in_the_room(playground, web):
    general = room(playground)
    playground.workspace.set_member(playground.workspace.bot.id, general, inside=True)
    await web.conversations_setTopic(channel=general, topic="Be kind & <brief>")
    channel = (await web.conversations_info(channel=general))["channel"]
    assert channel["topic"]["value"] == "Be kind &amp; &lt;brief&gt;"
    assert playground.workspace.channels[general].topic == "Be kind & <brief>"
    said = list(playground.workspace.channels[general].messages.values())
    assert said[-1].text == "set the channel topic: Be kind & <brief>"


async def test_where_no_topic_can_be_set(playground, web):
    workspace = playground.workspace
    elsewhere = workspace.add_channel("nowhere", [])
    long = {"channel": room(playground), "topic": "x" * 251}
    direct = workspace.direct(user(playground, "Ada Brandt"))
    hidden = workspace.add_channel("hidden", [], Kind.PRIVATE)
    found = [
        (await refusal(web.conversations_setTopic(channel=elsewhere.id, topic="x")))["error"],
        (await refusal(web.api_call("conversations.setTopic", data=long)))["error"],
        (await refusal(web.conversations_setTopic(channel=direct.id, topic="x")))["error"],
        (await refusal(web.conversations_setTopic(channel=hidden.id, topic="x")))["error"],
    ]
    workspace.channels[room(playground)].archived = True
    archived = web.conversations_setTopic(channel=room(playground), topic="x")
    assert [*found, (await refusal(archived))["error"]] == [
        "not_in_channel",
        "too_long",
        "method_not_supported_for_channel_type",
        "channel_not_found",
        "is_archived",
    ]
