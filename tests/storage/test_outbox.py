from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.buttons import Codec
from bot.cards import Button, Card, Controls, Text
from bot.claims.requests import Claim
from bot.model import Address, DeliveryState, Identity, Recipient, Room
from storage import open_store
from tests.storage.stage import HOUR, NOW, Stage, set_stage
from tests.unhurried import LONG

CARD = Card("Your week", (Text(("Hello",)), Controls((Button("Claim", Claim()),))))
NEWER = Card("Your week, again")


def owe(ours: Stage, recipient: Recipient, card: Card | None = CARD, **changes) -> bool:
    arguments = {"kind": "prompt", "occasion": "2026-11-23", "due_at": NOW, "now": NOW} | changes
    with ours.write() as tx:
        return tx.outbox.owe(
            arguments.pop("kind"), arguments.pop("occasion"), recipient, card, **arguments
        )


def owe_anew(ours: Stage, recipient: Recipient, card: Card | None) -> None:
    with ours.write() as tx:
        tx.outbox.owe_anew("prompt", "2026-11-23", recipient, card, due_at=NOW, now=NOW)


def find(ours: Stage, recipient: Recipient):
    with ours.read() as tx:
        return tx.outbox.find("prompt", "2026-11-23", recipient)


@pytest.fixture
def person(ours: Stage) -> Recipient:
    return Recipient(member_id=ours.member())


def test_a_message_is_owed_once_per_kind_occasion_and_recipient(ours: Stage, person: Recipient):
    somebody_else = Recipient(member_id=ours.member())
    assert owe(ours, person)
    assert not owe(ours, person, NEWER)
    assert owe(ours, person, occasion="2026-11-30")
    assert owe(ours, person, kind="nudge")
    assert owe(ours, somebody_else)
    with ours.read() as tx:
        assert tx.outbox.recipients("prompt", "2026-11-23") == {
            person.member_id,
            somebody_else.member_id,
        }
        assert tx.outbox.recipients("prompt", "2026-12-07") == frozenset()


def test_what_is_owed_comes_back_as_it_was_given(ours: Stage, person: Recipient):
    owe(ours, person)
    delivery = find(ours, person)
    assert delivery.state is DeliveryState.DUE
    assert (delivery.due_at, delivery.revision, delivery.attempts) == (NOW, 1, 0)
    assert delivery.recipient == person
    assert delivery.address is None
    assert Codec([Claim]).card_from_data(delivery.content) == CARD


def test_a_message_to_be_composed_later_has_no_content(ours: Stage, person: Recipient):
    owe(ours, person, None)
    assert find(ours, person).content is None


def test_the_lane_is_woken_when_something_new_is_owed(ours: Stage, person: Recipient):
    with ours.write() as tx:
        tx.outbox.owe("prompt", "2026-11-23", person, CARD, due_at=NOW, now=NOW)
        assert tx.lanes == {ours.workspace}
    with ours.write() as tx:
        tx.outbox.owe("prompt", "2026-11-23", person, CARD, due_at=NOW, now=NOW)
        assert tx.lanes == set()


def test_newer_content_takes_the_place_of_older_content_not_said_yet(
    ours: Stage, person: Recipient
):
    owe_anew(ours, person, CARD)
    owe_anew(ours, person, NEWER)
    delivery = find(ours, person)
    assert delivery.revision == 2
    assert Codec(()).card_from_data(delivery.content) == NEWER


@pytest.mark.parametrize(
    "state", [DeliveryState.UNREACHABLE, DeliveryState.GIVEN_UP, DeliveryState.DROPPED]
)
def test_newer_content_is_due_whatever_became_of_the_older(
    ours: Stage, person: Recipient, state: DeliveryState
):
    owe(ours, person)
    ours.store.lanes.take(ours.workspace, "p", NOW)
    [taken] = ours.store.lanes.take_batch(ours.workspace, "p", NOW)
    ours.store.lanes.finish(taken, state, "No.")
    owe_anew(ours, person, NEWER)
    delivery = find(ours, person)
    assert (delivery.state, delivery.attempts, delivery.reason) == (DeliveryState.DUE, 0, "")


