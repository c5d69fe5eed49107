"""The workspace's state, as plain Python: who is there, what was said, what is on whose screen.

Everything here changes at once and tells subscribers; nothing here talks to Muster. What a person
*does* is in people.py and person.py, what Muster asks for over HTTP in api_*.py. The page reads
this and redraws on `subscribe`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import Protocol

from handlers.playground.blocktree import with_ids
from handlers.playground.groups import Groups
from handlers.playground.objects import (
    SLACKBOT,
    Change,
    Channel,
    File,
    Json,
    Kind,
    Message,
    Row,
    User,
    View,
)

ROOMS = ("general", "social-media", "task-force")


class Clock(Protocol):
    """Where the workspace reads the time; the page's movable clock and tests' clocks fit."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class Workspace:
    """A Slack-like workspace with one app, Muster, installed in it.

    Attributes: `users`, `channels` and `groups` by id, `bot` (Muster's own user), `team_id`,
    `bot_id`, `app_id`, `name`, `domain`. Methods that take a user or channel take their ids.
    """

    def __init__(self, clock: Clock, *, name: str = "Acme", bot_name: str = "Muster") -> None:
        self.clock = clock
        self.name = name
        self.domain = name.lower().replace(" ", "-")
        self.team_id = stable_id("T", name)
        self.app_id = stable_id("A", bot_name)
        self.bot_id = stable_id("B", bot_name)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups = Groups(self.changed, self.seconds)
        self._directs: dict[frozenset[str], Channel] = {}
        self.files: dict[str, File] = {}
        self.base = ""  # http://127.0.0.1:port, once the server listens
        self._subscribers: list[Callable[[Change], None]] = []
        self._count = count(1)
        self._last_ts = 0  # microseconds since 1970
        self.bot = self.add_person(Row(bot_name, tz="Etc/UTC", is_bot=True))

    # ---- being told ----------------------------------------------------------------------------

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call `callback(Change)` after every change, in the event loop. Returns "stop it"."""
        self._subscribers.append(callback)

        def stop() -> None:
            with suppress(ValueError):
                self._subscribers.remove(callback)

        return stop

    def changed(self, what: str, where: str) -> None:
        """Tell subscribers that `what` (see Change) at `where` is different now."""
        for callback in tuple(self._subscribers):
            callback(Change(what, where))

    # ---- people and rooms ----------------------------------------------------------------------

    def seed(self, people: Iterable[Row], rooms: Iterable[str] = ROOMS) -> None:
        """Add people and public rooms; everyone but guests, strangers and leavers is in each.

        Muster is in every room. Ids depend on names and addresses only: an older database fits.
        """
        users = [self.add_person(row) for row in people]
        inside = [u.id for u in users if not (u.deleted or u.is_restricted or u.is_stranger)]
        for room in rooms:
            self.add_channel(room, [*inside, self.bot.id])

    def add_person(self, row: Row) -> User:
        """Add a user; two rows may be equal, they get different ids."""
        base = f"{row.name}|{row.email}"
        user_id = next(i for n in count() if (i := stable_id("U", f"{base}|{n}")) not in self.users)
        user = User(
            user_id,
            row.name,
            row.email,
            row.tz,
            is_bot=row.is_bot,
            is_restricted=row.is_restricted,
            is_stranger=row.is_stranger,
            deleted=row.deleted,
            title=row.title,
            updated=self.seconds(),
        )
        self.users[user_id] = user
        self.changed("user", user_id)
        return user

    def add_channel(
        self, name: str, members: Iterable[str] = (), kind: Kind = Kind.PUBLIC
    ) -> Channel:
        """Add a room (or, with another kind, a direct message) with these users in it."""
        channel_id = stable_id("D" if kind is Kind.DIRECT else "C", f"{kind}|{name}")
        shown = "" if kind is Kind.DIRECT else name
        channel = Channel(channel_id, shown, kind, set(members), created=self.seconds())
        self.channels[channel_id] = channel
        self.changed("channel", channel_id)
        return channel

    def person(self, name: str) -> User:
        """The user with this id, name or e-mail address. Raises KeyError."""
        if name in self.users:
            return self.users[name]
        found = (user for user in self.users.values() if name and name in {user.name, user.email})
        if user := next(found, None):
            return user
        raise KeyError(name)

    def channel(self, name: str) -> Channel:
        """The channel with this id or name, with or without "#". Raises KeyError."""
        if name in self.channels:
            return self.channels[name]
        bare = name.removeprefix("#")
        if bare and (channel := next((c for c in self.channels.values() if c.name == bare), None)):
            return channel
        raise KeyError(name)

    def direct(self, user: str) -> Channel:
        """The direct message between this user and Muster, opened if there is none yet."""
        return self.direct_between({user, self.bot.id})

    def find_direct(self, users: set[str]) -> Channel | None:
        """The direct or group message between these users, if it was ever opened."""
        return self._directs.get(frozenset(users))

    def direct_between(self, users: set[str]) -> Channel:
        """The direct (two users) or group (more) message between these users, opened if needed."""
        if known := self.find_direct(users):
            return known
        kind = Kind.DIRECT if len(users) <= 2 else Kind.GROUP
        channel = self.add_channel("-".join(sorted(users)), users, kind)
        self._directs[frozenset(users)] = channel
        return channel

    def rooms_of(self, user: str) -> list[Channel]:
        """The channels this user is in, rooms first by name, then direct messages."""
        mine = (c for c in self.channels.values() if user in c.members)
        return sorted(mine, key=lambda c: (c.kind in {Kind.DIRECT, Kind.GROUP}, c.name, c.id))

    def set_member(self, user: str, channel: str, *, inside: bool) -> None:
        """Put the user into the channel or out of it."""
        members = self.channels[channel].members
        (members.add if inside else members.discard)(user)
        self.changed("channel", channel)

    # ---- messages ------------------------------------------------------------------------------

    def post(self, message: Message) -> Message:
        """Add a message, its block ids filled in. Make its `ts` with `next_ts`."""
        message.blocks = with_ids(message.blocks, self._block_ids())
        message.touched = message.ts
        self.channels[message.channel].messages[message.ts] = message
        self.changed("message", message.channel)
        return message

    def rewrite(
        self, message: Message, text: str | None = None, blocks: list[Json] | None = None
    ) -> Message:
        """Change a message's text, blocks, or both (None: as it was)."""
        if text is not None and text != message.text:
            message.text = text
            message.edited = self.next_ts()
        if blocks is not None:
            message.blocks = with_ids(blocks, self._block_ids())
            message.entered.clear()
        message.touched = self.next_ts()
        self.changed("message", message.channel)
        return message

    def delete(self, message: Message) -> None:
        """Take a message away; it stays in the state, marked."""
        message.deleted = True
        self.changed("message", message.channel)

    def message(self, channel: str, ts: str) -> Message | None:
        """The message at this place, unless it was deleted; ephemeral ones included."""
        room = self.channels.get(channel)
        found = room.messages.get(ts) if room else None
        return None if found is None or found.deleted else found

    def visible(self, user: str, channel: str) -> list[Message]:
        """What this user sees there, oldest first; of a room they are not in, answers to them."""
        return [m for m in self.channels[channel].messages.values() if self.can_see(user, m)]

    def can_see(self, user: str, message: Message) -> bool:
        """Whether this user sees this message now."""
        if message.deleted or message.ephemeral_for not in {None, user}:
            return False
        inside = user in self.channels[message.channel].members
        return inside or message.ephemeral_for == user

    def tell(self, user: str, channel: str, text: str) -> Message:
        """Slackbot's private word to one user, such as "/muster failed …"."""
        notice = Message(channel, self.next_ts(), SLACKBOT, text, ephemeral_for=user)
        return self.post(notice)

    def add_file(self, owner: str, name: str, data: bytes = b"", *, declared: int = 0) -> File:
        """A file of this user's, at an address the bot can fetch with its token."""
        file_id = f"F{next(self._count):09d}"
        url = f"{self.base}/files/{file_id}/{name}"
        file = File(file_id, name, owner, data=data, url=url, declared=declared)
        self.files[file_id] = file
        return file

    # ---- views ---------------------------------------------------------------------------------

    def new_view(self, owner: str, content: Json) -> View:
        """A view with fresh ids, not shown yet."""
        number = next(self._count)
        view = View(f"V{number:09d}", owner, {}, "")
        self.fill_view(view, content)
        return view

    def fill_view(self, view: View, content: Json) -> None:
        """Give the view new content; what was entered in inputs that are still there stays."""
        blocks = with_ids(content.get("blocks", []), self._block_ids())
        view.content = content | {"blocks": blocks}
        view.hash = f"{self.seconds()}.{next(self._count):08x}"
        kept = {b["block_id"] for b in blocks}
        view.values = {k: v for k, v in view.values.items() if k in kept}
        view.errors, view.trouble = {}, ""
        view.touched = self.next_ts()

    def show_modal(self, view: View) -> None:
        """Put the view on top of its owner's stack."""
        stack = self.users[view.owner].modals
        view.previous = stack[-1].id if stack else None
        view.root = stack[0].id if stack else view.id
        stack.append(view)
        self.changed("modal", view.owner)

    def close_modal(self, user: str, *, everything: bool = False) -> None:
        """Take the top view away, or the whole stack."""
        stack = self.users[user].modals
        if everything:
            stack.clear()
        elif stack:
            stack.pop()
        self.changed("modal", user)

    def view(self, view_id: str) -> View | None:
        """The open modal or published home with this id."""
        return next((view for view in self.views() if view.id == view_id), None)

    def views(self) -> Iterator[View]:
        """All open modals and published homes."""
        for user in self.users.values():
            yield from user.modals
            if user.home is not None:
                yield user.home

    # ---- time and ids --------------------------------------------------------------------------

    def seconds(self) -> int:
        """The workspace's present time in seconds since 1970."""
        return int(self.clock.now().timestamp())

    def next_ts(self) -> str:
        """A message's ts: the present time, but unique and increasing, as "seconds.micros"."""
        now = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def _block_ids(self) -> Iterator[str]:
        return (f"b{number:05x}" for number in self._count)


def stable_id(prefix: str, name: str) -> str:
    """An id like Slack's (prefix and ten characters of A–F, 0–9) that depends on the name only."""
    return prefix + hashlib.sha256(name.encode()).hexdigest()[:10].upper()
