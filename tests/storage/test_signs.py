"""Signs: one for each group or channel, shown by any number of duties, within one task force."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from bot.errors import Refusal
from bot.model import DeliveryState, Recipient
from bot.ports.signs import SignKind
from storage.store import SqlStore
from tests.storage.stage import NOW, Stage, set_stage

GROUP, TOPIC = SignKind.GROUP, SignKind.TOPIC


def test_one_sign_for_each_place_and_its_duties(ours: Stage):
    write, answer = ours.duty(), ours.duty()
    with ours.write() as tx:
        group = tx.signs.put(ours.workspace, GROUP, "S1", "@on-duty")
        topic = tx.signs.put(ours.workspace, TOPIC, "C1", "")
        assert tx.signs.put(ours.workspace, GROUP, "S1", "@now-on-duty") == group
        for duty in (write, answer, write):
            tx.signs.follow(group, duty)
        tx.signs.follow(topic, answer)
    with ours.read() as tx:
        first, second = tx.signs.all()
        assert (first.kind, first.target, first.name) == (GROUP, "S1", "@now-on-duty")
        assert first.duty_ids == (write, answer)
        assert second.duty_ids == (answer,)
        assert tx.signs.find_by_room(second.room_id) == second
        assert tx.signs.find(99) is None
    with ours.write() as tx:
        tx.signs.unfollow(group, write)
        assert tx.signs.find(group).duty_ids == (answer,)


def test_a_sign_is_no_room_but_something_can_be_owed_to_it(ours: Stage):
    with ours.write() as tx:
        sign = tx.signs.find(tx.signs.put(ours.workspace, TOPIC, "C1", ""))
        assert tx.rooms.all() == []
        assert tx.rooms.find(sign.room_id) is None
    for _ in range(2):
        with ours.write() as tx:
            to = Recipient(room_id=sign.room_id)
            tx.outbox.owe_anew("sign", "roster", to, None, due_at=NOW, now=NOW)
    with ours.read() as tx:
        [owed] = tx.outbox.in_state((DeliveryState.DUE,), NOW)
        assert (owed.revision, owed.workspace_id) == (2, ours.workspace)


def test_what_is_wanted_and_what_is_wrong_is_written_down_once(ours: Stage):
    with ours.write() as tx:
        sign = tx.signs.put(ours.workspace, GROUP, "S1", "")
        tx.signs.want(sign, "ada")
        assert tx.signs.trouble(sign, "No right." * 100)
        assert not tx.signs.trouble(sign, "No right." * 100)
        found = tx.signs.find(sign)
        assert (found.wanted, len(found.problem)) == ("ada", 300)
        assert tx.signs.trouble(sign, "")


def test_they_go_with_their_workspace(ours: Stage):
    duty = ours.duty()
    with ours.write() as tx:
        second = tx.workspaces.add("slack", "T9", "")
        sign = tx.signs.find(tx.signs.put(second, GROUP, "S1", ""))
        tx.signs.follow(sign.id, duty)
    with ours.write() as tx:
        to = Recipient(room_id=sign.room_id)
        tx.outbox.owe_anew("sign", "roster", to, None, due_at=NOW, now=NOW)
        tx.workspaces.remove(second)
        assert tx.signs.all() == []


def test_nothing_of_another_task_force_is_seen_or_changed(ours: Stage, store: SqlStore):
    theirs = set_stage(store, "Theirs", "T2")
    duty, own = theirs.duty(), ours.duty()
    with theirs.write() as tx:
        sign = tx.signs.put(theirs.workspace, GROUP, "S1", "@theirs")
        tx.signs.follow(sign, duty)
        before = tx.signs.all()
    for do in (
        lambda tx: tx.signs.put(theirs.workspace, GROUP, "S1", "@ours"),
        lambda tx: tx.signs.follow(sign, own),
        lambda tx: tx.signs.follow(tx.signs.put(ours.workspace, GROUP, "S2", ""), duty),
    ):
        with pytest.raises((Refusal, IntegrityError, NoResultFound)), ours.write() as tx:
            do(tx)
    with ours.write() as tx:
        tx.signs.unfollow(sign, duty)
        tx.signs.want(sign, "eve")
        assert not tx.signs.trouble(sign, "eve")
        assert tx.signs.find(sign) is None
        assert tx.signs.find_by_room(before[0].room_id) is None
        assert tx.signs.all() == []
    with theirs.read() as tx:
        assert tx.signs.all() == before
