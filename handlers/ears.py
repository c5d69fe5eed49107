"""Who listens behind a platform's door."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.cards import Reply
from bot.ports.outside import Caller, Heard, Profile, WhoIsThis


@dataclass(frozen=True, slots=True)
class Ears:
    """All are synchronous and are called in a worker thread. Workspaces by the platform's id."""

    answer: Callable[[Caller, Heard], Reply | WhoIsThis]  # never raises
    person_changed: Callable[[str, str, Profile], object]  # platform, workspace, profile
    workspace_lost: Callable[[str, str], object]  # platform, workspace
    # those of a room that Muster joined, and the ids of those who are on the task force's list;
    # Slack finds a member by their address instead
    people_seen: Callable[[str, str, Sequence[Profile]], Collection[str]] = lambda *_: ()
