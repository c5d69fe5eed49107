"""What there is in the fake Teams: people, chats, channels, and what stands in them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.ports.outside import Clock

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(eq=False, slots=True)
class User:
    """Somebody of the tenant. `refusal`: the code with which sending to them is refused."""

    name: str
    email: str
    id: str  # 29:…, this bot's own name for them
    aad: str
    zone: str = "Europe/Berlin"
    guest: bool = False
    refusal: str = ""

    def account(self) -> Json:
        """As `from` and `mentioned` name them."""
        return {"id": self.id, "name": self.name, "aadObjectId": self.aad}


@dataclass(eq=False, slots=True)
class Post:
    """One message. `author` None: Muster's. `only`: the one person who sees it (targeted)."""

    id: str
    room: Room
    author: User | None
    activity: Json
    at: datetime
    root: str = ""  # of a channel's thread; its own id if it began one
    only: str = ""
    deleted: bool = False
    edits: int = 0
    touched: int = 0
    views: dict[str, Json] = field(default_factory=dict)  # user → the card they alone see now
    toggled: dict[str, dict[str, bool]] = field(default_factory=dict)  # user → element → shown

    def card_for(self, user: str = "") -> Json | None:
        """The Adaptive Card this person sees, if it has one."""
        if user in self.views:
            return self.views[user]
        for attachment in self.activity.get("attachments") or []:
            if attachment.get("contentType") == CARD:
                content = attachment.get("content")
                return content if isinstance(content, dict) else None
        return None


@dataclass(eq=False, slots=True)
class Room:
    """A conversation. `here`: Muster is installed in it. `team`: a channel's team, (id, name)."""

    id: str
    kind: str  # personal, groupChat or channel
    name: str
    members: dict[str, User] = field(default_factory=dict)
    here: bool = True
    team: tuple[str, str] | None = None
    posts: list[Post] = field(default_factory=list)

    def post(self, activity_id: str) -> Post | None:
        return next((p for p in self.posts if p.id == activity_id and not p.deleted), None)


class World:
    """All of it, and who is told when something changes."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.tenant = _guid("tenant")
        self.users: dict[str, User] = {}
        self.rooms: dict[str, Room] = {}
        self._count = 0
        self._watchers: list[Callable[[], None]] = []

    # ---- people and rooms ----------------------------------------------------------------------

    def add_user(self, name: str, email: str, **more: Any) -> User:
        address = email or f"{name.lower().replace(' ', '.')}@example.com"
        user = User(name, address, f"29:1{_guid('id' + address)}", _guid(address), **more)
        self.users[user.id] = user
        return user

    def user(self, key: str) -> User | None:
        """By name, e-mail address or either id."""
        keys = (key.casefold(),)
        for user in self.users.values():
            names = (user.id, user.aad, user.email, user.name)
            if any(name.casefold() in keys for name in names):
                return user
        return None

    def personal(self, user: User) -> Room:
        """Their chat with Muster, made when first asked for; `here` says whether installed."""
        for room in self.rooms.values():
            if room.kind == "personal" and user.id in room.members:
                return room
        room = Room(f"a:1{_guid('chat' + user.id)}", "personal", user.name, here=False)
        room.members[user.id] = user
        self.rooms[room.id] = room
        return room

    def add_room(self, name: str, kind: str, team: tuple[str, str] | None = None) -> Room:
        suffix = "@thread.tacv2" if kind == "channel" else "@thread.v2"
        room = Room(f"19:{_guid(kind + name)}{suffix}", kind, name, here=False, team=team)
        self.rooms[room.id] = room
        return room

    # ---- messages ------------------------------------------------------------------------------

    def next_id(self) -> str:
        self._count += 1
        return str(1_700_000_000_000 + self._count)

    def add(self, room: Room, author: User | None, activity: Json, **more: Any) -> Post:
        post = Post(self.next_id(), room, author, activity, self.clock.now(), **more)
        room.posts.append(post)
        self.touch(post)
        return post

    def touch(self, post: Post) -> None:
        post.touched = self.now()
        self.changed()

    def now(self) -> int:
        """A count that grows with everything that happens: newer is larger."""
        self._count += 1
        return self._count

    def visible(self, user: User) -> Iterator[Post]:
        """Everything this person can see, in the order it was last changed."""
        rooms = (room for room in self.rooms.values() if user.id in room.members)
        posts = (post for room in rooms for post in room.posts)
        seen = (p for p in posts if not p.deleted and p.only in {"", user.id})
        yield from sorted(seen, key=lambda post: post.touched)

    # ---- being told ----------------------------------------------------------------------------

    def watch(self, told: Callable[[], None]) -> Callable[[], None]:
        """`told` is called at every change, until the function returned is."""
        self._watchers.append(told)
        return lambda: self._watchers.remove(told)

    def changed(self) -> None:
        for told in tuple(self._watchers):
            told()


def _guid(name: str) -> str:
    """The same name, the same id: runs can be repeated."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://teams.example/{name}"))
