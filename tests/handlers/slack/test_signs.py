"""Groups and topics on Slack: what is sent, what people wrote stays, and what a refusal means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DeliveryFailed, Outcome
from bot.model import Address, Workspace
from bot.ports.outside import GroupShown, TopicShown
from handlers.characters import units
from handlers.slack import limits
from handlers.slack.messenger import SlackMessenger
from handlers.slack.signs import as_typed, with_part

HERE = Workspace(1, 1, "slack", "T0MUSTER1", "U0MUSTER0")
GROUP = "S0614TZR7"
AT = Address(GROUP, "usergroup")
ROOM = "C0ROOM001"
FULL = "Facebook: Ada Brandt"
ANA = ("U0ANA0001",)


@pytest.fixture
def messenger(api) -> SlackMessenger:
    return SlackMessenger(api)


def topic(value, **more):
    return {"channel": {"id": ROOM, "topic": {"value": value}, **more}}


async def failure(awaitable) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        await awaitable
    return caught.value


# ---- groups -------------------------------------------------------------------------------------


async def test_a_group_gets_exactly_these_members(messenger, slack):
    shown = await messenger.show(HERE, GroupShown(GROUP, ("U1", "U2")), None)
    assert shown == AT
    sent = await slack.next("usergroups.users.update")
    assert sent == {"usergroup": GROUP, "users": "U1,U2"}
    assert slack.silent("usergroups.list", "usergroups.enable")


async def test_a_handle_is_looked_up_once(messenger, slack):
    groups = [{"id": "S1", "handle": "else"}, {"id": GROUP, "handle": "support-now"}]
    slack.will("usergroups.list", {"usergroups": groups})
    at = await messenger.show(HERE, GroupShown("@support-now", ANA), None)
    assert (await slack.next("usergroups.list"))["include_disabled"] == "true"
    await messenger.show(HERE, GroupShown("@support-now", ANA), at)
    assert slack.silent("usergroups.list")
    assert (await slack.next("usergroups.users.update"))["usergroup"] == GROUP


async def test_a_handle_whose_group_was_made_anew_is_found_again(messenger, slack):
    slack.refuse("usergroups.users.update", "no_such_subteam")
    slack.will("usergroups.list", {"usergroups": [{"id": "S2", "handle": "support-now"}]})
    at = await messenger.show(HERE, GroupShown("@support-now", ANA), AT)
    assert at == Address("S2", "usergroup")


async def test_nobody_switches_the_group_off_and_somebody_on_again(messenger, slack):
    assert await messenger.show(HERE, GroupShown(GROUP, ()), AT) == AT
    assert await slack.next("usergroups.disable") == {"usergroup": GROUP}
    assert slack.silent("usergroups.users.update")
    slack.will("usergroups.users.update", {"usergroup": {"id": GROUP, "date_delete": 1796029300}})
    await messenger.show(HERE, GroupShown(GROUP, ANA), AT)
    assert await slack.next("usergroups.enable") == {"usergroup": GROUP}


async def test_what_is_so_already_is_done(messenger, slack):
    slack.refuse("usergroups.disable", "already_disabled")
    assert await messenger.show(HERE, GroupShown(GROUP, ()), AT) == AT


REFUSED = {
    "missing_scope": "an admin grants usergroups:write",
    "permission_denied": "lets only some people change user groups",
    "plan_upgrade_required": "plan has no user groups",
    "no_such_subteam": "no such user group",
    "invalid_users": "no guests and no bots",
    "failed_for_some_users": "not in this workspace any more",
}


@pytest.mark.parametrize("code", REFUSED)
async def test_a_refusal_is_in_the_chairs_words_and_silences_nothing(messenger, slack, code):
    slack.refuse("usergroups.users.update", code)
    failed = await failure(messenger.show(HERE, GroupShown(GROUP, ANA), AT))
    assert failed.outcome is Outcome.UNREACHABLE
    assert REFUSED[code] in failed.reason


async def test_an_unknown_handle_is_named(messenger):
    failed = await failure(messenger.show(HERE, GroupShown("@nobody-there", ANA), None))
    assert failed.outcome is Outcome.UNREACHABLE
    assert "@nobody-there" in failed.reason


async def test_too_many_calls_put_it_off_and_leave_messages_alone(messenger, slack, clock):
    slack.will("usergroups.users.update", (429, {"Retry-After": "40"}, "{}"))
    failed = await failure(messenger.show(HERE, GroupShown(GROUP, ANA), AT))
    assert failed.outcome is Outcome.LATER
    assert (failed.retry_at - clock.now()).total_seconds() == 40


BROKEN = ["drop", (500, {}, "oops"), {"ok": False, "error": "fatal_error"}]


@pytest.mark.parametrize("fault", BROKEN)
async def test_a_line_that_breaks_is_tried_again_as_twice_is_seen_once(messenger, slack, fault):
    slack.will("usergroups.users.update", fault)
    failed = await failure(messenger.show(HERE, GroupShown(GROUP, ANA), AT))
    assert failed.outcome is Outcome.LATER


# ---- topics -------------------------------------------------------------------------------------


async def test_only_our_part_of_a_topic_is_written(messenger, slack):
    slack.will("conversations.info", topic("Be kind &amp; brief"))
    at = await messenger.show(HERE, TopicShown(ROOM, (FULL,)), None)
    assert at == Address(ROOM, "topic")
    sent = await slack.next("conversations.setTopic")
    assert sent == {"channel": ROOM, "topic": "Be kind & brief [Muster: Facebook: Ada Brandt]"}


async def test_a_topic_that_says_it_already_is_left_alone(messenger, slack):
    slack.will("conversations.info", topic("[Muster: A &amp; B: Ada]"))
    await messenger.show(HERE, TopicShown(ROOM, ("A & B: Ada",)), None)
    assert slack.silent("conversations.setTopic")


async def test_the_part_is_taken_away_and_nothing_else(messenger, slack):
    slack.will("conversations.info", topic("Be kind [Muster: x] and brief"))
    await messenger.show(HERE, TopicShown(ROOM, ()), None)
    assert (await slack.next("conversations.setTopic"))["topic"] == "Be kind and brief"


TOPIC_REFUSED = {
    "is_archived": "archived",
    "not_in_channel": "/invite @Muster",
    "channel_not_found": "/invite @Muster",
    "missing_scope": "channels:write.topic",
    "too_long": "no room",
    "method_not_supported_for_channel_type": "cannot have a topic",
}


@pytest.mark.parametrize("code", TOPIC_REFUSED)
async def test_a_refused_topic_is_in_the_chairs_words(messenger, slack, code):
    slack.refuse("conversations.setTopic", code)
    failed = await failure(messenger.show(HERE, TopicShown(ROOM, (FULL,)), None))
    assert failed.outcome is Outcome.UNREACHABLE
    assert TOPIC_REFUSED[code] in failed.reason


async def test_without_leave_to_read_it_peoples_topic_is_not_overwritten(messenger, slack):
    slack.refuse("conversations.info", "missing_scope")
    failed = await failure(messenger.show(HERE, TopicShown(ROOM, (FULL,)), None))
    assert "channels:read" in failed.reason
    assert slack.silent("conversations.setTopic")


async def test_an_archived_room_is_seen_before_it_is_written_to(messenger, slack):
    slack.will("conversations.info", topic("x", is_archived=True))
    failed = await failure(messenger.show(HERE, TopicShown(ROOM, (FULL,)), None))
    assert "archived" in failed.reason
    assert slack.silent("conversations.setTopic")


async def test_where_people_left_no_room_it_is_said_in_fewer_words_or_not_at_all(messenger, slack):
    slack.will("conversations.info", topic("x" * 215))
    await messenger.show(HERE, TopicShown(ROOM, (FULL * 9, "2 on duty")), None)
    sent = (await slack.next("conversations.setTopic"))["topic"]
    assert sent == "x" * 215 + " [Muster: 2 on duty]"
    slack.will("conversations.info", topic("x" * 245))
    failed = await failure(messenger.show(HERE, TopicShown(ROOM, (FULL, "2 on duty")), None))
    assert "no room" in failed.reason


def test_a_topic_is_read_as_a_person_would_type_it():
    assert as_typed("a &lt;b&gt; &amp;amp; c") == "a <b> &amp; c"
    assert as_typed("see <https://example.com/a?b=1&amp;c|here>") == (
        "see https://example.com/a?b=1&c"
    )
    assert as_typed("ask <mailto:a@example.com|a@example.com> in <#C01|help>") == (
        "ask a@example.com in #help"
    )


def test_a_part_that_people_moved_stays_where_it_is_and_doubles_go():
    assert with_part("a [Muster: x] b [Muster: y] c", ("z",)) == "a [Muster: z] b c"
    assert with_part("[Muster: x] b", ("z",)) == "[Muster: z] b"
    assert with_part("", ("Ann [boss] <!here>",)) == "[Muster: Ann (boss) (!here)]"


WRITTEN = st.text(st.characters(exclude_characters="[]<>&"), max_size=200)


@given(WRITTEN, st.lists(WRITTEN.filter(str.strip), min_size=1, max_size=3))
def test_peoples_words_stay_whatever_is_shown_and_twice_is_once(written, texts):
    once = with_part(written.strip(), texts)
    if once is None:
        return
    assert units(once) <= limits.TOPIC
    assert with_part(once, texts) == once
    assert with_part(once, ()) == written.strip()
