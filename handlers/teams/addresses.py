"""Where people and rooms are spoken to in Teams: kept on contact, found when it is needed."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from bot.model import Workspace
from bot.ports.outside import Clock
from bot.ports.references import References
from handlers.teams.payloads import PLATFORM, Chat, Reference

T = TypeVar("T")
REMEMBERED = 5_000  # addresses, some 500 bytes each: not every message reads and writes
SECONDS = 600.0  # after which it is looked whether another process has forgotten one

Shelf = tuple[References, int]  # and the workspace


class Shelves(Protocol):
    """What of the store is needed here."""

    @property
    def references(self) -> References: ...

    def find_workspace(self, platform: str, external_id: str) -> Workspace | None: ...


class Addresses:
    """Of all companies by tenant. Raises nothing of its own; each call is one hop to a thread."""

    def __init__(
        self, store: Shelves, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._monotonic = monotonic
        self._workspaces: dict[str, int] = {}
        self._known: OrderedDict[tuple[str, str], tuple[Reference, float]] = OrderedDict()

    async def keep_room(self, reference: Reference, name: str = "") -> None:
        """Of a group chat or a channel: nobody's who is in it."""
        await self._keep(reference.conversation, reference.of_room(name), _with_older_name)

    async def keep_person(self, reference: Reference) -> None:
        """Of somebody met: the private chat, once known, stays known when they speak elsewhere."""
        if reference.person:
            private = reference.kind is Chat.PERSONAL
            met = replace(
                reference,
                kind=Chat.PERSONAL,
                conversation=reference.conversation if private else "",
            )
            await self._keep(reference.person, met, _with_older_parts)

    async def _keep(
        self, whose: str, new: Reference, merge: Callable[[Reference, Reference], Reference]
    ) -> None:
        key = (new.tenant, whose)
        known, until = self._known.get(key, (None, 0.0))
        if known and merge(new, known) == known and self._monotonic() < until:
            return

        def work(shelf: Shelf) -> Reference:
            references, workspace = shelf
            kept = references.find(workspace, whose)
            whole = merge(new, Reference.read(kept)) if kept else new
            references.keep(workspace, whose, whole.plain(), self._clock.now())
            return whole

        if (whole := await self._hop(new.tenant, work)) is not None:
            self._remember(key, whole)

    async def find(self, tenant: str, whose: str) -> Reference | None:
        """A person's or a room's."""

        def work(shelf: Shelf) -> Reference | None:
            found = shelf[0].find(shelf[1], whose)
            return Reference.read(found) if found else None

        return await self._hop(tenant, work)

    def doubt(self, tenant: str, whose: str) -> None:
        """What is remembered of it may be old: the next time it is kept anew."""
        self._known.pop((tenant, whose), None)

    async def forget(self, tenant: str, whose: str) -> None:
        """Muster was removed there."""
        self.doubt(tenant, whose)
        await self._hop(tenant, lambda shelf: shelf[0].forget(shelf[1], whose))

    async def people(self, tenant: str, most: int) -> list[Reference]:
        """The latest first."""
        return await self._several(tenant, lambda shelf: shelf[0].people(shelf[1], most))

    async def rooms(self, tenant: str, most: int) -> list[Reference]:
        """The latest first."""
        return await self._several(tenant, lambda shelf: shelf[0].rooms(shelf[1], most))

    async def any_of(self, tenant: str) -> Reference | None:
        """Somebody's or some room's: all of a company have one service address."""
        found = await self.rooms(tenant, 1) or await self.people(tenant, 1)
        return found[0] if found else None

    async def _several(self, tenant: str, ask: Callable[[Shelf], Any]) -> list[Reference]:
        found = await self._hop(tenant, lambda shelf: [Reference.read(one) for one in ask(shelf)])
        return found or []

    async def _hop(self, tenant: str, work: Callable[[Shelf], T]) -> T | None:
        """None also if nobody of this company has a task force."""

        def in_thread() -> T | None:
            try:
                return self._at_shelf(tenant, work)
            except LookupError:  # it has another number now: its task force has moved
                self._workspaces.pop(tenant, None)
                return self._at_shelf(tenant, work)

        return await asyncio.to_thread(in_thread)

    def _at_shelf(self, tenant: str, work: Callable[[Shelf], T]) -> T | None:
        workspace = self._workspaces.get(tenant)
        if workspace is None:
            found = self._store.find_workspace(PLATFORM, tenant)
            if found is None:
                return None
            self._workspaces[tenant] = workspace = found.id
        return work((self._store.references, workspace))

    def _remember(self, key: tuple[str, str], reference: Reference) -> None:
        self._known[key] = reference, self._monotonic() + SECONDS
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _with_older_name(new: Reference, old: Reference) -> Reference:
    return replace(new, name=new.name or old.name)


def _with_older_parts(new: Reference, old: Reference) -> Reference:
    return replace(
        new,
        conversation=new.conversation or old.conversation,
        user=new.user or old.user,
        email=new.email or old.email,
        name=new.name or old.name,
    )
