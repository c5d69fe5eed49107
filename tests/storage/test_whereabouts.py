"""In which workspace a member is spoken to, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cards import Card
from bot.model import Address, DeliveryState, Identity, MemberState, Recipient, Room
from bot.ports.lanes import Taken
from storage.store import SqlStore
from tests.storage.stage import NOW, Stage

CARD = Card("Hello")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def teams(ours: Stage) -> int:
    """A second workspace of the same task force."""
    return ours.store.add_workspace(ours.id, "teams", "tenant", "")


def link(ours: Stage, member: int, workspace: int, user: str = "aad") -> None:
    with ours.write() as tx:
        assert tx.people.link(member, Identity(workspace, f"{user}-{member}"), NOW)


def change(ours: Stage, member: int, **fields: Any) -> None:
    with ours.write() as tx:
        tx.people.change(member, **fields)


def owe(ours: Stage, member: int, occasion: str = "1") -> None:
    with ours.write() as tx:
        to = Recipient(member_id=member)
        assert tx.outbox.owe("prompt", occasion, to, CARD, due_at=NOW, now=NOW)


def found(ours: Stage, member: int, occasion: str = "1") -> Any:
    with ours.read() as tx:
        return tx.outbox.find("prompt", occasion, Recipient(member_id=member))


def take(ours: Stage, lane: int) -> Taken:
    desk = ours.store.lanes
    assert desk.take(lane, "postman", NOW)
    [taken] = desk.take_batch(lane, "postman", NOW)
    return taken


def where(ours: Stage, member: int) -> int:
    owe(ours, member, "where")
    found_there: int = found(ours, member, "where").workspace_id
    return found_there


def test_nobody_is_spoken_to_where_they_are_not_linked(ours: Stage, teams: int):
    assert where(ours, ours.member(last_workspace_id=teams)) == ours.workspace


def test_where_they_were_last(ours: Stage, teams: int):
    member = ours.member(last_workspace_id=teams)
    link(ours, member, teams)
    assert where(ours, member) == teams


def test_what_they_chose_comes_before_where_they_were_last(ours: Stage, teams: int):
    member = ours.member(last_workspace_id=teams, chosen_workspace_id=ours.workspace)
    link(ours, member, teams)
    assert where(ours, member) == ours.workspace


def test_where_they_were_met_first_if_they_used_neither_since(ours: Stage, teams: int):
    member = ours.member()
    link(ours, member, teams)
    assert where(ours, member) == ours.workspace


def test_not_where_muster_was_removed_even_if_they_chose_it(ours: Stage, teams: int):
    member = ours.member(chosen_workspace_id=teams)
    link(ours, member, teams)
    with ours.write() as tx:
        assert tx.workspaces.lose(teams, NOW)
        assert not tx.workspaces.lose(teams, NOW + MINUTE)
    assert where(ours, member) == ours.workspace
    with ours.write() as tx:
        assert tx.workspaces.regain(teams)
        assert not tx.workspaces.regain(teams)
    owe(ours, member, "again")
    assert found(ours, member, "again").workspace_id == teams


def test_what_waits_goes_along_when_they_choose_another_place(ours: Stage, teams: int):
    member = ours.member()
    link(ours, member, teams)
    owe(ours, member)
    change(ours, member, chosen_workspace_id=teams)
    with ours.write() as tx:
        tx.outbox.follow(member)
        assert tx.lanes == {teams}
    assert found(ours, member).workspace_id == teams


def test_what_was_said_is_edited_where_it_stands(ours: Stage, teams: int):
    member = ours.member()
    link(ours, member, teams)
    owe(ours, member)
    address = Address("D1", "1.1")
    assert ours.store.lanes.said([(take(ours, ours.workspace), address)], NOW)
    change(ours, member, last_workspace_id=teams)
    to = Recipient(member_id=member)
    with ours.write() as tx:
        tx.outbox.follow(member)
        tx.outbox.owe_anew("prompt", "1", to, Card("Newer"), due_at=NOW, now=NOW)
        assert tx.lanes == {ours.workspace}
    delivery = found(ours, member)
    assert (delivery.workspace_id, delivery.address) == (ours.workspace, address)


def test_what_was_dropped_and_is_owed_anew_goes_where_they_are_now(ours: Stage, teams: int):
    member = ours.member()
    link(ours, member, teams)
    owe(ours, member)
    to = Recipient(member_id=member)
    change(ours, member, last_workspace_id=teams)
    with ours.write() as tx:
        tx.outbox.drop("prompt", to)
        tx.outbox.owe_anew("prompt", "1", to, CARD, due_at=NOW, now=NOW)
        assert tx.lanes == {teams}
    assert found(ours, member).workspace_id == teams


def test_said_there_wherever_else_they_are(ours: Stage, teams: int):
    member = ours.member(last_workspace_id=teams)
    link(ours, member, teams)
    to = Recipient(member_id=member)
    with ours.write() as tx:
        assert tx.outbox.owe_there(ours.workspace, "prompt", "1", to, CARD, NOW)
        assert not tx.outbox.owe_there(teams, "prompt", "1", to, CARD, NOW)
        assert tx.lanes == {ours.workspace}
    assert found(ours, member).workspace_id == ours.workspace


def test_the_same_row_is_due_on_the_other_side(ours: Stage, teams: int):
    member = ours.member()
    link(ours, member, teams)
    owe(ours, member)
    before = found(ours, member)
    assert ours.store.lanes.finish(
        take(ours, ours.workspace), DeliveryState.UNREACHABLE, "They have left Slack."
    )
    delivery = found(ours, member)
    assert delivery.id == before.id
    assert (delivery.workspace_id, delivery.state) == (teams, DeliveryState.DUE)
    assert (delivery.attempts, delivery.reason, delivery.address) == (0, "", None)
    taken = take(ours, teams)
    assert taken.delivery.id == before.id


def test_who_is_reached_nowhere_is_unreachable_with_every_reason(ours: Stage, teams: int):
    member = ours.member()
    link(ours, member, teams)
    owe(ours, member)
    desk = ours.store.lanes
    desk.finish(take(ours, ours.workspace), DeliveryState.UNREACHABLE, "They have left.")
    assert desk.finish(take(ours, teams), DeliveryState.UNREACHABLE, "They blocked Muster.")
    delivery = found(ours, member)
    assert delivery.state is DeliveryState.UNREACHABLE
    assert delivery.reason == "Slack: They have left. Teams: They blocked Muster."


def test_with_one_place_only_the_reason_stays_as_it_is(ours: Stage):
    member = ours.member()
    owe(ours, member)
    taken = take(ours, ours.workspace)
    ours.store.lanes.finish(taken, DeliveryState.UNREACHABLE, "They have left.")
    assert found(ours, member).reason == "They have left."


def test_who_was_not_met_there_is_looked_for_only_by_an_address(ours: Stage, teams: int):
    member, nameless = ours.member(), ours.member(email=None)
    owe(ours, member)
    desk = ours.store.lanes
    desk.finish(take(ours, ours.workspace), DeliveryState.UNREACHABLE, "No.")
    assert found(ours, member).workspace_id == teams
    desk.give_back(ours.workspace, "postman", [], NOW)
    owe(ours, nameless)
    desk.finish(take(ours, ours.workspace), DeliveryState.UNREACHABLE, "No.")
    assert found(ours, nameless).state is DeliveryState.UNREACHABLE


def test_a_room_that_cannot_be_reached_stays_where_it_is(ours: Stage, teams: int):
    with ours.write() as tx:
        to = Recipient(room_id=tx.rooms.add(Room(0, ours.workspace, "C1", name="ops")))
        tx.outbox.owe("digest", "1", to, CARD, due_at=NOW, now=NOW)
    taken = take(ours, ours.workspace)
    assert ours.store.lanes.finish(taken, DeliveryState.UNREACHABLE, "Archived.")
    with ours.read() as tx:
        assert tx.outbox.find("digest", "1", to).state is DeliveryState.UNREACHABLE
        assert [room.name for room in tx.rooms.all()] == ["ops"]


def test_nothing_is_moved_that_is_somebody_elses_by_now(ours: Stage, teams: int):
    member = ours.member()
    link(ours, member, teams)
    owe(ours, member)
    stale = replace(take(ours, ours.workspace), owner="gone")
    assert not ours.store.lanes.finish(stale, DeliveryState.UNREACHABLE, "No.")
    assert found(ours, member).workspace_id == ours.workspace


def test_what_waits_leaves_a_workspace_that_is_lost(ours: Stage, teams: int):
    linked, elsewhere = ours.member(), ours.member()
    link(ours, linked, teams)
    for member in (linked, elsewhere):
        owe(ours, member)
    with ours.write() as tx:
        tx.workspaces.lose(ours.workspace, NOW)
        assert tx.lanes == {teams}
    assert found(ours, linked).workspace_id == teams
    assert found(ours, elsewhere).workspace_id == teams  # looked for by their address


def test_a_workspace_leaves_with_all_that_is_its_own(ours: Stage, teams: int):
    member = ours.member(last_workspace_id=teams, chosen_workspace_id=teams)
    link(ours, member, teams)
    owe(ours, member)
    assert ours.store.lanes.said([(take(ours, teams), Address("a:1", "1"))], NOW)
    owe(ours, member, "2")
    ours.store.references.keep(teams, "aad-1", {"aad": "aad-1"}, NOW)
    with ours.write() as tx:
        room = Recipient(room_id=tx.rooms.add(Room(0, teams, "19:1")))
        tx.outbox.owe("digest", "1", room, CARD, due_at=NOW, now=NOW)
        tx.people.part(member, Identity(teams, f"aad-{member}"), NOW)
    with ours.write() as tx:
        tx.workspaces.remove(teams)
        assert tx.lanes == {ours.workspace}
    with ours.read() as tx:
        assert [w.platform for w in tx.workspaces.all()] == ["slack"]
        assert tx.workspaces.find(teams) is None
        assert tx.rooms.all() == []
        there = tx.people.find(member)
        said = tx.outbox.find("prompt", "1", Recipient(member_id=member))
    assert (there.chosen_workspace_id, there.last_workspace_id) == (None, None)
    assert (said.workspace_id, said.address, said.state) == (
        ours.workspace,
        None,
        DeliveryState.SAID,
    )
    assert found(ours, member, "2").workspace_id == ours.workspace
    assert ours.store.find_workspace("teams", "tenant") is None
    assert ours.store.references.find(teams, "aad-1") is None


def test_who_parted_is_remembered_until_linked_on_purpose(ours: Stage, store: SqlStore):
    member, other = ours.member(), ours.member()
    identity = Identity(ours.workspace, "U77")
    with ours.write() as tx:
        tx.people.unlink(member, ours.workspace)
        tx.people.link(member, identity, NOW)
        tx.people.part(member, identity, NOW)
        tx.people.part(member, identity, NOW)
        assert tx.people.find(member).identities == ()
        assert tx.people.has_parted(member, identity)
        assert not tx.people.has_parted(other, identity)
        tx.people.forget_partings(identity)
        assert not tx.people.has_parted(member, identity)
        assert tx.people.find(other).state is MemberState.ACTIVE
