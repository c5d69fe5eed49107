"""A person of the workspace, as a play reads: say, press, fill in, and see what came back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from handlers.playground.errors import CannotDo
from handlers.playground.objects import Channel, File, Json, Kind, Message, User, View
from handlers.playground.people import People
from handlers.playground.seen import Seen, see_message, see_view
from handlers.playground.state import Workspace
from handlers.playground.touch import Touch

ANSWER_SECONDS = 5.0  # how long a person waits for an answer, in real time


class Person:
    """One person. Things that are not there raise LookupError, things not possible CannotDo."""

    def __init__(self, user: User, ws: Workspace, people: People, touch: Touch) -> None:
        self.user = user
        self._ws = ws
        self._people = people
        self._touch = touch
        self.patience = ANSWER_SECONDS
        self._since = ""  # ts of the last thing done: `hears` wants newer

    # ---- saying --------------------------------------------------------------------------------

    async def command(self, command: str, text: str = "", *, channel: str = "") -> Seen:
        """Type a slash command (in the direct message with Muster by default).

        Returns the answer to this person: what is private to them, a form, or a direct message.
        """
        self._mark()
        await self._people.command(self.user, self._channel(channel), command, text)
        return await self._first(self._answers)

    async def say(
        self,
        text: str,
        *,
        channel: str = "",
        thread: Seen | None = None,
        files: tuple[File, ...] = (),
    ) -> Message:
        """Say something in a room, a thread, or (by default) the direct message with Muster."""
        self._mark()
        parent = thread.source if thread else None
        ts = (parent.thread_ts or parent.ts) if isinstance(parent, Message) else None
        return await self._people.say(self.user, self._channel(channel), text, ts, files)

    def file(self, name: str, text: str) -> File:
        """A document of this person's, to be said with or handed in."""
        return self._ws.add_file(self.user.id, name, text.encode())

    # ---- pressing ------------------------------------------------------------------------------

    async def press(self, label: str, *, on: Seen | None = None, beside: str = "") -> None:
        """Press a button: of the open form, else of `on`, else of the newest thing that has it.

        `beside`: words of the block it stands in, where several buttons have the same label.
        """
        await self.choose(label, None, on=on, beside=beside)

    async def choose(
        self, label: str, given: Any, *, on: Seen | None = None, beside: str = ""
    ) -> None:
        """Choose in a menu, picker or group of boxes, found as in `press`; see inputs.entry."""
        self._mark()
        for thing in (on,) if on else self._reachable():
            try:
                control = thing.control(label, beside)
            except LookupError:
                continue
            if control.kind == "submit_button":
                await self.submit()
            else:
                where = (control.block_id, control.action_id)
                await self._touch.press(self.user, thing.source, *where, given)
            return
        raise LookupError(f"Nowhere is “{label}” to be pressed.\n{self._describe()}")

    async def options(self, label: str, typed: str, *, on: Seen | None = None) -> list[Json]:
        """What Muster offers in an external menu for what was typed."""
        for thing in (on,) if on else self._reachable():
            if label in thing.labels:
                control = thing.control(label)
                where = (control.block_id, control.action_id)
                return await self._touch.options(self.user, thing.source, *where, typed)
        raise LookupError(f"Nowhere is a menu “{label}”.\n{self._describe()}")

    # ---- forms ---------------------------------------------------------------------------------

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill in the open form, by the labels of its inputs."""
        for label, given in values.items():
            form = self._form()
            control = form.control(label)
            self._touch.enter(self.user, form.source, control.block_id, control.action_id, given)

    async def submit(self, values: Mapping[str, Any] | None = None) -> Seen | None:
        """Hand the open form in, filled in first if values are given.

        Returns the form on top afterwards: the same with `errors`, the next one, or None.
        """
        self.fill(values or {})
        self._mark()
        await self._touch.submit(self.user, self._view())
        return self.modal

    async def close(self) -> None:
        """Close the open form."""
        self._mark()
        await self._touch.close(self.user, self._view())

    async def home(self) -> Seen:
        """Open App Home and wait until Muster has shown it anew."""
        self._mark()
        await self._people.open_home(self.user)
        return await self._first(self._homes)

    # ---- seeing --------------------------------------------------------------------------------

    @property
    def modal(self) -> Seen | None:
        """The form on top, if one is open."""
        return see_view(self._ws, self.user.modals[-1]) if self.user.modals else None

    @property
    def inbox(self) -> list[Seen]:
        """The direct messages with Muster, oldest first; both sides."""
        return self.room("")

    def room(self, name: str) -> list[Seen]:
        """What this person sees in a room, oldest first, ephemeral messages included."""
        channel = self._channel(name)
        return [see_message(self._ws, m) for m in self._ws.visible(self.user.id, channel.id)]

    @property
    def ephemerals(self) -> list[Seen]:
        """What only this person sees, oldest first."""
        return [seen for seen in reversed(list(self._messages())) if seen.private]

    def sees(self, *words: str) -> Seen | None:
        """The newest thing on any of this person's screens that has all these words."""
        return next((seen for seen in self._everything() if seen.says(*words)), None)

    async def hears(self, *words: str) -> Seen:
        """Wait for a thing with these words, of others, newer than what this person last did.

        Raises TimeoutError after `patience` seconds, with what there is instead.
        """
        return await self._first(lambda: (s for s in self._new() if s.says(*words)))

    # ---- beneath -------------------------------------------------------------------------------

    def _mark(self) -> None:
        self._since = self._ws.next_ts()

    def _channel(self, name: str) -> Channel:
        return self._ws.channel(name) if name else self._ws.direct(self.user.id)

    def _view(self) -> View:
        if not self.user.modals:
            raise CannotDo("No form is open.")
        return self.user.modals[-1]

    def _form(self) -> Seen:
        return see_view(self._ws, self._view())

    def _messages(self) -> Iterator[Seen]:
        rooms = self._ws.channels.values()
        found = [m for room in rooms for m in self._ws.visible(self.user.id, room.id)]
        for message in sorted(found, key=lambda m: m.ts, reverse=True):
            yield see_message(self._ws, message)

    def _everything(self) -> Iterator[Seen]:
        """Forms, the home and all messages, newest first."""
        home = [self.user.home] if self.user.home else []
        views = [see_view(self._ws, view) for view in (*self.user.modals, *home)]
        newest = sorted((*views, *self._messages()), key=lambda s: _ts(s.source.touched))
        yield from reversed(newest)

    def _reachable(self) -> Iterator[Seen]:
        """Where a press may go: an open form covers everything else."""
        form = self.modal
        return iter((form,)) if form else self._everything()

    def _new(self) -> Iterator[Seen]:
        """What others put on the screen since the last deed; one's own words are none of it."""
        for seen in self._everything():
            own = isinstance(seen.source, Message) and seen.source.user == self.user.id
            if not own and _ts(seen.source.touched) > _ts(self._since):
                yield seen

    def _answers(self) -> Iterator[Seen]:
        return (seen for seen in self._new() if seen.private or self._from_muster(seen))

    def _from_muster(self, seen: Seen) -> bool:
        source = seen.source
        if not isinstance(source, Message):
            return False
        return source.bot and self._ws.channels[source.channel].kind is Kind.DIRECT

    def _homes(self) -> Iterator[Seen]:
        return (seen for seen in self._new() if seen.source is self.user.home)

    async def _first(self, look: Callable[[], Iterator[Seen]]) -> Seen:
        changed = asyncio.Event()
        stop = self._ws.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(self.patience):
                while True:
                    found = next(look(), None)
                    if found is not None:
                        return found
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            what = f"{self.user.name} waited {self.patience} s for nothing.\n{self._describe()}"
            raise TimeoutError(what) from None
        finally:
            stop()

    def _describe(self) -> str:
        newest = list(self._everything())[:3]
        return "Newest first:\n" + "\n".join(f"- {s.text} {list(s.buttons)}" for s in newest)


def _ts(stamp: str) -> tuple[int, int]:
    seconds, _, micros = stamp.partition(".")
    return int(seconds or 0), int(micros or 0)
