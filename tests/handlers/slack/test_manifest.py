"""manifest.yml: within Slack's rules, and equal to what the code registers and calls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from handlers.slack.events import HEARD_EVENTS

ROOT = Path(__file__).parents[3]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
SOURCES = "\n".join(p.read_text() for p in sorted((ROOT / "handlers" / "slack").glob("*.py")))


def text(least, most, pattern=None):
    rule = {"type": "string", "minLength": least, "maxLength": most}
    return rule | ({"pattern": pattern} if pattern else {})


def thing(required, **fields):
    return {
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
    }


def listed(item, most, least=0):
    return {
        "type": "array",
        "items": item,
        "maxItems": most,
        "minItems": least,
        "uniqueItems": True,
    }


FLAG = {"type": "boolean"}
URL = text(1, 3500, r"^https?://")
SCOPES = listed(text(1, 50), 255)
# Slack's rules for the parts that Muster uses (manifest schema 2.0.0, slackapi/manifest-schema)
RULES = thing(
    ["display_information"],
    display_information=thing(
        ["name"],
        name=text(1, 35),
        description=text(1, 140),
        long_description=text(175, 4000),
        background_color=text(4, 7, r"^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
    ),
    features=thing(
        [],
        app_home=thing(
            [],
            home_tab_enabled=FLAG,
            messages_tab_enabled=FLAG,
            messages_tab_read_only_enabled=FLAG,
        ),
        bot_user=thing(["display_name"], display_name=text(1, 80), always_online=FLAG),
        slash_commands=listed(
            thing(
                ["command", "description"],
                command=text(2, 32, "^/"),
                url=text(1, 3000, r"^https?://"),
                description=text(1, 2000),
                usage_hint=text(1, 1000),
                should_escape=FLAG,
            ),
            50,
            1,
        ),
    ),
    oauth_config=thing([], scopes=thing([], bot=SCOPES, bot_optional=SCOPES)),
    settings=thing(
        [],
        event_subscriptions=thing([], request_url=URL, bot_events=listed(text(1, 50), 100)),
        interactivity=thing(["is_enabled"], is_enabled=FLAG, request_url=URL),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)

# docs.slack.dev/reference/methods/<method>; None: no scope, or one that may be declined
METHODS = {
    "apps.connections.open": None,  # the app token's own
    "auth.test": None,
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.info": None,  # of rooms
    "conversations.setTopic": None,
    "conversations.open": "im:write",
    "usergroups.disable": None,
    "usergroups.enable": None,
    "usergroups.list": None,
    "usergroups.users.update": None,
    "users.info": "users:read",
    "users.lookupByEmail": "users:read.email",
    "views.open": None,
    "views.publish": None,
    "views.update": None,
}
EVENTS = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "message.im": "im:history",
    "tokens_revoked": None,
    "user_change": "users:read",
}
COMMANDS = {"commands"}
# What an admin may decline: conversations.history of rooms; groups and topics that follow a duty
LOOKING = {"channels:history", "groups:history"}
FOLLOWING = {"usergroups:read", "usergroups:write"}  # usergroups.list; the others
FOLLOWING |= {"channels:read", "groups:read"}  # conversations.info
FOLLOWING |= {"channels:write.topic", "groups:write.topic"}  # conversations.setTopic


def test_it_is_within_slacks_rules():
    problems = [error.message for error in Draft202012Validator(RULES).iter_errors(MANIFEST)]
    assert problems == []


def test_it_subscribes_to_the_events_that_are_heard():
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert subscribed == sorted(EVENTS)
    assert {event.partition(".")[0] for event in subscribed} == HEARD_EVENTS


def test_every_method_that_is_called_is_known_here():
    families = "apps|auth|chat|conversations|usergroups|users|views"
    called = set(re.findall(rf'"((?:{families})\.[a-zA-Z.]+)"', SOURCES))
    called |= {"apps.connections.open"}  # by the SDK's own method
    assert called == set(METHODS)


def test_it_asks_for_the_scopes_that_are_needed_and_no_more():
    scopes = MANIFEST["oauth_config"]["scopes"]
    needed = {scope for scope in [*METHODS.values(), *EVENTS.values()] if scope} | COMMANDS
    assert set(scopes["bot"]) == needed
    assert set(scopes["bot_optional"]) == LOOKING | FOLLOWING


def test_it_has_the_one_command_the_home_tab_and_the_private_chat():
    features = MANIFEST["features"]
    assert [command["command"] for command in features["slash_commands"]] == ["/muster"]
    assert features["slash_commands"][0]["should_escape"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]


def test_each_scope_says_what_it_is_for():
    lines = (ROOT / "manifest.yml").read_text(encoding="utf-8").splitlines()
    for scope in MANIFEST["oauth_config"]["scopes"]["bot"]:
        assert any(line.strip().startswith(f"- {scope} #") for line in lines)


@pytest.mark.parametrize("place", ["url: https", "request_url: https"])
def test_it_shows_where_the_address_goes_for_https(place):
    assert place in (ROOT / "manifest.yml").read_text(encoding="utf-8")
