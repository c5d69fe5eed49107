"""The places a person can go: Muster's home and messages, rooms, direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.playground.objects import Channel, Kind
from handlers.playground.page.tags import Tag, hidden, icon

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane

HOME = "home"  # the place that is no channel: the app's home


class Sidebar:
    """The list at a pane's side, drawn anew when a mark in it changes."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self._signature: object = None
        self.nav = Tag("nav", cls="rooms", aria_label=f"Places of {pane.me.name}")

    def sync(self) -> None:
        """Draw it if something in it is different."""
        wanted = self._wanted()
        if wanted == self._signature:
            return
        self._signature = wanted
        self.nav.clear()
        with self.nav:
            for title, places in wanted:
                self._section(title, places)
            write = Tag("button", cls="room add", type="button")
            write.set(data_spot=f"{self.pane.spot}/nav/write").on_press(self.pane.write_to)
            with write:
                icon("edit_square")
                Tag("span", "Write to someone", cls="label")

    @property
    def unread(self) -> int:
        """How many messages wait in all places."""
        return sum(place[3] for _, places in self._wanted() for place in places)

    def _wanted(self) -> list[tuple[str, list[tuple[str, str, str, int, bool]]]]:
        """Sections of (place, sign, label, unread, whether it is where the person is)."""
        workspace, user = self.pane.stage.workspace, self.pane.user
        rooms = workspace.rooms_of(user)
        app = self._app_channel(rooms)
        muster = [(HOME, "space_dashboard", "Home", 0, self.pane.place == HOME)]
        muster.append(self._line(app, "chat_bubble_outline", "Messages"))
        talk = {Kind.DIRECT, Kind.GROUP}
        sections = [(workspace.bot.name, muster)]
        sections.append(
            ("Rooms", [self._line(c, "tag", c.name) for c in rooms if c.kind not in talk])
        )
        direct = [c for c in rooms if c.kind in talk and c is not app]
        name = self.pane.reader.room_name
        sections.append(("People", [self._line(c, "person_outline", name(c.id)) for c in direct]))
        other = [
            c
            for c in sorted(workspace.channels.values(), key=lambda c: c.name)
            if c.kind is Kind.PUBLIC and user not in c.members
        ]
        sections.append(("Other rooms", [self._line(c, "tag", c.name) for c in other]))
        return [(title, places) for title, places in sections if places]

    def _app_channel(self, rooms: list[Channel]) -> Channel | None:
        pair = {self.pane.user, self.pane.stage.workspace.bot.id}
        return next((c for c in rooms if c.kind is Kind.DIRECT and c.members == pair), None)

    def _line(
        self, channel: Channel | None, sign: str, label: str
    ) -> tuple[str, str, str, int, bool]:
        stage = self.pane.stage
        if channel is None:
            return "messages", sign, label, 0, False
        here = self.pane.place == channel.id
        waiting = 0 if here else stage.marks.unread(stage.workspace, self.pane.user, channel.id)
        return channel.id, "lock" if channel.kind is Kind.PRIVATE else sign, label, waiting, here

    def _section(self, title: str, places: list[tuple[str, str, str, int, bool]]) -> None:
        heading = Tag("h3", title, cls="rooms-title")
        with Tag("ul", aria_labelledby=heading.html_id):
            for place, sign, label, waiting, here in places:
                with Tag("li"):
                    self._button(place, sign, label, waiting, here=here)

    def _button(self, place: str, sign: str, label: str, waiting: int, *, here: bool) -> None:
        button = Tag("button", cls="room", type="button", data_place=label)
        button.set(aria_current="page" if here else None, data_spot=f"{self.pane.spot}/nav/{place}")
        button.classes("waiting" if waiting else "")
        button.on_press(lambda: self.pane.go(place))
        with button:
            icon(sign)
            Tag("span", label, cls="label")
            if waiting:
                Tag(
                    "span", "99+" if waiting > 99 else str(waiting), cls="count", aria_hidden="true"
                )
                hidden(f"{waiting} unread")
