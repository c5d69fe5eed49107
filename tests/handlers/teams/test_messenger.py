"""The postman's mouth in Teams."""

from __future__ import annotations

import pytest

from bot.cards import Card, Text
from bot.errors import DeliveryFailed, Outcome
from bot.model import Address
from bot.ports.outside import Target
from handlers.teams.messenger import ROSTERS_SECONDS, TeamsMessenger
from tests.handlers.teams.conftest import NOW, chat_of
from tests.handlers.teams.said import CARD, RELEASED, TABLED
from tests.handlers.teams.test_tokens import Watch
from tests.strategies.cards import Ask


@pytest.fixture
async def bert(wired, ada):
    return wired.person("Bert Curie")


@pytest.fixture
async def room(wired, door, ada, bert):
    made = await wired.add_to_team("Marketing", "task-force", [ada, bert])
    await door.settled()
    return made


async def failing(call):
    with pytest.raises(DeliveryFailed) as caught:
        await call
    return caught.value


async def test_a_room_gets_a_message_which_is_edited_and_deleted(
    wired, ada, room, messenger, workspace
):
    at = await messenger.post(Target(workspace, channel=room.id), CARD, "1")
    assert at.channel == room.id
    assert ada.room("task-force")[-1].says("You hold Copywriting.")
    assert await messenger.edit(workspace, at, RELEASED, "1") == at
    assert ada.room("task-force")[-1].says("Copywriting is free.")
    await messenger.delete(workspace, at)
    await messenger.delete(workspace, at)
    assert not any(seen.says("Copywriting") for seen in ada.room("task-force"))
    assert (await failing(messenger.edit(workspace, at, CARD, "1"))).outcome is Outcome.GONE
    assert wired.problems == []


async def test_a_person_is_written_to_in_the_chat_that_is_there(wired, ada, messenger, workspace):
    at = await messenger.post(Target(workspace, user=ada.user.aad), CARD, "1")
    assert at.channel == chat_of(wired, ada).conversation
    assert wired.calls("create") == []
    assert await messenger.edit(workspace, at, RELEASED, "1") == at
    assert ada.inbox[-1].says("Copywriting is free.")


async def test_for_who_was_met_in_a_room_the_chat_is_made_once(
    wired, bert, room, door, messenger, workspace, store
):
    await bert.says("who", "task-force")
    await door.settled()
    wired.world.personal(bert.user).here = True  # the company has installed it for everybody
    for _ in range(2):
        await messenger.post(Target(workspace, user=bert.user.aad), CARD, "1")
    assert len(bert.inbox) == 2
    assert len(wired.calls("create")) == 1
    kept = store.references.find(workspace.id, bert.user.aad)
    assert kept["conversation"] == chat_of(wired, bert).conversation


async def test_for_who_was_never_met_it_is_made_by_the_directorys_id(
    wired, bert, room, messenger, workspace
):
    wired.world.personal(bert.user).here = True
    await messenger.post(Target(workspace, user=bert.user.aad), CARD, "1")
    assert bert.inbox[-1].says("You hold Copywriting.")
    assert wired.calls("create")[-1].body["members"] == [{"id": bert.user.aad}]


async def test_who_has_not_installed_it_is_unreachable(wired, bert, room, messenger, workspace):
    failure = await failing(messenger.post(Target(workspace, user=bert.user.aad), CARD, "1"))
    assert failure.outcome is Outcome.UNREACHABLE
    assert "Add Muster" in failure.reason


@pytest.mark.parametrize("how", ["ConversationBlockedByUser", "MessageWritesBlocked"])
async def test_who_blocks_it_is_unreachable_until_they_do_not(
    wired, ada, messenger, workspace, how
):
    ada.blocks(how)
    target = Target(workspace, user=ada.user.aad)
    failure = await failing(messenger.post(target, CARD, "1"))
    assert (failure.outcome, "blocked" in failure.reason) == (Outcome.UNREACHABLE, True)
    ada.user.refusal = ""
    await messenger.post(target, CARD, "1")


async def test_a_room_it_is_not_in(wired, ada, messenger, workspace):
    failure = await failing(messenger.post(Target(workspace, channel="19:x"), CARD, "1"))
    assert failure.outcome is Outcome.UNREACHABLE


