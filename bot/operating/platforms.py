"""What the composition root asks of a chat platform; one file beside this for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.ports.outside import Clock, Messenger
from bot.settings import Settings
from handlers.ears import Ears
from handlers.web import Endpoint
from storage.store import SqlStore


@dataclass(frozen=True, slots=True)
class Given:
    """What every platform is opened with."""

    settings: Settings
    clock: Clock
    store: SqlStore
    ears: Ears


class Platform(Protocol):
    """Muster on one platform: a mouth, and a door that `listen` opens."""

    @property
    def name(self) -> str: ...
    @property
    def messenger(self) -> Messenger: ...

    async def listen(self) -> dict[str, Endpoint]:
        """Begin to hear people; the endpoints by which it is to be reached, by path.

        Raises Fault if the platform does not let it.
        """
        ...

    async def settled(self) -> None:
        """Return when nothing that people asked is unanswered."""
        ...

    async def stop_listening(self) -> None:
        """Hang up, where it was Muster that called."""
        ...

    async def drain(self, seconds: float) -> None:
        """Let answers under way be given, for that long at most; then the door is shut."""
        ...

    async def close(self) -> None:
        """End the connections that are open."""
        ...
