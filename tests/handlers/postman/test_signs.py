"""Groups and topics in the lane: the newest content, paced, retried, and not lost by a kill."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import Outcome
from bot.model import Delivery, DeliveryState, Recipient
from bot.ports.outside import GroupShown
from bot.ports.signs import SignKind
from bot.signs import OCCASION, SIGN, owe_sign
from handlers.pacing import Pacing
from tests.handlers.postman.conftest import Office, open_office
from tests.handlers.postman.platform import BROKE, After, fails

SLOW = Pacing(apart=0.0, spaced=0.0, in_flight=4, patience=0.0, signs=3.0)
ADA, BEN = GroupShown("S1", ("ada",)), GroupShown("S1", ("ben",))


@pytest.fixture
def office(sqlite_store) -> Office:
    return open_office(sqlite_store)


class Desk:
    """An office with signs; what each shows is what `shows` says when it is shown."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.settled: list[str] = []
        self.set_up()

    def set_up(self, **tools: Any) -> None:
        self.office.restart(settle=self._settle, **tools)

    def _settle(self, workspace, delivery, reason) -> None:
        self.settled.append(reason)

    def sign(self, target: str = "S1") -> Recipient:
        with self.office.ours.write() as tx:
            found = tx.signs.find(tx.signs.put(self.office.lane, SignKind.GROUP, target, target))
            owe_sign(tx, found, self.office.now)
        self.office.composed[SIGN] = ADA
        return Recipient(room_id=found.room_id)

    def owe_anew(self, to: Recipient) -> None:
        with self.office.ours.write() as tx:
            owe_sign(tx, tx.signs.find_by_room(to.room_id), self.office.now)

    def find(self, to: Recipient) -> Delivery:
        with self.office.ours.read() as tx:
            return tx.outbox.find(SIGN, OCCASION, to)

    def state(self, to: Recipient) -> DeliveryState:
        return self.find(to).state


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


async def test_it_is_shown_and_the_address_is_kept(desk, office):
    to = desk.sign()
    await office.run()
    assert office.platform.signs == [ADA]
    assert desk.find(to).address.channel == "S1"
    assert (desk.state(to), desk.settled) == (DeliveryState.SAID, [""])


async def test_the_newest_content_wins_over_what_was_owed_before(desk, office):
    to = desk.sign()
    desk.owe_anew(to)
    office.composed[SIGN] = BEN
    await office.run()
    assert office.platform.signs == [BEN]


async def test_what_changes_while_it_is_being_shown_is_shown_after_it(desk, office):
    to = desk.sign()

    def meanwhile(call):
        if call == "show" and not office.platform.signs:
            desk.owe_anew(to)
            office.composed[SIGN] = BEN

    office.platform.during = meanwhile
    await office.run()
    await office.run()
    assert office.platform.signs == [ADA, BEN]
    assert desk.state(to) is DeliveryState.SAID


async def test_a_killed_postman_loses_nothing(desk, office):
    to = desk.sign()
    assert [d.kind for d in office.die_with()] == [SIGN]
    await office.take_over()
    assert office.platform.signs == [ADA]
    assert "find" not in office.platform.calls  # doing it twice is seen once: nobody is asked
    assert desk.state(to) is DeliveryState.SAID


async def test_an_answer_that_does_not_come_is_no_reason_to_doubt(desk, office):
    to = desk.sign()
    office.platform.fail("show", After(fails(Outcome.LATER)))
    await office.run()
    assert desk.state(to) is DeliveryState.PUT_OFF
    await office.later(minutes=10)
    assert desk.state(to) is DeliveryState.SAID
    assert office.platform.signs == [ADA, ADA]
    office.platform.fail("show", BROKE)
    desk.owe_anew(to)
    await office.run()
    await office.later(minutes=10)
    assert office.platform.signs == [ADA] * 3


@pytest.mark.parametrize("outcome", [Outcome.UNREACHABLE, Outcome.NEVER])
async def test_a_refusal_is_told_and_ends_it_until_something_changes(desk, office, outcome):
    to = desk.sign()
    office.platform.fail("show", fails(outcome, "No right."))
    await office.run()
    await office.later(hours=5)
    assert desk.settled == ["No right."]
    assert office.platform.signs == []
    desk.owe_anew(to)
    await office.run()
    assert (desk.settled, desk.state(to)) == (["No right.", ""], DeliveryState.SAID)


async def test_a_removed_sign_is_dropped_without_a_word(desk, office):
    to = desk.sign()
    office.composed[SIGN] = None
    await office.run()
    assert (desk.state(to), desk.settled) == (DeliveryState.DROPPED, [])


async def test_many_signs_are_paced_and_messages_go_in_between(desk, office):
    def monotonic() -> float:
        return office.now.timestamp()

    desk.set_up(pacing=SLOW, monotonic=monotonic)
    signs = [desk.sign(f"S{n}") for n in range(4)]
    last = office.owe(office.member(), "A message")
    await office.run()
    assert len(office.platform.signs) == 1
    assert office.state(last) is DeliveryState.SAID
    assert {desk.state(to) for to in signs[1:]} == {DeliveryState.PUT_OFF}
    assert {desk.find(to).attempts for to in signs[1:]} == {0}
    for count in (2, 3, 4):
        await office.later(seconds=3)
        assert len(office.platform.signs) == count
    assert {desk.state(to) for to in signs} == {DeliveryState.SAID}
