"""Somebody in Teams, as a play reads: say, press, open, fill in, and see what came back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tests.handlers.teams.fake.pressing import CannotDo, Pressing
from tests.handlers.teams.fake.seen import Seen, see_post
from tests.handlers.teams.fake.wire import Answer
from tests.handlers.teams.fake.world import Json, Room, User
from tests.unhurried import LONG

if TYPE_CHECKING:
    from tests.handlers.teams.connector import Teams


class Person:
    """One person. What is not there raises LookupError, what cannot be done CannotDo."""

    def __init__(self, user: User, teams: Teams) -> None:
        self.user = user
        self.patience = LONG  # real time for which they wait for an answer
        self.toast = ""  # what Teams showed them last, short and in passing
        self.old = False  # a client that does not know Action.Execute yet
        self._teams = teams
        self._world = teams.world
        self._pressing = Pressing(self, teams)
        self._since = 0  # when they last did something: `hears` wants newer

    @property
    def name(self) -> str:
        return self.user.name

    # ---- saying --------------------------------------------------------------------------------

    async def says(
        self, text: str, room: str = "", *, thread: Seen | None = None, slash: bool = False
    ) -> Answer:
        """Say something: in the personal chat as it is, in a room to Muster by its mention.

        `slash`: as a slash command, which only Muster and this person see. A text that has
        "@Muster" in it already is sent as it is. Raises Unanswered.
        """
        where = self.where(room)
        bot = f"@{self._teams.name}"
        spoken = text if where.kind == "personal" or slash or bot in text else f"{bot} {text}"
        return await self._say(where, spoken, thread, slash=slash)

    async def mutters(self, text: str, room: str) -> None:
        """Say something in a room that is not for Muster: it never hears of it."""
        where = self.where(room)
        activity = self._teams.activities.message(self.user, where, text)
        self._post(where, activity, "", "")

    async def asks(self, text: str, room: str = "", **how: Any) -> Seen:
        """Say something and wait for the answer to it."""
        await self.says(text, room, **how)
        return await self.hears()

    async def _say(self, where: Room, text: str, thread: Seen | None, *, slash: bool) -> Answer:
        if where.kind == "personal" and not where.here:
            raise CannotDo(f"{self.name} has not installed {self._teams.name}")
        self._mark()
        root = thread.post.root if thread and thread.post else ""
        activity = self._teams.activities.message(self.user, where, text, root)
        if slash:
            activity["recipient"]["isTargeted"] = True
        post = self._post(where, activity, root, self.user.id if slash else "")
        activity["id"] = post.id
        if where.kind == "channel":
            activity["conversation"]["id"] = f"{where.id};messageid={post.root}"
        return await self._teams.wire.send(activity)

    def _post(self, where: Room, activity: Json, root: str, only: str) -> Any:
        shown = {"text": activity["text"]}
        post = self._world.add(where, self.user, shown, root=root, only=only)
        post.root = post.root or post.id
        return post

    # ---- pressing ------------------------------------------------------------------------------

    async def press(
        self,
        label: str,
        *,
        on: Seen | None = None,
        beside: str = "",
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """Press a button: of the open dialog, else of `on`, else of the newest message with it.

        `beside`: words near it, where several buttons have the same label. `given`: what is
        chosen or typed first in inputs of the same card, by their labels.
        """
        self._mark()
        seen, control = self._find(label, on, beside)
        await self._pressing.press(seen, control, dict(given or {}))

    async def choose(self, label: str, choice: str, *, on: Seen | None = None) -> None:
        """Choose in a list of a message, and press the button that follows it."""
        self._mark()
        seen, _ = self._find(label, on, "")
        await self._pressing.press(seen, seen.button_after(label), {label: choice})

    async def opens(self, label: str, *, on: Seen | None = None, beside: str = "") -> Seen:
        """Press a button that opens a dialog, and see the dialog."""
        await self.press(label, on=on, beside=beside)
        if self.dialog is None:
            raise LookupError(f"“{label}” opened no dialog; Teams showed {self.toast!r}.")
        return self.dialog

    async def fills(self, values: Mapping[str, Any], press: str = "") -> Seen | None:
        """Fill in the open dialog by the labels of its inputs, and hand it in.

        `press`: the button's label, if there are several. Returns the dialog that is open
        afterwards: the same with what is wrong, another, or None. Raises CannotDo for what
        Teams itself does not let through.
        """
        if self.dialog is None:
            raise LookupError("No dialog is open.")
        self._mark()
        buttons = [control for control in self.dialog.controls if control.is_button]
        label = press or next((b.label for b in buttons), "")
        control = self.dialog.control(label)
        await self._pressing.press(self.dialog, control, dict(values))
        return self.dialog

    def close(self) -> None:
        """Close the dialog; Muster does not hear of it."""
        self._pressing.dialog = None

    async def looks(self, room: str = "") -> None:
        """Open a chat: cards that name this person to be refreshed are fetched anew."""
        for post in list(self.where(room).posts):
            if not post.deleted and post.only in {"", self.user.id}:
                await self._pressing.refresh(post)

    @property
    def dialog(self) -> Seen | None:
        """The open dialog."""
        return self._pressing.dialog

    # ---- coming and going ----------------------------------------------------------------------

    async def installs(self, *, upgrade: bool = False) -> None:
        """Install Muster for oneself (or get a newer version of it)."""
        room = self._world.personal(self.user)
        room.here = True
        self.user.refusal = ""
        self._mark()
        made = self._teams.activities
        if not upgrade:
            bot = [dict(made.bot)]
            await self._teams.wire.send(made.members(self.user, room, added=bot, removed=[]))
        action = "add-upgrade" if upgrade else "add"
        await self._teams.wire.send(made.installation(self.user, room, action))

    async def uninstalls(self) -> None:
        """Remove Muster."""
        room = self._world.personal(self.user)
        activity = self._teams.activities.installation(self.user, room, "remove")
        room.here = False
        await self._teams.wire.send(activity)

    def blocks(self, how: str = "ConversationBlockedByUser") -> None:
        """Block Muster, which hears of it when it next speaks; or BotDisabledByAdmin, or
        MessageWritesBlocked, which is a subCode. `installs` ends it."""
        self.user.refusal = how

    async def joins(self, room: str) -> None:
        """Become a member of a room."""
        where = self._teams.room(room)
        where.members[self.user.id] = self.user
        if where.here:
            account = {"id": self.user.id, "aadObjectId": self.user.aad}
            made = self._teams.activities
            await self._teams.wire.send(made.members(self.user, where, added=[account], removed=[]))

    async def leaves(self, room: str) -> None:
        """Be no member any more."""
        where = self._teams.room(room)
        del where.members[self.user.id]
        if where.here:
            account = {"id": self.user.id, "aadObjectId": self.user.aad}
            made = self._teams.activities
            await self._teams.wire.send(made.members(self.user, where, added=[], removed=[account]))

    # ---- seeing --------------------------------------------------------------------------------

    @property
    def inbox(self) -> list[Seen]:
        """The personal chat, oldest first; both sides."""
        return self.room("")

    def room(self, name: str) -> list[Seen]:
        """What this person sees in a room, oldest first, targeted messages included."""
        posts = self.where(name).posts
        kept = (p for p in posts if not p.deleted and p.only in {"", self.user.id})
        return [see_post(post, self.user) for post in kept]

    def sees(self, *words: str) -> Seen | None:
        """The newest thing on any of their screens that has all these words."""
        return next((seen for seen in self._everything() if seen.says(*words)), None)

    async def hears(self, *words: str) -> Seen:
        """Wait for something of Muster's with these words, newer than their last deed.

        Raises TimeoutError after `patience` seconds, with what there is instead.
        """
        changed = asyncio.Event()
        stop = self._world.watch(changed.set)
        try:
            async with asyncio.timeout(self.patience):
                while True:
                    found = next((seen for seen in self._new() if seen.says(*words)), None)
                    if found is not None:
                        return found
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            newest = "\n".join(f"- {s.text} {s.buttons}" for s in list(self._everything())[:3])
            said = f"{self.name} waited {self.patience} s for {words}. Newest first:\n{newest}"
            raise TimeoutError(said) from None
        finally:
            stop()

    # ---- beneath -------------------------------------------------------------------------------

    def where(self, room: str) -> Room:
        return self._teams.room(room) if room else self._world.personal(self.user)

    def _mark(self) -> None:
        self._since = self._world.now()
        self.toast = ""

    def _everything(self) -> Iterator[Seen]:
        """The dialog, then all messages, newest first."""
        if self.dialog:
            yield self.dialog
        for post in reversed(list(self._world.visible(self.user))):
            yield see_post(post, self.user)

    def _new(self) -> Iterator[Seen]:
        if self.dialog:
            yield self.dialog
        for seen in self._everything():
            if seen.post and seen.post.author is None and seen.post.touched > self._since:
                yield seen

    def _find(self, label: str, on: Seen | None, beside: str) -> tuple[Seen, Any]:
        where: Callable[[], Iterator[Seen]] = self._everything
        things = (on,) if on else (self.dialog,) if self.dialog else where()
        for seen in things:
            try:
                return seen, seen.control(label, beside)
            except LookupError:
                continue
        there = "\n".join(f"- {s.text} {s.buttons}" for s in list(self._everything())[:3])
        raise LookupError(f"Nowhere is “{label}” to be pressed. Newest first:\n{there}")