async def test_a_company_in_which_nobody_was_met(wired, messenger, workspace):
    for call in (
        messenger.post(Target(workspace, user="somebody"), CARD, "1"),
        messenger.edit(workspace, Address("a:1", "1"), CARD, "1"),
        messenger.profile(workspace, "somebody"),
    ):
        failure = await failing(call)
        assert failure.outcome is Outcome.UNREACHABLE
        assert "install" in failure.reason
    assert await messenger.look_up(workspace, "ada@example.com") is None


async def test_whether_it_was_said_teams_does_not_tell(wired, ada, messenger, workspace):
    target = Target(workspace, user=ada.user.aad)
    assert (await failing(messenger.find(target, "1", NOW))).outcome is Outcome.NEVER


@pytest.mark.parametrize(
    ("status", "outcome"), [(502, Outcome.IN_DOUBT), (400, Outcome.PLAINER), (413, Outcome.PLAINER)]
)
async def test_what_the_postman_has_to_know(wired, ada, messenger, workspace, status, outcome):
    wired.faults.fail("send", status)
    target = Target(workspace, user=ada.user.aad)
    assert (await failing(messenger.post(target, TABLED, "1"))).outcome is outcome
    await messenger.post(target, TABLED, "1", plain=True)
    assert ada.inbox[-1].says("Sales")


async def test_a_panel_refreshes_itself_for_those_who_are_known(
    wired, ada, bert, room, messenger, workspace
):
    panel = Card("Roster", (Text(("Facebook: nobody",)),), refresh=Ask(5))
    await messenger.post(Target(workspace, channel=room.id), panel, "1")
    content = wired.calls("send")[-1].body["attachments"][0]["content"]
    assert content["refresh"]["userIds"] == [ada.user.id]
    await messenger.post(Target(workspace, user=ada.user.aad), panel, "2")
    content = wired.calls("send")[-1].body["attachments"][0]["content"]
    assert "userIds" not in content["refresh"]


async def test_a_profile_is_what_the_directory_says(wired, ada, messenger, workspace):
    profile = await messenger.profile(workspace, ada.user.aad)
    assert (profile.user, profile.email) == (ada.user.aad, ada.user.email)


async def test_an_address_is_looked_up_among_those_in_its_rooms(
    wired, api, bert, room, store, workspace
):
    """A member may be listed long after Muster has come into the room."""
    watch = Watch()
    messenger = TeamsMessenger(api, store, watch)
    before = len(wired.calls("members"))
    profile = await messenger.look_up(workspace, bert.user.email.upper())
    assert profile.user == bert.user.aad
    assert await messenger.look_up(workspace, "nobody@example.com") is None
    assert len(wired.calls("members")) == before + 1
    watch.at += ROSTERS_SECONDS + 1
    await messenger.look_up(workspace, "nobody@example.com")
    assert len(wired.calls("members")) == before + 2
    assert store.references.find(workspace.id, bert.user.aad)["user"] == bert.user.id
    assert (
        len(store.references.people(workspace.id, 10)) == 2
    )  # Ada has spoken with it, he is found


async def test_a_room_that_it_was_thrown_out_of_ends_no_look_up(
    wired, ada, bert, room, messenger, workspace, door
):
    await wired.add_to_chat("Launch", [ada, bert])
    await door.settled()
    wired.room("Launch").here = False
    assert (await messenger.look_up(workspace, bert.user.email)).user == bert.user.aad


async def test_kept_for_another_cloud_it_is_not_spoken_to(wired, ada, messenger, workspace, store):
    elsewhere = {**room_of_nothing(wired), "service_url": "https://smba.trafficmanager.net/emea/"}
    store.references.keep(workspace.id, "19:old", elsewhere, NOW)
    failure = await failing(messenger.post(Target(workspace, channel="19:old"), CARD, "1"))
    assert failure.outcome is Outcome.UNREACHABLE


def room_of_nothing(teams):
    return {
        "service_url": teams.service_url,
        "tenant": teams.tenant,
        "conversation": "19:old",
        "kind": "channel",
    }