def test_newer_content_waits_as_long_as_the_older_would_have(ours: Stage, person: Recipient):
    owe(ours, person)
    ours.store.lanes.take(ours.workspace, "p", NOW)
    [taken] = ours.store.lanes.take_batch(ours.workspace, "p", NOW)
    ours.store.lanes.put_off(taken, NOW + HOUR, "Slack is down.")
    owe_anew(ours, person, NEWER)
    delivery = find(ours, person)
    assert (delivery.state, delivery.due_at) == (DeliveryState.PUT_OFF, NOW + HOUR)
    assert delivery.attempts == 1


def test_what_is_dropped_is_no_longer_due(ours: Stage, person: Recipient):
    other = Recipient(member_id=ours.member())
    owe(ours, person)
    owe(ours, other)
    with ours.write() as tx:
        assert tx.outbox.drop("prompt", person, "Paused.") == 1
        assert tx.outbox.drop("prompt", person, "Paused.") == 0
    assert find(ours, person).state is DeliveryState.DROPPED
    assert find(ours, person).reason == "Paused."
    assert find(ours, other).state is DeliveryState.DUE
    with ours.write() as tx:
        assert tx.outbox.drop("prompt") == 1


def test_what_is_being_said_cannot_be_dropped(ours: Stage, person: Recipient):
    owe(ours, person)
    ours.store.lanes.take(ours.workspace, "p", NOW)
    ours.store.lanes.take_batch(ours.workspace, "p", NOW)
    with ours.write() as tx:
        assert tx.outbox.drop("prompt", person) == 0


def test_a_room_is_spoken_to_in_its_own_workspace(ours: Stage):
    second = ours.store.add_workspace(ours.id, "teams", "T2", "B")
    with ours.write() as tx:
        room = tx.rooms.add(Room(0, second, "C1"))
    owe(ours, Recipient(room_id=room))
    assert find(ours, Recipient(room_id=room)).workspace_id == second


def test_a_room_that_is_not_there_is_an_error(ours: Stage):
    with pytest.raises(LookupError):
        owe(ours, Recipient(room_id=99))


def test_a_member_is_spoken_to_where_they_were_met_first(ours: Stage):
    member = ours.member()
    second = ours.store.add_workspace(ours.id, "teams", "T2", "B")
    with ours.write() as tx:
        tx.people.unlink(member, ours.workspace)
        tx.people.link(member, Identity(second, "29:x"), NOW)
        tx.people.link(member, Identity(ours.workspace, "U99"), NOW)
    owe(ours, Recipient(member_id=member))
    assert find(ours, Recipient(member_id=member)).workspace_id == second


def test_a_member_not_met_yet_is_looked_for_in_the_first_workspace(ours: Stage):
    member = ours.member()
    ours.store.add_workspace(ours.id, "teams", "T2", "B")
    with ours.write() as tx:
        tx.people.unlink(member, ours.workspace)
    owe(ours, Recipient(member_id=member))
    assert find(ours, Recipient(member_id=member)).workspace_id == ours.workspace


def test_nothing_can_be_owed_before_there_is_a_workspace(store):
    task_force = store.create_task_force("New", "Europe/Berlin", NOW)
    anybody = Recipient(member_id=set_stage(store).member())
    with store.write(task_force) as tx:
        owed = tx.outbox.owe("prompt", "x", anybody, CARD, due_at=NOW, now=NOW)
    assert not owed


def test_the_chair_sees_what_went_wrong_lately(ours: Stage, person: Recipient):
    owe(ours, person)
    ours.store.lanes.take(ours.workspace, "p", NOW)
    [taken] = ours.store.lanes.take_batch(ours.workspace, "p", NOW)
    ours.store.lanes.finish(taken, DeliveryState.UNREACHABLE, "No such user.")
    with ours.read() as tx:
        [shown] = tx.outbox.in_state([DeliveryState.UNREACHABLE], NOW)
        assert (shown.recipient, shown.reason) == (person, "No such user.")
        assert not tx.outbox.in_state([DeliveryState.UNREACHABLE], NOW + HOUR)
        assert not tx.outbox.in_state([DeliveryState.SAID], NOW)


