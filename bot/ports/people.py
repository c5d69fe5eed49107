"""Questions about people. All of one task force: the transaction knows which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.model import Department, Identity, Member, MemberState, Workspace


class People(Protocol):
    def find(self, member_id: int) -> Member | None: ...

    def lock(self, member_id: int) -> Member | None:
        """The member as nobody else can change it until this transaction ends.

        Taken before any turn is locked, by whatever decides about all that one member holds.
        """
        ...

    def find_by_identity(self, workspace_id: int, user: str) -> Member | None: ...

    def find_by_email(self, email: str) -> Member | None:
        """`email` in any case."""
        ...

    def several(self, member_ids: Collection[int]) -> Mapping[int, Member]:
        """Those with these ids, in any state, identities included."""
        ...

    def all(self, states: Collection[MemberState] = (MemberState.ACTIVE,)) -> Sequence[Member]:
        """Ordered by name, identities included."""
        ...

    def add(self, member: Member, now: datetime) -> int:
        """The new member's id; `member.id` and `member.identities` are not looked at."""
        ...

    def change(self, member_id: int, **fields: Any) -> None:
        """Set columns by their names in bot.model.Member."""
        ...

    def link(self, member_id: int, identity: Identity, now: datetime) -> bool:
        """False if the user or the member is linked already in that workspace."""
        ...

    def unlink(self, member_id: int, workspace_id: int) -> None: ...

    def part(self, member_id: int, identity: Identity, now: datetime) -> None:
        """Unlink, and remember it: an equal address does not link the two again."""
        ...

    def has_parted(self, member_id: int, identity: Identity) -> bool: ...

    def forget_partings(self, identity: Identity) -> None:
        """The user was linked again on purpose."""
        ...

    def has_worked(self, member_id: int) -> bool:
        """Whether they ever held a turn, offered or logged hours, or had access to an account."""
        ...

    def departments(self) -> Sequence[Department]: ...

    def add_department(self, name: str) -> int: ...

    def rename_department(self, department_id: int, name: str) -> None: ...

    def workspaces(self) -> Sequence[Workspace]: ...
