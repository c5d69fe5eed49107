"""The postman's mouth: what is sent to Slack, and what Slack's refusals mean."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest

from bot.cards import Card, Table, Text
from bot.errors import DeliveryFailed, Outcome
from bot.model import Address, Workspace
from bot.ports.outside import Messenger, Target
from handlers.slack import limits
from handlers.slack.api import Api
from handlers.slack.messenger import SlackMessenger
from tests.handlers.slack.webapi import PERSON

HERE = Workspace(1, 1, "slack", "T0MUSTER1", "U0MUSTER0")
ANA = Target(HERE, user="U0ANA0001")
ROOM = Target(HERE, channel="C0ROOM001")
CARD = Card("Good morning", (Text(("Ana <!channel>",)),))
TABLED = Card("Digest", (Table("Hours", ("Who", "h"), (("Sales", "3"),)),))
PLACE = Address("D0ANA0001", "1796029300.000100")


@pytest.fixture
def messenger(api: Api) -> Messenger:
    return SlackMessenger(api)


async def failure(awaitable) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        await awaitable
    return caught.value


async def test_a_message_goes_out_whole_quiet_and_marked(messenger, slack):
    assert await messenger.post(ANA, CARD, "17") == PLACE
    sent = await slack.next("chat.postMessage")
    assert sent["channel"] == "U0ANA0001"
    assert sent["text"] == "Good morning\nAna &lt;!channel&gt;"
    assert sent["blocks"]
    assert (sent["unfurl_links"], sent["unfurl_media"], sent["parse"]) == (False, False, "none")
    assert sent["metadata"] == {"event_type": "muster_delivery", "event_payload": {"id": "17"}}


async def test_an_edit_sends_text_and_blocks_within_the_shorter_limit(messenger, slack):
    long = Card("Roster", tuple(Text((f"Line {i} " + "x" * 90,)) for i in range(60)))
    assert await messenger.edit(HERE, PLACE, long, "17") == PLACE
    sent = await slack.next("chat.update")
    assert (sent["channel"], sent["ts"]) == (PLACE.channel, PLACE.message)
    assert len(sent["text"]) <= limits.TEXT_UPDATE
    assert sent["text"].endswith("\n…")
    assert sent["blocks"]


async def test_deleting_what_is_gone_is_done(messenger, slack):
    slack.refuse("chat.delete", "message_not_found")
    await messenger.delete(HERE, PLACE)


async def test_a_message_in_doubt_is_found_by_its_mark(messenger, slack, clock):
    def said(ts, delivery):
        metadata = {"event_type": "muster_delivery", "event_payload": {"id": delivery}}
        return {"ts": ts, "metadata": metadata}

    first = {
        "messages": [{"ts": "3"}, said("2", "16")],
        "response_metadata": {"next_cursor": "more"},
    }
    slack.will("conversations.history", first, {"messages": [said("1", "17")]})
    assert await messenger.find(ANA, "17", clock.now()) == Address("D0ANA0001", "1")
    assert await slack.next("conversations.open") == {"users": "U0ANA0001"}
    looked = await slack.next("conversations.history")
    assert float(looked["oldest"]) == (clock.now() - timedelta(days=1)).timestamp()
    assert (await slack.next("conversations.history"))["cursor"] == "more"


async def test_what_was_said_by_a_clock_that_was_ahead_is_looked_for_in_the_past(
    messenger, slack, clock
):
    await messenger.find(ROOM, "17", clock.now() + timedelta(days=400))
    looked = await slack.next("conversations.history")
    assert float(looked["oldest"]) == (clock.now() - timedelta(days=1)).timestamp()


async def test_a_message_that_never_arrived_is_not_found(messenger, slack, clock):
    assert await messenger.find(ROOM, "17", clock.now()) is None
    assert slack.silent("conversations.open")


async def test_without_leave_to_look_into_a_room_doubt_ends_in_not_repeating(
    messenger, slack, clock
):
    slack.refuse("conversations.history", "missing_scope")
    failed = await failure(messenger.find(ROOM, "17", clock.now()))
    assert failed.outcome is Outcome.NEVER
    assert "channels:history" in failed.reason


async def test_people_are_looked_up_one_by_one(messenger, slack):
    found = await messenger.profile(HERE, "U0ANA0001")
    assert (found.name, found.email, found.zone) == (
        "Ana Example",
        "ana@example.com",
        "Europe/Berlin",
    )
    assert await slack.next("users.info") == {"user": "U0ANA0001"}
    assert await messenger.look_up(HERE, "ana@example.com") == found
    slack.refuse("users.lookupByEmail", "users_not_found")
    assert await messenger.look_up(HERE, "nobody@example.com") is None
    slack.will("users.info", {"user": {**PERSON, "id": None}})
    assert (await failure(messenger.profile(HERE, "U0ANA0001"))).outcome is Outcome.LATER


async def test_native_blocks_that_slack_refuses_are_sent_plainer_once(messenger, slack):
    slack.refuse("chat.postMessage", "invalid_blocks")
    assert (await failure(messenger.post(ROOM, TABLED, "1"))).outcome is Outcome.PLAINER
    slack.refuse("chat.postMessage", "invalid_blocks")
    assert (await failure(messenger.post(ROOM, TABLED, "1", plain=True))).outcome is Outcome.NEVER
    slack.refuse("chat.postMessage", "invalid_blocks")
    assert (await failure(messenger.post(ROOM, CARD, "1"))).outcome is Outcome.NEVER


async def test_a_layout_that_cannot_be_edited_is_taken_away_and_posted_anew(messenger, slack):
    slack.refuse("chat.update", "block_mismatch")
    assert (await failure(messenger.edit(HERE, PLACE, CARD, "1"))).outcome is Outcome.GONE
    assert (await slack.next("chat.delete"))["ts"] == PLACE.message


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("user_disabled", Outcome.UNREACHABLE),
        ("cannot_dm_bot", Outcome.UNREACHABLE),
        ("channel_not_found", Outcome.UNREACHABLE),
        ("not_in_channel", Outcome.UNREACHABLE),
        ("is_archived", Outcome.UNREACHABLE),
        ("restricted_action", Outcome.UNREACHABLE),
        ("message_not_found", Outcome.GONE),
        ("cant_update_message", Outcome.GONE),
        ("msg_too_long", Outcome.NEVER),
        ("token_revoked", Outcome.BLOCKED),
        ("something_new", Outcome.NEVER),
        ("invalid_auth", Outcome.BLOCKED),
        ("ratelimited", Outcome.BLOCKED),
        ("service_unavailable", Outcome.LATER),
        ("fatal_error", Outcome.IN_DOUBT),
    ],
)
async def test_each_refusal_has_its_meaning(messenger, slack, clock, error, outcome):
    slack.refuse("chat.postMessage", error)
    failed = await failure(messenger.post(ROOM, CARD, "1"))
    assert failed.outcome is outcome
    assert failed.reason.endswith(".")
    waits = outcome in (Outcome.LATER, Outcome.BLOCKED)
    assert (failed.retry_at is not None and failed.retry_at > clock.now()) == waits


async def test_the_reason_says_how_to_mend_it(messenger, slack):
    slack.refuse("chat.postMessage", "not_in_channel")
    assert "/invite @Muster" in (await failure(messenger.post(ROOM, CARD, "1"))).reason


@pytest.mark.parametrize(("header", "seconds"), [("7", 7), ("", 30), ("soon", 30), ("90000", 3600)])
async def test_too_many_requests_stop_the_workspace_until_slack_says(
    messenger, slack, clock, header, seconds
):
    slack.will("chat.postMessage", (429, {"Retry-After": header}, "ratelimited"))
    failed = await failure(messenger.post(ANA, CARD, "1"))
    assert failed.outcome is Outcome.BLOCKED
    assert failed.retry_at == clock.now() + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("answer", "posting", "editing"),
    [
        ((500, {}, "boom"), Outcome.IN_DOUBT, Outcome.LATER),
        ((502, {"Content-Type": "text/html"}, "<html>"), Outcome.IN_DOUBT, Outcome.LATER),
        ((503, {}, "later"), Outcome.LATER, Outcome.LATER),
        ((404, {}, "not here"), Outcome.LATER, Outcome.LATER),
        ((200, {"Content-Type": "application/json"}, "{half"), Outcome.IN_DOUBT, Outcome.LATER),
        ((200, {"Content-Type": "application/json"}, "[1]"), Outcome.IN_DOUBT, Outcome.LATER),
        ((200, {}, "ok"), Outcome.IN_DOUBT, Outcome.LATER),
        ("drop", Outcome.IN_DOUBT, Outcome.LATER),
        ({"ok": False, "error": "internal_error"}, Outcome.IN_DOUBT, Outcome.LATER),
    ],
)
async def test_whether_it_may_have_been_said_decides_what_comes_next(
    messenger, slack, answer, posting, editing
):
    slack.will("chat.postMessage", answer)
    assert (await failure(messenger.post(ANA, CARD, "1"))).outcome is posting
    slack.will("chat.update", answer)
    assert (await failure(messenger.edit(HERE, PLACE, CARD, "1"))).outcome is editing


async def test_a_server_that_is_not_there_was_told_nothing(clock):
    async with aiohttp.ClientSession() as session:
        nowhere = SlackMessenger(Api(session, "xoxb-made-up", "http://127.0.0.1:1/api", clock))
        assert (await failure(nowhere.post(ANA, CARD, "1"))).outcome is Outcome.LATER


async def test_a_server_that_hangs_leaves_doubt(slack, clock):
    timeout = aiohttp.ClientTimeout(sock_read=0.2)  # not of connecting, however long it takes
    async with aiohttp.ClientSession(timeout=timeout) as session:
        hurried = SlackMessenger(Api(session, "xoxb-made-up", slack.url, clock))
        slack.will("chat.postMessage", "hang")
        assert (await failure(hurried.post(ANA, CARD, "1"))).outcome is Outcome.IN_DOUBT


async def test_whose_token_it_is(api, slack):
    installed = await api.installed()
    assert (installed.team, installed.bot_user) == ("T0MUSTER1", "U0MUSTER0")
    assert installed.scopes == {"chat:write", "commands"}
    slack.refuse("auth.test", "invalid_auth")
    assert "SLACK_BOT_TOKEN" in (await failure(api.installed())).reason


async def test_loopback_is_never_reached_through_a_proxy(monkeypatch, slack, clock):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with aiohttp.ClientSession() as session:
        line = Api(session, "xoxb-made-up", slack.url, clock)
        assert (await line.installed()).team == "T0MUSTER1"