def test_when_something_was_said_last_is_when_it_was_posted_not_edited(
    ours: Stage, person: Recipient
):
    with ours.read() as tx:
        assert tx.outbox.last_said("prompt") is None
    owe(ours, person)
    ours.store.lanes.take(ours.workspace, "p", NOW)
    [taken] = ours.store.lanes.take_batch(ours.workspace, "p", NOW)
    ours.store.lanes.said([(taken, Address("D1", "1.0"))], NOW)
    owe_anew(ours, person, NEWER)
    later = NOW + timedelta(minutes=5)
    [taken] = ours.store.lanes.take_batch(ours.workspace, "p", later)
    ours.store.lanes.said([(taken, Address("D1", "1.0"))], later)
    with ours.read() as tx:
        assert tx.outbox.last_said("prompt") == NOW


def test_the_chair_sees_that_a_workspace_cannot_be_spoken_in(ours: Stage):
    theirs = set_stage(ours.store, "Theirs", "T9")
    ours.store.lanes.block(ours.workspace, NOW + HOUR, "Slack refuses Muster's token.")
    with ours.read() as tx:
        [block] = tx.outbox.blocks()
        assert (block.workspace.external_id, block.until) == ("T1", NOW + HOUR)
    with theirs.read() as tx:
        assert not tx.outbox.blocks()


def test_who_was_reached_last_is_known_by_recipient(ours: Stage, person: Recipient):
    other = Recipient(member_id=ours.member())
    for recipient, occasion in ((person, "1"), (person, "2"), (other, "1")):
        owe(ours, recipient, occasion=occasion)
    ours.store.lanes.take(ours.workspace, "p", NOW)
    first, second, third = ours.store.lanes.take_batch(ours.workspace, "p", NOW)
    ours.store.lanes.said([(first, Address("D1", "1"))], NOW)
    ours.store.lanes.said([(second, Address("D1", "2"))], NOW + HOUR)
    ours.store.lanes.finish(third, DeliveryState.UNREACHABLE, "No.")
    with ours.read() as tx:
        assert tx.outbox.last_reached([person, other]) == {person.key: NOW + HOUR}
        assert tx.outbox.last_reached([]) == {}


def room_of(ours: Stage) -> Recipient:
    with ours.write() as tx:
        return Recipient(room_id=tx.rooms.add(Room(0, ours.workspace, "C1")))


def test_a_rooms_panel_is_written_at_the_end_as_it_was_wanted_last(ours: Stage):
    room = room_of(ours)
    with ours.write() as tx:
        for card in (CARD, NEWER):
            tx.outbox.owe_anew("prompt", "2026-11-23", room, card, due_at=NOW, now=NOW)
    assert tx.lanes == {ours.workspace}
    delivery = find(ours, room)
    assert delivery.revision == 1
    assert Codec(()).card_from_data(delivery.content) == NEWER


def test_of_what_fails_nothing_is_written_at_the_end(ours: Stage):
    room = room_of(ours)
    missing = Recipient(room_id=404)
    with suppress(LookupError), ours.write() as tx:
        tx.outbox.owe_anew("prompt", "2026-11-23", room, CARD, due_at=NOW, now=NOW)
        tx.outbox.owe("prompt", "2026-11-23", missing, CARD, due_at=NOW, now=NOW)
    assert find(ours, room) is None


@pytest.mark.postgres
def test_whoever_edits_the_same_panel_waits_for_no_more_than_the_end(migrated_postgres: str):
    """Three hundred people claim at the same instant, and each changes the one panel."""
    store = open_store(migrated_postgres)
    ours = set_stage(store)
    room = room_of(ours)
    owe_anew(ours, room, CARD)
    with ThreadPoolExecutor() as pool, ours.write() as tx:
        tx.outbox.owe_anew("prompt", "2026-11-23", room, CARD, due_at=NOW, now=NOW)
        pool.submit(owe_anew, ours, room, NEWER).result(LONG)
    delivery = find(ours, room)
    assert delivery.revision == 3
    assert Codec([Claim]).card_from_data(delivery.content) == CARD, "who is last has seen the most"
    store.close()
