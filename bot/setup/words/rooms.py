"""The rooms Muster posts in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.app import offer
from bot.cards import (
    AnyInput,
    Button,
    Card,
    Channel,
    ChoiceInput,
    Code,
    Confirm,
    Controls,
    Element,
    Form,
    Inline,
    Line,
    RoomInput,
    Row,
    Small,
    Style,
    Text,
)
from bot.errors import Refusal
from bot.model import Room, Workspace
from bot.setup.requests import EditRoom, RemoveRoom, SaveRoom, ShowRooms
from bot.setup.words.overview import back_button, this_room_button
from bot.undo.requests import Undo

_SAY: Line = ("In the room itself: ", Code("/muster setup here"), ".")
_INVITE: dict[str, Line] = {
    "slack": ("In a private room, invite Muster first: ", Code("/invite @Muster"), "."),
    "teams": ("Add Muster to the team, then say in the channel: ", _SAY[1], "."),
}
_GETS = (("panel", "The roster panel, always up to date"), ("digest", "The weekly digest"))


@dataclass(frozen=True, slots=True)
class SeenFrom:
    """Where the reader is, and how the task force's places are called."""

    workspace: Workspace
    places: Mapping[int, str]


def name(room: Room, seen_from: SeenFrom) -> Channel:
    """The platform of the reader knows its own rooms by id; others are told by name and place."""
    called = room.name or "a room"
    if room.workspace_id != seen_from.workspace.id:
        called += f" in {seen_from.places.get(room.workspace_id, 'a place that is gone')}"
    return Channel(room.channel, called)


def gets(room: Room) -> str:
    parts = [text for on, text in ((room.panel, "roster panel"), (room.digest, "digest")) if on]
    return " and ".join(parts) or "nothing"


def rooms(found: Sequence[Room], seen_from: SeenFrom, *, in_new_room: bool) -> Card:
    """`in_new_room`: asked in a room in which Muster does not post yet."""
    body: list[Element] = []
    for room in found:
        line: tuple[Inline, ...] = (name(room, seen_from), f": {gets(room)}")
        body.append(Row(line, Button("Change", EditRoom(room.id), about="Change this room")))
    if not found:
        body.append(Text(("Muster posts in no room yet: nobody sees the roster or the digest.",)))
    body.append(Small(_INVITE.get(seen_from.workspace.platform, _SAY)))
    add = Button("Add a room", EditRoom(), Style.PLAIN if in_new_room else Style.PRIMARY)
    here = (this_room_button(),) if in_new_room else ()
    body.append(Controls((*here, add, back_button())))
    return Card("Rooms", tuple(body))


def room_form(room: Room | None, seen_from: SeenFrom) -> Form:
    chosen: tuple[str, ...] = ("panel", "digest")
    if room is not None:
        chosen = tuple(n for n in chosen if getattr(room, n))
    inputs: list[AnyInput] = [
        ChoiceInput(
            name="gets",
            label="What it gets",
            options=_GETS,
            initial=chosen,
            many=True,
            optional=True,
        )
    ]
    if room is None:
        inputs.insert(0, RoomInput(name="channel", label="Room"))
    intro = (Text((name(room, seen_from),)),) if room else ()
    request = SaveRoom(room.id if room else 0)
    return Form("Change a room" if room else "Add a room", "Save", request, tuple(inputs), intro)


def saved(room: Room, change: int, seen_from: SeenFrom, *, new: bool) -> Card:
    line: tuple[Inline, ...] = (name(room, seen_from), f" gets: {gets(room)}.")
    note = " The panel is on its way." if room.panel and new else ""
    buttons: list[Button] = [Button("Undo", Undo(change)), Button("Rooms", ShowRooms(inside=True))]
    if not new:
        buttons.insert(1, remove_button(room))
    title = "Muster posts in one more room." if new else "The room is changed."
    return Card(title, (Text((*line, note)), Controls(tuple(buttons))))


def remove_button(room: Room) -> Button:
    confirm = Confirm("Remove this room?", "Nothing more is posted there.", "Remove")
    return Button("Remove the room", RemoveRoom(room.id), Style.DANGER, confirm)


def removed(room: Room, change: int, seen_from: SeenFrom) -> Card:
    line: tuple[Inline, ...] = ("Nothing more is posted in ", name(room, seen_from), ".")
    buttons = (Button("Undo", Undo(change)), Button("Rooms", ShowRooms(inside=True)))
    return Card("The room is removed.", (Text(line), Controls(buttons)))


def no_longer_here() -> Card:
    """What the panel becomes in a room that does not get it any more."""
    return Card(
        "The roster is no longer shown here.",
        (Text(("To see who has what, type ", Code("/muster who"), ".")),),
    )


def not_in_a_room() -> Refusal:
    return Refusal(
        "not_in_a_room",
        "This is no room.",
        "In a private chat there is nobody else to see the roster.",
        "Say `/muster setup here` in the room where it is to stand, or choose one from the list.",
        offers=(offer("Choose a room", EditRoom()),),
    )


def choose_something() -> Refusal:
    return Refusal(
        "nothing_chosen",
        "A room gets at least one of the two.",
        instead="Tick one, or remove the room with its button.",
        field="gets",
    )


def choose_room() -> Refusal:
    return Refusal("no_room", "Please choose a room.", field="channel")


def there_already(room: Room) -> Refusal:
    return Refusal(
        "room_taken",
        "Muster posts in this room already.",
        f"It gets: {gets(room)}.",
        "Change it among the rooms.",
        field="channel",
    )


def unknown_room() -> Refusal:
    return Refusal(
        "unknown_room",
        "Muster does not post in this room any more.",
        "It was removed in the meantime.",
        "Add it again in `/muster setup`.",
    )
