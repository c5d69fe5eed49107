from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Card
from bot.model import Address, DeliveryState, Recipient
from bot.ports.lanes import LEASE, RENEWAL
from storage.store import SqlStore
from tests.storage.stage import HOUR, NOW, Stage

SECOND = timedelta(seconds=1)
AT = Address("D1", "1.0")


@pytest.fixture
def lanes(store: SqlStore):
    return store.lanes


def owe(ours: Stage, number: int = 1, **changes) -> list[int]:
    members = [ours.member() for _ in range(number)]
    for member in members:
        owe_to(ours, member, **changes)
    return members


def owe_to(ours: Stage, member: int, anew: bool = False, **changes) -> None:
    times = {"due_at": NOW, "now": NOW} | changes
    recipient = Recipient(member_id=member)
    with ours.write() as tx:
        if anew:
            tx.outbox.owe_anew("prompt", "w", recipient, Card("Newer"), **times)
        else:
            tx.outbox.owe("prompt", "w", recipient, Card("Older"), **times)


def find(ours: Stage, member: int):
    with ours.read() as tx:
        return tx.outbox.find("prompt", "w", Recipient(member_id=member))


# ---- leases -------------------------------------------------------------------------------------


def test_one_postman_serves_a_lane_at_a_time(lanes, ours: Stage):
    assert lanes.take(ours.workspace, "first", NOW).workspace.external_id == "T1"
    assert lanes.take(ours.workspace, "second", NOW + 14 * SECOND) is None
    assert lanes.renew(ours.workspace, "first", NOW + 14 * SECOND) is not None
    assert lanes.take(ours.workspace, "second", NOW + 16 * SECOND) is None
    assert lanes.take(ours.workspace, "second", NOW + 29 * SECOND) is not None
    assert lanes.renew(ours.workspace, "first", NOW + 29 * SECOND) is None


def test_a_lease_that_nobody_took_over_can_be_renewed_after_its_end(lanes, ours: Stage):
    lanes.take(ours.workspace, "first", NOW)
    assert lanes.renew(ours.workspace, "first", NOW + HOUR) is not None


def test_a_lease_given_back_is_free(lanes, ours: Stage):
    lanes.take(ours.workspace, "first", NOW)
    lanes.give_back(ours.workspace, "second", [], NOW)
    assert lanes.take(ours.workspace, "second", NOW) is None
    lanes.give_back(ours.workspace, "first", [], NOW)
    assert lanes.take(ours.workspace, "second", NOW) is not None


def test_a_lease_from_before_the_clock_was_set_back_holds_nobody_up(lanes, ours: Stage):
    lanes.take(ours.workspace, "first", NOW + 24 * HOUR)
    assert lanes.take(ours.workspace, "second", NOW) is not None


def test_the_lease_says_until_when_the_workspace_must_be_silent(lanes, ours: Stage):
    lanes.block(ours.workspace, NOW + HOUR, "Slack asks for a pause.")
    lanes.block(ours.workspace, NOW + SECOND, "Shorter.")
    lease = lanes.take(ours.workspace, "first", NOW)
    assert (lease.blocked_until, lease.blocked_reason) == (NOW + HOUR, "Slack asks for a pause.")
    lanes.unblock(ours.workspace, NOW)
    assert lanes.renew(ours.workspace, "first", NOW).blocked_until == NOW + HOUR
    lanes.unblock(ours.workspace, NOW + HOUR)
    lease = lanes.renew(ours.workspace, "first", NOW)
    assert (lease.blocked_until, lease.blocked_reason) == (None, "")
    assert lanes.blocks() == []


# ---- batches ------------------------------------------------------------------------------------


def test_a_batch_is_what_is_due_oldest_first(lanes, ours: Stage):
    [late] = owe(ours, due_at=NOW)
    [early] = owe(ours, due_at=NOW - HOUR)
    owe(ours, due_at=NOW + HOUR)
    lanes.take(ours.workspace, "p", NOW)
    batch = lanes.take_batch(ours.workspace, "p", NOW)
    assert [one.delivery.recipient.member_id for one in batch] == [early, late]
    assert lanes.take_batch(ours.workspace, "p", NOW) == []
    assert find(ours, late).state is DeliveryState.TAKEN
    assert find(ours, late).attempts == 1


def test_a_batch_is_limited(lanes, ours: Stage):
    owe(ours, 3)
    lanes.take(ours.workspace, "p", NOW)
    assert len(lanes.take_batch(ours.workspace, "p", NOW, 2)) == 2
    assert len(lanes.take_batch(ours.workspace, "p", NOW, 2)) == 1


def test_nothing_is_taken_without_the_lease_or_while_blocked(lanes, ours: Stage):
    owe(ours)
    assert lanes.take_batch(ours.workspace, "p", NOW) == []
    lanes.take(ours.workspace, "p", NOW)
    lanes.block(ours.workspace, NOW + SECOND, "")
    assert lanes.take_batch(ours.workspace, "p", NOW) == []
    assert len(lanes.take_batch(ours.workspace, "p", NOW + SECOND)) == 1


def test_taking_a_batch_renews_the_lease(lanes, ours: Stage):
    lanes.take(ours.workspace, "p", NOW)
    lanes.take_batch(ours.workspace, "p", NOW + 14 * SECOND)
    assert lanes.take(ours.workspace, "other", NOW + 20 * SECOND) is None


def test_what_is_of_no_use_any_more_is_given_up_and_the_rest_is_taken(lanes, ours: Stage):
    old = owe(ours, 3, until=NOW - SECOND)
    [fresh] = owe(ours, until=NOW)
    lanes.take(ours.workspace, "p", NOW)
    batch = lanes.take_batch(ours.workspace, "p", NOW, 2)
    assert [one.delivery.recipient.member_id for one in batch] == [fresh]
    assert {find(ours, member).state for member in old} == {DeliveryState.GIVEN_UP}
    with ours.read() as tx:
        assert len(tx.outbox.in_state([DeliveryState.GIVEN_UP], NOW)) == 3


