"""Muster is added somewhere: it greets once, learns who is on the list, and keeps nobody else."""

from __future__ import annotations

import pytest

from bot.cards import Card, Text
from handlers.ears import Ears
from handlers.teams.activities import TeamsDoor
from handlers.teams.addresses import SECONDS, Addresses
from handlers.teams.payloads import Chat, Reference
from tests.handlers.teams.conftest import chat_of, room_of
from tests.handlers.teams.test_tokens import Watch


def kept(store, workspace, whose):
    return store.references.find(workspace.id, whose)


async def test_installed_by_somebody_it_shows_the_home_card_once(
    wired, ada, listener, door, store, workspace
):
    """Teams says it twice: a member was added, the app was installed."""
    assert [seen.text for seen in ada.inbox] == ["Home\nYour week"]
    (caller, heard) = listener.heard[0]
    assert heard.home
    assert (caller.user, caller.direct, caller.once) == (ada.user.aad, True, "")
    reference = kept(store, workspace, ada.user.aad)
    assert reference["conversation"] == chat_of(wired, ada).conversation
    assert wired.problems == []


async def test_a_newer_version_is_no_news(wired, ada, door):
    await ada.installs(upgrade=True)
    await door.settled()
    assert len(ada.inbox) == 1


async def test_after_a_restart_it_is_no_news_either(wired, ada, door, api, listener, store):
    ears = Ears(listener.answer, lambda *_: None, lambda *_: None, listener.people_seen)
    other = TeamsDoor(api, ears, store)
    room = wired.world.personal(ada.user)
    await other.receive(wired.activities.installation(ada.user, room, "add"))
    await other.drain(5)
    assert len(ada.inbox) == 1


async def test_a_room_is_told_what_to_type_once(wired, ada, door, store, workspace):
    bert = wired.person("Bert Curie")
    await wired.add_to_team("Marketing", "task-force", [ada, bert])
    await door.settled()
    (greeting,) = bert.room("task-force")
    assert greeting.says("Muster is here.", "@Muster who")
    assert greeting.buttons == ("Post in this room",)
    room = room_of(wired, "task-force")
    assert kept(store, workspace, room.conversation) == {**room.plain(), "name": "task-force"}
    assert wired.problems == []


async def test_only_who_is_on_the_list_is_kept(wired, ada, door, listener, store, workspace):
    bert, cleo = wired.person("Bert Curie"), wired.person("Cleo Daly")
    listener.listed = {bert.user.aad}
    await wired.add_to_team("Marketing", "task-force", [ada, bert, cleo])
    await door.settled()
    assert {p.email for p in listener.people} >= {bert.user.email, cleo.user.email}
    reference = kept(store, workspace, bert.user.aad)
    assert (reference["user"], reference["email"]) == (bert.user.id, bert.user.email)
    assert "conversation" not in reference
    assert kept(store, workspace, cleo.user.aad) is None


async def test_a_large_roster_is_read_page_by_page(wired, ada, door, listener):
    crowd = [wired.person(f"Person {n}") for n in range(520)]
    await wired.add_to_team("Marketing", "task-force", [ada, *crowd])
    await door.settled()
    pages = [call.query for call in wired.calls("members")]
    assert [page["pageSize"] for page in pages][:2] == ["500", "500"]
    assert len({profile.user for profile in listener.people}) == 521


async def test_who_comes_later_is_seen_too(wired, ada, door, listener, store, workspace):
    await wired.add_to_chat("Launch", [ada])
    await door.settled()
    bert = wired.person("Bert Curie")
    listener.listed = {bert.user.aad}
    await bert.joins("Launch")
    await door.settled()
    assert listener.people[-1].email == bert.user.email
    assert kept(store, workspace, bert.user.aad)["user"] == bert.user.id
    await bert.leaves("Launch")
    await door.settled()


async def test_removed_it_forgets_the_room_and_the_chat(
    wired, ada, door, listener, store, workspace
):
    await wired.add_to_chat("Launch", [ada])
    await door.settled()
    room = room_of(wired, "Launch").conversation
    await wired.remove_from("Launch", ada)
    await door.settled()
    assert listener.lost == []
    await ada.uninstalls()
    await door.settled()
    assert listener.lost == [wired.tenant]  # it is nowhere in the company any more
    assert kept(store, workspace, room) is None
    assert kept(store, workspace, ada.user.aad) is None


async def test_added_again_it_greets_again(wired, ada, door):
    await ada.uninstalls()
    await door.settled()
    await ada.installs()
    await door.settled()
    assert len(ada.inbox) == 2


async def test_what_another_process_forgot_is_kept_again(wired, ada, door, store, workspace):
    store.references.forget(workspace.id, ada.user.aad)
    await ada.installs()
    await door.settled()
    assert kept(store, workspace, ada.user.aad) is not None


async def test_what_is_remembered_is_not_believed_for_ever(wired, ada, store, workspace):
    watch = Watch()
    addresses = Addresses(store, wired.world.clock, watch)
    chat = chat_of(wired, ada)
    await addresses.keep_person(chat)
    store.references.forget(workspace.id, ada.user.aad)
    await addresses.keep_person(chat)
    assert kept(store, workspace, ada.user.aad) is None
    watch.at += SECONDS + 1
    await addresses.keep_person(chat)
    assert kept(store, workspace, ada.user.aad) is not None


async def test_where_it_may_not_speak_it_is_quiet(wired, door, listener):
    bert = wired.person("Bert Curie")
    wired.faults.refuse("BotDisabledByAdmin", "send")
    await bert.installs()
    await door.settled()
    assert bert.inbox == []


async def test_a_company_without_a_task_force_is_told_so(wired, door, store, listener):
    """Not before somebody there is heard; nothing of theirs is kept."""
    addresses = Addresses(store, wired.world.clock)
    stranger = Reference(wired.service_url, "another", "a:1", Chat.PERSONAL, "29:x", "x")
    await addresses.keep_person(stranger)
    assert await addresses.find("another", "x") is None
    assert await addresses.people("another", 5) == []


async def test_an_address_follows_a_workspace_that_moved(wired, ada, store, workspace, door):
    """Its number changes when it is taken over by another task force."""
    addresses = Addresses(store, wired.world.clock)
    addresses._workspaces[wired.tenant] = workspace.id + 99
    await addresses.keep_person(chat_of(wired, wired.person("Bert Curie")))
    bert = wired.person("Bert Curie").user
    assert (await addresses.find(wired.tenant, bert.aad)).user == bert.id


@pytest.mark.parametrize("where", ["private", "room"])
async def test_greetings_are_within_what_teams_takes(wired, ada, door, listener, where):
    listener.home = Card("Home", tuple(Text(("Week " * 50,)) for _ in range(400)))
    bert = wired.person("Bert Curie")
    if where == "private":
        await bert.installs()
    else:
        await wired.add_to_chat("Launch", [ada, bert])
    await door.settled()
    assert wired.problems == []
    assert wired.calls("send")[-1].status == 201
