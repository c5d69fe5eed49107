"""Questions about pledges and logged hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.model import Logged, Pledge


class Hours(Protocol):
    def pledge(self, member_id: int, week: date) -> Pledge | None: ...

    def pledges(self, week: date, member_ids: Collection[int] | None = None) -> Sequence[Pledge]:
        """Of everybody (of these), ordered by member."""
        ...

    def last_pledge(self, member_id: int, before: date) -> Pledge | None:
        """The most recent one for a week before `before`."""
        ...

    def last_pledges(self, member_ids: Collection[int], before: date) -> Mapping[int, Pledge]:
        """The same of several members, by their ids."""
        ...

    def put_pledge(self, pledge: Pledge) -> None:
        """Given or given anew: one per member and week."""
        ...

    def drop_pledge(self, member_id: int, week: date) -> None: ...

    def logged(self, member_id: int, week: date) -> Sequence[Logged]: ...

    def logged_in(self, week: date, member_ids: Collection[int] | None = None) -> Sequence[Logged]:
        """Of all members (of these)."""
        ...

    def put_logged(self, logged: Logged, at: datetime) -> int:
        """One per member, week and duty (or none): replaces what was said before."""
        ...

    def drop_logged(self, logged_id: int) -> None: ...
