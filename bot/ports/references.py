"""What a platform needs to be told again before it can be spoken on: addresses of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


class References(Protocol):
    """Of each workspace: how its people and rooms are addressed there, as plain JSON.

    `whose`: a user's or a conversation's id on the platform, at most 512 characters. Each call is
    one short transaction of its own.
    """

    def find(self, workspace_id: int, whose: str) -> Mapping[str, Any] | None: ...

    def keep(
        self, workspace_id: int, whose: str, reference: Mapping[str, Any], now: datetime
    ) -> None:
        """In place of the one there was; nothing is written while they are equal.

        A person's if `whose` is its `aad` or `user`, else a room's. Raises LookupError for a
        workspace that is not there, ValueError for an id that is too long.
        """
        ...

    def forget(self, workspace_id: int, whose: str) -> None: ...

    def people(self, workspace_id: int, most: int) -> Sequence[Mapping[str, Any]]:
        """Of people only, the ones kept last first."""
        ...

    def rooms(self, workspace_id: int, most: int) -> Sequence[Mapping[str, Any]]:
        """Of rooms only, the ones kept last first."""
        ...
