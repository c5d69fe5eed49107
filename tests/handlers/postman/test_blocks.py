"""Workspaces that ask for a pause, refuse the token or are down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.errors import DeliveryFailed, Outcome
from bot.model import DeliveryState
from handlers.pacing import UNPACED, Pacing
from handlers.postman import Postman
from tests.handlers.postman.conftest import Office

DOWN = DeliveryFailed(Outcome.LATER, "Slack could not be reached.")


def blocked(office: Office, seconds: float) -> DeliveryFailed:
    retry_at = office.now + timedelta(seconds=seconds)
    return DeliveryFailed(Outcome.BLOCKED, "Slow down.", retry_at=retry_at)


async def test_a_429_silences_the_workspace_and_no_message_is_lost_or_burnt(
    either_office: Office,
):
    office = either_office
    office.restart(replace(UNPACED, in_flight=1))
    members = office.owe_many(5)
    office.platform.fail("post", None, blocked(office, 30))
    await office.run()
    assert office.platform.calls.count("post") == 2
    await office.later(seconds=29)
    assert office.platform.calls.count("post") == 2  # no call while blocked
    assert office.find(members[1]).attempts == 0
    assert office.find(members[1]).state is DeliveryState.DUE
    await office.later(seconds=1)
    assert office.platform.titles == ["0", "1", "2", "3", "4"]
    assert not office.store.lanes.blocks()


async def test_a_short_block_is_waited_out_with_the_lane_in_hand(office: Office):
    async def sleep(seconds: float) -> None:
        office.clock.move_to(office.now + timedelta(seconds=seconds))

    office.restart(Pacing(0, 0, in_flight=1, patience=5), sleep=sleep)
    office.owe_many(3)
    office.platform.fail("post", blocked(office, 2))
    await office.run()
    assert office.platform.titles == ["0", "1", "2"]


async def test_a_refused_token_burns_no_message_and_is_shown(office: Office):
    members = office.owe_many(40)
    refused = DeliveryFailed(Outcome.BLOCKED, "The token no longer works.")
    office.platform.fail("post", *[refused] * 100)
    for _ in range(10):
        await office.later(minutes=6)
    assert office.states(members) == {DeliveryState.DUE}
    assert {office.find(member).attempts for member in members} == {0}
    assert len(office.platform.calls) <= 10 * UNPACED.in_flight
    with office.ours.read() as tx:
        [block] = tx.outbox.blocks()
    assert block.reason == "The token no longer works."
    assert block.until > office.now
    office.platform.faults.clear()
    await office.later(minutes=6)
    assert office.states(members) == {DeliveryState.SAID}
    with office.ours.read() as tx:
        assert not tx.outbox.blocks()


async def test_while_the_platform_is_down_it_is_asked_now_and_then_and_nothing_is_given_up(
    office: Office,
):
    members = office.owe_many(50)
    office.platform.fail("post", *[DOWN] * 10_000)
    for _ in range(6 * 60):  # six hours of sweeps, a minute apart
        await office.later(minutes=1)
    assert office.states(members) <= {DeliveryState.DUE, DeliveryState.PUT_OFF}
    assert len(office.platform.calls) < 6 * 60 * 2 * UNPACED.in_flight
    office.platform.faults.clear()
    await office.later(seconds=20)  # however long it was down
    assert office.states(members) == {DeliveryState.SAID}
    assert office.platform.posted == 50


async def test_a_single_message_that_fails_does_not_silence_the_others(office: Office):
    office.restart(replace(UNPACED, in_flight=1))
    members = office.owe_many(10)
    office.platform.fail("post", DOWN, DOWN, None, DOWN, DOWN)
    await office.run()
    assert len(office.platform.messages) == 6
    assert not office.store.lanes.blocks()
    await office.later(minutes=1)
    assert office.states(members) == {DeliveryState.SAID}


async def test_a_platform_muster_does_not_speak_is_shown_and_nothing_is_burnt(office: Office):
    office.restart()
    office.postman = Postman(replace(office.tools, messengers={}))
    member = office.owe(office.member())
    await office.run()
    assert office.state(member) is DeliveryState.DUE
    [block] = office.store.lanes.blocks()
    assert "slack" in block.reason


async def test_an_outage_gives_up_no_message_and_uses_up_no_question(office: Office):
    """Attempts count against a message only while the platform hears others."""
    members = office.owe_many(4)
    office.platform.fail("post", *[DOWN] * 10_000)
    for _ in range(3 * 60):
        await office.later(seconds=20)
    assert {office.find(member).attempts for member in members} <= {0, 1, 2}
