"""The rooms Muster posts in, and what each of them gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.fields import read_text
from bot.model import Change, Recipient, Room
from bot.notify import PANEL, refresh_panels
from bot.people.rules import check_chair
from bot.places import place_names
from bot.ports.store import Transaction
from bot.setup.requests import EditRoom, RemoveRoom, SaveRoom, ShowRooms, UseThisRoom
from bot.setup.rules import CHANNEL_MOST, NAME_MOST, ROOMS_MOST, check_room_for_more
from bot.setup.words import overview
from bot.setup.words import rooms as words


def show_rooms(tx: Transaction, visit: Visit, request: ShowRooms) -> Reply:
    card = words.rooms(tx.rooms.all(), _seen_from(tx, visit), in_new_room=is_new_room(tx, visit))
    return Reply(card=card, replaces=request.inside)


def edit_room(tx: Transaction, visit: Visit, request: EditRoom) -> Reply:
    room = _known(tx, request.room) if request.room else None
    return Reply(form=words.room_form(room, _seen_from(tx, visit)))


def _seen_from(tx: Transaction, visit: Visit) -> words.SeenFrom:
    return words.SeenFrom(visit.workspace, place_names(tx.workspaces.all()))


def is_new_room(tx: Transaction, visit: Visit) -> bool:
    """Whether this is asked in a room in which Muster does not post yet."""
    caller = visit.caller
    here = (visit.workspace.id, caller.channel)
    known = {(room.workspace_id, room.channel) for room in tx.rooms.all()}
    return bool(caller.channel) and not caller.direct and here not in known


def use_this_room(tx: Transaction, visit: Visit, request: UseThisRoom) -> Reply:
    """Both, in the room where it was pressed or said: for rooms that no list offers."""
    if not visit.caller.channel or visit.caller.direct:
        raise words.not_in_a_room()
    tx.lock()
    return _add(tx, visit, visit.caller.channel, panel=True, digest=True)


def save_room(tx: Transaction, visit: Visit, request: SaveRoom) -> Reply:
    tx.lock()
    panel, digest = "panel" in request.gets, "digest" in request.gets
    if not panel and not digest:
        raise words.choose_something()
    if not request.room:
        return _add(tx, visit, request.channel, panel=panel, digest=digest)
    before = _known(tx, request.room)
    after = replace(before, panel=panel, digest=digest)
    if after == before:
        return Reply(card=overview.nothing_changed(), replaces=True)
    change = _change(tx, visit, before, after, "setup.room")
    card = words.saved(after, change, _seen_from(tx, visit), new=False)
    return Reply(card=card, replaces=True)


def _add(tx: Transaction, visit: Visit, channel: str, *, panel: bool, digest: bool) -> Reply:
    name = read_text(channel, "channel", CHANNEL_MOST)
    if not name:
        raise words.choose_room()
    there = tx.rooms.all()
    same = next(
        (r for r in there if (r.workspace_id, r.channel) == (visit.workspace.id, name)), None
    )
    if same is not None:
        raise words.there_already(same)
    check_room_for_more(len(there), ROOMS_MOST, "rooms")
    called = visit.caller.channel_name if name == visit.caller.channel else ""
    room = Room(0, visit.workspace.id, name, panel, digest, called[:NAME_MOST])
    room = replace(room, id=tx.rooms.add(room))
    change = _record(tx, visit, "setup.room.add", room.id, {}, _data(room))
    refresh_panels(tx, visit.now)
    card = words.saved(room, change, _seen_from(tx, visit), new=True)
    return Reply(card=card, replaces=True)


def _data(room: Room) -> dict[str, object]:
    return {
        "workspace_id": room.workspace_id,
        "channel": room.channel,
        "panel": room.panel,
        "digest": room.digest,
        "name": room.name,
    }


def _record(
    tx: Transaction,
    visit: Visit,
    action: str,
    room_id: int,
    before: dict[str, object],
    after: dict[str, object],
) -> int:
    return tx.record.add(visit.now, visit.me.id, action, f"room:{room_id}", before, after)


def _known(tx: Transaction, room_id: int) -> Room:
    room = tx.rooms.find(room_id)
    if room is None:
        raise words.unknown_room()
    return room


def _change(tx: Transaction, visit: Visit, before: Room, after: Room, action: str) -> int:
    tx.rooms.change(before.id, panel=after.panel, digest=after.digest)
    if before.panel and not after.panel:
        _take_panel_off(tx, before, visit.now)
    refresh_panels(tx, visit.now)
    return _record(tx, visit, action, before.id, _data(before), _data(after))


def _take_panel_off(tx: Transaction, room: Room, now: datetime) -> None:
    """A panel that nobody keeps up to date would soon be wrong: it says that it is none."""
    to = Recipient(room_id=room.id)
    panel = tx.outbox.find(PANEL, "roster", to)
    tx.outbox.drop(PANEL, to, "The room does not get the panel any more.")
    if panel is not None and panel.address is not None:
        card = words.no_longer_here()
        tx.outbox.owe_anew(PANEL, "roster", to, card, due_at=now, now=now)


def remove_room(tx: Transaction, visit: Visit, request: RemoveRoom) -> Reply:
    tx.lock()
    room = _known(tx, request.room)
    change = _remove(tx, visit, room, "setup.room.remove")
    return Reply(card=words.removed(room, change, _seen_from(tx, visit)), replaces=True)


def _remove(tx: Transaction, visit: Visit, room: Room, action: str) -> int:
    change = _record(tx, visit, action, room.id, _data(room), {})
    tx.rooms.remove(room.id)
    if room.panel:
        _take_panel_off(tx, room, visit.now)
    return change


def undo_room(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """What a room got before."""
    check_chair(visit.me)
    tx.lock()
    now = _known(tx, _room_id(change))
    before = replace(now, panel=change.before["panel"], digest=change.before["digest"])
    _change(tx, visit, now, before, "undo")
    return Reply(card=overview.undone("the room is"), replaces=True)


def undo_room_add(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    _remove(tx, visit, _known(tx, _room_id(change)), "undo")
    return Reply(card=overview.undone("the rooms are"), replaces=True)


def undo_room_remove(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    room = Room(0, **change.before)
    room = replace(room, id=tx.rooms.add(room))
    _record(tx, visit, "undo", room.id, {}, _data(room))
    refresh_panels(tx, visit.now)
    return Reply(card=overview.undone("the rooms are"), replaces=True)


def _room_id(change: Change) -> int:
    return int(change.subject.partition(":")[2])
