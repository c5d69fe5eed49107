"""What was said long ago is forgotten; what people are shown of the past does not change."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.cards import Card
from bot.model import Address, DeliveryState, Recipient, Room
from storage import tidying
from storage.tables import heard
from storage.tidying import KEPT_FOR
from tests.storage.stage import NOW, Stage, set_stage

WEEK = timedelta(weeks=1)
LONG_AGO = NOW - KEPT_FOR - 9 * WEEK


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tidying, "LOOKED_AT", 3)


def owe(stage: Stage, to: Recipient, occasion: str, at: datetime, **changes) -> None:
    with stage.write(now=at) as tx:
        plain = {"kind": "prompt", "card": Card("Hello")} | changes
        assert tx.outbox.owe(occasion=occasion, recipient=to, due_at=at, now=at, **plain)


def say(stage: Stage, at: datetime) -> None:
    """All that is due is said."""
    desk, lane = stage.store.lanes, stage.workspace
    assert desk.take(lane, "us", at)
    while batch := desk.take_batch(lane, "us", at):
        desk.said([(taken, Address("D1", "1.0")) for taken in batch], at)
    desk.give_back(lane, "us", [], at)


def tidy(stage: Stage, now: datetime = NOW) -> int:
    """How many transactions it took."""
    steps, after = 1, stage.store.tidy(now)
    while after is not None:
        steps, after = steps + 1, stage.store.tidy(now, after)
    return steps


def left(stage: Stage, kind: str = "prompt") -> list[str]:
    with stage.read() as tx:
        found = tx.outbox.in_state(tuple(DeliveryState), LONG_AGO - WEEK)
    return [delivery.occasion for delivery in found if delivery.kind == kind]


def test_the_old_go_and_the_young_stay(ours: Stage):
    ada = Recipient(member_id=ours.member())
    for week in range(12):  # nine of them more than 400 days ago
        owe(ours, ada, f"{week:02}", LONG_AGO + week * WEEK)
        say(ours, LONG_AGO + week * WEEK)
    assert tidy(ours) > 1
    assert left(ours) == ["09", "10", "11"]
    assert tidy(ours) >= 1
    assert left(ours) == ["09", "10", "11"]


def test_when_somebody_was_reached_last_is_not_forgotten(ours: Stage):
    ada, bo = (Recipient(member_id=ours.member()) for _ in range(2))
    for week, (to, kind) in enumerate(
        [(ada, "prompt"), (ada, "prompt"), (bo, "prompt"), (ada, "digest"), (bo, "digest")]
    ):
        owe(ours, to, f"{week}", LONG_AGO + week * WEEK, kind=kind)
        say(ours, LONG_AGO + week * WEEK)

    def told() -> tuple[object, ...]:
        with ours.read() as tx:
            return (
                dict(tx.outbox.last_reached([ada, bo])),
                tx.outbox.last_said("prompt"),
                tx.outbox.last_said("digest"),
            )

    before = told()
    tidy(ours)
    assert told() == before
    assert left(ours) == ["1", "2"]


def test_a_message_that_is_still_edited_stays(ours: Stage):
    with ours.write() as tx:
        room = Recipient(room_id=tx.rooms.add(Room(0, ours.workspace, "C1")))
    for _ in range(2):
        with ours.write(now=LONG_AGO) as tx:
            tx.outbox.owe_anew("panel", "roster", room, None, due_at=LONG_AGO, now=LONG_AGO)
        say(ours, LONG_AGO)
    tidy(ours)
    with ours.read() as tx:
        panel = tx.outbox.find("panel", "roster", room)
    assert panel.address == Address("D1", "1.0")


def test_edited_ones_do_not_hide_older_ones_behind_them(ours: Stage):
    """Their instants are young, however early they were owed."""
    stages = [set_stage(ours.store, f"Number {n}", f"T{n + 2}") for n in range(4)]
    for stage in stages:
        with stage.write() as tx:
            room = Recipient(room_id=tx.rooms.add(Room(0, stage.workspace, "C1")))
        for at in (LONG_AGO, NOW):
            with stage.write(now=at) as tx:
                tx.outbox.owe_anew("panel", "roster", room, None, due_at=at, now=at)
            say(stage, at)
    ada = Recipient(member_id=ours.member())
    for week in range(2):
        owe(ours, ada, f"{week}", LONG_AGO + week * WEEK)
        say(ours, LONG_AGO + week * WEEK)
    tidy(ours)
    assert left(ours) == ["1"]


@pytest.mark.parametrize("drop", [True, False])
def test_what_was_never_said_goes_once_it_is_settled(ours: Stage, drop: bool):
    ada = Recipient(member_id=ours.member())
    owe(ours, ada, "old", LONG_AGO)
    if drop:
        with ours.write() as tx:
            tx.outbox.drop("prompt", ada, "Nobody asks any more.")
    tidy(ours)
    assert left(ours) == ([] if drop else ["old"])


def test_keys_of_requests_are_forgotten_after_a_day(ours: Stage):
    for hours in range(3):
        with ours.write(once=f"slack:{hours}", now=NOW - timedelta(hours=hours * 20)):
            pass
    tidy(ours)
    with ours.store.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(heard)).scalar() == 2
