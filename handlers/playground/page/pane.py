"""One person's view of the workspace: their places, what they look at, forms over it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nicegui import background_tasks

from handlers.playground.objects import Change, Json, Message, User, View
from handlers.playground.page.conversation import Conversation
from handlers.playground.page.dialogs import Dialogs
from handlers.playground.page.doing import Hands
from handlers.playground.page.faces import face
from handlers.playground.page.finder import Choice
from handlers.playground.page.home import Home
from handlers.playground.page.menus import people
from handlers.playground.page.modal import Modals
from handlers.playground.page.notices import Notices
from handlers.playground.page.reader import Reader
from handlers.playground.page.sidebar import HOME, Sidebar
from handlers.playground.page.stage import Stage
from handlers.playground.page.tags import Tag, hidden, icon

if TYPE_CHECKING:
    from handlers.playground.page.board import Doing

UNHURRIED = 0.25  # seconds between drawings while the clock is moved and much happens at once


class Pane:
    """A column of the page. `changed` is called when the person or the place is another."""

    def __init__(
        self, stage: Stage, user: str, place: str, spot: str, changed: Callable[[], None]
    ) -> None:
        self.stage, self.user, self.place, self.spot = stage, user, place, spot
        self.reader = Reader(stage.workspace, user)
        self.leave: Callable[[], None] | None = None  # takes the pane off the page
        self._changed = changed
        self._dirty: set[str] = set()
        self._conversation: Conversation | None = None
        self._thread: Conversation | None = None
        self._home: Home | None = None
        self.frame = Tag("section", cls="pane")
        self.build()

    @property
    def me(self) -> User:
        """The person who looks through this pane."""
        return self.stage.workspace.users[self.user]

    def doing(self, where: Message | View) -> Doing:
        """The person's hands on a message's or view's controls."""
        return Hands(self, where)

    # ---- building ------------------------------------------------------------------------------

    def build(self) -> None:
        """Draw everything anew, for the present person and place."""
        self.frame.clear()
        self.frame.set(aria_label=self.me.name)
        with self.frame:
            self._draw_head()
            with Tag("div", cls="pane-body") as self._body:
                self.sidebar = Sidebar(self)
                self.sidebar.nav.on("keydown.esc", lambda _: self._escape(), [])
                self._main = Tag("div", cls="place")
                self._side = Tag("aside", cls="thread", aria_label="Thread", hidden=True)
                self._side.on("keydown.esc", lambda _: self.close_thread(), [])
            self.modals = Modals(self)
            self.dialogs = Dialogs(self)
            self._notices = Notices()
        self._draw_place()
        self.modals.sync()
        self.sync(set())
        self.shield()

    def _draw_head(self) -> None:
        with Tag("div", cls="pane-head"):
            who = Tag("button", cls="who", type="button", data_spot=f"{self.spot}/who")
            who.set(aria_haspopup="dialog").on_press(self.choose_person)
            with who:
                face(self.me.name)
                with Tag("span", cls="who-words"):
                    with Tag("h2", cls="who-name"):
                        hidden("You are ")
                        Tag("span", self.me.name)
                    self._clock = Tag("span", cls="note")
                icon("unfold_more")
            self._close = Tag("button", cls="button plain square", type="button")
            self._close.set(aria_label=f"Close {self.me.name}’s pane", hidden=True)
            self._close.on_press(lambda: self.leave and self.leave())
            with self._close:
                icon("close")
        self.tick()

    def tick(self) -> None:
        """Show the person's own time of day."""
        now = self.reader.now()
        city = self.me.tz.rpartition("/")[2].replace("_", " ")
        gone = "deactivated · " if self.me.deleted else ""
        self._clock.set_text(f"{gone}{now:%a %H:%M} in {city}")

    def may_close(self, *, closable: bool) -> None:
        """Show or hide the cross."""
        self._close.set(hidden=not closable)

    # ---- going places --------------------------------------------------------------------------

    def _draw_place(self) -> None:
        self._main.clear()
        self.close_thread()
        self._conversation = self._home = None
        with self._main:
            self._draw_title()
            if self.place == HOME:
                self._home = Home(self)
                self._home.sync()
            else:
                self._conversation = Conversation(self, self.place)
        self.frame.classes(remove="nav-open")

    def _draw_title(self) -> None:
        room = self.stage.workspace.channels.get(self.place)
        with Tag("div", cls="place-head"):
            self._places = Tag("button", cls="button plain square nav-button", type="button")
            self._places.set(data_spot=f"{self.spot}/places").on_press(self._toggle_places)
            with self._places:
                icon("menu")
            if room is None:
                Tag("h3", f"{self.stage.workspace.bot.name}: Home", cls="place-title")
            else:
                sign = "# " if room.name else ""
                Tag("h3", f"{sign}{self.reader.room_name(room.id)}", cls="place-title")
                many = len(room.members - {self.stage.workspace.bot.id})
                Tag("span", f"{many} people" if room.name else "", cls="note")
            self._topic = Tag("span", cls="note topic", title="Topic")
            self._sync_topic()

    def _sync_topic(self) -> None:
        room = self.stage.workspace.channels.get(self.place)
        self._topic.set_text(room.topic if room else "")

    def _toggle_places(self) -> None:
        """On a narrow pane: show the places over the conversation, or go back to it."""
        self.frame.classes(toggle="nav-open")
        self._mark_places()
        if "nav-open" in self.frame.classes:
            self.sidebar.focus()
        else:
            self._places.run_method("focus")

    def _escape(self) -> None:
        if "nav-open" in self.frame.classes:
            self._toggle_places()

    def _mark_places(self) -> None:
        """On a narrow pane the list of places is behind a button: it says what waits there."""
        waiting = self.sidebar.waiting
        opened = "nav-open" in self.frame.classes
        self._places.set(aria_expanded="true" if opened else "false")
        self._places.set(aria_label=f"Places, {waiting} unread" if waiting else "Places")
        self._places.classes(add="dotted" if waiting else "", remove="" if waiting else "dotted")

    async def go(self, place: str) -> None:
        """Go to a room, a direct message, "home" or (before it was ever opened) "messages"."""
        told: Awaitable[object] | None = None
        if place == "messages":
            place = self.stage.workspace.direct(self.user).id
        doings, channel = self.stage.people, self.stage.workspace.channels.get(place)
        if place == HOME and not self.me.deleted:
            told = doings.open_home(self.me)
        elif channel and channel.members == {self.user, self.stage.workspace.bot.id}:
            told = doings.open_messages(self.me)
        if place == self.place:  # what is being typed there stays
            self.frame.classes(remove="nav-open")
        else:
            self.place = place
            self._draw_place()
        self.sync(set())
        self._changed()
        if told:
            await self.attempt(told)

    def open_thread(self, ts: str) -> None:
        """Show a thread beside the room."""
        self._side.clear()
        self._side.set(hidden=False)
        with self._side:
            with Tag("div", cls="place-head"):
                Tag("h3", "Thread", cls="place-title")
                shut = Tag("button", cls="button plain square", type="button")
                shut.set(aria_label="Close the thread").on_press(self.close_thread)
                with shut:
                    icon("close")
            self._thread = Conversation(self, self.place, ts)
        if self._thread.composer:
            self._thread.composer.field.run_method("focus")

    def close_thread(self) -> None:
        """Take the thread away."""
        self._thread = None
        self._side.clear()
        self._side.set(hidden=True)

    # ---- being someone else, writing to someone ------------------------------------------------

    def choose_person(self) -> None:
        """Ask who looks through this pane."""
        humans = [
            Choice(u.id, u.name, " · ".join(filter(None, (u.title, "deactivated" * u.deleted))))
            for u in sorted(self.stage.humans(), key=lambda user: user.id != self.user)
        ]
        self.dialogs.choose("Who are you?", humans, self.become)

    def become(self, user: str) -> None:
        """Look through the eyes of this user."""
        self.user = user
        self.reader = Reader(self.stage.workspace, user)
        rooms = {channel.id for channel in self.stage.workspace.rooms_of(user)}
        if self.place not in {HOME, *rooms}:
            self.place = next(iter(rooms), HOME)
        self.build()
        self._changed()
        background_tasks.create(self.go(self.place))

    def write_to(self) -> None:
        """Ask for someone, and open the direct message with them."""
        others = [choice for choice in people(self.reader) if choice.key != self.user]

        def chosen(user: str) -> None:
            channel = self.stage.workspace.direct_between({self.user, user})
            background_tasks.create(self.go(channel.id))

        self.dialogs.choose("Write to whom?", others, chosen)

    async def ask(self, question: Json) -> bool:
        """Put a confirm object's question to the person."""
        return await self.dialogs.ask(question)

    # ---- being told ----------------------------------------------------------------------------

    async def attempt(self, doing: Awaitable[object]) -> None:
        """Do what the person wants; what Slack would not let them do is told in the pane."""
        await self._notices.attempt(doing)

    def tell(self, words: str) -> None:
        """A notice in the pane, for a while."""
        self._notices.tell(words)

    def on_change(self, change: Change) -> None:
        """Note what is different; drawn together in the loop's next turn, or a little later."""
        if not self._dirty:
            moving = self.stage.traveller.goal is not None
            asyncio.get_running_loop().call_later(UNHURRIED if moving else 0, self._redraw)
        about_me = change.where == self.user
        if change.what == "message" and change.where == self.place:
            self._dirty.add("messages")
        elif change.what in {"modal", "home"} and about_me:
            self._dirty.add(change.what)
        elif change.what == "channel" and change.where == self.place:
            self._dirty.add("place")
        elif change.what == "user" and about_me:
            self._dirty.add("everything")
        self._dirty.add("sidebar")

    def _redraw(self) -> None:
        dirty, self._dirty = self._dirty, set()
        if self.frame.is_deleted:
            return
        if "everything" in dirty:
            self.build()
            return
        if "place" in dirty and self._conversation:
            self._draw_place()
        self.sync(dirty)

    def sync(self, dirty: set[str]) -> None:
        """Draw again what may be different. `dirty`: messages, modal, home, sidebar."""
        if "messages" in dirty:
            for conversation in (self._conversation, self._thread):
                if conversation:
                    conversation.sync()
        if "home" in dirty and self._home:
            self._home.sync()
        if "modal" in dirty:
            self.modals.sync()
            self.shield()
        self.sidebar.sync()
        self._sync_topic()
        self._mark_places()

    def shield(self) -> None:
        """What lies under a form or a question cannot be reached, by keyboard or otherwise."""
        self._body.set(inert=self.modals.is_open or self.dialogs.is_open)
        self.modals.slot.set(inert=self.dialogs.is_open)
