"""Payloads as Slack sends them → who asked what, and where the answer goes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.ports.outside import Heard
from handlers.slack.forms import Opened
from handlers.slack.inbound import read
from handlers.slack.payloads import Asked, Handshake, Kind, Nothing, PersonChanged, WorkspaceLost
from handlers.slack.spoken import plain_words
from tests.handlers.slack.conftest import BOT, Load

TEAM, ANA, ROOM, DIRECT = "T0MUSTER1", "U0ANA0001", "C0ROOM001", "D0ANA0001"


def asked(body: dict[str, Any]) -> Asked:
    found = read(body, BOT)
    assert isinstance(found, Asked)
    assert (found.caller.platform, found.caller.workspace) == ("slack", TEAM)
    assert found.caller.user == ANA
    assert found.caller.once.startswith(f"slack:{TEAM}:")
    return found


def test_a_command(payload: Load):
    found = asked(payload("command"))
    assert found.kind is Kind.COMMAND
    assert found.heard == Heard(words="claim facebook 3h")
    assert found.caller.channel == ROOM
    assert not found.caller.direct
    assert found.place.trigger_id
    assert found.place.response_url.startswith("https://hooks.slack.com/commands/")


def test_a_command_without_words(payload: Load):
    body = payload("command")
    del body["text"]
    assert asked(body).heard == Heard(words="")


def test_a_button_in_a_message(payload: Load):
    found = asked(payload("block_actions_message"))
    assert found.kind is Kind.PRESS
    assert found.heard == Heard(pressed="claim.1?turn=12")
    assert (found.place.channel, found.place.message) == (ROOM, "1796029100.000100")
    assert not found.place.ephemeral


def test_a_button_in_an_answer_that_only_the_caller_sees(payload: Load):
    found = asked(payload("block_actions_ephemeral"))
    assert found.place.ephemeral
    assert found.place.message == "1796029100.000100"


def test_a_button_in_the_private_chat_and_in_a_thread(payload: Load):
    assert asked(payload("block_actions_direct")).caller.direct
    assert asked(payload("block_actions_thread")).place.thread == "1796029100.000100"


def test_a_choice_in_a_menu(payload: Load):
    assert asked(payload("block_actions_menu")).heard == Heard(pressed="claim.1?turn=14")


def test_a_button_on_app_home_and_in_a_dialog(payload: Load):
    assert asked(payload("block_actions_home")).place.in_home
    found = asked(payload("block_actions_dialog"))
    assert found.place.in_modal
    assert found.place.opened.channel == found.caller.channel == ROOM


def test_a_form(payload: Load):
    found = asked(payload("view_submission"))
    assert found.kind is Kind.FORM
    assert found.heard.submitted == "claim.1?turn=12"
    assert found.heard.answers == {
        "duty": "14",
        "day": "2026-12-01",
        "at": "09:30",
        "hours": "2,5",
        "person": "U0BEN0001",
        "room": ROOM,
        "kinds": ("a", ""),
        "weeks": (),
    }
    assert found.place.opened == Opened(ROOM, found.place.opened.response_url, pressed=True)


def test_an_empty_answer_is_none(payload: Load):
    body = payload("view_submission")
    body["view"]["state"]["values"] = {
        "hours": {"answer": {"type": "plain_text_input", "value": None}},
        "duty": {"answer": {"type": "static_select", "selected_option": None}},
        "day": {"answer": {"type": "datepicker", "selected_date": None}},
    }
    assert asked(body).heard.answers == {"hours": None, "duty": None, "day": None}


def test_plain_words_in_the_private_chat(payload: Load):
    found = asked(payload("message_im"))
    assert found.kind is Kind.DIRECT
    assert found.heard == Heard(words="who <tomorrow> & ben@example.com")
    assert found.caller.direct
    assert found.caller.once == "slack:T0MUSTER1:Ev0DIRECT1"


def test_words_after_a_mention(payload: Load):
    found = asked(payload("app_mention"))
    assert found.kind is Kind.MENTION
    assert found.heard == Heard(words="who has <#C0ROOM001>")
    assert asked(payload("app_mention_thread")).place.thread == "1796029000.000100"


def test_words_before_a_mention_count_if_none_follow(payload: Load):
    body = payload("app_mention")
    body["event"]["text"] = "who <@U0MUSTER0>"
    assert asked(body).heard == Heard(words="who")


def test_app_home(payload: Load):
    found = asked(payload("app_home_opened"))
    assert (found.kind, found.heard) == (Kind.HOME, Heard(home=True))


def test_a_deactivated_person(payload: Load):
    found = read(payload("user_change"), BOT)
    assert isinstance(found, PersonChanged)
    assert found.workspace == TEAM
    assert found.profile.user == ANA
    assert found.profile.name == "Ana Example"
    assert found.profile.email == "ana@example.com"
    assert found.profile.zone == "Asia/Kolkata"
    assert found.profile.deactivated


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"is_restricted": True}, "is_guest"),
        ({"is_ultra_restricted": True}, "is_guest"),
        ({"is_bot": True}, "is_bot"),
        ({"id": "USLACKBOT"}, "is_bot"),
        ({"is_stranger": True}, "is_stranger"),
        ({"team_id": "T0OTHER01"}, "is_stranger"),
    ],
)
def test_people_who_are_not_plain_members(payload: Load, changes, flag):
    body = payload("user_change")
    body["event"]["user"] |= changes
    found = read(body, BOT)
    assert isinstance(found, PersonChanged)
    assert getattr(found.profile, flag)


def test_an_address_counts_only_once_its_owner_has_confirmed_it(payload: Load):
    body = payload("user_change")
    for confirmed, email in ((False, None), (True, "ana@example.com")):
        body["event"]["user"] |= {"is_email_confirmed": confirmed}
        found = read(body, BOT)
        assert isinstance(found, PersonChanged)
        assert found.profile.email == email


def test_a_colleague_from_a_sister_workspace_is_no_stranger(payload: Load):
    body = payload("user_change")
    grid = {"teams": [TEAM, "T0OTHER01"]}
    body["event"]["user"] |= {"team_id": "T0OTHER01", "enterprise_user": grid}
    found = read(body, BOT)
    assert isinstance(found, PersonChanged)
    assert not found.profile.is_stranger


@pytest.mark.parametrize("name", ["app_uninstalled", "tokens_revoked"])
def test_a_workspace_that_is_lost(payload: Load, name):
    found = read(payload(name), BOT)
    assert isinstance(found, WorkspaceLost)
    assert found.workspace == TEAM


@pytest.mark.parametrize(
    "name",
    [
        "message_im_bot",
        "message_im_changed",
        "app_home_messages",
        "tokens_revoked_user",
        "reaction_added",
        "block_actions_link",
        "view_closed",
        "shortcut",
        "app_rate_limited",
    ],
)
def test_what_asks_nothing_of_us(payload: Load, name):
    assert isinstance(read(payload(name), BOT), Nothing)


def test_the_handshake(payload: Load):
    assert isinstance(read(payload("url_verification"), BOT), Handshake)


def test_retries_of_one_event_share_a_key_and_presses_do_not(payload: Load):
    first, again = asked(payload("app_mention")), asked(payload("app_mention"))
    assert first.caller.once == again.caller.once
    press = payload("block_actions_message")
    assert asked(press).caller.once != asked(press | {"trigger_id": "other"}).caller.once
    nameless = {k: v for k, v in press.items() if k != "trigger_id"}
    assert asked(nameless).caller.once == asked(dict(nameless)).caller.once


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("swap facebook with <@U0BEN0001|ben>", "swap facebook with <@U0BEN0001>"),
        ("<#C0ROOM001|general>", "<#C0ROOM001>"),
        ("<https://e.org/a?b=1&amp;c=2|e.org>", "https://e.org/a?b=1&c=2"),
        ("<!channel> <!subteam^S0A|@team>", "@channel @team"),
        ("&lt;@U0BEN0001&gt; &amp;amp;", "<@U0BEN0001> &amp;"),
        ("  who\x00 half \ud800 ", "who half \ufffd"),
    ],
)
def test_words_as_they_were_typed(typed, heard):
    assert plain_words(typed) == heard
