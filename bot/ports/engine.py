"""Who runs a lane, and when: the seam between one process and many.

A lane is one workspace's stream of outgoing messages; its number is the workspace's id.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Any, Protocol


class Handle(Protocol):
    """The open transaction, as an engine may use it."""

    @property
    def connection(self) -> Any:
        """The database connection; work done on it commits or rolls back with the transaction."""
        ...

    def after_commit(self, then: Callable[[], None]) -> None:
        """Call `then` once the transaction has committed; never if it rolls back."""
        ...


class Engine(Protocol):
    """Contract: rollback means no run; commit means at least one run after it; wakes coalesce."""

    def wake(self, handle: Handle, lanes: Collection[int]) -> None:
        """Ask, inside the transaction, that each lane be run after the commit."""
        ...

    async def start(self, run_lane: Callable[[int], Awaitable[None]]) -> None: ...

    async def stop(self) -> None:
        """Let running lanes finish or hand back, within 10 s."""
        ...
