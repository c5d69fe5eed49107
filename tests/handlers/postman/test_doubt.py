"""It may have been said, and nobody knows: the platform is asked."""

from __future__ import annotations

import pytest

from bot.cards import Card
from bot.errors import Outcome
from bot.model import DeliveryState, Workspace
from bot.ports.outside import Target
from tests.handlers.postman.conftest import Office
from tests.handlers.postman.platform import BROKE, After, fails


async def test_a_message_whose_answer_was_lost_is_looked_for_and_not_said_twice(
    either_office: Office,
):
    office = either_office
    member = office.owe(office.member())
    office.platform.fail("post", After(BROKE))
    await office.run()
    assert office.state(member) is DeliveryState.IN_DOUBT
    await office.later(minutes=1)
    assert office.platform.titles == ["Hello"]
    assert office.state(member) is DeliveryState.SAID
    assert office.find(member).address is not None


async def test_a_message_that_was_lost_on_its_way_is_said_again(office: Office):
    member = office.owe(office.member())
    office.platform.fail("post", BROKE)
    await office.run()
    await office.later(minutes=1)
    assert office.platform.calls == ["post", "find", "post"]
    assert office.platform.titles == ["Hello"]
    assert office.state(member) is DeliveryState.SAID


async def test_what_a_killed_postman_had_said_is_not_said_again(either_office: Office):
    office = either_office
    said, unsaid = office.owe(office.member(), "1"), office.owe(office.member(), "2")
    [first, _] = office.die_with(2)
    target = office.find(said).recipient
    assert target == first.recipient
    with office.ours.read() as tx:
        [identity] = tx.people.find(said.member_id).identities
    workspace = Workspace(office.lane, office.ours.id, "slack", "T1")
    await office.platform.post(Target(workspace, identity.user), Card("1"), str(first.id))
    await office.run()
    assert office.platform.posted == 1  # the dead one's lease still stands
    await office.take_over()
    assert sorted(office.platform.titles) == ["1", "2"]
    assert office.state(said) is office.state(unsaid) is DeliveryState.SAID


async def test_newer_content_of_what_was_found_edits_it(office: Office):
    room = office.owe(office.room(), "Old")
    office.platform.fail("post", After(BROKE))
    await office.run()
    office.owe_anew(room, "New")
    await office.later(minutes=1)
    [message] = office.platform.messages.values()
    assert (message.title, message.edits) == ("New", 1)


async def test_what_was_found_and_is_not_to_be_said_any_more_counts_as_said(office: Office):
    room = office.owe(office.room(), None, kind="panel")
    office.composed["panel"] = Card("Panel")
    office.platform.fail("post", After(BROKE))
    await office.run()
    office.composed["panel"] = None
    await office.later(minutes=1)
    assert office.state(room, "panel") is DeliveryState.SAID


@pytest.mark.parametrize("outcome", [Outcome.NEVER, Outcome.UNREACHABLE])
async def test_where_the_platform_cannot_tell_a_prompt_is_repeated_and_a_digest_is_not(
    office: Office, outcome: Outcome
):
    prompt = office.owe(office.member(), "Prompt")
    nudge = office.owe(office.member(), "Nudge", kind="nudge")
    digest = office.owe(office.room(), "Digest", kind="digest")
    office.die_with(3)
    office.platform.fail("find", *[fails(outcome, "Not granted.")] * 3)
    await office.take_over()
    assert office.platform.titles == ["Prompt"]
    assert office.state(prompt) is DeliveryState.SAID
    assert office.state(nudge, "nudge") is DeliveryState.GIVEN_UP
    assert office.state(digest, "digest") is DeliveryState.GIVEN_UP
    assert "may have been said" in office.find(digest, "digest").reason
    assert "Not granted." in office.find(digest, "digest").reason


async def test_a_question_that_fails_for_now_is_asked_again_before_anything_is_repeated(
    office: Office,
):
    member = office.owe(office.member())
    office.die_with()
    office.platform.fail("find", *[fails(Outcome.LATER)] * 3)
    await office.take_over()
    for _ in range(3):
        assert office.state(member) is DeliveryState.IN_DOUBT
        assert "post" not in office.platform.calls
        await office.later(minutes=5)
    assert office.state(member) is DeliveryState.SAID


async def test_a_platform_that_never_answers_the_question_cannot_tell(office: Office):
    digest = office.owe(office.room(), "Digest", kind="digest")
    office.die_with()
    office.platform.fail("find", *[fails(Outcome.IN_DOUBT)] * 20)
    for _ in range(20):
        await office.later(hours=1)
    assert office.state(digest, "digest") is DeliveryState.GIVEN_UP
    assert office.platform.calls.count("find") == 10


async def test_what_was_said_while_the_database_was_away_is_found_and_not_said_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    members = office.owe_many(3)
    with monkeypatch.context() as away:
        away.setattr(office.store.lanes, "said", lambda *_: 1 / 0)
        await office.run()
    assert office.states(members) <= {DeliveryState.TAKEN, DeliveryState.PUT_OFF, DeliveryState.DUE}
    for _ in range(3):
        await office.later(minutes=1)
    assert office.platform.posted == 3
    assert office.states(members) == {DeliveryState.SAID}
