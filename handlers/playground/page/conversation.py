"""A room, a direct message or a thread: what was said there, and the field to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from handlers.playground.objects import Message
from handlers.playground.page.composer import Composer
from handlers.playground.page.message import draw_message, follows, signature
from handlers.playground.page.stage import replies
from handlers.playground.page.tags import Tag

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane

AT_ONCE = 40  # messages drawn before someone asks for earlier ones


@dataclass(frozen=True, slots=True)
class Line:
    """A message or a day's heading as it should be drawn."""

    key: str
    signature: str
    draw: Callable[[], Tag]


class Conversation:
    """The list of messages with its composer. `thread`: ts of a thread's first message, or None."""

    def __init__(self, pane: Pane, channel: str, thread: str | None = None) -> None:
        self.pane, self.channel, self.thread = pane, channel, thread
        self._most = AT_ONCE
        self._drawn: dict[str, tuple[str, Tag]] = {}  # key → (signature, element)
        name = f"Messages in {pane.reader.room_name(channel)}"
        scroller = Tag("div", cls="messages", tabindex="0", role="group")
        scroller.set(aria_label="Thread" if thread else name)
        with scroller, Tag("div", cls="messages-inner"):
            self._earlier = Tag("button", "Show earlier messages", cls="button plain small earlier")
            self._earlier.set(type="button", hidden=True).on_press(self._show_earlier)
            self._empty = Tag("p", "Nothing has been said here yet.", cls="empty", hidden=True)
            self._list = Tag("div", cls="log", role="log", aria_label=scroller.props["aria-label"])
        if self._may_write():
            self.composer: Composer | None = Composer(pane, channel, thread)
        else:
            self.composer = None
            self._say_why_not()
        self.sync()

    def _may_write(self) -> bool:
        room = self.pane.stage.workspace.channels[self.channel]
        return self.pane.user in room.members and not (room.archived or self.pane.me.deleted)

    def _say_why_not(self) -> None:
        pane, room = self.pane, self.pane.stage.workspace.channels[self.channel]
        with Tag("div", cls="composer closed"):
            if pane.me.deleted:
                Tag("p", f"{pane.me.name} is deactivated and cannot write.")
            elif room.archived:
                Tag("p", f"#{room.name} is archived.")
            else:
                Tag("p", f"{pane.me.name} is not in #{room.name}.")
                join = Tag("button", "Join this room", cls="button primary", type="button")
                join.on_press(lambda: pane.attempt(pane.stage.people.join(pane.me, room)))

    def _show_earlier(self) -> None:
        self._most += AT_ONCE
        self.sync()

    # ---- drawing what changed ------------------------------------------------------------------

    def sync(self) -> None:
        """Draw what is new or different, take away what is gone; the rest stays as it is."""
        messages = self._messages()
        shown = messages[-self._most :]
        self._earlier.set(hidden=len(shown) == len(messages))
        self._empty.set(hidden=bool(messages))
        lines = list(self._lines(shown))
        wanted = {line.key: line.signature for line in lines}
        for key, (was, element) in tuple(self._drawn.items()):
            if wanted.get(key) != was:
                element.delete()
                del self._drawn[key]
        for place, line in enumerate(lines):
            if line.key not in self._drawn:
                with self._list:
                    element = line.draw()
                self._drawn[line.key] = (line.signature, element)
                if place < len(self._drawn) - 1:
                    element.move(target_index=place)
        if shown and self.thread is None:
            self.pane.stage.marks.read(self.pane.user, self.channel, shown[-1].ts)

    def _messages(self) -> list[Message]:
        workspace, user = self.pane.stage.workspace, self.pane.user
        if self.thread is None:
            return [m for m in workspace.visible(user, self.channel) if m.thread_ts is None]
        parent = workspace.message(self.channel, self.thread)
        return [parent, *replies(workspace, user, parent)] if parent else []

    def _lines(self, shown: list[Message]) -> Iterator[Line]:
        before: Message | None = None
        for message in shown:
            day = self.pane.reader.day(message.ts)
            if before is None or self.pane.reader.day(before.ts) != day:
                before = None
                local = self.pane.reader.local(message.ts).date().isoformat()
                yield Line(f"day {local}", day, partial(self._day, day))
            continued = follows(message, before)
            seen = signature(self.pane, message, follows=continued)
            draw = partial(draw_message, self.pane, message)
            in_thread = self.thread is not None
            yield Line(message.ts, seen, partial(draw, continued=continued, in_thread=in_thread))
            before = message

    def _day(self, day: str) -> Tag:
        with Tag("div", cls="day") as row:
            Tag("span", day)
        return row
