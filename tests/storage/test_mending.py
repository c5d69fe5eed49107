"""A clock that was ahead and is right again: nothing waits until the clock is where it was."""

from __future__ import annotations

from datetime import timedelta

from bot.cards import Card
from bot.model import Recipient
from tests.storage.stage import HOUR, NOW, Stage

SECOND = timedelta(seconds=1)
WRONG = NOW + 25 * HOUR


def waiting(lanes, now) -> list[int]:
    return [one.lane for one in lanes.waiting(now)]


def owe(ours: Stage, occasion: str = "w", *, anew: bool = False, **times) -> Recipient:
    to = Recipient(member_id=ours.member())
    with ours.write() as tx:
        owe = tx.outbox.owe_anew if anew else tx.outbox.owe
        owe("prompt", occasion, to, Card("Hello"), **times)
    return to


def due_at(ours: Stage, to: Recipient):
    with ours.read() as tx:
        return tx.outbox.find("prompt", "w", to).due_at


def test_what_was_owed_at_once_is_due_now(ours: Stage):
    lanes = ours.store.lanes
    posted = owe(ours, due_at=WRONG, now=WRONG)
    edited = owe(ours, anew=True, due_at=NOW - HOUR, now=NOW - HOUR)
    with ours.write() as tx:
        tx.outbox.owe_anew("prompt", "w", edited, Card("Newer"), due_at=WRONG, now=WRONG)
    assert waiting(lanes, NOW) == []
    assert lanes.mend(NOW)
    assert {due_at(ours, posted), due_at(ours, edited)} == {NOW}
    assert waiting(lanes, NOW) == [ours.workspace]
    assert not lanes.mend(NOW)


def test_what_is_owed_for_later_stays_for_later(ours: Stage):
    later = owe(ours, due_at=NOW + 25 * HOUR, now=NOW)
    drift = owe(ours, due_at=NOW + 59 * SECOND, now=NOW + 59 * SECOND)
    assert not ours.store.lanes.mend(NOW)
    assert due_at(ours, later) == NOW + 25 * HOUR
    assert due_at(ours, drift) == NOW + 59 * SECOND


def test_what_was_to_be_tried_again_is_tried_now(ours: Stage):
    lanes = ours.store.lanes
    soon, stray = owe(ours, due_at=NOW, now=NOW), owe(ours, due_at=NOW, now=NOW)
    lanes.take(ours.workspace, "postman", WRONG)
    first, second = lanes.take_batch(ours.workspace, "postman", WRONG)
    lanes.put_off(first, NOW + HOUR, "Slack could not do it just now.")
    lanes.put_off(second, WRONG, "Slack could not do it just now.")
    assert lanes.mend(NOW)
    assert (due_at(ours, soon), due_at(ours, stray)) == (NOW + HOUR, NOW)


def test_a_workspace_is_not_silent_for_longer_than_anybody_asked(ours: Stage):
    lanes = ours.store.lanes
    owe(ours, due_at=NOW, now=NOW)
    lanes.block(ours.workspace, NOW + HOUR, "Slack asked Muster to slow down.")
    assert not lanes.mend(NOW)
    lanes.block(ours.workspace, WRONG, "Slack asked Muster to slow down.")
    assert lanes.mend(NOW)
    assert waiting(lanes, NOW) == [ours.workspace]
