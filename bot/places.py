"""How the places are called in which a task force lives, and which of them are a member's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model import Member, Workspace
from bot.ports.store import Transaction

PLATFORMS = ("slack", "teams")


def platform_name(platform: str) -> str:
    return platform.capitalize()


def place_names(workspaces: Sequence[Workspace]) -> dict[int, str]:
    """`Slack` and `Teams`; with several of a platform, its own id tells them apart."""
    several = Counter(w.platform for w in workspaces)
    return {
        w.id: platform_name(w.platform)
        + (f" ({w.external_id[:13]})" if several[w.platform] > 1 else "")
        for w in workspaces
    }


@dataclass(frozen=True, slots=True)
class Places:
    """Where a task force lives, as one of its members sees it."""

    names: Mapping[int, str]  # by workspace
    here: int  # the workspace of the visit
    linked: tuple[int, ...] = ()  # where the member is linked, the first one first
    chosen: int | None = None  # where they want to be written to

    @property
    def several(self) -> bool:
        return len(self.names) > 1

    @property
    def missing(self) -> tuple[int, ...]:
        """Where they could be linked, and are not."""
        return tuple(w for w in self.names if w not in self.linked)

    @property
    def to_take_off(self) -> tuple[int, ...]:
        """Of several, those that may be taken off from here: this one, and any linked later."""
        if len(self.linked) < 2 or self.here not in self.linked:
            return ()
        return self.linked[self.linked.index(self.here) :]

    def name(self, workspace_id: int | None) -> str:
        return self.names.get(workspace_id or 0, "a place that is gone")

    def say(self, workspace_ids: Sequence[int]) -> str:
        """`Slack and Teams`."""
        return " and ".join(self.name(w) for w in workspace_ids)


def places_of(tx: Transaction, member: Member | None, here: int) -> Places:
    names = place_names(tx.workspaces.all())
    if member is None:
        return Places(names, here)
    linked = tuple(identity.workspace_id for identity in member.identities)
    return Places(names, here, linked, member.chosen_workspace_id)
