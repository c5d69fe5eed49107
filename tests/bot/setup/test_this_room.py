"""Rooms of both platforms: used from within, named on the other side, kept up to date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import answer
from bot.buttons import encode
from bot.cards import Channel, Row
from bot.digest.requests import PostDigest
from bot.model import Room
from bot.notify import refresh_panels
from bot.ports.outside import Caller, Heard
from bot.setup.requests import ShowRooms, UseThisRoom
from tests.bot.cast import MONDAY, labels, text
from tests.bot.sides import Both

TEAMS_ROOM = "19:" + "a" * 300 + "@thread.tacv2"


@pytest.fixture
def chair(both: Both) -> Both:
    both.teams.say("cara", "mine")
    return both


def rooms(both: Both) -> list[Room]:
    with both.cast.read() as tx:
        return list(tx.rooms.all())


@pytest.mark.parametrize(
    "words", ["setup here", "setup room", "setup This room", "setup post here"]
)
def test_said_in_the_room_it_is_used(chair: Both, words: str):
    said = chair.teams.say("cara", words, room=TEAMS_ROOM)
    assert "Muster posts in one more room." in text(said)
    [room] = rooms(chair)
    assert (room.workspace_id, room.channel) == (chair.teams.workspace.id, TEAMS_ROOM)
    assert (room.panel, room.digest) == (True, True)
    panels = [d for d in chair.cast.owed() if d.recipient.room_id == room.id]
    assert [d.workspace_id for d in panels] == [chair.teams.workspace.id]


def test_the_set_up_offers_it_in_a_new_room_alone(chair: Both):
    shown = chair.slack.say("cara", "setup", room="C1")
    assert "Post in this room" in labels(shown)
    chair.slack.press("cara", UseThisRoom(), room="C1")
    assert "Post in this room" not in labels(chair.slack.say("cara", "setup", room="C1"))
    assert "Post in this room" not in labels(chair.slack.say("cara", "setup"))
    assert "Post in this room" in labels(chair.teams.press("cara", ShowRooms(), room=TEAMS_ROOM))


def test_twice_is_said_and_nobody_but_the_chair_does_it(chair: Both):
    chair.slack.say("cara", "setup here", room="C1")
    assert "posts in this room already" in text(chair.slack.say("cara", "setup here", room="C1"))
    chair.member("bert")
    assert "Only the chair" in text(chair.slack.say("bert", "setup here", room="C2"))
    assert "Only the chair" in text(chair.slack.press("bert", UseThisRoom(), room="C2"))
    assert len(rooms(chair)) == 1


def test_a_private_chat_is_no_room(chair: Both):
    assert "This is no room." in text(chair.slack.say("cara", "setup here"))
    assert rooms(chair) == []


def test_it_is_called_as_the_platform_calls_it(chair: Both):
    caller = Caller("slack", "T1", "U-cara", "C1", direct=False, channel_name="social-media")
    answer(chair.cast.bot, caller, Heard(pressed=encode(UseThisRoom())))
    answer(
        chair.cast.bot,
        replace(caller, channel="C2", channel_name=""),
        Heard(pressed=encode(UseThisRoom())),
    )
    shown = chair.teams.press("cara", ShowRooms()).card
    assert shown is not None
    lines = [e.line[0] for e in shown.body if isinstance(e, Row)]
    assert lines == [
        Channel("C1", "social-media in Slack"),
        Channel("C2", "a room in Slack"),
    ]
    here = chair.slack.press("cara", ShowRooms()).card
    assert here is not None
    first = next(e.line[0] for e in here.body if isinstance(e, Row))
    assert first == Channel("C1", "social-media")


def test_each_platform_is_told_its_own_way_to_invite(chair: Both):
    assert "/invite @Muster" in text(chair.slack.press("cara", ShowRooms()))
    there = text(chair.teams.press("cara", ShowRooms()))
    assert "/invite" not in there
    assert "Add Muster to the team" in there


def test_panels_and_digests_go_to_rooms_of_both(chair: Both):
    chair.slack.say("cara", "setup here", room="C1")
    chair.teams.say("cara", "setup here", room=TEAMS_ROOM)
    with chair.cast.write() as tx:
        refresh_panels(tx, MONDAY)
    chair.cast.duty()
    chair.slack.press("cara", PostDigest())
    owed = {(d.kind, d.workspace_id) for d in chair.cast.owed() if d.recipient.room_id}
    sides = {chair.slack.workspace.id, chair.teams.workspace.id}
    assert owed == {(kind, side) for kind in ("panel", "digest") for side in sides}
