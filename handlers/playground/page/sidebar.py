"""The places a person can go: Muster's home and messages, rooms, direct messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.playground.objects import Channel, Kind
from handlers.playground.page.tags import Tag, hidden, icon

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane

HOME = "home"  # the place that is no channel: the app's home


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list. `goal` is a channel's id, HOME, or "messages" before its first use."""

    goal: str
    sign: str
    label: str
    waiting: int = 0  # messages not seen
    here: bool = False


class Sidebar:
    """The list at a pane's side, drawn anew when a mark in it changes."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self._drawn: list[tuple[str, list[Place]]] = []
        self.nav = Tag("nav", cls="rooms", aria_label=f"Places of {pane.me.name}")

    def sync(self) -> None:
        """Draw it if something in it is different."""
        wanted = self._wanted()
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self.nav.clear()
        with self.nav:
            for title, places in wanted:
                self._section(title, places)
            write = Tag("button", cls="room add", type="button")
            write.set(data_spot=f"{self.pane.spot}/nav/write").on_press(self.pane.write_to)
            with write:
                icon("edit_square")
                Tag("span", "Write to someone", cls="label")

    def focus(self) -> None:
        """Put the keyboard on the place where the person is, or on the first."""
        code = "const nav = getHtmlElement(%d);"
        code += "(nav.querySelector('[aria-current]') || nav.querySelector('button'))?.focus()"
        self.nav.client.run_javascript(code % self.nav.id)

    @property
    def waiting(self) -> int:
        """How many messages wait in all places."""
        return sum(place.waiting for _, places in self._drawn for place in places)

    # ---- what there is -------------------------------------------------------------------------

    def _wanted(self) -> list[tuple[str, list[Place]]]:
        workspace, user = self.pane.stage.workspace, self.pane.user
        mine = workspace.rooms_of(user)
        app = self._app_channel(mine)
        rooms = [c for c in mine if c.name]
        direct = [c for c in mine if not c.name and c is not app]
        public = sorted(workspace.channels.values(), key=lambda c: c.name)
        other = [c for c in public if c.kind is Kind.PUBLIC and user not in c.members]
        home = Place(HOME, "space_dashboard", "Home", here=self.pane.place == HOME)
        sections = [
            (workspace.bot.name, [home, self._place(app, "chat_bubble_outline", "Messages")]),
            ("Rooms", [self._place(channel, "tag") for channel in rooms]),
            ("People", [self._place(channel, "person_outline") for channel in direct]),
            ("Other rooms", [self._place(channel, "tag") for channel in other]),
        ]
        return [(title, places) for title, places in sections if places]

    def _app_channel(self, mine: list[Channel]) -> Channel | None:
        pair = {self.pane.user, self.pane.stage.workspace.bot.id}
        return next((c for c in mine if c.kind is Kind.DIRECT and c.members == pair), None)

    def _place(self, channel: Channel | None, sign: str, label: str = "") -> Place:
        if channel is None:
            return Place("messages", sign, label)
        stage, pane = self.pane.stage, self.pane
        here = pane.place == channel.id
        waiting = 0 if here else stage.marks.unread(stage.workspace, pane.user, channel.id)
        named = label or pane.reader.room_name(channel.id)
        shown = "lock" if channel.kind is Kind.PRIVATE else sign
        return Place(channel.id, shown, named, waiting, here)

    # ---- drawing -------------------------------------------------------------------------------

    def _section(self, title: str, places: list[Place]) -> None:
        heading = Tag("h3", title, cls="rooms-title")
        with Tag("ul", aria_labelledby=heading.html_id):
            for place in places:
                with Tag("li"):
                    self._button(place)

    def _button(self, place: Place) -> None:
        button = Tag("button", cls="room waiting" if place.waiting else "room", type="button")
        button.set(aria_current="page" if place.here else None)
        button.set(data_spot=f"{self.pane.spot}/nav/{place.goal}")
        button.on_press(lambda: self.pane.go(place.goal))
        with button:
            icon(place.sign)
            Tag("span", place.label, cls="label")
            if place.waiting:
                count = "99+" if place.waiting > 99 else str(place.waiting)
                Tag("span", count, cls="count", aria_hidden="true")
                hidden(f"{place.waiting} unread")
