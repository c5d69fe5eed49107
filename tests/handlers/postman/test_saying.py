"""One message at a time: whom it reaches, what happens when it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import Card
from bot.errors import Outcome
from bot.model import DeliveryState
from bot.ports.outside import Profile
from bot.retries import MOST_TRIES
from tests.handlers.postman.conftest import Office
from tests.handlers.postman.platform import BROKE, After, fails

# ---- whom it goes to ----------------------------------------------------------------------------


async def test_what_is_due_is_said_once_and_has_an_address(either_office: Office):
    office = either_office
    member, room = office.owe(office.member()), office.owe(office.room("C7"), "Digest")
    await office.run()
    await office.run()
    assert office.platform.titles == ["Hello", "Digest"]
    assert office.platform.said_to("C7") == ["Digest"]
    assert office.state(member) is DeliveryState.SAID
    assert office.find(room).address.channel == "C7"


async def test_what_is_not_due_yet_waits(office: Office):
    member = office.owe(office.member(), due_at=office.now + timedelta(hours=1))
    await office.run()
    assert not office.platform.messages
    await office.later(hours=1)
    assert office.state(member) is DeliveryState.SAID


async def test_a_member_not_met_yet_is_found_by_e_mail_and_linked(office: Office):
    member = office.owe(office.stranger("ada@example.com"))
    office.platform.people["ada@example.com"] = Profile("U77", "Ada", "ada@example.com", "")
    await office.run()
    assert office.platform.said_to("U77") == ["Hello"]
    assert office.state(member) is DeliveryState.SAID
    office.owe(member, "Again", kind="nudge")
    await office.run()
    assert office.platform.said_to("U77") == ["Hello", "Again"]
    assert office.platform.calls.count("look_up") == 1


async def test_a_member_nobody_finds_is_unreachable_with_a_reason(office: Office):
    nowhere = office.owe(office.stranger("nobody@example.com"))
    nameless = office.owe(office.stranger(None))
    await office.run()
    assert not office.platform.messages
    assert office.state(nowhere) is DeliveryState.UNREACHABLE
    assert "e-mail address" in office.find(nowhere).reason
    assert office.state(nameless) is DeliveryState.UNREACHABLE
    with office.ours.read() as tx:
        assert len(tx.outbox.in_state([DeliveryState.UNREACHABLE], office.now)) == 2


async def test_a_profile_that_may_not_be_a_member_is_not_spoken_to(office: Office):
    member = office.owe(office.stranger("bot@example.com"))
    office.platform.people["bot@example.com"] = Profile(
        "B1", "Robot", "bot@example.com", "", is_bot=True
    )
    await office.run()
    assert office.state(member) is DeliveryState.UNREACHABLE
    assert not office.platform.messages


async def test_words_are_composed_when_they_are_said(office: Office):
    room = office.owe(office.room(), None, kind="panel")
    office.composed["panel"] = Card("As of now")
    await office.run()
    assert office.platform.titles == ["As of now"]
    assert office.state(room, "panel") is DeliveryState.SAID


async def test_where_there_is_nothing_to_say_any_more_nothing_is_said(office: Office):
    room = office.owe(office.room(), None, kind="panel")
    office.composed["panel"] = None
    await office.run()
    assert not office.platform.messages
    assert office.state(room, "panel") is DeliveryState.DROPPED


async def test_a_message_that_cannot_be_composed_holds_nobody_up(office: Office):
    broken = office.owe(office.room(), None, kind="panel")
    office.composed["panel"] = ZeroDivisionError()
    fine = office.owe(office.member())
    await office.run()
    assert office.state(fine) is DeliveryState.SAID
    assert office.state(broken, "panel") is DeliveryState.PUT_OFF
    office.composed["panel"] = Card("Mended")
    await office.later(minutes=1)
    assert office.state(broken, "panel") is DeliveryState.SAID


async def test_words_that_cannot_be_read_any_more_are_given_up(office: Office):
    member = office.owe(office.member())
    from sqlalchemy import update

    from storage.tables import deliveries

    with office.store.database.write() as connection:
        statement = update(deliveries).values(content={"is": "Card", "title": "x", "body": [
            {"is": "request", "of": "gone.1"}]})  # fmt: skip
        connection.execute(statement.execution_options(across_task_forces=True))
    await office.run()
    assert office.state(member) is DeliveryState.GIVEN_UP


# ---- editing ------------------------------------------------------------------------------------


async def test_newer_content_edits_the_message_and_never_posts_a_second(either_office: Office):
    office = either_office
    room = office.owe(office.room(), "Old")
    await office.run()
    office.owe_anew(room, "New")
    await office.run()
    [message] = office.platform.messages.values()
    assert (message.title, message.edits) == ("New", 1)


async def test_the_newest_content_wins_and_older_edits_are_not_sent(office: Office):
    room = office.owe(office.room(), "1")
    await office.run()
    for number in range(2, 9):
        office.owe_anew(room, str(number))
    await office.run()
    [message] = office.platform.messages.values()
    assert (message.title, message.edits) == ("8", 1)


async def test_content_that_changes_while_it_is_said_is_edited_at_once(office: Office):
    room = office.owe(office.room(), "Old")

    def change(call: str) -> None:
        if call == "post":
            office.owe_anew(room, "New")

    office.platform.during = change
    await office.run()
    [message] = office.platform.messages.values()
    assert (message.title, message.edits) == ("New", 1)
    assert office.state(room) is DeliveryState.SAID


async def test_a_message_deleted_by_people_is_posted_anew(office: Office):
    room = office.owe(office.room(), "Old")
    await office.run()
    office.platform.messages.clear()
    office.platform.fail("edit", fails(Outcome.GONE))
    office.owe_anew(room, "New")
    await office.run()
    assert office.platform.titles == ["New"]
    office.owe_anew(room, "Newer")
    await office.run()
    assert office.platform.titles == ["Newer"]


async def test_an_edit_is_never_in_doubt(office: Office):
    room = office.owe(office.room(), "Old")
    await office.run()
    office.owe_anew(room, "New")
    office.platform.fail("edit", After(BROKE))
    await office.run()
    assert office.state(room) is DeliveryState.PUT_OFF
    await office.later(minutes=1)
    assert office.platform.titles == ["New"]
    assert "find" not in office.platform.calls


# ---- refusals -----------------------------------------------------------------------------------


async def test_a_card_that_is_refused_is_sent_plainer_at_once(office: Office):
    member = office.owe(office.member())
    office.platform.fail("post", fails(Outcome.PLAINER))
    await office.run()
    [message] = office.platform.messages.values()
    assert message.plain
    assert office.state(member) is DeliveryState.SAID


async def test_an_edit_that_is_refused_is_sent_plainer_at_once(office: Office):
    room = office.owe(office.room(), "Old")
    await office.run()
    office.owe_anew(room, "New")
    office.platform.fail("edit", fails(Outcome.PLAINER))
    await office.run()
    [message] = office.platform.messages.values()
    assert (message.title, message.plain) == ("New", True)


@pytest.mark.parametrize(
    ("faults", "state"),
    [
        ([fails(Outcome.NEVER)], DeliveryState.GIVEN_UP),
        ([fails(Outcome.UNREACHABLE)], DeliveryState.UNREACHABLE),
        ([fails(Outcome.PLAINER), fails(Outcome.PLAINER)], DeliveryState.GIVEN_UP),
        ([fails(Outcome.GONE)], DeliveryState.GIVEN_UP),
    ],
)
async def test_what_is_refused_for_good_is_shown_with_its_reason(
    office: Office, faults: list, state: DeliveryState
):
    member = office.owe(office.member())
    office.platform.fail("post", *faults)
    await office.run()
    await office.later(days=1)
    assert (office.state(member), office.find(member).reason) == (state, "No.")
    assert not office.platform.messages


# ---- trying again -------------------------------------------------------------------------------


async def test_what_failed_for_now_is_tried_again_later_and_later(office: Office):
    member = office.owe(office.member())
    office.platform.fail("post", *[fails(Outcome.LATER)] * 3)
    waits = []
    await office.run()
    while office.state(member) is DeliveryState.PUT_OFF:
        waits.append((office.find(member).due_at - office.now).total_seconds())
        await office.later(seconds=waits[-1])
    assert waits == [5, 10, 20]
    assert office.platform.titles == ["Hello"]


async def test_the_platform_s_own_time_is_waited_for(office: Office):
    member = office.owe(office.member())
    retry_at = office.now + timedelta(minutes=3)
    office.platform.fail("post", fails(Outcome.LATER, retry_at=retry_at))
    await office.run()
    assert office.find(member).due_at == retry_at


async def test_a_message_that_always_fails_is_given_up_with_a_reason_the_chair_sees(
    office: Office,
):
    member = office.owe(office.member())
    office.platform.fail("post", *[fails(Outcome.LATER, "It fails.")] * (MOST_TRIES + 1))
    for _ in range(MOST_TRIES):
        assert office.state(member) is not DeliveryState.GIVEN_UP
        await office.later(minutes=30)
    assert office.state(member) is DeliveryState.GIVEN_UP
    assert office.find(member).reason == f"Tried {MOST_TRIES} times. It fails."
    assert len(office.platform.calls) == MOST_TRIES


async def test_an_unforeseen_error_puts_off_one_message_only(office: Office):
    broken, fine = office.owe(office.member()), office.owe(office.member())
    office.platform.fail("post", ZeroDivisionError())
    await office.run()
    assert {office.state(broken), office.state(fine)} == {DeliveryState.SAID, DeliveryState.PUT_OFF}
    await office.later(minutes=1)
    assert len(office.platform.messages) == 2
