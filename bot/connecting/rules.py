"""Who may connect a workspace or found a task force in one, and which may be left. Pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.errors import Refusal
from bot.model import Member
from bot.people.rules import Standing, check_may_ask

# The token of such a platform is one workspace's, which has its task force from the first start.
ADOPTED = frozenset({"slack"})


def check_is_colleague(who: Standing) -> None:
    """Raises Refusal for anybody who does not speak for the workspace."""
    check_may_ask(who)
    if who is Standing.GUEST:
        raise Refusal(
            "guest",
            "A guest cannot do this.",
            "It is decided for everybody here, by somebody of the company.",
            "Ask a colleague who is a full user here.",
        )


def chairs_elsewhere(chairs: Collection[Member], workspace_id: int) -> list[Member]:
    """Chairs who can still be chair once this workspace is left."""
    return [c for c in chairs if any(i.workspace_id != workspace_id for i in c.identities)]
