"""One-time codes: shown on one platform, typed on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class CodeKind(StrEnum):
    LINK = "link"  # whoever types it is the member who asked for it
    CONNECT = "connect"  # the workspace it is typed in joins the task force


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """What is kept of a code: never the code itself."""

    id: int
    kind: CodeKind
    member_id: int  # who asked for it
    digest: str
    until: datetime
    used_at: datetime | None = None


class Codes(Protocol):
    def issue(
        self, kind: CodeKind, member_id: int, digest: str, *, until: datetime, now: datetime
    ) -> None:
        """The member's earlier codes of this kind are void, and those a day old are forgotten."""
        ...

    def issued(self, kind: CodeKind) -> Sequence[IssuedCode]:
        """Also those used or past their time, for as long as they are remembered."""
        ...

    def use(self, code_id: int, now: datetime) -> bool:
        """False if it was used before, or is past its time: the database settles a race."""
        ...
