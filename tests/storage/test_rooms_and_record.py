from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.model import Change, DeliveryState, Recipient, Role, Room
from tests.storage.stage import HOUR, NOW, WEEK, Stage


def test_a_room_is_added_changed_and_removed(ours: Stage):
    with ours.write() as tx:
        key = tx.rooms.add(Room(0, ours.workspace, "C1"))
        assert tx.rooms.find(key) == Room(key, ours.workspace, "C1")
        tx.rooms.change(key, digest=False)
        assert tx.rooms.all() == [Room(key, ours.workspace, "C1", panel=True, digest=False)]
        tx.rooms.remove(key)
        assert tx.rooms.all() == []
        assert tx.rooms.find(key) is None
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.rooms.change(key, panel=True)
    assert refused.value.code == "gone"


def test_a_room_is_added_once(ours: Stage):
    with ours.write() as tx:
        tx.rooms.add(Room(0, ours.workspace, "C1"))
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.rooms.add(Room(0, ours.workspace, "C1"))
    assert refused.value.code == "room_taken"


def test_what_was_owed_to_a_removed_room_is_dropped_and_the_room_can_come_back(ours: Stage):
    with ours.write() as tx:
        key = tx.rooms.add(Room(0, ours.workspace, "C1"))
        recipient = Recipient(room_id=key)
        tx.outbox.owe("digest", "2026-W48", recipient, None, due_at=NOW, now=NOW)
        tx.rooms.remove(key)
        assert tx.outbox.find("digest", "2026-W48", recipient).state is DeliveryState.DROPPED
        assert tx.rooms.all() == []
        assert tx.rooms.add(Room(0, ours.workspace, "C1", panel=False)) == key
        assert tx.rooms.all() == [Room(key, ours.workspace, "C1", panel=False)]


def test_the_record_says_who_did_what_when(ours: Stage):
    ada = ours.member()
    with ours.write() as tx:
        first = tx.record.add(NOW, ada, "turn.claim", "turn:1", None, {"week": WEEK, "at": NOW})
        second = tx.record.add(
            NOW + HOUR, None, "member.left", f"member:{ada}", {"role": Role.LEAD}
        )
        assert tx.record.find(first) == Change(
            first,
            NOW,
            ada,
            "turn.claim",
            "turn:1",
            {},
            {"week": "2026-11-23", "at": NOW.isoformat()},
        )
        assert tx.record.find(second).before == {"role": "lead"}
        assert tx.record.find(404) is None


def test_the_record_is_asked_by_time_action_and_subject(ours: Stage):
    with ours.write() as tx:
        late = tx.record.add(NOW + HOUR, None, "b", "x:1")
        early = tx.record.add(NOW, None, "a", "x:1")
        tx.record.add(NOW, None, "a", "x:2")

        def found(until: timedelta, actions: list[str] | None = None) -> int:
            return len(tx.record.since(NOW, NOW + until, actions))

        assert [change.id for change in tx.record.of_subject("x:1")] == [early, late]
        assert found(HOUR) == 2  # without its end
        assert found(2 * HOUR) == 3
        assert found(2 * HOUR, ["b"]) == 1
        assert found(2 * HOUR, ["a", "b"]) == 3
        assert found(2 * HOUR, []) == 0


def test_what_json_does_not_know_is_an_error(ours: Stage):
    with pytest.raises(Exception, match="JSON"), ours.write() as tx:
        tx.record.add(NOW, None, "a", "x:1", {"what": object()})
