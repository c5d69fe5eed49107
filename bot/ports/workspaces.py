"""Where a task force lives: its Slack workspaces and Teams tenants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Workspace


class Workspaces(Protocol):
    def all(self) -> Sequence[Workspace]:
        """The oldest first."""
        ...

    def find(self, workspace_id: int) -> Workspace | None: ...

    def add(self, platform: str, external_id: str, bot_user: str) -> int:
        """Raises Refusal with code 'workspace_taken' if it is in a task force already."""
        ...

    def take_over(self, workspace_id: int) -> None:
        """Take it, with its references, from a task force in which nothing is.

        Fails, as the database does, if anything of the other task force refers to it.
        """
        ...

    def remove(self, workspace_id: int) -> None:
        """With its rooms, its identities and what was said there.

        What is owed to members there is owed elsewhere; there must be another workspace.
        """
        ...

    def lose(self, workspace_id: int, now: datetime) -> bool:
        """Muster was removed there; what is owed to members goes elsewhere. False: known already.

        What is owed to its rooms waits for Muster's return.
        """
        ...

    def regain(self, workspace_id: int) -> bool:
        """Muster is there (again); False if it was not lost."""
        ...
