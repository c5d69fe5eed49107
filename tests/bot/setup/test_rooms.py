from __future__ import annotations

import pytest

from bot.cards import ChoiceInput, RoomInput
from bot.model import Address, DeliveryState, Recipient
from bot.ports.outside import Target
from bot.setup.requests import EditRoom, RemoveRoom, SaveRoom, ShowRooms
from bot.speaking import find_whom
from tests.bot.cast import MONDAY, Cast, labels, text


def add(cast: Cast, channel: object = "C0OPS", gets: object = ("panel", "digest")):
    return cast.submit("cara", cast.press("cara", EditRoom()), channel=channel, gets=gets)


def rooms(cast: Cast):
    with cast.read() as tx:
        return list(tx.rooms.all())


def panels(cast: Cast, *states: DeliveryState):
    return [d for d in cast.owed(*states) if d.kind == "panel"]


def said(cast: Cast, room_id: int) -> None:
    """The postman has posted the panel."""
    from bot.ports.lanes import Taken

    lanes = cast.bot.store.lanes
    lanes.take(cast.workspace.id, "postman", cast.clock.now())
    for taken in lanes.take_batch(cast.workspace.id, "postman", cast.clock.now()):
        assert isinstance(taken, Taken)
        lanes.said([(taken, Address("C0OPS", "1.1"))], cast.clock.now())
    lanes.give_back(cast.workspace.id, "postman", (), cast.clock.now())


def test_a_new_room_owes_its_panel_at_once(cast: Cast, chair: int):
    reply = add(cast)
    assert "The panel is on its way" in text(reply)
    (room,) = rooms(cast)
    assert (room.channel, room.panel, room.digest) == ("C0OPS", True, True)
    (panel,) = panels(cast)
    assert panel.recipient == Recipient(room_id=room.id)
    assert cast.recorded(f"room:{room.id}") == ["setup.room.add"]


def test_a_room_for_the_digest_only_owes_no_panel(cast: Cast, chair: int):
    assert "gets: digest" in text(add(cast, gets=("digest",)))
    assert panels(cast) == []


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"channel": None}, "channel", "choose a room"),
        ({"channel": "C" * 513}, "channel", "513 characters"),
        ({"gets": ()}, "gets", "at least one of the two"),
        ({"gets": ("everything",)}, "gets", "at least one of the two"),
    ],
)
def test_what_a_room_needs_is_said_beside_the_input(
    cast: Cast, chair: int, answers: dict, field: str, sentence: str
):
    reply = add(cast, **answers)
    assert list(reply.errors) == [field]
    assert sentence in text(reply)
    assert rooms(cast) == []


def test_a_room_is_there_once(cast: Cast, chair: int):
    add(cast)
    reply = add(cast)
    assert "Muster posts in this room already" in text(reply)
    assert len(rooms(cast)) == 1


def test_there_is_an_end_to_rooms(cast: Cast, chair: int):
    for number in range(20):
        add(cast, f"C{number:04d}")
    assert "There are 20 rooms already" in text(add(cast))


def test_the_list_names_rooms_as_the_platform_does(cast: Cast, chair: int):
    assert "posts in no room yet" in text(cast.press("cara", ShowRooms()))
    add(cast)
    card = cast.press("cara", ShowRooms())
    assert "a room: roster panel and digest" in text(card)
    assert labels(card) == ["Change", "Add a room", "Set-up"]
    assert "C0OPS" in str(card.card.body[0])


def test_a_room_that_loses_its_panel_is_told_so_in_its_place(cast: Cast, chair: int):
    add(cast)
    (room,) = rooms(cast)
    said(cast, room.id)
    form = cast.press("cara", EditRoom(room.id))
    assert not any(isinstance(one, RoomInput) for one in form.form.inputs)
    reply = cast.submit("cara", form, gets=("digest",))
    assert "gets: digest" in text(reply)
    (panel,) = panels(cast)
    assert "no longer shown here" in text(cast.card(panel.content))
    cast.push("cara", reply, "Undo")
    (panel,) = panels(cast)
    assert panel.content is None  # composed when it is said, as ever
    assert rooms(cast)[0].panel


def test_a_panel_never_posted_is_just_not_posted(cast: Cast, chair: int):
    add(cast)
    cast.submit("cara", cast.press("cara", EditRoom(rooms(cast)[0].id)), gets=("digest",))
    assert panels(cast) == []
    assert len(panels(cast, DeliveryState.DROPPED)) == 1


def test_a_removed_room_gets_nothing_more_and_can_come_back(cast: Cast, chair: int):
    add(cast)
    (room,) = rooms(cast)
    said(cast, room.id)
    form_card = cast.submit("cara", cast.press("cara", EditRoom(room.id)), gets=("panel",))
    removed = cast.push("cara", form_card, "Remove the room")
    assert "The room is removed" in text(removed)
    assert rooms(cast) == []
    (panel,) = panels(cast)
    assert "no longer shown here" in text(cast.card(panel.content))
    desk, lane, now = cast.bot.store.lanes, cast.workspace.id, panel.due_at
    assert desk.take(lane, "us", now)
    batch = desk.take_batch(lane, "us", now)
    (taken,) = (taken for taken in batch if taken.delivery.id == panel.id)
    room = Target(cast.workspace, channel="C0OPS")
    assert find_whom(cast.workspace, taken) == room  # the last words still go there
    desk.give_back(lane, "us", batch, now)
    cast.push("cara", removed, "Undo")
    assert [(r.channel, r.panel, r.digest) for r in rooms(cast)] == [("C0OPS", True, False)]
    assert panels(cast)[0].content is None


def test_adding_is_undone(cast: Cast, chair: int):
    reply = add(cast)
    assert "as before" in text(cast.push("cara", reply, "Undo"))
    assert rooms(cast) == []
    assert panels(cast) == []


def test_saving_the_same_changes_nothing(cast: Cast, chair: int):
    add(cast)
    (room,) = rooms(cast)
    assert "Nothing was changed" in text(cast.submit("cara", cast.press("cara", EditRoom(room.id))))


def test_a_room_that_is_gone_is_answered(cast: Cast, chair: int):
    for request in (EditRoom(404), SaveRoom(404, gets=("panel",)), RemoveRoom(404)):
        assert "does not post in this room any more" in text(cast.press("cara", request))


def test_the_form_has_what_it_gets_ticked(cast: Cast, chair: int):
    add(cast, gets=("digest",))
    form = cast.press("cara", EditRoom(rooms(cast)[0].id)).form
    (choice,) = [one for one in form.inputs if isinstance(one, ChoiceInput)]
    assert choice.initial == ("digest",)
    assert cast.clock.now() == MONDAY