# ---- what became of it --------------------------------------------------------------------------


def take_one(lanes, ours: Stage, member: int | None = None):
    member = member or owe(ours)[0]
    lanes.take(ours.workspace, "p", NOW)
    [taken] = lanes.take_batch(ours.workspace, "p", NOW)
    return member, taken


def test_what_was_said_has_an_address(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    lanes.said([(taken, AT)], NOW)
    delivery = find(ours, member)
    assert (delivery.state, delivery.address) == (DeliveryState.SAID, AT)


def test_several_said_together_are_recorded_together_but_for_what_was_not_his(lanes, ours: Stage):
    members = owe(ours, 3)
    lanes.take(ours.workspace, "first", NOW)
    batch = lanes.take_batch(ours.workspace, "first", NOW)
    lost = replace(batch[1], owner="somebody else")
    assert lanes.said([(t, AT) for t in (batch[0], lost, batch[2])], NOW) == {
        batch[0].delivery.id,
        batch[2].delivery.id,
    }
    states = [find(ours, member).state for member in members]
    assert states == [DeliveryState.SAID, DeliveryState.TAKEN, DeliveryState.SAID]


def test_newer_content_that_came_while_it_was_said_is_due(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    owe_to(ours, member, anew=True)
    assert find(ours, member).state is DeliveryState.TAKEN
    lanes.said([(taken, AT)], NOW)
    assert find(ours, member).state is DeliveryState.DUE
    [taken] = lanes.take_batch(ours.workspace, "p", NOW)
    assert taken.delivery.address == AT
    lanes.said([(taken, AT)], NOW)
    assert find(ours, member).state is DeliveryState.SAID


def test_newer_content_is_tried_though_the_older_was_refused(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    owe_to(ours, member, anew=True)
    lanes.finish(taken, DeliveryState.GIVEN_UP, "invalid_blocks")
    assert find(ours, member).state is DeliveryState.DUE


def test_what_is_put_off_is_due_again_then(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    lanes.put_off(taken, NOW + HOUR, "x" * 500)
    assert find(ours, member).state is DeliveryState.PUT_OFF
    assert len(find(ours, member).reason) == 300
    assert lanes.take_batch(ours.workspace, "p", NOW) == []
    [taken] = lanes.take_batch(ours.workspace, "p", NOW + HOUR)
    assert taken.delivery.attempts == 1
    assert find(ours, member).attempts == 2


def test_what_was_not_attempted_is_as_it_was(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    before = taken.delivery
    lanes.release([taken])
    assert find(ours, member) == before


def test_a_lane_given_back_leaves_nothing_taken(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    lanes.give_back(ours.workspace, "p", [taken], NOW)
    assert find(ours, member) == taken.delivery
    assert [one.lane for one in lanes.waiting(NOW)] == [ours.workspace]


def test_a_deleted_message_has_no_address_any_more(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    lanes.said([(taken, AT)], NOW)
    owe_to(ours, member, anew=True)
    [taken] = lanes.take_batch(ours.workspace, "p", NOW)
    lanes.lose_address(taken)
    assert find(ours, member).address is None
    later = NOW + HOUR
    lanes.said([(taken, Address("D1", "2.0"))], later)
    with ours.read() as tx:
        assert tx.outbox.last_said("prompt") == later  # it was posted anew


# ---- doubt --------------------------------------------------------------------------------------


def test_what_a_dead_postman_had_taken_is_in_doubt(lanes, ours: Stage):
    member, old = take_one(lanes, ours)
    later = NOW + LEASE
    lanes.take(ours.workspace, "heir", later)
    assert find(ours, member).state is DeliveryState.IN_DOUBT
    assert not lanes.take_batch(ours.workspace, "heir", later)  # "dead" may still be speaking
    [taken] = lanes.take_batch(ours.workspace, "heir", later + RENEWAL)
    assert taken.delivery.state is DeliveryState.IN_DOUBT
    assert taken.since == NOW  # when the attempt in doubt was made
    lanes.said([(old, AT)], later)  # the dead one was only frozen
    lanes.put_off(old, later, "")
    lanes.finish(old, DeliveryState.GIVEN_UP, "")
    lanes.release([old])
    assert find(ours, member).state is DeliveryState.TAKEN


def test_doubt_survives_being_put_off_released_and_another_death(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    lanes.doubt(taken, NOW + HOUR, "The connection broke.")
    later = NOW + HOUR
    [taken] = lanes.take_batch(ours.workspace, "p", later)
    lanes.put_off(taken, later, "Slack is down.")
    [taken] = lanes.take_batch(ours.workspace, "p", later)
    lanes.release([taken])
    assert find(ours, member).state is DeliveryState.IN_DOUBT
    lanes.take_batch(ours.workspace, "p", later)
    lanes.take(ours.workspace, "heir", later + LEASE)
    [taken] = lanes.take_batch(ours.workspace, "heir", later + LEASE + RENEWAL)
    assert (taken.delivery.state, taken.since) == (DeliveryState.IN_DOUBT, NOW)


def test_newer_content_of_what_is_in_doubt_waits_for_the_answer(lanes, ours: Stage):
    member, taken = take_one(lanes, ours)
    lanes.doubt(taken, NOW + HOUR, "")
    owe_to(ours, member, anew=True)
    delivery = find(ours, member)
    assert (delivery.state, delivery.due_at) == (DeliveryState.IN_DOUBT, NOW + HOUR)
