"""Signs: what shows outside of messages who holds a duty now, such as a user group or a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class SignKind(StrEnum):
    GROUP = "group"  # a user group whose members are the holders
    TOPIC = "topic"  # a channel's topic, of which one part names the holders


@dataclass(frozen=True, slots=True)
class Sign:
    """One group or channel; several duties may be shown by it.

    Its deliveries are owed to `room_id`, which is no room that Muster posts in. `target`: the
    platform's id, or a group's @handle as the chair wrote it. `wanted`: what was owed last, as
    text, "" if nothing was. `problem`: why it could not be shown, as the chair was told.
    """

    id: int
    room_id: int
    workspace_id: int
    kind: SignKind
    target: str
    name: str = ""
    wanted: str = ""
    problem: str = ""
    duty_ids: tuple[int, ...] = ()


class Signs(Protocol):
    def all(self) -> Sequence[Sign]:
        """The oldest first; also those that no duty is shown by any more."""
        ...

    def find(self, sign_id: int) -> Sign | None: ...

    def find_by_room(self, room_id: int) -> Sign | None: ...

    def put(self, workspace_id: int, kind: SignKind, target: str, name: str) -> int:
        """The id of the sign there; made if it is new."""
        ...

    def follow(self, sign_id: int, duty_id: int) -> None:
        """Nothing happens if it does already."""
        ...

    def unfollow(self, sign_id: int, duty_id: int) -> None: ...

    def want(self, sign_id: int, wanted: str) -> None: ...

    def trouble(self, sign_id: int, problem: str) -> bool:
        """Write down why it could not be shown, or "" now that it was; False: nothing new."""
        ...
