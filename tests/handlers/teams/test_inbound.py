"""Activities → who asked what, where; forged ones → Malformed, and nothing else."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports.outside import Caller, Heard
from handlers.playground.clock import MovableClock
from handlers.teams.inbound import read
from handlers.teams.inputs import TEXT
from handlers.teams.payloads import (
    Arrived,
    Asked,
    Chat,
    ConversationLost,
    Kind,
    Malformed,
    Nothing,
    PeopleCame,
)
from tests.handlers.teams.conftest import NOW
from tests.handlers.teams.fake.activities import Activities
from tests.handlers.teams.fake.world import World

WORLD = World(MovableClock(NOW, running=False))
MADE = Activities(WORLD, "app", "Muster")
MADE.service_url = "https://smba.trafficmanager.net/emea/"
ADA = WORLD.add_user("Ada Brandt", "ada@example.com")
CHAT = WORLD.personal(ADA)
GROUP = WORLD.add_room("Launch", "groupChat")
CHANNEL = WORLD.add_room("task-force", "channel", ("19:t@thread.tacv2", "Marketing"))
BOT = {"id": "28:app", "name": "Muster"}


def press(room: Any, name: str, value: Any, **more: Any) -> dict[str, Any]:
    return MADE.invoke(ADA, room, name, value, replyToId="1700", **more)


def test_words_in_the_private_chat():
    activity = MADE.message(ADA, CHAT, "who")
    asked = read(activity)
    assert isinstance(asked, Asked)
    once = f"teams:{WORLD.tenant}:{CHAT.id}:{activity['id']}"
    assert asked.kind is Kind.DIRECT
    assert asked.caller == Caller("teams", WORLD.tenant, ADA.aad, CHAT.id, direct=True, once=once)
    assert asked.heard == Heard(words="who")
    assert asked.place.zone == "Europe/Berlin"
    reference = asked.place.reference
    assert reference.plain() == {
        "service_url": MADE.service_url,
        "tenant": WORLD.tenant,
        "conversation": CHAT.id,
        "kind": "personal",
        "user": ADA.id,
        "aad": ADA.aad,
    }
    assert reference.read(reference.plain()) == reference


def test_words_in_a_thread_of_a_channel():
    asked = read(MADE.message(ADA, CHANNEL, "@Muster who facebook", root="42"))
    assert isinstance(asked, Asked)
    assert asked.kind is Kind.MENTION
    assert asked.heard.words == "who facebook"
    assert asked.caller.channel == CHANNEL.id
    assert not asked.caller.direct
    assert asked.place.thread == f"{CHANNEL.id};messageid=42"
    assert asked.place.reference.kind is Chat.CHANNEL


def test_in_a_room_muster_hears_what_is_said_to_it():
    """Even where the company lets it read along."""
    assert read(MADE.message(ADA, GROUP, "hello everybody")) == Nothing()
    slash = MADE.message(ADA, GROUP, "/who facebook")
    slash["recipient"] = BOT | {"isTargeted": True}
    asked = read(slash)
    assert isinstance(asked, Asked)
    assert asked.heard.words == "who facebook"
    assert asked.place.targeted


def test_bots_are_not_spoken_with():
    activity = MADE.message(ADA, CHAT, "who")
    for sender in ({"id": "28:another"}, {"id": "29:x", "aadObjectId": "x", "role": "bot"}):
        assert read(activity | {"from": sender}) == Nothing()


def test_a_guest_without_an_id_of_the_directory():
    asked = read(MADE.message(ADA, CHAT, "who") | {"from": {"id": "29:guest"}})
    assert isinstance(asked, Asked)
    assert asked.caller.user == "29:guest"


@pytest.mark.parametrize("room", [CHAT, GROUP, CHANNEL])
def test_a_button_is_pressed(room):
    data = {"m": "claim.1?turn=4", "h": True}
    action = {"type": "Action.Execute", "verb": "press", "data": data}
    asked = read(press(room, "adaptiveCard/action", {"action": action, "trigger": "manual"}))
    assert isinstance(asked, Asked)
    assert asked.kind is Kind.PRESS
    assert asked.heard == Heard(pressed="claim.1?turn=4")
    assert asked.place.message == "1700"
    assert asked.place.home
    refreshed = read(press(room, "adaptiveCard/action", {"action": action, "trigger": "automatic"}))
    assert isinstance(refreshed, Asked)
    assert refreshed.kind is Kind.REFRESH
    submitted = read(MADE.submitted(ADA, room, "1700", data, ""))
    assert isinstance(submitted, Asked)
    assert (submitted.kind, submitted.heard) == (Kind.SUBMIT, asked.heard)


def test_a_dialog_is_opened_filled_in_and_pressed_in():
    fetched = read(press(CHAT, "task/fetch", {"data": {"m": "hours.log.1"}}))
    assert isinstance(fetched, Asked)
    assert (fetched.kind, fetched.heard.pressed) == (Kind.FETCH, "hours.log.1")
    opened = {"p": "hours.log.1", "t": "1700", "h": True}
    data = {"f": "hours.save.1", "k": {"hours": TEXT}, "o": opened, "i_hours": "3"}
    sent = read(press(CHAT, "task/submit", {"data": data}))
    assert isinstance(sent, Asked)
    assert sent.kind is Kind.FORM
    assert sent.heard == Heard(submitted="hours.save.1", answers={"hours": "3"})
    assert (sent.place.opened.pressed, sent.place.home) == ("hours.log.1", True)
    within = read(press(CHAT, "task/submit", {"data": {"m": "claim.1", "o": opened}}))
    assert isinstance(within, Asked)
    assert (within.kind, within.heard) == (Kind.FORM, Heard(pressed="claim.1"))
    again = read(press(CHAT, "task/fetch", {"data": {"w": "log 3h"}}))
    assert isinstance(again, Asked)
    assert again.heard == Heard(words="log 3h")


def test_a_button_that_asks_for_nothing_is_still_answered():
    value = {"action": {"type": "Action.Execute", "data": {"c": "menu1", "menu1": ""}}}
    assert read(press(CHAT, "adaptiveCard/action", value)) == Nothing(Kind.PRESS)
    for name, kind in (("adaptiveCard/action", Kind.PRESS), ("task/fetch", Kind.FETCH)):
        empty = press(CHAT, name, {})
        del empty["value"]
        assert read(empty) == Nothing(kind)
    assert read(press(CHAT, "composeExtension/query", {})) == Nothing()


@pytest.mark.parametrize("room", [CHAT, GROUP, CHANNEL])
def test_coming_and_going(room):
    for activity in (
        MADE.installation(ADA, room, "add"),
        MADE.members(ADA, room, added=[BOT], removed=[]),
    ):
        event = read(activity)
        assert isinstance(event, Arrived)
        assert event.is_news
    upgraded = read(MADE.installation(ADA, room, "add-upgrade"))
    assert isinstance(upgraded, Arrived)
    assert not upgraded.is_news
    assert read(MADE.installation(ADA, room, "remove-upgrade")) == Nothing()
    whose = ADA.aad if room is CHAT else room.id
    for activity in (
        MADE.installation(ADA, room, "remove"),
        MADE.members(ADA, room, added=[], removed=[BOT]),
    ):
        event = read(activity)
        assert isinstance(event, ConversationLost)
        assert (event.workspace, event.whose) == (WORLD.tenant, whose)


def test_people_come_and_go():
    came = read(MADE.members(ADA, CHANNEL, added=[{"id": "29:new"}, {"id": "28:x"}], removed=[]))
    assert isinstance(came, PeopleCame)
    assert came.users == ("29:new",)
    assert read(MADE.members(ADA, CHANNEL, added=[], removed=[{"id": "29:x"}])) == Nothing()


def test_the_key_of_an_activity_fits_the_database_and_is_its_own():
    long = "a:" + "x" * 400
    keys = set()
    for conversation in (CHAT.id, long):
        for name in ("1", "2", ""):
            activity = MADE.message(ADA, CHAT, "who")
            activity["conversation"]["id"] = conversation
            activity["id"] = name
            asked = read(activity)
            assert isinstance(asked, Asked)
            assert len(asked.caller.once) <= 160
            assert asked.caller.once.startswith("teams:")
            keys.add(asked.caller.once)
            again = read(copy.deepcopy(activity))
            assert isinstance(again, Asked)
            assert again.caller.once == asked.caller.once
    assert len(keys) == 6


# ---- malformed -----------------------------------------------------------------------------------

KINDS: list[dict[str, Any]] = [
    MADE.message(ADA, CHANNEL, "@Muster who @Ada Brandt"),
    MADE.submitted(ADA, CHAT, "1", {"m": "x"}, ""),
    press(CHAT, "adaptiveCard/action", {"action": {"data": {"m": "x"}}, "trigger": "manual"}),
    press(CHAT, "task/fetch", {"data": {"m": "x"}}),
    press(CHAT, "task/submit", {"data": {"f": "x", "k": {"a": TEXT}, "o": {"p": "x"}}}),
    MADE.installation(ADA, CHAT, "add"),
    MADE.members(ADA, CHANNEL, added=[{"id": "29:new"}], removed=[]),
]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def spots(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something could stand differently."""
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    found = [path] if path else []
    if isinstance(node, dict | list):
        for name, value in inner:
            deeper = (*path, name)
            found += spots(value, deeper) if isinstance(value, dict | list) else [deeper]
    return found


@given(st.data())
def test_what_is_forged_is_malformed_and_breaks_nothing(data: st.DataObject):
    activity = copy.deepcopy(data.draw(st.sampled_from(KINDS)))
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(spots(activity)))
        node = activity
        for name in way:
            node = node[name]
        if isinstance(node, dict) and data.draw(st.booleans()):
            node.pop(last, None)
        else:
            node[last] = data.draw(JUNK)
        if not spots(activity):
            break
    with contextlib.suppress(Malformed):
        read(activity)


@given(JUNK)
def test_junk_is_malformed(junk: Any):
    with pytest.raises(Malformed):
        read(junk if isinstance(junk, dict) else {"type": junk})
