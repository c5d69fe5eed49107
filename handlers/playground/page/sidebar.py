"""The places a person can go: Muster's home and messages, rooms, direct messages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
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


class Line:
    """A place's button. What changes in it changes in place: no press gets lost."""

    def __init__(self, place: Place, spot: str) -> None:
        self.button = Tag("button", cls="room", type="button", data_spot=f"{spot}/{place.goal}")
        with self.button:
            icon(place.sign)
            Tag("span", place.label, cls="label")
            self._count = Tag("span", cls="count", aria_hidden="true", hidden=True)
            self._unread = hidden("")

    def sync(self, place: Place) -> None:
        """Show whether one is there, and how much waits."""
        many = place.waiting
        self.button.set(aria_current="page" if place.here else None)
        self.button.classes(add="waiting" if many else "", remove="" if many else "waiting")
        self._count.set(hidden=not many)
        self._count.set_text("99+" if many > 99 else str(many))
        self._unread.set_text(f"{many} unread" if many else "")


class Sidebar:
    """The list at a pane's side, drawn anew when there are other places than before."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self.waiting = 0  # messages not seen, in all places
        self._names: object = None
        self._lines: dict[str, Line] = {}
        self.nav = Tag("nav", cls="rooms", aria_label=f"Places of {pane.me.name}")

    def sync(self) -> None:
        """Show what is different."""
        sections = self._wanted()
        places_of = [(title, [(p.goal, p.label) for p in places]) for title, places in sections]
        names = [*places_of, self._groups()]
        if names != self._names:
            self._names = names
            self._draw(sections)
        for _, places in sections:
            for place in places:
                self._lines[place.goal].sync(place)
        self.waiting = sum(place.waiting for _, places in sections for place in places)

    def _draw(self, sections: list[tuple[str, list[Place]]]) -> None:
        self._lines = {}
        self.nav.clear()
        with self.nav:
            for title, places in sections:
                self._section(title, places)
            if groups := self._groups():
                heading = Tag("h3", "User groups", cls="rooms-title")
                with Tag("ul", aria_labelledby=heading.html_id):
                    for line in groups:
                        Tag("li", line, cls="room-note")
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

    def _groups(self) -> list[str]:
        """Who is in each, as `@support-now: Ada Brandt`."""
        workspace = self.pane.stage.workspace
        return [
            f"@{group.handle}: "
            + (
                "switched off"
                if group.disabled
                else ", ".join(workspace.users[user].name for user in group.users) or "nobody"
            )
            for group in workspace.groups.values()
        ]

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
                    line = self._lines[place.goal] = Line(place, f"{self.pane.spot}/nav")
                    line.button.on_press(partial(self.pane.go, place.goal))
