"""The places a task force lives in: listed, left, lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import offer
from bot.cards import Button, Card, Confirm, Controls, Element, Row, Small, Style, Text
from bot.connecting.requests import Connect, Disconnect, ShowPlaces
from bot.errors import Refusal
from bot.setup.requests import OpenSetup, ShowRooms


@dataclass(frozen=True, slots=True)
class Place:
    workspace_id: int
    name: str
    members: int  # linked there
    rooms: int
    lost: str  # since when Muster is not in it, as the reader reads it; "" where it is


def places(found: Sequence[Place], elsewhere: str) -> Card:
    """`elsewhere`: which platform could be connected; "" if none."""
    body: list[Element] = [_row(place, last=len(found) == 1) for place in found]
    controls = [Button("Set-up", OpenSetup(inside=True))]
    if elsewhere:
        controls.insert(0, Button(f"Connect {elsewhere}", Connect(), Style.PRIMARY))
    body.append(Small(("Each member is written to in one place: the one they were in last.",)))
    body.append(Controls(tuple(controls)))
    return Card("Where the task force lives", tuple(body))


def _row(place: Place, *, last: bool) -> Row:
    text = f"{place.name}: {_count(place.members, 'member')}, {_count(place.rooms, 'room')}"
    if place.lost:
        text += f" · Muster was removed there, {place.lost}"
    if last:
        return Row((text,))
    confirm = Confirm(
        f"Disconnect {place.name}?",
        "Who is linked there alone is no longer recognised there. The roster stays as it is.",
        "Disconnect",
    )
    button = Button(
        "Disconnect",
        Disconnect(place.workspace_id),
        Style.DANGER,
        confirm,
        about=f"Disconnect {place.name}",
    )
    return Row((text,), button)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def disconnected(where: str) -> Card:
    return Card(
        f"{where} is disconnected.",
        (
            Text(("Nothing more is said there. To connect it again, ask for a new code.",)),
            Controls((Button("Places", ShowPlaces(inside=True)),)),
        ),
    )


def told_disconnected(where: str, by: str) -> Card:
    """To the other chairs."""
    return Card(f"{by} disconnected {where}.", (Controls((Button("Places", ShowPlaces()),)),))


def lost(where: str) -> Card:
    """To the chairs, where they still are: once."""
    text = (
        f"Somebody uninstalled it there. Its rooms in {where} get nothing until it is back; people"
        " are written to where else they are linked. Installing it again mends everything."
    )
    return Card(
        f"Muster was removed from {where}.",
        (Text((text,)), Controls((Button("Places", ShowPlaces()),))),
    )


# ---- refusals -----------------------------------------------------------------------------------


def unknown_place() -> Refusal:
    return Refusal(
        "unknown_place",
        "The task force does not live there any more.",
        "It was disconnected in the meantime.",
        "Type `/muster setup` to see where it lives.",
    )


def last_place(where: str) -> Refusal:
    return Refusal(
        "last_place",
        f"{where} is the only place where the task force lives.",
        "Without it nobody could be reached.",
        "Connect another one first.",
    )


def has_rooms(where: str, number: int) -> Refusal:
    return Refusal(
        "has_rooms",
        f"Muster still posts in {_count(number, 'room')} of {where}.",
        "What stands there would stay as it is, and soon be wrong.",
        "Remove the rooms first: then each says that it is over.",
        offers=(offer("Rooms", ShowRooms()),),
    )


def no_chair_left(where: str) -> Refusal:
    return Refusal(
        "no_chair_left",
        f"Every chair is linked in {where} alone.",
        "Without it nobody could set the task force up.",
        "Link yourself on the other platform first: type `link` there.",
    )
