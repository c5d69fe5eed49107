"""The list of places; one is left by the chair, or lost because somebody uninstalled Muster."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.connecting.requests import Disconnect, ShowPlaces
from bot.connecting.rules import chairs_elsewhere
from bot.connecting.usecases.joining import elsewhere_than
from bot.connecting.words import places as words
from bot.model import Workspace
from bot.notify import chairs, tell
from bot.places import place_names
from bot.ports.store import Transaction


def show_places(tx: Transaction, visit: Visit, request: ShowPlaces) -> Reply:
    found = tx.workspaces.all()
    names = place_names(found)
    linked = Counter(i.workspace_id for m in tx.people.all() for i in m.identities)
    rooms = Counter(room.workspace_id for room in tx.rooms.all())
    shown = [
        words.Place(
            w.id,
            names[w.id],
            linked[w.id],
            rooms[w.id],
            visit.reader.instant(w.lost_at) if w.lost_at else "",
        )
        for w in found
    ]
    return Reply(card=words.places(shown, elsewhere_than(tx, visit.bot)), replaces=request.inside)


def disconnect(tx: Transaction, visit: Visit, request: Disconnect) -> Reply:
    """Not the last one, not while a panel stands there, not if it takes the chair along."""
    tx.lock()
    found = tx.workspaces.all()
    names = place_names(found)
    if request.workspace not in names:
        raise words.unknown_place()
    where = names[request.workspace]
    if len(found) == 1:
        raise words.last_place(where)
    if rooms := [r for r in tx.rooms.all() if r.workspace_id == request.workspace]:
        raise words.has_rooms(where, len(rooms))
    if not chairs_elsewhere(chairs(tx), request.workspace):
        raise words.no_chair_left(where)
    gone = next(w for w in found if w.id == request.workspace)
    tx.workspaces.remove(gone.id)
    before = {"platform": gone.platform, "external_id": gone.external_id}
    subject = f"workspace:{gone.id}"
    change = tx.record.add(visit.now, visit.me.id, "connecting.leave", subject, before, {})
    for chair in chairs(tx):
        if chair.id != visit.me.id:
            tell(tx, chair.id, change, words.told_disconnected(where, visit.me.name), visit.now)
    return Reply(card=words.disconnected(where), replaces=True, home=True)


def workspace_lost(tx: Transaction, workspace: Workspace, now: datetime) -> None:
    """Muster was uninstalled there: the chairs are told once, where they still are."""
    if not tx.workspaces.lose(workspace.id, now):
        return
    subject = f"workspace:{workspace.id}"
    change = tx.record.add(now, None, "connecting.lost", subject, {}, {})
    found = tx.workspaces.all()
    if any(w.lost_at is None for w in found):
        for chair in chairs(tx):
            tell(tx, chair.id, change, words.lost(place_names(found)[workspace.id]), now)
