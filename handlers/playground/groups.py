"""The workspace's user groups."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from handlers.playground.objects import UserGroup


class Groups(dict[str, UserGroup]):
    """By id. `changed` is told what and where, as Workspace.changed."""

    def __init__(self, changed: Callable[[str, str], None], seconds: Callable[[], int]) -> None:
        super().__init__()
        self.allowed = True  # by the workspace's plan
        self.changed = changed
        self.seconds = seconds

    def add(self, handle: str, name: str, users: Iterable[str] = ()) -> UserGroup:
        """A new group with these users in it; its id depends on the handle alone."""
        group_id = "S" + hashlib.sha256(handle.encode()).hexdigest()[:10].upper()
        group = self[group_id] = UserGroup(group_id, handle, name, list(users), self.seconds())
        self.changed("group", group_id)
        return group
